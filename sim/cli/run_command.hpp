// `bicoastal run`: simulate scenarios, say what came out.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/run.hpp>

#include "sim/cli/exit_code.hpp"
#include "sim/cli/progress.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

struct RunCommand {
  enum class History : std::uint8_t { none, sample, full };

  std::vector<std::string> files;
  std::optional<std::uint64_t> seed{};
  std::vector<std::string> sets{};
  std::string out{};                     ///< directory; empty: keep nothing
  std::optional<History> history{};      ///< without a word: full with `out`, none without
  std::optional<double> sample_share{};  ///< of the keys, with History::sample; 0.1 without a word
  EngineMode engine = EngineMode::run_ahead;
  AnalyserOptions measures{};
  bool json = false;
  bool quiet = false;
  std::optional<ProgressStyle> progress{};  ///< nothing: what suits stderr
  std::string program = "bicoastal";        ///< how the user calls us
};

ExitCode execute(const RunCommand& command);

}  // namespace bicoastal
