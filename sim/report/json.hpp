// The machine-readable document of a run. Its names are stable; one table describes and makes them.
#pragma once

#include "sim/report/run_report.hpp"

#include <string>

namespace bicoastal {

/// One JSON object, indented, with a final newline. null where the run does not tell.
std::string run_json(const RunReport& report);

/// What every name of that document means, as text for a terminal.
std::string run_json_reference();

/// One JSON array of documents of run_json().
std::string json_array(const std::vector<std::string>& documents);

}  // namespace bicoastal
