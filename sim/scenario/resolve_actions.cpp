#include "sim/scenario/resolve.hpp"

#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::array<std::string_view, 2> kActionKinds = {"evacuate_region", "switch_off"};

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
  if (action.kind == "switch_off")
    if (const auto dependency = find_dependency(target, scenario, faults)) action.what = SwitchOff{*dependency};
  action.name = view["name"].is_text() ? view["name"].text() : fmt::format("{} {}", action.kind, target.text());
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
