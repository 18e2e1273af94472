// The runs of a sweep as a table for other programs: CSV (RFC 4180) or JSON, point by point and seed by seed.
//
// Equal results give equal bytes, however many workers and shards made them; hence times and memory only where asked
// for.
#pragma once

#include "sim/history/sweep_file.hpp"

#include <string>

namespace bicoastal {

std::string sweep_csv(const StoredSweep& sweep, bool performance);
std::string sweep_json(const StoredSweep& sweep, bool performance);

}  // namespace bicoastal
