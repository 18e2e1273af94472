#include "sim/scenario/fault_reader.hpp"
#include "sim/scenario/network.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bicoastal {

namespace {

std::vector<LinkId> links_between_groups(const Scenario& scenario, const std::vector<std::vector<RegionId>>& groups) {
  constexpr std::size_t kNone = ~std::size_t{0};
  std::vector<std::size_t> group_of(scenario.regions.size(), kNone);
  for (std::size_t g = 0; g < groups.size(); ++g)
    for (const RegionId id : groups[g]) group_of[id.index()] = g;
  std::vector<LinkId> links;
  for (std::size_t i = 0; i < scenario.network.links.size(); ++i) {
    const Link& link = scenario.network.links[i];
    const std::size_t a = group_of[link.from.index()], b = group_of[link.to.index()];
    if (a != kNone && b != kNone && a != b) links.push_back(LinkId(i));
  }
  return links;
}

}  // namespace

void FaultReader::set_link_change(const View& what, Fault& fault) {
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

std::vector<LinkId> FaultReader::both_ways(const View& names) {
  const auto pair = directory_.pair(names);
  if (names.size() == 2) target_ = fmt::format("{}<->{}", names[0].text(), names[1].text());
  if (!pair) return {};
  return links_between(names, {*pair, {pair->second, pair->first}});
}

std::vector<LinkId> FaultReader::one_way(const View& what) {
  const auto pair = directory_.pair(what["from"], what["to"]);
  target_ = fmt::format("{}->{}", what["from"].text(), what["to"].text());
  if (!pair) return {};
  return links_between(what, {*pair});
}

std::vector<LinkId> FaultReader::links_between(const View& where,
                                               const std::vector<std::pair<RegionId, RegionId>>& ways) {
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

Partition FaultReader::partition(const View& what) {
  Partition out;
  std::set<RegionId> seen;
  std::set<std::uint16_t> heard;
  std::vector<std::string> names;
  for (std::size_t g = 0; g < what.size(); ++g) {
    std::vector<std::string> group;
    out.groups.emplace_back();
    out.witnesses.emplace_back();
    for (std::size_t i = 0; i < what[g].size(); ++i) {
      const View name = what[g][i];
      group.push_back(name.text());
      const auto& witnesses = scenario_.data.failover.witnesses;
      if (const auto at = std::ranges::find(witnesses, name.text()); at != witnesses.end()) {
        const auto witness = static_cast<std::uint16_t>(at - witnesses.begin());
        if (!heard.insert(witness).second)
          faults_.add("E304", name.place(), name.pointer(), fmt::format("{} stands twice", in_quotes(name.text())));
        out.witnesses.back().push_back(witness);
        continue;
      }
      const auto region = directory_.region(name);
      if (!region) continue;
      if (!seen.insert(*region).second)
        faults_.add("E304", name.place(), name.pointer(), fmt::format("{} stands twice", in_quotes(name.text())));
      out.groups.back().push_back(*region);
    }
    names.push_back(fmt::format("{}", fmt::join(group, ",")));
  }
  target_ = fmt::format("{}", fmt::join(names, " | "));
  out.links = links_between_groups(scenario_, out.groups);
  return out;
}

}  // namespace bicoastal
