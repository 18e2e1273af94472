// `bicoastal explain RUN --anomaly …`: the story of one anomaly; and which anomalies a run has.
#pragma once

#include "sim/cli/exit_code.hpp"
#include "sim/report/text_table.hpp"

#include <string>

namespace bicoastal {

struct ExplainCommand;

/// REQUIRES: the command names a run file.
ExitCode explain_anomaly(const ExplainCommand& command);
/// The anomalies of a run by kind, with the first few numbers to ask for, as a JSON document.
ExitCode list_anomalies_as_json(const std::string& path);
/// Likewise as a section of a page; empty where the file cannot be read.
std::string anomaly_section(const std::string& path, Ink ink);

}  // namespace bicoastal
