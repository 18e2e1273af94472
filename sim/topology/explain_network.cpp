// Delays, links and routes between the regions.
#include "sim/topology/demand.hpp"
#include "sim/topology/explain_sections.hpp"
#include "sim/topology/separators.hpp"
#include "sim/topology/weak_points.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::size_t kListedRegions = 7;   // up to here pairs are listed, beyond they stand in a matrix
constexpr std::size_t kMatrixRegions = 60;  // and beyond that only their range is told
constexpr std::size_t kMatrixColumns = 16;

PathDelay path_delay(const Subject& subject, RegionId from, RegionId to) {
  PathDelay sum;
  for (const LinkId id : subject.route(from, to).links) {
    const PathDelay& delay = subject.scenario.network.links[id.index()].delay;
    sum.base += delay.base;
    sum.excess_p90 += delay.excess_p90;
    sum.excess_p99 += delay.excess_p99;
  }
  return sum;
}

std::string via(const Subject& subject, const Route& route) {
  if (route.links.empty()) return "no route";
  std::vector<std::string> names;
  for (std::size_t i = 0; i + 1 < route.links.size(); ++i)
    names.push_back(subject.name(subject.scenario.network.links[route.links[i].index()].to));
  return names.empty() ? "" : "via " + written::list(names);
}

/// Both directions; one figure where they are alike.
std::string both(const std::string& there, const std::string& back) {
  return there == back ? there : there + " / " + back;
}

std::string narrowest(const Subject& subject, const Route& route) {
  double least = HUGE_VAL;
  for (const LinkId link : route.links) least = std::min(least, subject.scenario.network.links[link.index()].bandwidth);
  return std::isinf(least) ? "-" : written::bandwidth(least);
}

void list_pairs(const Subject& subject, Sheet& sheet) {
  std::vector<std::vector<std::string>> rows;
  const std::size_t n = subject.scenario.regions.size();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j) {
      const RegionId a(i), b(j);
      const Route &there = subject.route(a, b), &back = subject.route(b, a);
      std::vector<std::string> row{subject.name(a) + " <-> " + subject.name(b), "-", "-", "-", "-", "-", ""};
      if (!there.links.empty() && !back.links.empty()) {
        const PathDelay out = path_delay(subject, a, b), home = path_delay(subject, b, a);
        const Time p50 = out.base + home.base;
        row[1] = both(written::span(out.base), written::span(home.base));
        row[2] = written::span(p50);
        row[3] = written::span(p50 + Time((out.excess_p90 + home.excess_p90).ns / 2));
        row[4] = written::span(p50 + Time((out.excess_p99 + home.excess_p99).ns / 2));
        row[5] = both(narrowest(subject, there), narrowest(subject, back));
      }
      row[6] = via(subject, there);
      if (via(subject, back) != row[6] && back.links.size() + there.links.size() > 2)
        row[6] += (row[6].empty() ? "back " : "; back ") + via(subject, back);
      rows.push_back(std::move(row));
    }
  sheet.table({"between", ">one way", ">rtt p50", ">p90", ">p99", ">bandwidth", "route"}, rows);
}

void show_matrix(const Subject& subject, Sheet& sheet) {
  const std::size_t n = subject.scenario.regions.size();
  const bool stars =
      std::any_of(subject.routes.begin(), subject.routes.end(), [](const Route& r) { return r.links.size() > 1; });
  sheet.text("Median round trips in ms; columns are numbered as rows. " +
                 std::string(stars ? "A star: over more than one link." : ""),
             2);
  for (std::size_t first = 0; first < n; first += kMatrixColumns) {
    const std::size_t last = std::min(n, first + kMatrixColumns);
    std::vector<std::string> titles{">#", "region"};
    for (std::size_t j = first; j < last; ++j) titles.push_back(fmt::format(">{}{}", j + 1, stars ? " " : ""));
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < n; ++i) {
      std::vector<std::string> row{std::to_string(i + 1), subject.scenario.regions[i].name};
      for (std::size_t j = first; j < last; ++j) {
        const Route& route = subject.route(RegionId(i), RegionId(j));
        row.push_back(i == j ? ""
                      : route.links.empty()
                          ? "-"
                          : fmt::format("{:.0f}{}", subject.round_trip(RegionId(i), RegionId(j)).in_millis(),
                                        route.links.size() > 1 ? "*"
                                        : stars                ? " "
                                                               : ""));
      }
      rows.push_back(std::move(row));
    }
    sheet.table(titles, rows, 1);
  }
}

void show_range(const Subject& subject, Sheet& sheet) {
  Time least = Time::max(), most;
  const std::size_t n = subject.scenario.regions.size();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      if (i != j && !subject.route(RegionId(i), RegionId(j)).links.empty()) {
        least = std::min(least, subject.round_trip(RegionId(i), RegionId(j)));
        most = std::max(most, subject.round_trip(RegionId(i), RegionId(j)));
      }
  sheet.item("round trips", fmt::format("{} to {} at the median", written::span(least), written::span(most)));
}

void show_replication(const Subject& subject, Sheet& sheet) {
  const Scenario& s = subject.scenario;
  const std::vector<double> load = replication_load(s, subject.routes, subject.reach, subject.calm);
  std::size_t worst = 0;
  std::vector<std::string> over;
  const auto use = [&](std::size_t l) { return load[l] / s.network.links[l].bandwidth; };
  for (std::size_t l = 0; l < load.size(); ++l) {
    if (use(l) > use(worst)) worst = l;
    if (use(l) > 1) over.push_back(s.network.links[l].name);
  }
  sheet.item("replication",
             fmt::format("at the peak {} on the busiest link, {}: {} of its {}", written::bandwidth(load[worst]),
                         s.network.links[worst].name, written::share(use(worst)),
                         written::bandwidth(s.network.links[worst].bandwidth)));
  if (!over.empty())
    sheet.item("TOO NARROW", fmt::format("the backlog grows at the peak over {}", written::list(over)));
}

void show_links(const Subject& subject, Sheet& sheet) {
  const Scenario& s = subject.scenario;
  std::vector<std::string> idle, cutting;
  for (const std::size_t l : idle_links(s, subject.routes)) idle.push_back(part_name(s, {Part::Kind::link, l}));
  for (const std::size_t l : bridges(wan_graph(s))) cutting.push_back(part_name(s, {Part::Kind::link, l}));
  if (!idle.empty())
    sheet.item("unused links", written::list(idle) + ": no route takes them, faults on them touch nothing");
  if (!cutting.empty() && s.regions.size() > 2)
    sheet.item("bridges", written::list(cutting) + ": without one of them regions are cut off from each other");
}

}  // namespace

void explain_network(const Subject& subject, Sheet& sheet) {
  const Scenario& s = subject.scenario;
  const std::size_t n = s.regions.size();
  sheet.heading(fmt::format("Network: delays from {}", s.network.latency_source));
  sheet.item("inside", fmt::format("{} between zones, {} in a zone, {} from users to the provider's edge, one way",
                                   written::span(s.network.inter_zone), written::span(s.network.intra_zone),
                                   written::span(s.network.access.base)));
  if (n < 2) return;
  if (n <= kListedRegions)
    list_pairs(subject, sheet);
  else if (n <= kMatrixRegions)
    show_matrix(subject, sheet);
  else
    show_range(subject, sheet);
  if (s.network.links.empty()) return;
  show_replication(subject, sheet);
  show_links(subject, sheet);
}

}  // namespace bicoastal
