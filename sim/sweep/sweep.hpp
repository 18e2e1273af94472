// Sweep files: JSON in, a plan out whose every scenario is known to be right, or every fault at once.
//
// The format is scenarios/sweeps/schema.json. Metrics and constraints are checked by the loader of scenarios, as what a
// point expects: what `expect` can name, a sweep can, and analyses that are only made when they are expected are made.
#pragma once

#include <bicoastal/result.hpp>
#include <bicoastal/scenario.hpp>

#include "sim/history/sweep_plan.hpp"
#include "sim/scenario/load.hpp"
#include "sim/study/replication.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

inline constexpr double kMostRuns = 10'000'000;

/// How well a metric's mean is to be known at each point.
struct SweepUntil {
  std::size_t metric = 0;  ///< index
  Precision precision;
};

struct SweepLimits {
  std::optional<double> time_s;
  std::optional<std::uint64_t> memory_bytes;
};

struct Sweep {
  SweepPlan plan;
  ScenarioSource base;
  std::vector<std::vector<Override>> sets;  ///< one list a point
  std::size_t excluded = 0;                 ///< points of the design that a condition leaves out
  std::size_t saltelli_rows = 0;            ///< of the design; 0: it is another one
  std::optional<SweepUntil> until;
  SweepLimits limits;
  std::vector<std::string> expectations;  ///< what each run expects: the metrics, in their order
};

/// `version` of the program goes into the plan.
Result<Sweep> read_sweep(const std::string& file, const std::string& version, const LoadOptions& options = {});

/// The scenario of a run; its expectations are the metrics, in their order.
Result<Scenario> scenario_of(const Sweep& sweep, std::size_t point, std::uint64_t seed,
                             const LoadOptions& options = {});

/// 16 hex digits: of the scenario without seed and expectations, and of the seed.
std::string run_id(const SweepPoint& point, std::uint64_t seed);

/// "writes global, lag 10 ms"
std::string point_words(const SweepPlan& plan, std::size_t point);

}  // namespace bicoastal
