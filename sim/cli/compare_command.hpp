// `bicoastal compare`: what changes between two scenarios, or two runs.
#pragma once

#include "sim/cli/exit_code.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

struct CompareCommand {
  std::string a, b;                                     ///< scenario files or run files
  std::vector<std::string> sets{}, sets_a{}, sets_b{};  ///< for both; for one
  std::optional<std::uint64_t> seed{};                  ///< the first; without a word that of A
  std::optional<std::uint32_t> seeds{};                 ///< how many; 5 without a word
  std::optional<std::uint32_t> jobs{};                  ///< workers; without a word one a processor
  bool json = false;
  bool quiet = false;
};

ExitCode execute(const CompareCommand& command);

}  // namespace bicoastal
