// What was read from a history, as tables: anomalies and series; and the series back from them.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/history/run_file.hpp"
#include "sim/history/sqlite.hpp"

namespace bicoastal {

/// `window`: length of one window of the series.
void write_findings(const Database& database, const Analysis& analysis, Time window);

/// What RunFile::series() says. Throws Damage, or SqliteError.
StoredSeries stored_series(const Database& database);

}  // namespace bicoastal
