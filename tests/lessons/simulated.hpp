// Runs of lessons in child processes, as the program makes them.
#pragma once

#include "sim/claims/plan.hpp"
#include "sim/lessons/lesson_check.hpp"
#include "support/in_child.hpp"

#include <bicoastal/run.hpp>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace bicoastal::test {

inline std::vector<double> simulated(const PlannedRun& planned) {
  const Result<Scenario> scenario = load_planned(planned, std::nullopt);
  if (!scenario) throw std::runtime_error(to_string(scenario.faults().front()));
  Analyser analyser(*scenario);
  run(*scenario, {}, analyser);
  std::vector<double> values;
  for (const auto& value : take_metrics(*scenario, analyser.finish()))
    values.push_back(value.value_or(std::numeric_limits<double>::quiet_NaN()));
  return values;
}

inline std::vector<RunValues> run_all(const std::vector<PlannedRun>& runs) {
  std::vector<RunValues> outcomes(runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    std::vector<std::optional<double>> values;
    for (const double one : in_child<double>([&] { return simulated(runs[i]); }))
      values.push_back(std::isnan(one) ? std::nullopt : std::optional(one));
    outcomes[i] = std::move(values);
  }
  return outcomes;
}

}  // namespace bicoastal::test
