#include "sim/report/claims_report.hpp"
#include "sim/report/numbers.hpp"

#include <set>

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// Text in a cell of a table: no character of it may end the cell, or be taken for markup.
std::string cell(const std::string& text) {
  std::string out;
  for (const char c : printable(text)) {
    if (std::string_view("|*_<>[]`\\").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string scenarios_cell(const Claim& claim) {
  std::set<std::string> files;
  for (const ClaimRun& run : claim.runs) files.insert(shown_path(run.scenario));
  std::string text;
  for (const std::string& file : files) {
    const std::string name = file.substr(file.rfind('/') + 1);
    text += (text.empty() ? "" : "<br>") + fmt::format("[{}](../{})", cell(name), file);
  }
  return text;
}

std::string measured_cell(const Claim& claim, const ClaimJudgement& judgement) {
  std::string text;
  for (std::size_t i = 0; i < claim.figures.size(); ++i) {
    const std::string spread = spread_text(claim.figures[i], judgement.figures[i]);
    text += fmt::format("{}{} **{}**{}", text.empty() ? "" : "<br>", cell(claim.figures[i].name),
                        cell(mean_text(claim.figures[i], judgement.figures[i])),
                        spread.empty() ? "" : fmt::format(" ({})", cell(spread)));
  }
  return text;
}

std::string checks_cell(const Claim& claim, const ClaimJudgement& judgement, std::size_t seeds) {
  std::string text;
  for (std::size_t i = 0; i < claim.checks.size(); ++i)
    text += fmt::format("{}{}: {}", text.empty() ? "" : "<br>", cell(claim.checks[i].means),
                        cell(seeds_text(judgement.checks[i], seeds)));
  return text;
}

}  // namespace

std::string claims_markdown(const ClaimsReport& report) {
  std::string text = fmt::format(
      "# Claims, measured\n\n"
      "Made by `{}` with bicoastal {}, on {}. Every figure is simulated when that command runs.\n\n"
      "Measured: the mean over the seeds, and the 95 % interval of the mean (Student's t). Checks: on how many seeds "
      "each held; \"close\" where the interval reaches over the limit.\n\n"
      "**{}.**\n",
      report.again, report.build, seeds_text(report.seeds), sum_text(report));
  if (!report.absent.empty()) {
    text += "\nNot there yet:";
    for (const ExpectedClaim& claim : report.absent)
      text += fmt::format("{} {} ({})", &claim == report.absent.data() ? "" : ",", cell(claim.id), cell(claim.subject));
    text += ".\n";
  }
  text += "\n| | claim | scenario | measured | checks | verdict | why |\n|---|---|---|---|---|---|---|\n";
  for (std::size_t i = 0; i < report.claims.size(); ++i) {
    const Claim& claim = report.claims[i];
    const ClaimJudgement& judgement = report.judgements[i];
    text += fmt::format("| [{}](../{}) | **{}**: {} ({}) | {} | {} | {} | {} | {} |\n", cell(claim.id),
                        shown_path(claim.file), cell(claim.subject), cell(claim.text), cell(claim.source),
                        scenarios_cell(claim), measured_cell(claim, judgement),
                        checks_cell(claim, judgement, report.seeds.size()), name_of(judgement.verdict),
                        cell(judgement.reason));
  }
  return text;
}

}  // namespace bicoastal
