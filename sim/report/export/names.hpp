// What a run file calls its parts, and its anomalies, as numbers and names.
#pragma once

#include <bicoastal/ids.hpp>
#include <bicoastal/result.hpp>
#include <bicoastal/time.hpp>

#include "sim/history/run_file.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

/// Each by its id.
struct RunNames {
  std::vector<std::string> regions, stores, faults;
  std::vector<RegionId> region_of_store, home_of_population;
};

Result<RunNames> read_names(const RunFile& file);

struct StoredAnomaly {
  std::string_view kind;
  Time time;
  KeyId key;
  OpId op;
};

/// Hands over each that the run stored. Gives their number.
Result<std::uint64_t> read_anomalies(const RunFile& file, const std::function<void(const StoredAnomaly&)>& take);

}  // namespace bicoastal
