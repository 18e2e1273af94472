#include "sim/report/claims_report.hpp"
#include "sim/report/numbers.hpp"
#include "sim/report/page.hpp"

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bicoastal {

namespace {

Tone tone_of(ClaimVerdict verdict) {
  switch (verdict) {
    case ClaimVerdict::holds: return Tone::good;
    case ClaimVerdict::differs:
    case ClaimVerdict::not_measured: return Tone::unsure;
    case ClaimVerdict::unexplained: return Tone::bad;
  }
  return Tone::plain;
}

std::string_view word_of(CheckVerdict verdict) {
  switch (verdict) {
    case CheckVerdict::holds: return "holds";
    case CheckVerdict::differs: return "DIFFERS";
    case CheckVerdict::untold: return "UNTOLD";
  }
  return "";
}

std::string scenarios_of(const Claim& claim) {
  std::set<std::string> files;
  for (const ClaimRun& run : claim.runs) files.insert(printable(shown_path(run.scenario)));
  return fmt::format("{}", fmt::join(files, ", "));
}

void write_claim(Page& page, const Claim& claim, const ClaimJudgement& judgement, std::size_t seeds) {
  page.line("");
  page.line(fmt::format("{:<4} {}: {}", printable(claim.id), name_of(judgement.verdict), printable(claim.subject)),
            tone_of(judgement.verdict));
  page.item("claimed", printable(claim.text));
  page.item("by", printable(claim.source));
  page.item("scenario", scenarios_of(claim));
  TextTable table({{"", TextTable::Align::left}, {"mean"}, {"95 % interval"}, {"", TextTable::Align::left}});
  for (std::size_t i = 0; i < claim.figures.size(); ++i) {
    const ClaimFigure& figure = claim.figures[i];
    table.add({{figure.name},
               {mean_text(figure, judgement.figures[i]), Tone::strong},
               {spread_text(figure, judgement.figures[i])},
               {printable(origin_text(claim, figure), 50), Tone::faint}});
  }
  page.table(table, 4);
  for (std::size_t i = 0; i < claim.checks.size(); ++i) {
    const CheckFigures& figures = judgement.checks[i];
    const ClaimCheck& check = claim.checks[i];
    page.item(fmt::format("{} {}", word_of(figures.verdict), seeds_text(figures, seeds)),
              fmt::format("{}: {}{}", printable(check.text), printable(check.means), check.each ? " (each seed)" : ""),
              figures.verdict == CheckVerdict::holds ? Tone::plain : Tone::unsure);
  }
  const bool differs = judgement.verdict == ClaimVerdict::differs || judgement.verdict == ClaimVerdict::unexplained;
  page.item(differs ? "because" : "shown by",
            judgement.reason.empty() ? "nobody has written why" : printable(judgement.reason));
}

}  // namespace

std::string claims_text(const ClaimsReport& report, Ink ink) {
  TextPage page(ink);
  page.line(fmt::format("Claims, measured on {}", seeds_text(report.seeds)), Tone::strong);
  for (std::size_t i = 0; i < report.claims.size(); ++i)
    write_claim(page, report.claims[i], report.judgements[i], report.seeds.size());
  page.heading(sum_text(report));
  std::vector<std::string> absent;
  for (const ExpectedClaim& claim : report.absent) absent.push_back(claim.id);
  if (!absent.empty()) page.line(fmt::format("{} absent: {}", absent.size(), fmt::join(absent, ", ")), Tone::unsure);
  const double n = static_cast<double>(report.seeds.size());
  page.line("");
  page.line(fmt::format("20/20: seeds on which a check held, of those that tell. It holds if it does for the mean over "
                        "the seeds; where it says \"each seed\", on every one of them: then at most {} of all seeds "
                        "break it, with 95 % confidence. Close: the 95 % "
                        "interval of the mean (Student's t) reaches over the limit.",
                        show_share(1 - std::pow(0.05, 1 / n))),
            Tone::faint);
  return page.text();
}

}  // namespace bicoastal
