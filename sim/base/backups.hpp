// Losses of stores after which there may be no copy.
//
// From which copy the only region's store is put back each time that it is lost. The model takes just these copies, and
// analyses must remember what was written since: so it is said once.
//
// A copy is made at every multiple of Backup::every. One that is due at the moment of a loss comes too late, and while
// the store is lost there is nothing to copy: the copy of before is what is left then.
#pragma once

#include <bicoastal/scenario.hpp>

#include <algorithm>
#include <vector>

namespace bicoastal {

struct StoreLoss {
  Time at;
  Time copied;  ///< the last copy before; 0: none, everything goes
};

/// In order of time; none where there are other regions to copy from.
inline std::vector<StoreLoss> losses_of_the_only_store(const Scenario& s) {
  std::vector<StoreLoss> losses;
  if (s.regions.size() != 1) return losses;
  for (const Fault& fault : s.faults)
    if (std::holds_alternative<StoreLost>(fault.what)) losses.push_back({fault.at, Time()});
  std::ranges::sort(losses, {}, &StoreLoss::at);
  if (!s.data.backup) return losses;
  const Time every = s.data.backup->every;
  const auto due_before = [&](Time t) { return t.ns > 0 ? every * ((t.ns - 1) / every.ns) : Time(); };
  for (std::size_t i = 0; i < losses.size(); ++i) {
    Time copied = due_before(losses[i].at);
    for (std::size_t before = i; before > 0; --before)
      if (const StoreLoss& other = losses[before - 1]; copied <= other.at + s.data.backup->restore)
        copied = copied < other.at ? copied : due_before(other.at);
    losses[i].copied = copied;
  }
  return losses;
}

/// Where there are several regions and each of them loses its store some time, nobody may be left to copy from: until
/// when that may happen; 0: it cannot.
inline Time last_loss_of_every_store(const Scenario& s) {
  std::vector<bool> loses(s.regions.size());
  Time last;
  for (const Fault& fault : s.faults)
    if (const auto* lost = std::get_if<StoreLost>(&fault.what)) {
      loses[lost->region.index()] = true;
      last = std::max(last, fault.at);
    }
  return s.regions.size() > 1 && std::ranges::find(loses, false) == loses.end() ? last : Time();
}

}  // namespace bicoastal
