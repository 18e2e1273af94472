#include "sim/scenario/fault_reader.hpp"

#include "sim/scenario/errors.hpp"
#include "sim/scenario/nearest.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bicoastal {

namespace {

constexpr std::array<std::string_view, 27> kKinds = {"replica_down",
                                                     "crash",
                                                     "hang",
                                                     "errors",
                                                     "slow",
                                                     "zone_down",
                                                     "region_down",
                                                     "store_down",
                                                     "store_slow",
                                                     "balancer_down",
                                                     "link_down",
                                                     "partition",
                                                     "link_latency",
                                                     "link_loss",
                                                     "link_bandwidth",
                                                     "name_service_down",
                                                     "access_down",
                                                     "access_latency",
                                                     "checks_lie",
                                                     "clock_jump",
                                                     "clock_drift",
                                                     "dependency_down",
                                                     "dependency_slow",
                                                     "dependency_errors",
                                                     "cache_lost",
                                                     "store_lost",
                                                     "node_lost"};

}  // namespace

Fault FaultReader::read(const View& view) {
  Fault fault;
  for (const std::string_view kind : kKinds)
    if (view[kind].exists()) fault.kind = kind;
  fault.at = view["at"].time();
  fault.until = view["for"].exists() ? fault.at + view["for"].time() : Time::max();
  if (fault.at >= scenario_.duration)
    faults_.add("E306", view["at"].place(), view["at"].pointer(),
                fmt::format("begins at {}, when the load has ended", in_quotes(view["at"].text())), "before duration");
  if (!fault.kind.empty() && directory_.usable()) set_target(view[fault.kind], fault);
  const bool once = std::holds_alternative<Crash>(fault.what) || std::holds_alternative<CacheLost>(fault.what) ||
                    std::holds_alternative<StoreLost>(fault.what);
  if (once && view["for"].exists())
    faults_.add("E401", view["for"].place(), view["for"].pointer(),
                fmt::format("has no effect: {} happens once", fault.kind));
  fault.name = view["name"].is_text() ? view["name"].text()
                                      : fmt::format("{}{}{}", fault.kind, target_.empty() ? "" : " ", target_);
  return fault;
}

void FaultReader::set_target(const View& what, Fault& fault) {
  target_ = what.text();
  if (set_place(what, fault) || set_watched(what, fault) || set_dependency(what, fault)) return;
  if (fault.kind == "link_down") {
    fault.what = LinkDown{what.is_array() ? both_ways(what) : one_way(what)};
  } else if (fault.kind == "partition") {
    fault.what = partition(what);
  } else {
    set_link_change(what, fault);
  }
}

bool FaultReader::set_place(const View& what, Fault& fault) {
  const std::string& kind = fault.kind;
  const auto in_region = [&](const View& name, auto&& make) {
    target_ = name.text();
    if (const auto id = directory_.region(name)) fault.what = make(*id);
  };
  if (kind == "replica_down") {
    if (const auto id = directory_.replica(what)) fault.what = ReplicaDown{*id};
  } else if (kind == "crash") {
    fault.what = Crash{replicas(what)};
    check_crash(what);
  } else if (kind == "hang") {
    fault.what = Hang{replicas(what)};
  } else if (kind == "errors") {
    fault.what = Errors{replicas(what), what["share"].quantity(Dimension::share)};
  } else if (kind == "slow") {
    fault.what = Slow{replicas(what), factor(what["factor"], "service takes as long as ever")};
  } else if (kind == "zone_down") {
    if (const auto id = directory_.zone(what)) fault.what = ZoneDown{*id};
  } else if (kind == "region_down") {
    in_region(what, [](RegionId id) { return RegionDown{id}; });
  } else if (kind == "store_down") {
    in_region(what, [](RegionId id) { return StoreDown{id}; });
  } else if (kind == "store_lost") {
    in_region(what, [](RegionId id) { return StoreLost{id}; });
    check_store_lost(what);
  } else if (kind == "node_lost") {
    in_region(what["region"], [&](RegionId id) { return NodeLost{id, what["node"].count() - 1}; });
    check_node(what);
  } else if (kind == "store_slow") {
    in_region(what["region"], [&](RegionId id) { return StoreSlow{id, what["add"].time()}; });
  } else if (kind == "balancer_down") {
    in_region(what, [](RegionId id) { return BalancerDown{id}; });
  } else {
    return false;
  }
  return true;
}

void FaultReader::check_store_lost(const View& what) {
  const Data& data = scenario_.data;
  if (data.writes == WritePattern::quorum || data.conflicts.merges)
    faults_.add("E307", what.place(), what.pointer(),
                data.writes == WritePattern::quorum
                    ? "writes are quorum, and how a member of a quorum is filled anew is not modelled"
                    : "the policy merges, and how a region's part of merged values is filled anew is not modelled",
                "writes global, partitioned, or local with an order of versions");
}

void FaultReader::check_node(const View& what) {
  const auto& shards = scenario_.data.shards;
  if (!shards)
    faults_.add("E402", what.place(), what.pointer(), "changes nothing: stores have no nodes", "data.shards");
  else if (what["node"].count() > shards->nodes)
    faults_.add("E314", what["node"].place(), what["node"].pointer(), fmt::format("no node {}", what["node"].count()),
                fmt::format("1 to {}", shards->nodes));
  else
    target_ += fmt::format(" {}", what["node"].count());
}

