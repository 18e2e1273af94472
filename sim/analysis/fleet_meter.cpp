#include "sim/analysis/fleet_meter.hpp"

#include "sim/analysis/percentiles.hpp"
#include "sim/base/lives.hpp"

#include <algorithm>

namespace bicoastal {

FleetMeter::FleetMeter(const Scenario& s)
    : scenario_(s), regions_(s.regions.size()), down_since_(s.replicas.size()), deploys_(s.deploys.size()) {
  for (std::size_t i = 0; i < s.replicas.size(); ++i) {
    const Replica& replica = s.replicas[i];
    ready_.push_back(replica.at_start);
    place_.emplace_back(i);
    regions_[s.zones[replica.zone.index()].region.index()].ready += replica.at_start ? 1 : 0;
  }
  for (Region& region : regions_) region.least = region.most = region.ready;
}

/// `change` replicas more are ready from now on.
void FleetMeter::count(Region& region, int change, Time now) {
  const Time from = std::max(region.since, scenario_.warmup), to = std::min(now, scenario_.duration);
  if (to > from) region.ready_time += static_cast<double>((to - from).ns) * region.ready;
  region.since = now;
  region.ready = static_cast<std::uint32_t>(static_cast<int>(region.ready) + change);
  if (now < scenario_.warmup) {
    region.least = region.most = region.ready;
  } else if (now < scenario_.duration) {
    region.least = std::min(region.least, region.ready);
    region.most = std::max(region.most, region.ready);
  }
}

void FleetMeter::stopped(const ChangeRecord& record) {
  const std::size_t i = record.replica.index();
  if (ready_[i]) count(regions_[record.region.index()], -1, record.time);
  ready_[i] = false;
  if (record.value == 0 && !down_since_[i]) down_since_[i] = record.time;
}

void FleetMeter::ready(const ChangeRecord& record) {
  const std::size_t i = record.replica.index();
  Region& region = regions_[record.region.index()];
  if (!ready_[i]) count(region, 1, record.time);
  ready_[i] = true;
  std::optional<Time>& since = down_since_[place_[i].index()];
  if (since && *since >= scenario_.warmup) region.outage.add((record.time - *since).ns);
  since.reset();
  place_[i] = record.replica;
}

void FleetMeter::changed_deploy(const ChangeRecord& record) {
  if (record.subject >= deploys_.size()) return;
  Deployed& deploy = deploys_[record.subject];
  switch (record.event) {
    case ChangeEvent::deploy_begun:
      if (!deploy.begun) deploy.begun = record.time;
      break;
    case ChangeEvent::deploy_done:
      ++deploy.done;
      deploy.ended = record.time;
      break;
    case ChangeEvent::deploy_undone:
      ++deploy.undone;
      deploy.ended = record.time;
      break;
    case ChangeEvent::deploy_answered:
      deploy.answered += static_cast<std::uint64_t>(record.value);
      deploy.failed += static_cast<std::uint64_t>(record.part);
      break;
    default: break;
  }
}

void FleetMeter::on(const ChangeRecord& record) {
  switch (record.event) {
    case ChangeEvent::stopped: stopped(record); break;
    case ChangeEvent::ready: ready(record); break;
    case ChangeEvent::started:
      if (const auto place = static_cast<std::size_t>(record.value); place < place_.size()) {
        Region& region = regions_[record.region.index()];
        place_[record.replica.index()] = ReplicaId(place);
        if (record.time >= scenario_.warmup && down_since_[place])
          ++(place == record.replica.index() ? region.restarts : region.replaced);
      }
      break;
    case ChangeEvent::deploy_begun:
    case ChangeEvent::deploy_done:
    case ChangeEvent::deploy_undone:
    case ChangeEvent::deploy_answered: changed_deploy(record); break;
    default: break;  // of other parts of the service
  }
}

void FleetMeter::finish(Analysis& analysis, Time end) {
  for (std::size_t d = 0; d < deploys_.size(); ++d) {
    const Deployed& from = deploys_[d];
    DeployFigures to;
    to.deploy = DeployId(d);
    if (from.begun) to.begun_s = from.begun->in_seconds();
    const bool taken_back = from.undone > 0;
    const bool over = taken_back || from.done == scenario_.deploys[d].regions.size();
    if (from.begun && over) to.took_s = (*from.ended - *from.begun).in_seconds();
    to.undone = taken_back;
    to.answered = from.answered;
    to.failed = from.failed;
    analysis.deploys.push_back(to);
  }
  if (!has_lives(scenario_)) return;
  const Time measured = std::min(end, scenario_.duration) - scenario_.warmup;
  for (Region& region : regions_) {
    count(region, 0, end);
    analysis.fleet.push_back({region.least, region.most,
                              measured.ns > 0 ? region.ready_time / static_cast<double>(measured.ns) : region.ready,
                              region.restarts, region.replaced, percentiles_of(region.outage)});
  }
}

}  // namespace bicoastal
