#include "sim/model/dependencies/answer_cache.hpp"

namespace bicoastal {

void AnswerCache::warm(const std::vector<double>& shares, double per_second, const RandomStream& luck) {
  const double ttl = rule_->ttl.in_seconds();
  std::vector<std::uint32_t> there;  // the most popular first
  for (std::uint32_t key = 0; key < shares.size(); ++key) {
    if (rule_->entries > 0 && there.size() == rule_->entries) break;
    const double expected = shares[key] * per_second * ttl;
    if (to_unit(luck.block(key)[0]) < expected / (1 + expected)) there.push_back(key);
  }
  for (auto key = there.rbegin(); key != there.rend(); ++key)
    insert(KeyId(std::size_t{*key}),
           Time(static_cast<std::int64_t>(to_unit(luck.block(*key)[1]) * static_cast<double>(rule_->ttl.ns))));
}

bool AnswerCache::has(KeyId key, Time now) {
  const auto found = places_.find(key.value);
  if (found == places_.end() || entries_[found->second].until <= now) return false;
  unlink(found->second);
  link_first(found->second);
  return true;
}

void AnswerCache::lose(FaultId fault) {
  for (const Entry& entry : entries_) lost_[entry.key.value] = {entry.until, fault};
  places_.clear();
  entries_.clear();
  newest_ = oldest_ = kNone;
}

FaultId AnswerCache::lost_by(KeyId key, Time now) const {
  const auto found = lost_.find(key.value);
  return found != lost_.end() && found->second.first > now ? found->second.second : FaultId();
}

void AnswerCache::insert(KeyId key, Time until) {
  if (!lost_.empty()) lost_.erase(key.value);
  std::uint32_t place;
  if (const auto found = places_.find(key.value); found != places_.end()) {
    place = found->second;
    unlink(place);
  } else if (rule_->entries > 0 && entries_.size() == rule_->entries) {
    place = oldest_;
    unlink(place);
    places_.erase(entries_[place].key.value);
    places_.emplace(key.value, place);
  } else {
    place = static_cast<std::uint32_t>(entries_.size());
    entries_.emplace_back();
    places_.emplace(key.value, place);
  }
  entries_[place].until = until;
  entries_[place].key = key;
  link_first(place);
}

void AnswerCache::link_first(std::uint32_t place) {
  entries_[place].newer = kNone;
  entries_[place].older = newest_;
  if (newest_ != kNone) entries_[newest_].newer = place;
  newest_ = place;
  if (oldest_ == kNone) oldest_ = place;
}

void AnswerCache::unlink(std::uint32_t place) {
  const Entry& e = entries_[place];
  (e.newer != kNone ? entries_[e.newer].older : newest_) = e.older;
  (e.older != kNone ? entries_[e.older].newer : oldest_) = e.newer;
}

}  // namespace bicoastal
