#include "sim/analysis/split_brain.hpp"

#include "sim/base/primaries.hpp"

#include <algorithm>

namespace bicoastal {

SplitBrain::SplitBrain(const Scenario& s)
    : scenario_(s), partitions_(partition_count(s)), region_down_(s.regions.size()), zone_down_(s.zones.size()) {
  for (std::size_t p = 0; p < partitions_.size(); ++p) {
    Partition& partition = partitions_[p];
    partition.accepts.resize(s.regions.size());
    if (!has_primaries(s)) continue;
    partition.primary = s.data.writes == WritePattern::global ? s.data.primary : RegionId(p);
    if (partition.primary.index() < partition.accepts.size()) partition.accepts[partition.primary.index()] = true;
  }
}

bool SplitBrain::is_down(RegionId region) const {
  const auto& zones = scenario_.regions[region.index()].zones;
  return region_down_[region.index()] > 0 || (!zones.empty() && std::all_of(zones.begin(), zones.end(), [&](ZoneId z) {
           return zone_down_[z.index()] > 0;
         }));
}

/// Accounts for the time until now; then looks at the state that begins.
void SplitBrain::passed(Time now) {
  if (split_) total_ += now - since_;
  since_ = now;
  split_ = std::any_of(partitions_.begin(), partitions_.end(), [&](const Partition& p) {
    std::size_t accepting = 0;
    for (std::size_t r = 0; r < p.accepts.size(); ++r) accepting += p.accepts[r] && !is_down(RegionId(r)) ? 1 : 0;
    return accepting >= 2;
  });
}

void SplitBrain::on(const RoleRecord& record) {
  Partition& p = partitions_[record.partition.index()];
  const std::size_t region = record.region.index();
  switch (record.event) {
    case RoleEvent::promoted:
      p.accepts[region] = true;
      p.primary = record.region;
      p.returning = false;
      break;
    case RoleEvent::fenced:
    case RoleEvent::rejoined: p.accepts[region] = false; break;
    case RoleEvent::failback:  // writes pause until the role is back home
      if (p.primary.has_value()) p.accepts[p.primary.index()] = false;
      p.returning = true;
      break;
    case RoleEvent::detected:  // the return is off
      if (p.returning && record.region == p.primary) p.accepts[region] = true;
      p.returning = false;
      break;
    case RoleEvent::renewed:
      p.accepts[region] = true;
      p.returning = false;
      break;
    case RoleEvent::cleared:
    case RoleEvent::decided:
    case RoleEvent::refused:
    case RoleEvent::redirected: return;
  }
  passed(record.time);
}

void SplitBrain::on(const FaultRecord& record) {
  const Fault& fault = scenario_.faults[record.fault.index()];
  std::uint32_t* down = nullptr;
  if (const auto* region = std::get_if<RegionDown>(&fault.what)) down = &region_down_[region->region.index()];
  if (const auto* store = std::get_if<StoreDown>(&fault.what)) down = &region_down_[store->region.index()];
  if (const auto* store = std::get_if<StoreLost>(&fault.what)) down = &region_down_[store->region.index()];
  if (const auto* zone = std::get_if<ZoneDown>(&fault.what)) down = &zone_down_[zone->zone.index()];
  if (down == nullptr) return;
  if (record.begins != 0) {
    ++*down;
  } else if (*down > 0) {
    --*down;
  }
  passed(record.time);
}

void SplitBrain::finish(Analysis& analysis, Time end) const {
  analysis.split_brain_s = (split_ ? total_ + (end - since_) : total_).in_seconds();
}

}  // namespace bicoastal
