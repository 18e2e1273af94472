#include "sim/base/primaries.hpp"
#include "sim/scenario/resolve.hpp"

#include <array>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::array<std::string_view, 3> kActionKinds = {"evacuate_region", "fail_over", "add_nodes"};

std::optional<FailOver> read_fail_over(const View& view, const PlaceNames& directory, const Scenario& scenario,
                                       Faults& faults) {
  const auto pair = directory.pair(view["from"], view["to"]);
  const View home = view["home"];
  if (!has_primaries(scenario)) {
    faults.add("E307", view.place(), view.pointer(), "there is no primary whose role could move",
               "writes global or partitioned");
    return std::nullopt;
  }
  FailOver action;
  action.catch_up = view["catch_up"].truth();
  if (home.exists() && scenario.data.writes == WritePattern::global)
    faults.add("E401", home.place(), home.pointer(), "has no effect: writes are global, all keys have one primary");
  else if (home.exists())
    if (const auto region = directory.region(home)) action.partition = PartitionId(region->index());
  if (!pair) return std::nullopt;
  action.from = pair->first;
  action.to = pair->second;
  return action;
}

std::optional<AddNodes> read_add_nodes(const View& view, const PlaceNames& directory, const Scenario& scenario,
                                       Faults& faults) {
  const auto region = directory.region(view["region"]);
  if (!scenario.data.shards)
    faults.add("E307", view.place(), view.pointer(), "stores have no nodes to add to", "data.shards");
  if (!region) return std::nullopt;
  return AddNodes{*region, view["count"].count()};
}

std::string target_text(const View& target) {
  if (target["from"].exists()) return fmt::format("{}->{}", target["from"].text(), target["to"].text());
  return target["region"].exists() ? target["region"].text() : target.text();
}

Action read_action(const View& view, const PlaceNames& directory, const Scenario& scenario, Faults& faults) {
  Action action;
  for (const std::string_view kind : kActionKinds)
    if (view[kind].exists()) action.kind = kind;
  action.at = view["at"].time();
  action.until = view["for"].exists() ? action.at + view["for"].time() : Time::max();
  if (action.at >= scenario.duration)
    faults.add("E306", view["at"].place(), view["at"].pointer(),
               fmt::format("begins at {}, when the load has ended", in_quotes(view["at"].text())), "before duration");
  const View target = view[action.kind];
  if (action.kind == "evacuate_region")
    if (const auto region = directory.region(target)) action.what = EvacuateRegion{*region};
  if (action.kind == "fail_over") {
    if (const auto what = read_fail_over(target, directory, scenario, faults)) action.what = *what;
    if (view["for"].exists())
      faults.add("E401", view["for"].place(), view["for"].pointer(),
                 "has no effect: a switch is not taken back, another one is made");
  }
  if (action.kind == "add_nodes")
    if (const auto what = read_add_nodes(target, directory, scenario, faults)) action.what = *what;
  action.name = view["name"].is_text() ? view["name"].text() : fmt::format("{} {}", action.kind, target_text(target));
  return action;
}

}  // namespace

void resolve_actions(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults) {
  const View list = document["actions"];
  if (faults.any_at(list.pointer())) return;
  std::set<std::string> names;
  std::map<std::string, std::size_t> used;  // numbers given so far, by default name
  for (std::size_t i = 0; i < list.size(); ++i) {
    const View view = list[i];
    if (!view.is_object() || faults.any_under(view.pointer())) continue;
    Action action = read_action(view, directory, scenario, faults);
    if (!names.insert(action.name).second) {
      if (view["name"].exists())
        faults.add("E304", view["name"].place(), view["name"].pointer(),
                   fmt::format("a second action {}", in_quotes(action.name)));
      const std::string base = action.name;
      while (!names.insert(action.name).second) action.name = fmt::format("{} ({})", base, ++used[base] + 1);
    }
    scenario.actions.push_back(std::move(action));
  }
}

}  // namespace bicoastal
