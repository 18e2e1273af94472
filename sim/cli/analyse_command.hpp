// `bicoastal analyse`: the figures of a stored run, read again from its records.
#pragma once

#include "sim/cli/exit_code.hpp"

#include <string>

namespace bicoastal {

struct AnalyseCommand {
  std::string run;
  bool json = false;
  bool stored = false;  ///< print the JSON document that the run stored, without reading the records
};

ExitCode execute(const AnalyseCommand& command);

}  // namespace bicoastal
