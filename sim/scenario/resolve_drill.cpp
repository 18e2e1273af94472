// The plan of a drill.
#include "sim/base/primaries.hpp"
#include "sim/scenario/resolve.hpp"

#include <algorithm>
#include <string>

namespace bicoastal {

namespace {

DrillStep::Kind step_named(const std::string& name) {
  if (name == "verify") return DrillStep::Kind::verify;
  if (name == "recover") return DrillStep::Kind::recover;
  return name == "fail_back" ? DrillStep::Kind::fail_back : DrillStep::Kind::fail_over;
}

}  // namespace

void resolve_drill(const View& document, Scenario& scenario, Faults& faults) {
  const View drill = document["drill"], plan = drill["plan"];
  if (!drill.exists() || faults.any_under(drill.pointer())) return;
  if (!faults.any_under("/data/writes") && !has_primaries(scenario)) {
    faults.add("E307", drill.place(), drill.pointer(),
               "there is no primary that could fail over, and no one copy to verify", "writes global or partitioned");
    return;
  }
  bool failed_over = false;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    const View view = plan[i];
    DrillStep step;
    step.kind = step_named(view["step"].text());
    step.name = view["name"].exists() ? view["name"].text() : view["step"].text();
    step.within = view["within"].time();
    failed_over = failed_over || step.kind == DrillStep::Kind::fail_over;
    if (!failed_over)
      faults.add("E307", view["step"].place(), view["step"].pointer(),
                 "comes before any fail_over: there is nothing to begin with", "fail_over first");
    scenario.drill.push_back(std::move(step));
  }
}

}  // namespace bicoastal
