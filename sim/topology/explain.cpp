#include "sim/topology/explain.hpp"

#include "sim/topology/explain_sections.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal {

namespace {

void explain_run(const Scenario& s, Sheet& sheet) {
  sheet.text(s.name);
  if (!s.description.empty()) sheet.text(s.description);
  if (!s.file.empty()) sheet.item("file", s.file);
  std::string time = written::span(s.duration) + " of load";
  if (s.warmup.ns > 0) time += ", measured from " + written::span(s.warmup) + " on";
  sheet.item("time", fmt::format("{}, at most {} to fall quiet; seed {}", time, written::span(s.settle), s.seed));
  sheet.item("good window",
             fmt::format("{} of requests answered in {}", written::share(s.slo), written::span(s.window)));
}

void explain_expectations(const Scenario& s, Sheet& sheet) {
  if (s.expect.empty()) return;
  sheet.heading("Expected");
  for (const Expectation& expectation : s.expect) sheet.text(expectation.text, 2);
}

/// "3: a, b and c"; the region's own name is left out of its zones' names.
std::string zones_text(const Scenario& s, const Region& region) {
  std::vector<std::string> names;
  for (const ZoneId zone : region.zones) {
    const std::string& name = s.zones[zone.index()].name;
    names.push_back(name.starts_with(region.name) && name != region.name ? name.substr(region.name.size()) : name);
  }
  return written::count(names.size()) + ": " + written::list(names, 6);
}

}  // namespace

void explain_places(const Subject& subject, Sheet& sheet) {
  const Scenario& s = subject.scenario;
  sheet.heading(fmt::format("Places: {}, {}, {}, {}", written::count(s.regions.size(), "region"),
                            written::count(s.zones.size(), "zone"), written::count(replicas_at_start(s), "replica"),
                            written::count(s.stores.size(), "store")));
  std::vector<std::vector<std::string>> rows;
  for (std::size_t r = 0; r < std::min(s.regions.size(), Subject::kShown); ++r) {
    std::size_t replicas = 0, copies = 0;
    for (const ZoneId zone : s.regions[r].zones)
      for (const ReplicaId replica : s.zones[zone.index()].replicas)
        replicas += s.replicas[replica.index()].at_start ? 1 : 0;
    for (const Store& store : s.stores) copies += store.region.index() == r && !store.leader ? 1 : 0;
    const auto& place = s.regions[r].location;
    rows.push_back({s.regions[r].name, zones_text(s, s.regions[r]), written::count(replicas),
                    copies == 0 ? "leader" : "leader, " + written::count(copies, "read copy", "read copies"),
                    place ? fmt::format("{:.1f}{} {:.1f}{}", std::abs(place->latitude), place->latitude < 0 ? "S" : "N",
                                        std::abs(place->longitude), place->longitude < 0 ? "W" : "E")
                          : "-"});
  }
  sheet.table({"region", "zones", ">replicas", "stores", "where"}, rows);
  sheet.more(s.regions.size(), rows.size(), "region");
}

std::string explain(const Scenario& scenario) {
  const Subject subject(scenario);
  Sheet sheet;
  explain_run(scenario, sheet);
  explain_places(subject, sheet);
  explain_network(subject, sheet);
  explain_clients(subject, sheet);
  explain_data(subject, sheet);
  explain_capacity(subject, sheet);
  explain_fleet(subject, sheet);
  explain_lost_regions(subject, sheet);
  explain_weak_points(subject, sheet);
  explain_actions(subject, sheet);
  explain_deploys(subject, sheet);
  explain_faults(subject, sheet);
  explain_expectations(scenario, sheet);
  return sheet.str();
}

}  // namespace bicoastal
