// `bicoastal report`: a run, a scenario that is simulated for it, or a sweep, as one page for a browser, and as
// Markdown or CSV for those who paste.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/cli/exit_code.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

enum class ReportForm : std::uint8_t { page, markdown, table };

/// By the ending: .html and .htm, .md and .markdown, .csv, in any case. Nothing for others: who asks for x.pdf wants
/// none of these, and "-" says no form.
std::optional<ReportForm> report_form(const std::string& path);

struct ReportCommand {
  std::string program;  ///< as called; for the command that repeats the run
  std::string file;     ///< run file, scenario file, or result file of a sweep
  /// A file each, whose ending says what it is (report_form). None: a page named after the run, beside its file or in
  /// the current directory.
  std::vector<std::string> outs{};
  std::string where{};  ///< of a sweep: only the points for which this holds; empty: all
  std::vector<std::string> sets{};
  std::optional<std::uint64_t> seed{};
  AnalyserOptions measures{};
  bool quiet = false;
};

ExitCode execute(const ReportCommand& command);

}  // namespace bicoastal
