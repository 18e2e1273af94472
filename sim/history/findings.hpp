// What was read from a history, as tables: anomalies and series.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/history/sqlite.hpp"

namespace bicoastal {

/// `window`: length of one window of the series.
void write_findings(const Database& database, const Analysis& analysis, Time window);

}  // namespace bicoastal
