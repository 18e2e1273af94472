#include "sim/claims/plan.hpp"

#include "sim/scenario/expecting.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace bicoastal {

namespace {

std::string identity_of(const ClaimRun& run) {
  std::string text = run.scenario;
  for (const Override& one : run.overrides) text += fmt::format("\n{}={}", one.pointer, one.value);
  return text;
}

std::size_t index_in(std::vector<std::string>& list, const std::string& what) {
  const auto found = std::ranges::find(list, what);
  if (found != list.end()) return static_cast<std::size_t>(found - list.begin());
  list.push_back(what);
  return list.size() - 1;
}

}  // namespace

ClaimPlan plan_claims(std::span<const Claim> claims) {
  ClaimPlan plan;
  std::map<std::string, std::size_t> known;
  for (const Claim& claim : claims) {
    std::vector<std::size_t> runs;
    for (const ClaimRun& run : claim.runs) {
      const auto [at, fresh] = known.emplace(identity_of(run), plan.runs.size());
      if (fresh) plan.runs.push_back({run.scenario, run.overrides, {}});
      runs.push_back(at->second);
    }
    std::vector<ClaimPlan::Source> sources;
    for (const ClaimFigure& figure : claim.figures) {
      if (figure.formula) {
        sources.push_back({});
        continue;
      }
      const std::size_t run = runs[figure.run];
      sources.push_back({run, index_in(plan.runs[run].metrics, figure.text)});
    }
    plan.sources.push_back(std::move(sources));
  }
  return plan;
}

Result<Scenario> load_planned(const PlannedRun& run, std::optional<std::uint64_t> seed, const LoadOptions& options) {
  std::vector<Override> overrides = run.overrides;
  overrides.push_back(expecting(run.metrics));
  return load_scenario(run.scenario, overrides, seed, options);
}

std::vector<std::optional<double>> take_metrics(const Scenario& scenario, const Analysis& analysis) {
  std::vector<std::optional<double>> values;
  for (const Expectation& one : scenario.expect) values.push_back(analysis.measure(scenario, one.metric, one.of));
  return values;
}

}  // namespace bicoastal
