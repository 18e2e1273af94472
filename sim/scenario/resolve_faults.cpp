#include "sim/scenario/fault_reader.hpp"
#include "sim/scenario/resolve.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// Faults of clocks become what the clocks show.
void set_clocks(Scenario& scenario) {
  ConflictRule& rule = scenario.data.conflicts;
  const Time end = scenario.duration + scenario.settle;
  for (const Fault& fault : scenario.faults) {
    if (const auto* jump = std::get_if<ClockJump>(&fault.what)) {
      rule.steps.push_back({jump->region, fault.at, jump->by});
      if (fault.until < end) rule.steps.push_back({jump->region, fault.until, Time() - jump->by});
    } else if (const auto* drift = std::get_if<ClockDrift>(&fault.what)) {
      rule.runs.push_back({drift->region, fault.at, std::min(fault.until, end), drift->rate});
    }
  }
  std::ranges::stable_sort(rule.steps, {}, &ClockStep::at);
}

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
  set_clocks(scenario);
}

}  // namespace bicoastal
