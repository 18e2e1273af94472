#include "sim/analysis/timeline_words.hpp"

#include <fmt/format.h>

namespace bicoastal {

namespace {

std::string region_name(const Scenario& s, RegionId region) {
  return region.index() < s.regions.size() ? s.regions[region.index()].name : std::string("all regions");
}

std::string partition_name(const Scenario& s, PartitionId partition) {
  if (partition_count(s) <= 1) return "all keys";
  return partition.index() < s.regions.size() ? fmt::format("keys of {}", s.regions[partition.index()].name) : "keys";
}

std::string dependency_name(const Scenario& s, const ChangeRecord& r) {
  const auto& dependencies = s.service.dependencies;
  return r.subject < dependencies.size() ? dependencies[r.subject].name : std::string("a dependency");
}

std::string deploy_name(const Scenario& s, const ChangeRecord& r) {
  return r.subject < s.deploys.size() ? s.deploys[r.subject].name : std::string("a deploy");
}

std::string replica_name(const Scenario& s, const ChangeRecord& r) {
  return r.replica.index() < s.replicas.size() ? s.replicas[r.replica.index()].name : region_name(s, r.region);
}

}  // namespace

SpanOf span_of(const ChangeRecord& r) {
  using Edge = SpanOf::Edge;
  switch (r.event) {
    case ChangeEvent::stopped: return {Lane::services, 0, Edge::begin, true, false};
    case ChangeEvent::ready:
    case ChangeEvent::given_back: return {Lane::services, 0, Edge::end, true, true};
    case ChangeEvent::started:
    case ChangeEvent::breaker_trial: return {Lane::services, 1, Edge::moment, true, true};
    case ChangeEvent::breaker_opened: return {Lane::services, 2, Edge::begin, true, false};
    case ChangeEvent::breaker_closed: return {Lane::services, 2, Edge::end, true, true};
    case ChangeEvent::switched_off: return {Lane::deploys, 3, Edge::begin, false, true};
    case ChangeEvent::switched_on: return {Lane::deploys, 3, Edge::end, false, true};
    case ChangeEvent::scaled: return {Lane::services, 4, Edge::moment, false, true};
    case ChangeEvent::deploy_begun: return {Lane::deploys, 5, Edge::begin, false, true};
    case ChangeEvent::deploy_step: return {Lane::deploys, 6, Edge::moment, false, true};
    case ChangeEvent::deploy_undone:
    case ChangeEvent::deploy_done: return {Lane::deploys, 5, Edge::end, false, true};
    case ChangeEvent::evacuated: return {Lane::deploys, 7, Edge::begin, false, true};
    case ChangeEvent::readmitted: return {Lane::deploys, 7, Edge::end, false, true};
    case ChangeEvent::store_lost: return {Lane::services, 8, Edge::begin, false, false};
    case ChangeEvent::store_restored: return {Lane::services, 8, Edge::end, false, true};
    case ChangeEvent::shards_moving: return {Lane::services, 9, Edge::begin, false, true};
    case ChangeEvent::shards_moved: return {Lane::services, 9, Edge::end, false, true};
    case ChangeEvent::session_lost:
    case ChangeEvent::deploy_answered: break;
  }
  return {};
}

std::string words_for(const Scenario& s, const HealthRecord& r) {
  if (r.event == HealthEvent::region_out || r.event == HealthEvent::region_in)
    return fmt::format("{} gets no new users: its health checks fail", region_name(s, r.region));
  const std::string name = r.replica.index() < s.replicas.size() ? s.replicas[r.replica.index()].name : "a replica";
  return fmt::format("{} gets no requests: its health checks fail", name);
}

std::string words_for(const Scenario& s, const RoleRecord& r) {
  const std::string region = region_name(s, r.region), keys = partition_name(s, r.partition);
  switch (r.event) {
    case RoleEvent::detected: return fmt::format("the other regions hold {} for dead", region);
    case RoleEvent::cleared: return fmt::format("{} answers again before anybody was promoted", region);
    case RoleEvent::decided: return fmt::format("failover of {} is ordered", keys);
    case RoleEvent::fenced: return fmt::format("{} takes no writes of {} any more", region, keys);
    case RoleEvent::promoted: return fmt::format("{} is the primary of {}", region, keys);
    case RoleEvent::redirected: return fmt::format("{} sends writes of {} to the new primary", region, keys);
    case RoleEvent::rejoined: return fmt::format("{} follows the new primary of {}", region, keys);
    case RoleEvent::failback: return fmt::format("planned switch of {} to {} begins", keys, region);
    case RoleEvent::renewed: return fmt::format("{} takes writes of {} again", region, keys);
    case RoleEvent::refused: return fmt::format("{} is not promoted: too far behind, or cut off", region);
  }
  return {};
}

std::string words_for(const Scenario& s, const ChangeRecord& r) {
  const std::string region = region_name(s, r.region);
  switch (r.event) {
    case ChangeEvent::stopped: return fmt::format("{} does not run", replica_name(s, r));
    case ChangeEvent::started: return fmt::format("{} starts", replica_name(s, r));
    case ChangeEvent::ready: return fmt::format("{} answers", replica_name(s, r));
    case ChangeEvent::given_back: return fmt::format("the machine of {} is given back", replica_name(s, r));
    case ChangeEvent::breaker_opened:
      return fmt::format("{} calls {} no more: its breaker is open", replica_name(s, r), dependency_name(s, r));
    case ChangeEvent::breaker_trial: return fmt::format("{} tries {} again", replica_name(s, r), dependency_name(s, r));
    case ChangeEvent::breaker_closed:
      return fmt::format("{} calls {} again", replica_name(s, r), dependency_name(s, r));
    case ChangeEvent::switched_off: return fmt::format("{} is switched off in {}", dependency_name(s, r), region);
    case ChangeEvent::switched_on: return fmt::format("{} is switched on in {}", dependency_name(s, r), region);
    case ChangeEvent::scaled: return fmt::format("{} wants {} replicas", region, r.value);
    case ChangeEvent::deploy_begun: return fmt::format("{} goes out in {}", deploy_name(s, r), region);
    case ChangeEvent::deploy_step:
      return fmt::format("{} gets {:.3g} % of the traffic in {}", deploy_name(s, r),
                         static_cast<double>(r.value) * 1e-4, region);
    case ChangeEvent::deploy_undone: return fmt::format("{} is taken back in {}", deploy_name(s, r), region);
    case ChangeEvent::deploy_done: return fmt::format("{} is out in {}", deploy_name(s, r), region);
    case ChangeEvent::evacuated: return fmt::format("{} is evacuated", region);
    case ChangeEvent::readmitted: return fmt::format("{} gets users again", region);
    case ChangeEvent::store_lost: return fmt::format("the store of {} is empty", region);
    case ChangeEvent::store_restored: return fmt::format("the store of {} is restored", region);
    case ChangeEvent::shards_moving: return fmt::format("{} keys of {} move to other nodes", r.value, region);
    case ChangeEvent::shards_moved: return fmt::format("the keys of {} are where they belong", region);
    case ChangeEvent::session_lost:
    case ChangeEvent::deploy_answered: break;
  }
  return {};
}

}  // namespace bicoastal
