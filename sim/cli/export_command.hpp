// `bicoastal export`: a run or a scenario in the form that another tool reads.
#pragma once

#include "sim/cli/exit_code.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

struct ExportCommand {
  std::string file;
  std::string to;     ///< one of export_formats()
  std::string out{};  ///< csv: directory; else a file, empty for stdout
  std::vector<std::string> sets{};
  std::optional<std::uint32_t> key{};
  std::vector<std::string> between{};  ///< none, or two moments with their units
  std::optional<std::uint32_t> limit{};
};

/// Formats that `to` names.
std::vector<std::string> export_formats();

ExitCode execute(const ExportCommand& command);

}  // namespace bicoastal
