#include "sim/report/claims_chart.hpp"
#include "sim/report/claims_report.hpp"
#include "sim/report/numbers.hpp"

#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

using Json = nlohmann::ordered_json;

Json figure_json(const Claim& claim, const ClaimFigure& figure, const Sample& sample,
                 const std::vector<std::optional<double>>& values) {
  const auto where_told = [&](double value) { return sample.told == 0 ? Json() : Json(value); };
  Json all = Json::array();
  for (const std::optional<double>& value : values) all.push_back(value ? Json(*value) : Json());
  return {{"name", figure.name},
          {"run", figure.formula ? Json() : Json(claim.runs[figure.run].name)},
          {"metric", figure.formula ? Json() : Json(figure.text)},
          {"formula", figure.formula ? Json(figure.text) : Json()},
          {"unit", unit_name(figure.unit)},
          {"told", sample.told},
          {"missing", sample.missing},
          {"mean", where_told(sample.mean)},
          {"low", sample.interval ? Json(sample.interval->low) : Json()},
          {"high", sample.interval ? Json(sample.interval->high) : Json()},
          {"least", where_told(sample.least)},
          {"greatest", where_told(sample.greatest)},
          {"values", std::move(all)}};
}

Json check_json(const ClaimCheck& check, const CheckFigures& figures) {
  static constexpr std::array<std::string_view, 3> kVerdicts{"holds", "differs", "untold"};
  return {{"that", check.text},     {"means", check.means},
          {"each", check.each},     {"verdict", kVerdicts[static_cast<std::size_t>(figures.verdict)]},
          {"held", figures.held},   {"told", figures.told},
          {"close", figures.close}, {"because", check.because.empty() ? Json() : Json(check.because)}};
}

Json run_json_of(const ClaimRun& run) {
  Json set = Json::object();
  for (const Override& one : run.overrides) set[one.pointer] = Json::parse(one.value, nullptr, false);
  return {{"name", run.name}, {"scenario", shown_path(run.scenario)}, {"set", std::move(set)}};
}

Json claim_json(const Claim& claim, const ClaimJudgement& judgement) {
  Json document = {{"id", claim.id},
                   {"subject", claim.subject},
                   {"claim", claim.text},
                   {"source", claim.source},
                   {"model", claim.model},
                   {"file", shown_path(claim.file)},
                   {"verdict", name_of(judgement.verdict)},
                   {"reason", judgement.reason.empty() ? Json() : Json(judgement.reason)},
                   {"runs", Json::array()},
                   {"measures", Json::array()},
                   {"checks", Json::array()},
                   {"chart", chart_json(claim, judgement)}};
  for (const ClaimRun& run : claim.runs) document["runs"].push_back(run_json_of(run));
  for (std::size_t i = 0; i < claim.figures.size(); ++i)
    document["measures"].push_back(figure_json(claim, claim.figures[i], judgement.figures[i], judgement.values[i]));
  for (std::size_t i = 0; i < claim.checks.size(); ++i)
    document["checks"].push_back(check_json(claim.checks[i], judgement.checks[i]));
  return document;
}

}  // namespace

std::string claims_json(const ClaimsReport& report) {
  Json document = {{"format", 1},
                   {"build", report.build},
                   {"command", report.again},
                   {"seeds", report.seeds},
                   {"confidence", 0.95},
                   {"claims", Json::array()},
                   {"holds", report.count(ClaimVerdict::holds)},
                   {"differs", report.count(ClaimVerdict::differs)},
                   {"unexplained", report.count(ClaimVerdict::unexplained)},
                   {"not_measured", report.count(ClaimVerdict::not_measured)},
                   {"absent", Json::array()}};
  for (std::size_t i = 0; i < report.claims.size(); ++i)
    document["claims"].push_back(claim_json(report.claims[i], report.judgements[i]));
  for (const ExpectedClaim& claim : report.absent)
    document["absent"].push_back({{"id", claim.id}, {"subject", claim.subject}});
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bicoastal
