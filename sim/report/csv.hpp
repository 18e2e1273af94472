// A run file as comma-separated values, one file a table, for spreadsheets and data frames.
//
// RFC 4180: CRLF, a header, fields quoted where they must be, UTF-8. Ids are spelled out as names, times are seconds; a
// column's unit is the end of its name. A field without a value is empty, an empty text is "". README.txt says what
// each file and column is, and whether the run is complete.
#pragma once

#include <bicoastal/result.hpp>

#include "sim/history/run_file.hpp"

#include <string>
#include <vector>

namespace bicoastal {

/// Writes every table into `directory`, which is made where it is missing. The paths written, README.txt last. A
/// damaged file is refused before anything is written.
Result<std::vector<std::string>> export_csv(const RunFile& file, const std::string& directory);

}  // namespace bicoastal
