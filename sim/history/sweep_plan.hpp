// A sweep as its result file keeps it: what is varied, what is measured, and what became of each run.
//
// Runs are numbered point by point, `seeds.size()` numbers a point: run = point * seeds.size() + place of the seed. A
// number is the same in every shard, so files of shards are joined by it, and their order means nothing.
#pragma once

#include <bicoastal/metrics.hpp>
#include <bicoastal/scenario.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

struct SweepAxis {
  std::string name;
  std::string unit;  ///< of its numbers: "s", "B", "1/s", "B/s", or empty for plain ones
  bool operator==(const SweepAxis&) const = default;
};

struct AxisValue {
  std::string text;              ///< as people read it
  std::optional<double> number;  ///< in the unit of the axis; nothing where it is a name
  bool operator==(const AxisValue&) const = default;
};

struct SweepPoint {
  std::vector<AxisValue> values;      ///< one an axis
  std::vector<std::string> sets;      ///< what `run --set` takes to get from the base to here
  std::string hash;                   ///< of the scenario without seed and expectations, 32 hex digits
  std::optional<std::size_t> wanted;  ///< seeds that are run here; nothing while that depends on runs to come
};

struct SweepMetric {
  std::string name;  ///< with its selector
  MetricUnit unit = MetricUnit::count;
  bool operator==(const SweepMetric&) const = default;
};

struct SweepConstraint {
  std::string text;        ///< "availability >= 99.9 %"
  std::size_t metric = 0;  ///< index
  Expectation::Comparison comparison = Expectation::Comparison::less_equal;
  double limit = 0;  ///< in the metric's unit
};

struct SweepPlan {
  std::string hash;  ///< 32 hex digits; equal: the same runs, measured alike
  std::string name, description;
  std::string file, base;               ///< paths as they were given
  std::string document, base_document;  ///< JSON texts: the sweep, and the scenario that it varies, as resolved
  std::string version;                  ///< of the program
  std::vector<SweepAxis> axes;
  std::vector<SweepPoint> points;
  std::vector<SweepMetric> metrics;
  std::vector<SweepConstraint> constraints;
  std::vector<std::uint64_t> seeds;  ///< a point runs the first of them, `wanted` many
  std::size_t numbers() const { return points.size() * seeds.size(); }
};

struct SweepRun {
  std::size_t number = 0;
  std::string id;  ///< 16 hex digits
  std::size_t point = 0;
  std::uint64_t seed = 0;
  std::string error;                          ///< empty where the run ended well
  std::string again;                          ///< command that repeats it
  std::string digest;                         ///< of its history
  std::vector<std::optional<double>> values;  ///< one a metric; nothing where the run does not tell, or failed
  // What differs from machine to machine.
  double wall_s = 0;             ///< simulating and measuring
  std::uint64_t peak_bytes = 0;  ///< greatest resident set of its process
  std::uint32_t attempts = 1;
  bool ended_well() const { return error.empty(); }
};

}  // namespace bicoastal
