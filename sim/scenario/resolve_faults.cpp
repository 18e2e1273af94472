#include "sim/scenario/network.hpp"
#include "sim/scenario/resolve.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bicoastal {

namespace {

constexpr std::array<std::string_view, 9> kKinds = {"replica_down", "zone_down",      "region_down",
                                                    "link_down",    "partition",      "link_latency",
                                                    "link_loss",    "link_bandwidth", "slow"};

class FaultReader {
 public:
  FaultReader(const PlaceNames& directory, const Scenario& scenario, Faults& faults)
      : directory_(directory), scenario_(scenario), faults_(faults) {}

  Fault read(const View& view) {
    Fault fault;
    for (const std::string_view kind : kKinds)
      if (view[kind].exists()) fault.kind = kind;
    fault.at = view["at"].time();
    fault.until = view["for"].exists() ? fault.at + view["for"].time() : Time::max();
    if (fault.at >= scenario_.duration)
      faults_.add("E306", view["at"].place(), view["at"].pointer(),
                  fmt::format("begins at {}, when the load has ended", in_quotes(view["at"].text())),
                  "before duration");
    if (!fault.kind.empty() && directory_.usable()) set_target(view[fault.kind], fault);
    fault.name = view["name"].is_text() ? view["name"].text() : fmt::format("{} {}", fault.kind, target_);
    return fault;
  }

 private:
  const PlaceNames& directory_;
  const Scenario& scenario_;
  Faults& faults_;
  std::string target_;  ///< of the fault being read, for its name

  void set_target(const View& what, Fault& fault) {
    target_ = what.text();
    const std::string& kind = fault.kind;
    if (kind == "replica_down") {
      if (const auto id = directory_.replica(what)) fault.what = ReplicaDown{*id};
    } else if (kind == "zone_down") {
      if (const auto id = directory_.zone(what)) fault.what = ZoneDown{*id};
    } else if (kind == "region_down") {
      if (const auto id = directory_.region(what)) fault.what = RegionDown{*id};
    } else if (kind == "link_down") {
      fault.what = LinkDown{what.is_array() ? both_ways(what) : one_way(what)};
    } else if (kind == "partition") {
      fault.what = partition(what);
    } else if (kind == "slow") {
      fault.what = slow(what);
    } else {
      set_link_change(what, fault);
    }
  }

  void set_link_change(const View& what, Fault& fault) {
    std::vector<LinkId> links = what["between"].exists() ? both_ways(what["between"]) : one_way(what);
    if (fault.kind == "link_latency") {
      fault.what = LinkDelay{std::move(links), what["add"].time()};
    } else if (fault.kind == "link_loss") {
      fault.what = LinkLoss{std::move(links), what["share"].quantity(Dimension::share)};
    } else {
      const double limit = what["limit"].quantity(Dimension::bandwidth);
      const auto changes = [&](LinkId id) { return limit < scenario_.network.links[id.index()].bandwidth; };
      if (!links.empty() && std::ranges::none_of(links, changes))
        faults_.add("E402", what["limit"].place(), what["limit"].pointer(),
                    "changes nothing: the link has no more than this");
      fault.what = LinkBandwidth{std::move(links), limit};
    }
  }

  std::vector<LinkId> both_ways(const View& names) {
    const auto pair = directory_.pair(names);
    if (names.size() == 2) target_ = fmt::format("{}<->{}", names[0].text(), names[1].text());
    if (!pair) return {};
    return links_between(names, {*pair, {pair->second, pair->first}});
  }

  std::vector<LinkId> one_way(const View& what) {
    const auto pair = directory_.pair(what["from"], what["to"]);
    target_ = fmt::format("{}->{}", what["from"].text(), what["to"].text());
    if (!pair) return {};
    return links_between(what, {*pair});
  }

