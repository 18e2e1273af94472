#include "sim/scenario/nearest.hpp"
#include "sim/scenario/network.hpp"
#include "sim/scenario/resolve.hpp"

#include <algorithm>
#include <queue>

#include <fmt/format.h>

namespace bicoastal {

namespace {

std::optional<LatencyTable> table_of(const View& latency, Faults& faults) {
  if (faults.any_under(latency.pointer())) return std::nullopt;
  if (latency.is_object()) return inline_table(latency, faults);
  std::vector<std::string> names;
  for (const LatencyPreset& preset : kLatencyPresets) names.emplace_back(preset.name);
  if (std::ranges::find(names, latency.text()) != names.end()) return preset_table(latency.text());
  faults.add("E310", latency.place(), latency.pointer(), fmt::format("no table {}", in_quotes(latency.text())),
             suggest_name(latency.text(), names));
  return std::nullopt;
}

Spot spot_of(const Region& region) { return {region.name, region.location}; }

class Wan {
 public:
  Wan(const View& document, const PlaceNames& directory, Delays& delays, PairTable& explicit_delays, Scenario& scenario,
      Faults& faults)
      : network_(document["network"]),
        regions_(document["regions"]),
        directory_(directory),
        delays_(delays),
        explicit_(explicit_delays),
        scenario_(scenario),
        faults_(faults),
        blamed_(scenario.regions.size()) {}

  void resolve() {
    const double bandwidth = network_["wan_bandwidth"].quantity(Dimension::bandwidth);
    const std::size_t n = scenario_.regions.size();
    bandwidth_.assign(n * n, bandwidth);
    listed_.assign(n * n, false);
    for (std::size_t i = 0; i < network_["links"].size(); ++i) read_link(network_["links"][i]);
    const bool mesh = network_["mesh"].truth();
    const std::size_t count = mesh ? n * (n - 1) : 2 * network_["links"].size();
    if (count > kMaxLinks) {
      faults_.add("E308", regions_.place(), regions_.pointer(),
                  fmt::format("a link for each pair of {} regions is more than {} links", n, kMaxLinks),
                  "network.mesh false, and the links that exist");
      return;
    }
    for (std::size_t a = 0; a < n; ++a)
      for (std::size_t b = a + 1; b < n; ++b)
        if (mesh || listed_[a * n + b]) add_link(RegionId(a), RegionId(b));
    if (!mesh) check_connected();
  }

 private:
  const View network_, regions_;
  const PlaceNames& directory_;
  Delays& delays_;
  PairTable& explicit_;
  Scenario& scenario_;
  Faults& faults_;
  std::vector<bool> blamed_;  ///< regions whose missing place was reported
  std::vector<double> bandwidth_;
  std::vector<bool> listed_;

  void read_link(const View& link) {
    const auto pair = directory_.pair(link["between"]);
    if (!pair) return;
    const auto [a, b] = *pair;
    const std::size_t n = scenario_.regions.size();
    if (listed_[a.index() * n + b.index()]) {
      faults_.add("E304", link.place(), link.pointer(),
                  fmt::format("a second link between {} and {}", scenario_.regions[a.index()].name,
                              scenario_.regions[b.index()].name));
      return;
    }
    for (const auto& [from, to] : {std::pair(a, b), std::pair(b, a)}) {
      listed_[from.index() * n + to.index()] = true;
      if (link["latency"].exists()) explicit_.at(from, to) = PathDelay{link["latency"].time(), {}, {}};
      if (link["bandwidth"].exists())
        bandwidth_[from.index() * n + to.index()] = link["bandwidth"].quantity(Dimension::bandwidth);
    }
  }

  void add_link(RegionId a, RegionId b) {
    for (const auto& [from, to] : {std::pair(a, b), std::pair(b, a)}) {
      const Region &source = scenario_.regions[from.index()], &target = scenario_.regions[to.index()];
      std::optional<PathDelay> delay = explicit_.at(from, to);
      if (!delay) delay = delays_.one_way(spot_of(source), spot_of(target));
      if (!delay) blame(from, to);
      scenario_.network.links.push_back({fmt::format("{}->{}", source.name, target.name), from, to,
                                         delay.value_or(PathDelay{}),
                                         bandwidth_[from.index() * scenario_.regions.size() + to.index()]});
    }
  }

