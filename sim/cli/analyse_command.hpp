// `bicoastal analyse`: the figures of a stored run, read again from its records.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/cli/exit_code.hpp"

#include <string>

namespace bicoastal {

struct AnalyseCommand {
  std::string run;
  AnalyserOptions measures{};
  bool json = false;
  bool stored = false;  ///< print the JSON document that the run stored, without reading the records
};

ExitCode execute(const AnalyseCommand& command);

}  // namespace bicoastal
