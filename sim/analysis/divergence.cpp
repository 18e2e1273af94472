#include "sim/analysis/divergence.hpp"

#include <algorithm>

namespace bicoastal {

void KeyDivergence::open(Slot slot) {
  if (slot >= agreements_.size()) agreements_.resize(slot + 1);
  agreements_[slot] = {VersionId(), holders_};
}

void KeyDivergence::change(Slot slot, StoreId leader, VersionId before, bool accepted, std::span<const Stamped> shown,
                           Time now) {
  Agreement& a = agreements_[slot];
  const VersionId after = shown[leader.index()].version;
  if (before == after) return;
  const bool differed = a.holders < holders_;
  if (before == a.version) --a.holders;
  if (after == a.version) ++a.holders;
  if (accepted) {
    a = {after, 1};
  } else if (a.holders == 0) {
    a.version = after;
    a.holders =
        static_cast<std::size_t>(std::count_if(shown.begin(), shown.begin() + static_cast<std::ptrdiff_t>(leaders_),
                                               [&](const Stamped& o) { return o.version == after; }));
  }
  const bool differs = a.holders < holders_;
  if (differs != differed) differing_.change(differs, now);
}

/// Key nanoseconds, from the end of the warm-up.
uint128 DifferingKeys::integral_until(Time now) const {
  const Time from = std::max(since_, warmup_);
  return now <= from ? integral_
                     : integral_ + static_cast<uint128>(differing_) * static_cast<std::uint64_t>((now - from).ns);
}

void DifferingKeys::close_windows(Time now) {
  while (now.ns >= window_end_) {
    in_window_ += static_cast<double>(differing_) * static_cast<double>(window_end_ - since_.ns);
    windows_.push_back(in_window_ / static_cast<double>(window_));
    in_window_ = 0;
    since_ = Time(window_end_);
    window_end_ += window_;
  }
}

void DifferingKeys::finish(Analysis& analysis, Time heal, Time end) {
  const Time agreed = since_;  // where all agree now, since then
  Divergence& d = analysis.divergence;
  d.keys_differing_at_end = differing_;
  if (end > warmup_)
    d.share = static_cast<double>(integral_until(end)) /
              (static_cast<double>(keys_) * static_cast<double>((end - warmup_).ns));
  if (analysis.complete && differing_ == 0 && end >= heal) d.converge_s = std::max(0.0, (agreed - heal).in_seconds());

  close_windows(end);
  if (const std::int64_t begin = window_end_ - window_; end.ns > begin) {
    in_window_ += static_cast<double>(differing_) * static_cast<double>((end - since_).ns);
    windows_.push_back(in_window_ / static_cast<double>(end.ns - begin));
  }
  for (std::size_t w = 0; w < std::min(windows_.size(), analysis.system.size()); ++w)
    analysis.system[w].differing = windows_[w] / static_cast<double>(keys_);
}

}  // namespace bicoastal