  /// Says once of each region what is missing for it: not once a pair.
  void blame(RegionId a, RegionId b) {
    if (faults_.any_under("/network/latency")) return;  // what is wrong with the table is known
    const auto lacks = [&](RegionId id) { return !delays_.can_place(spot_of(scenario_.regions[id.index()])); };
    const auto unlocated = [&](RegionId id) { return !location_of(spot_of(scenario_.regions[id.index()])); };
    for (const RegionId id : {a, b}) {
      const bool culprit = lacks(id) || (!lacks(a) && !lacks(b) && unlocated(id));
      if (!culprit || blamed_[id.index()]) continue;
      blamed_[id.index()] = true;
      const RegionId other = id == a ? b : a;
      const View name = regions_[id.index()]["name"];
      const LatencyTable* table = delays_.table();
      const std::vector<std::string> known = table ? table->places() : std::vector<std::string>{};
      const std::string near = suggest_name(name.text(), known);
      faults_.add("E305", name.place(), name.pointer(),
                  fmt::format("no delay is known between {} and {}", in_quotes(name.text()),
                              in_quotes(scenario_.regions[other.index()].name)),
                  near.starts_with("did") ? near : "give it a location, or the link between them a latency");
    }
  }

  void check_connected() {
    const auto reached = delays_over_links(scenario_, RegionId(std::size_t{0}));
    for (std::size_t i = 1; i < reached.size(); ++i)
      if (!reached[i])
        faults_.add("E309", network_["links"].place(), "/network/links",
                    fmt::format("no links lead from {} to {}", scenario_.regions[0].name, scenario_.regions[i].name));
  }
};

void refuse_unused(const View& document, const Delays& delays, Faults& faults) {
  const View network = document["network"];
  if (!faults.empty()) return;  // what is used can only be told when everything is known
  if (network["latency"].given() && !delays.table_used())
    faults.add("E401", network["latency"].place(), network["latency"].pointer(),
               "has no effect: no delay is taken from this table");
  if (network["jitter"].given() && !delays.percentiles_used())
    faults.add("E401", network["jitter"].place(), network["jitter"].pointer(),
               "has no effect: no delay comes from a table that has percentiles");
}

}  // namespace

LinkId find_link(const Scenario& scenario, RegionId from, RegionId to) {
  const auto& links = scenario.network.links;
  // Links are in the order of their lower region, then the higher one, then direction.
  const RegionId low = std::min(from, to), high = std::max(from, to);
  std::size_t first = 0, last = links.size() / 2;
  while (first < last) {
    const std::size_t middle = (first + last) / 2;
    const Link& link = links[2 * middle];
    if (std::pair(link.from, link.to) < std::pair(low, high))
      first = middle + 1;
    else
      last = middle;
  }
  if (2 * first >= links.size() || links[2 * first].from != low || links[2 * first].to != high) return {};
  return LinkId(2 * first + (from == low ? 0 : 1));
}

std::vector<std::optional<Time>> delays_over_links(const Scenario& scenario, RegionId from) {
  std::vector<std::vector<const Link*>> leaving(scenario.regions.size());
  for (const Link& link : scenario.network.links) leaving[link.from.index()].push_back(&link);
  std::vector<std::optional<Time>> reached(scenario.regions.size());
  using Step = std::pair<Time, RegionId>;
  std::priority_queue<Step, std::vector<Step>, std::greater<>> open;
  open.push({Time(0), from});
  while (!open.empty()) {
    const auto [time, at] = open.top();
    open.pop();
    if (reached[at.index()]) continue;
    reached[at.index()] = time;
    for (const Link* link : leaving[at.index()]) open.push({time + link->delay.base, link->to});
  }
  return reached;
}

void resolve_network_and_clients(const View& document, const PlaceNames& directory, Scenario& scenario,
                                 Faults& faults) {
  const View network = document["network"];
  scenario.network.access = {network["access"].time(), {}, {}};
  scenario.network.inter_zone = network["inter_zone"].time();
  scenario.network.intra_zone = network["intra_zone"].time();
  scenario.network.message_overhead = network["message_overhead"].quantity(Dimension::size);
  scenario.network.latency_source = network["latency"].is_text() ? network["latency"].text() : "custom";
  Delays delays(table_of(network["latency"], faults), network["jitter"].truth());
  PairTable explicit_delays(scenario.regions.size());
  if (directory.usable() && !faults.any_at("/network/links")) {
    // Where a well-known region is, maps want to know as well.
    for (Region& region : scenario.regions) region.location = location_of(spot_of(region));
    Wan(document, directory, delays, explicit_delays, scenario, faults).resolve();
  }
  resolve_clients(document, directory, delays, explicit_delays, scenario, faults);
  refuse_unused(document, delays, faults);
}

}  // namespace bicoastal
