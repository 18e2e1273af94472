// `bicoastal explain`: what a scenario resolves to; what a run file holds; why an anomaly of it happened.
#pragma once

#include "sim/cli/exit_code.hpp"

#include <string>
#include <vector>

namespace bicoastal {

struct ExplainCommand {
  std::string file;  ///< scenario or run
  std::vector<std::string> sets{};
  bool scenario = false;  ///< of a run file: what its scenario resolves to
  std::string anomaly{};  ///< of a run file: a number, KIND or KIND:k
  bool json = false;      ///< of a run file: its anomalies, or the one that is asked for, as a document
};

ExitCode execute(const ExplainCommand& command);

}  // namespace bicoastal