  std::vector<LinkId> links_between(const View& where, const std::vector<std::pair<RegionId, RegionId>>& ways) {
    std::vector<LinkId> links;
    for (const auto& [from, to] : ways)
      if (const LinkId id = find_link(scenario_, from, to); id.has_value()) links.push_back(id);
    if (links.empty() && !faults_.any_under("/network"))
      faults_.add("E303", where.place(), where.pointer(),
                  fmt::format("no link between {} and {}", scenario_.regions[ways.front().first.index()].name,
                              scenario_.regions[ways.front().second.index()].name),
                  "network.mesh is false: only the links listed exist");
    return links;
  }

  Partition partition(const View& what) {
    Partition out;
    std::set<RegionId> seen;
    std::vector<std::string> names;
    for (std::size_t g = 0; g < what.size(); ++g) {
      std::vector<std::string> group;
      out.groups.emplace_back();
      for (std::size_t i = 0; i < what[g].size(); ++i) {
        const View name = what[g][i];
        const auto region = directory_.region(name);
        group.push_back(name.text());
        if (!region) continue;
        if (!seen.insert(*region).second)
          faults_.add("E304", name.place(), name.pointer(), fmt::format("{} stands twice", in_quotes(name.text())));
        out.groups.back().push_back(*region);
      }
      names.push_back(fmt::format("{}", fmt::join(group, ",")));
    }
    target_ = fmt::format("{}", fmt::join(names, " | "));
    out.links = links_between_groups(out.groups);
    return out;
  }

  std::vector<LinkId> links_between_groups(const std::vector<std::vector<RegionId>>& groups) {
    constexpr std::size_t kNone = ~std::size_t{0};
    std::vector<std::size_t> group_of(scenario_.regions.size(), kNone);
    for (std::size_t g = 0; g < groups.size(); ++g)
      for (const RegionId id : groups[g]) group_of[id.index()] = g;
    std::vector<LinkId> links;
    for (std::size_t i = 0; i < scenario_.network.links.size(); ++i) {
      const Link& link = scenario_.network.links[i];
      const std::size_t a = group_of[link.from.index()], b = group_of[link.to.index()];
      if (a != kNone && b != kNone && a != b) links.push_back(LinkId(i));
    }
    return links;
  }

  Slow slow(const View& what) {
    Slow out;
    out.factor = what["factor"].number();
    if (out.factor == 1)
      faults_.add("E402", what["factor"].place(), what["factor"].pointer(),
                  "changes nothing: service takes as long as ever");
    if (const View name = what["replica"]; name.exists()) {
      if (const auto id = directory_.replica(name)) out.replicas = {*id};
    } else if (const View zone = what["zone"]; zone.exists()) {
      if (const auto id = directory_.zone(zone)) out.replicas = scenario_.zones[id->index()].replicas;
    } else if (const auto id = directory_.region(what["region"])) {
      for (const ZoneId z : scenario_.regions[id->index()].zones)
        out.replicas.insert(out.replicas.end(), scenario_.zones[z.index()].replicas.begin(),
                            scenario_.zones[z.index()].replicas.end());
    }
    for (const char* level : {"replica", "zone", "region"})
      if (what[level].exists()) target_ = what[level].text();
    return out;
  }
};

}  // namespace

void resolve_faults(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults) {
  const View list = document["faults"];
  if (faults.any_at(list.pointer())) return;
  std::set<std::string> names;
  std::map<std::string, std::size_t> used;  // numbers given so far, by default name
  std::vector<Fault> read;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const View view = list[i];
    // A fault of this one's shape is known; what it would lead to is noise.
    if (!view.is_object() || faults.any_under(view.pointer())) continue;
    read.push_back(FaultReader(directory, scenario, faults).read(view));
    std::string& name = read.back().name;
    if (names.insert(name).second) continue;
    if (view["name"].exists())
      faults.add("E304", view["name"].place(), view["name"].pointer(),
                 fmt::format("a second fault {}", in_quotes(name)));
    const std::string base = name;
    while (!names.insert(name).second) name = fmt::format("{} ({})", base, ++used[base] + 1);
  }
  scenario.faults = std::move(read);
}

}  // namespace bicoastal
