// The witness of an anomaly in a run file, from just the records that its story may need.
#pragma once

#include "sim/analysis/witness/witness.hpp"
#include "sim/history/run_file.hpp"

#include <span>

namespace bicoastal {

/// `usual_lags`: of StoredFigures.
Result<Witness> stored_witness(const RunFile& file, const Scenario& scenario, std::span<const Time> usual_lags,
                               const Anomaly& anomaly);
Result<Witness> stored_witness(const RunFile& file, const Scenario& scenario, std::span<const Time> usual_lags,
                               const Contradiction& contradiction);

}  // namespace bicoastal
