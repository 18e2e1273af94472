// A share of a sweep's runs, for one machine of several: "3/7" is the third of seven.
//
// The contract is this alone, so any engine that starts the same command many times will do. With fixed seeds a shard
// takes each n-th run, which spreads points evenly; where seeds are added until intervals are narrow it takes each n-th
// point, because who decides must have all runs of the point.
#pragma once

#include "sim/sweep/sweep.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bicoastal {

struct Shard {
  std::size_t index = 0;  ///< from 0
  std::size_t count = 1;
  bool operator==(const Shard&) const = default;

  bool takes_point(std::size_t point, const Sweep& sweep) const { return !sweep.until || point % count == index; }
  /// Of a point that it takes.
  bool takes_run(std::size_t number, const Sweep& sweep) const { return sweep.until || number % count == index; }
  std::string text() const;  ///< "3/7"
};

/// The value of a variable of the environment, or nothing.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// From "3/7", or "auto": what Slurm arrays, Kubernetes indexed jobs, AWS Batch arrays and GNU parallel put into the
/// environment. Else why not.
std::variant<Shard, std::string> read_shard(const std::string& text, const Environment& environment);

}  // namespace bicoastal
