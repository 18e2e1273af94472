// `bicoastal compare`: what changes between two scenarios, or two runs.
#pragma once

#include "sim/cli/exit_code.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

struct CompareCommand {
  std::string a, b;                                     ///< scenario files or run files; no b with `policies`
  std::vector<std::string> policies{};                  ///< to compare on `a`
  std::vector<std::string> sets{}, sets_a{}, sets_b{};  ///< for both; for one
  std::optional<std::uint64_t> seed{};                  ///< the first; without a word that of A
  std::optional<std::uint32_t> seeds{};                 ///< how many; without a word 5, or 1 with `policies`
  std::optional<std::uint32_t> jobs{};                  ///< workers; without a word one a processor
  bool json = false;
  bool quiet = false;
};

ExitCode execute(const CompareCommand& command);

}  // namespace bicoastal
