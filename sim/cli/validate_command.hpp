// `bicoastal validate`: does what practitioners are told come out of the simulation?
#pragma once

#include "sim/cli/exit_code.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

struct ValidateCommand {
  enum class To : unsigned char { text, json, markdown, html };

  std::vector<std::string> what;        ///< "claims": the shipped ones; or claims files
  std::vector<std::string> only{};      ///< ids; empty: all
  std::uint32_t seeds = 20;             ///< how many
  std::uint64_t seed = 1;               ///< the first
  std::optional<std::uint32_t> jobs{};  ///< workers; without a word one a processor
  To to = To::text;
  std::string out{};  ///< file for it; empty: stdout
  bool quiet = false;
};

/// kHolds where every claim holds or differs for a known reason; kViolated where one differs unexplained; kUnknown
/// where one could not be measured.
ExitCode execute(const ValidateCommand& command);

}  // namespace bicoastal
