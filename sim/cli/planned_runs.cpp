#include "sim/cli/planned_runs.hpp"

#include "sim/cli/plugins.hpp"

#include <bicoastal/run.hpp>

#include <cstring>
#include <limits>
#include <stdexcept>

namespace bicoastal {

namespace {

using Values = std::vector<std::optional<double>>;

/// Numbers as they lie in memory: they only go from a child to its parent. Not a number: nothing.
std::string packed(const Values& values) {
  std::vector<double> numbers;
  for (const std::optional<double>& value : values)
    numbers.push_back(value.value_or(std::numeric_limits<double>::quiet_NaN()));
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(double)};
}

}  // namespace

std::vector<std::optional<double>> unpacked(const std::string& bytes) {
  std::vector<double> numbers(bytes.size() / sizeof(double));
  std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(double));
  Values values;
  for (const double number : numbers) values.push_back(number == number ? std::optional(number) : std::nullopt);
  return values;
}

std::string simulate_planned(const PlannedRun& planned, std::optional<std::uint64_t> seed) {
  const Result<Scenario> scenario = load_planned(planned, seed, {.plugins = loaded_plugins()});
  if (!scenario) throw std::runtime_error(to_string(scenario.faults().front()));
  Analyser analyser(*scenario);
  run(*scenario, {}, analyser);
  return packed(take_metrics(*scenario, analyser.finish()));
}

}  // namespace bicoastal