bool FaultReader::set_watched(const View& what, Fault& fault) {
  const std::string& kind = fault.kind;
  if (kind == "name_service_down") {
    fault.what = NameServiceDown{};
    if (!what.truth()) faults_.add("E402", what.place(), what.pointer(), "changes nothing", "true");
  } else if (kind == "access_down") {
    fault.what = AccessDown{populations(what["users"]), regions(what["regions"])};
  } else if (kind == "access_latency") {
    fault.what = AccessDelay{populations(what["users"]), regions(what["regions"]), what["add"].time()};
  } else if (kind == "checks_lie") {
    const std::string watcher = what["watcher"].text();
    const auto who = watcher == "name_service" ? CheckLies::Watcher::name_service
                     : watcher == "balancer"   ? CheckLies::Watcher::balancer
                                               : CheckLies::Watcher::failover;
    fault.what = CheckLies{who, regions(what["regions"]), what["say"].text() == "up"};
    target_ = fmt::format("{} {}{}{}", watcher, what["say"].text(), target_.empty() ? "" : " ", target_);
  } else if (kind == "clock_jump" || kind == "clock_drift") {
    target_ = what["region"].text();
    const auto id = directory_.region(what["region"]);
    const View by = what[kind == "clock_jump" ? "by" : "rate"];
    if (kind == "clock_jump" ? by.time().ns == 0 : by.quantity(Dimension::drift) == 0)
      faults_.add("E402", by.place(), by.pointer(), "changes nothing: the clock stays as it is");
    if (!id) return true;
    if (kind == "clock_jump")
      fault.what = ClockJump{*id, by.time()};
    else
      fault.what = ClockDrift{*id, by.quantity(Dimension::drift)};
  } else {
    return false;
  }
  return true;
}

bool FaultReader::set_dependency(const View& what, Fault& fault) {
  const std::string& kind = fault.kind;
  if (!kind.starts_with("dependency_") && kind != "cache_lost") return false;
  const View name = what["dependency"];
  const auto& all = scenario_.service.dependencies;
  const auto found = std::ranges::find(all, name.text(), &Dependency::name);
  std::vector<RegionId> where = regions(what["regions"]);
  target_ = fmt::format("{}{}{}", name.text(), target_.empty() ? "" : " ", target_);
  if (found == all.end()) {
    std::vector<std::string> names;
    for (const Dependency& dependency : all) names.push_back(dependency.name);
    if (!faults_.any_under("/service/dependencies"))
      faults_.add("E315", name.place(), name.pointer(), fmt::format("no dependency {}", in_quotes(name.text())),
                  suggest_name(name.text(), names));
    return true;
  }
  const DependencyId id(static_cast<std::size_t>(found - all.begin()));
  if (kind == "cache_lost") {
    if (!found->cache)
      faults_.add("E402", name.place(), name.pointer(),
                  fmt::format("changes nothing: {} has no cache", in_quotes(name.text())));
    fault.what = CacheLost{id, std::move(where)};
    return true;
  }
  DependencyFault made{.dependency = id, .regions = std::move(where)};
  if (kind == "dependency_slow")
    made.slow = factor(what["factor"], "calls take as long as ever");
  else if (kind == "dependency_errors")
    made.errors = what["share"].quantity(Dimension::share);
  else
    made.down = true;
  if (found->shared && what["regions"].exists())
    faults_.add("E401", what["regions"].place(), what["regions"].pointer(),
                fmt::format("has no effect: all regions share {}", in_quotes(name.text())));
  fault.what = std::move(made);
  return true;
}

double FaultReader::factor(const View& value, std::string_view why_one_is_nothing) {
  if (value.number() == 1)
    faults_.add("E402", value.place(), value.pointer(), fmt::format("changes nothing: {}", why_one_is_nothing));
  return value.number();
}

std::vector<ReplicaId> FaultReader::replicas(const View& what) {
  std::vector<ReplicaId> out;
  for (const char* level : {"replica", "zone", "region"})
    if (what[level].exists()) target_ = what[level].text();
  if (const View name = what["replica"]; name.exists()) {
    if (const auto id = directory_.replica(name)) out = {*id};
  } else if (const View zone = what["zone"]; zone.exists()) {
    if (const auto id = directory_.zone(zone)) out = scenario_.zones[id->index()].replicas;
  } else if (const auto id = directory_.region(what["region"])) {
    for (const ZoneId z : scenario_.regions[id->index()].zones) {
      const auto& more = scenario_.zones[z.index()].replicas;
      out.insert(out.end(), more.begin(), more.end());
    }
  }
  return out;
}

std::vector<RegionId> FaultReader::regions(const View& names) {
  if (names.exists()) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < names.size(); ++i) texts.push_back(names[i].text());
    target_ = fmt::format("{}", fmt::join(texts, ","));
    return resolve_order(names, directory_, faults_);
  }
  std::vector<RegionId> all;
  for (std::size_t r = 0; r < scenario_.regions.size(); ++r) all.emplace_back(r);
  return all;
}

std::vector<PopulationId> FaultReader::populations(const View& names) {
  std::vector<PopulationId> out;
  std::vector<std::string> known;
  for (const Population& population : scenario_.clients) known.push_back(population.name);
  if (!names.exists()) {
    for (std::size_t p = 0; p < known.size(); ++p) out.emplace_back(p);
    return out;
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto found = std::ranges::find(known, names[i].text());
    if (found != known.end())
      out.emplace_back(static_cast<std::size_t>(found - known.begin()));
    else if (!faults_.any_under("/clients"))
      faults_.add("E316", names[i].place(), names[i].pointer(), fmt::format("no users {}", in_quotes(names[i].text())),
                  suggest_name(names[i].text(), known));
  }
  return out;
}

void FaultReader::check_crash(const View& what) {
  const Fleet& fleet = scenario_.fleet;
  if (!fleet.restart && !fleet.liveness && !fleet.replace && !faults_.any_under("/fleet"))
    faults_.add("E307", what.place(), what.pointer(), "nothing would ever start these processes again",
                "fleet.restart, fleet.liveness or fleet.replace; or replica_down, which lasts as long as it says");
}

}  // namespace bicoastal
