#include "sim/report/claims_report.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

std::size_t ClaimsReport::count(ClaimVerdict verdict) const {
  return static_cast<std::size_t>(std::ranges::count(judgements, verdict, &ClaimJudgement::verdict));
}

std::string mean_text(const ClaimFigure& figure, const Sample& sample) {
  return sample.told == 0 ? "-" : show_value(sample.mean, figure.unit);
}

std::string spread_text(const ClaimFigure& figure, const Sample& sample) {
  const std::string told =
      sample.missing > 0 ? fmt::format("told on {} of {} seeds", sample.told, sample.told + sample.missing) : "";
  if (!sample.interval) return told;
  if (sample.least == sample.greatest) return told.empty() ? "on every seed" : told;
  std::string low = show_value(sample.interval->low, figure.unit);
  const std::string high = show_value(sample.interval->high, figure.unit);
  if (low == high) return told.empty() ? "to three digits" : told;
  const std::size_t of_low = low.find(' '), of_high = high.find(' ');
  if (of_low != std::string::npos && of_high != std::string::npos && low.substr(of_low) == high.substr(of_high))
    low.erase(of_low);  // a unit that both ends have stands once
  return fmt::format("{} .. {}{}{}", low, high, told.empty() ? "" : ", ", told);
}

std::string origin_text(const Claim& claim, const ClaimFigure& figure) {
  return figure.formula ? fmt::format("= {}", figure.text)
                        : fmt::format("{} of {}", figure.text, claim.runs[figure.run].name);
}

std::string seeds_text(const CheckFigures& figures, std::size_t seeds) {
  if (figures.told == 0) return "told on no seed";
  const std::string untold = figures.told < seeds ? fmt::format(", {} untold", seeds - figures.told) : "";
  return fmt::format("{}/{}{}{}", figures.held, figures.told, untold, figures.close ? ", close" : "");
}

std::string sum_text(const ClaimsReport& report) {
  const std::size_t unexplained = report.count(ClaimVerdict::unexplained),
                    untold = report.count(ClaimVerdict::not_measured);
  const std::size_t holding = report.count(ClaimVerdict::holds), differing = report.count(ClaimVerdict::differs);
  std::string text =
      fmt::format("{}: {} {}", counted(report.claims.size(), "claim"), holding, holding == 1 ? "holds" : "hold");
  if (differing > 0)
    text += fmt::format(", {} {} for a known reason", differing, differing == 1 ? "differs" : "differ");
  if (unexplained > 0) text += fmt::format(", {} {} UNEXPLAINED", unexplained, unexplained == 1 ? "differs" : "differ");
  if (untold > 0) text += fmt::format(", {} NOT MEASURED", untold);
  return text;
}

std::string seeds_text(const std::vector<std::uint64_t>& seeds) {
  if (seeds.size() == 1) return fmt::format("seed {}", seeds.front());
  return fmt::format("seeds {} to {}", seeds.front(), seeds.back());
}

}  // namespace bicoastal
