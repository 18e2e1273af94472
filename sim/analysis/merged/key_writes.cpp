#include "sim/analysis/merged/key_writes.hpp"

#include <algorithm>

namespace bicoastal {

void KeyWrites::open(Slot slot) {
  if (slot >= keys_.size()) keys_.resize(slot + 1);
  Key& key = keys_[slot];
  key.from.resize(origins_);
  key.settled.assign(origins_, 0);
  key.listed = 0;
}

void KeyWrites::accept(Slot slot, VersionId version, std::span<const std::uint64_t> past) {
  Listed write;
  write.version = version;
  if (supersede_) {
    if (free_pasts_.empty()) {
      write.past = static_cast<std::uint32_t>(pasts_.size());
      pasts_.resize(pasts_.size() + origins_);
    } else {
      write.past = free_pasts_.back();
      free_pasts_.pop_back();
    }
    std::copy(past.begin(), past.end(), pasts_.begin() + write.past);
  }
  keys_[slot].from[version.origin().index()].push_back(write);
  ++keys_[slot].listed;
}

/// How many of an origin's listed writes come up to `sequence`.
std::size_t KeyWrites::count_until(const FlatQueue<Listed>& queue, std::uint64_t sequence) {
  if (queue.empty() || queue.back().version.sequence() <= sequence) return queue.size();
  const auto* after = std::upper_bound(queue.begin(), queue.end(), sequence,
                                       [](std::uint64_t s, const Listed& w) { return s < w.version.sequence(); });
  return static_cast<std::size_t>(after - queue.begin());
}

void KeyWrites::acknowledged(Slot slot, VersionId version, Time now) {
  auto& queue = keys_[slot].from[version.origin().index()];
  const std::size_t count = count_until(queue, version.sequence());
  if (count == 0) return;
  Listed& write = queue[count - 1];
  if (write.version == version && write.acknowledged == Time::max()) write.acknowledged = now;
}

bool KeyWrites::forget(Slot slot, VersionId version) {
  Key& key = keys_[slot];
  auto& queue = key.from[version.origin().index()];
  if (queue.empty() || !(queue.front().version == version)) return false;
  if (supersede_) {
    raise(queue.front().past, key.settled);
    free_pasts_.push_back(queue.front().past);
  }
  queue.pop_front();
  return --key.listed == 0;
}

void KeyWrites::raise(std::uint32_t past, std::vector<std::uint64_t>& to) const {
  for (std::size_t o = 0; o < origins_; ++o) to[o] = std::max(to[o], pasts_[past + o]);
}

std::span<const std::uint64_t> KeyWrites::known(Slot slot, StoreId place) {
  const Key& key = keys_[slot];
  known_ = key.settled;
  for (std::size_t o = 0; o < origins_; ++o) {
    const std::uint64_t had = places_.at(0, StoreId(o), place);
    known_[o] = std::max(known_[o], had);
    if (!supersede_) continue;
    if (const std::size_t count = count_until(key.from[o], had); count > 0) raise(key.from[o][count - 1].past, known_);
  }
  return known_;
}

/// Whoever knows the last write of each origin knows all.
bool KeyWrites::agreed(Slot slot) {
  const Key& key = keys_[slot];
  for (std::size_t leader = 0; leader < origins_; ++leader) {
    const auto known_here = known(slot, StoreId(leader));
    for (std::size_t o = 0; o < origins_; ++o)
      if (!key.from[o].empty() && key.from[o].back().version.sequence() > known_here[o]) return false;
  }
  return true;
}

KeyWrites::Missing KeyWrites::missing(Slot slot, std::span<const std::uint64_t> known, Time until) const {
  Missing missing;
  for (std::size_t o = 0; o < origins_; ++o) {
    const auto& queue = keys_[slot].from[o];
    for (std::size_t i = count_until(queue, known[o]); i < queue.size(); ++i) {
      if (queue[i].acknowledged > until) continue;
      ++missing.versions;
      if (queue[i].acknowledged >= missing.oldest) continue;
      missing.oldest = queue[i].acknowledged;
      missing.first = queue[i].version;
    }
  }
  return missing;
}

}  // namespace bicoastal
