#include "sim/analysis/survivors.hpp"

#include "sim/analysis/fault_places.hpp"
#include "sim/base/mean.hpp"

#include <algorithm>
#include <variant>

namespace bicoastal {

namespace {

/// Whether replicas that the fault strikes do no work while it lasts. Slow and gray ones do; crashed ones come back by
/// themselves or not at all, which the scenario does not tell.
bool takes_replicas(const Fault& fault) {
  return std::holds_alternative<RegionDown>(fault.what) || std::holds_alternative<ZoneDown>(fault.what) ||
         std::holds_alternative<ReplicaDown>(fault.what) || std::holds_alternative<Hang>(fault.what);
}

}  // namespace

SurvivorMeter::SurvivorMeter(const Scenario& s) : scenario_(s) {
  for (std::size_t f = 0; f < s.faults.size(); ++f) {
    const Fault& fault = s.faults[f];
    const Time until = std::min(fault.until, s.duration);
    if (!takes_replicas(fault) || until <= fault.at) continue;
    Watch watch{f, Time((fault.at.ns + until.ns) / 2), until, {}, {}};
    watch.slots.resize(s.regions.size());
    watch.asked.resize(s.regions.size());
    for (std::size_t r = 0; r < s.replicas.size(); ++r)
      if (s.replicas[r].at_start && !strikes(s, fault, ReplicaId(r)))
        watch.slots[s.zones[s.replicas[r].zone.index()].region.index()] += s.service.concurrency;
    watches_.push_back(std::move(watch));
  }
}

void SurvivorMeter::finish(Analysis& analysis) const {
  const double work = mean_seconds(scenario_.service.time);
  for (const Watch& watch : watches_) {
    const double length = (std::min(watch.until, Time::seconds(analysis.end_s)) - watch.from).in_seconds();
    if (length <= 0 || work <= 0) continue;
    Survivors survivors;
    for (std::size_t r = 0; r < watch.slots.size(); ++r) {
      const double offered = static_cast<double>(watch.asked[r]) / length;
      const double capacity = watch.slots[r] / work;
      survivors.offered += offered;
      survivors.capacity += capacity;
      if (capacity > 0 && offered / capacity > survivors.busiest_utilisation) {
        survivors.busiest = RegionId(r);
        survivors.busiest_utilisation = offered / capacity;
      }
    }
    analysis.faults[watch.fault].survivors = survivors;
  }
}

}  // namespace bicoastal
