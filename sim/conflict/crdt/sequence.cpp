#include "sim/conflict/crdt/sequence.hpp"

#include <algorithm>

namespace bicoastal {

std::optional<Sequence> Sequence::write(const Write& write, const Setup& /*setup*/) {
  std::uint64_t age = 0;
  for (const std::vector<Entry>* part : {&shown_, &waiting_})
    for (const Entry& e : *part) age = std::max(age, e.age);
  const Entry entry{write.version, shown_.empty() ? VersionId() : shown_.back().version, age + 1};
  Sequence delta;
  delta.add(entry);
  add(entry);
  return delta;
}

void Sequence::merge(const Sequence& other) {
  // What both have from the start is the usual case of full values.
  const auto [ours, theirs] = std::mismatch(shown_.begin(), shown_.end(), other.shown_.begin(), other.shown_.end());
  std::vector<Entry> news(theirs, other.shown_.end());
  for (const Entry& e : news) add(e);
  for (const Entry& e : other.waiting_) add(e);
}

/// False where the predecessor is missing. REQUIRES: the entry is not there yet.
bool Sequence::place(const Entry& entry) {
  auto at = shown_.begin();
  if (!entry.after.is_initial()) {
    const auto before =
        std::find_if(shown_.rbegin(), shown_.rend(), [&](const Entry& e) { return e.version == entry.after; });
    if (before == shown_.rend()) return false;
    at = before.base();
  }
  // Younger ones were appended to the same predecessor, or to these.
  while (at != shown_.end() && younger(*at, entry)) ++at;
  shown_.insert(at, entry);
  return true;
}

void Sequence::add(const Entry& entry) {
  const auto same = [&](const Entry& e) { return e.version == entry.version; };
  if (std::any_of(shown_.rbegin(), shown_.rend(), same)) return;
  if (!place(entry)) {
    if (std::any_of(waiting_.begin(), waiting_.end(), same)) return;
    const auto by_version = [](const Entry& a, const Entry& b) { return a.version < b.version; };
    waiting_.insert(std::lower_bound(waiting_.begin(), waiting_.end(), entry, by_version), entry);
    return;
  }
  for (bool placed = true; placed && !waiting_.empty();) {
    placed = false;
    for (auto w = waiting_.begin(); w != waiting_.end(); ++w)
      if (place(*w)) {
        waiting_.erase(w);
        placed = true;
        break;
      }
  }
}

Reading Sequence::read(const Setup& /*setup*/) const {
  Reading shown;
  for (std::size_t i = 0; i < shown_.size(); ++i)
    shown.value.set(i, static_cast<std::int64_t>(shown_[i].version.value));
  return shown;
}

}  // namespace bicoastal
