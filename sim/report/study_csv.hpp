// The points of a study, or the measures of a run, as a table for a spreadsheet: CSV (RFC 4180), UTF-8.
//
// Figures are not rounded, and stand in the units of the documents: seconds, shares from 0 to 1, bytes, US dollars.
#pragma once

#include "sim/report/run_report.hpp"
#include "sim/study/study.hpp"

#include <string>

namespace bicoastal {

/// A row a point, in their order: its number (from 1, as on the page), its level on each axis, standing, runs that
/// ended well, of each metric METRIC_mean, METRIC_low and METRIC_high (the interval of the mean; empty where there is
/// none), and a command that repeats one of its runs.
std::string study_csv(const Study& study);

/// A row a value of the document of run_json(): its JSON Pointer, and itself; null is empty.
std::string run_csv(const RunReport& report);

}  // namespace bicoastal
