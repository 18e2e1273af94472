#include "sim/claims/claims_file.hpp"

#include "sim/base/check.hpp"
#include "sim/claims/claim_chart.hpp"
#include "sim/claims/figures_reader.hpp"
#include "sim/scenario/embedded.hpp"
#include "sim/scenario/faults.hpp"
#include "sim/scenario/include.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/source_file.hpp"
#include "sim/scenario/view.hpp"

#include <bicoastal/metrics.hpp>

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace bicoastal {

namespace {

const Node& claims_schema_tree() {
  static const Node tree = read_schema("claims/schema.json");
  return tree;
}

/// Reads one claim; what is wrong goes to `faults`, or to `others` where it stands in a scenario.
class Reader {
 public:
  Reader(const View& view, const std::string& file, const LoadOptions& options, Faults& faults, Diagnostics& others)
      : view_(view), file_(file), faults_(faults), figures_(view, file, options, faults, others) {}

  Claim read() {
    claim_.file = file_;
    claim_.id = view_["id"].text();
    claim_.subject = view_["subject"].text();
    claim_.text = view_["claim"].text();
    claim_.source = view_["source"].text();
    claim_.model = view_["model"].text();
    figures_.read();
    checks();
    if (const View chart = view_["chart"]; chart.exists())
      claim_.chart = read_chart(chart, figures_.figures(), figures_.spoilt(), faults_);
    claim_.runs = figures_.take_runs();
    claim_.figures = figures_.take_figures();
    return std::move(claim_);
  }

 private:
  View view_;
  const std::string& file_;
  Faults& faults_;
  FiguresReader figures_;
  Claim claim_;

  void checks() {
    const View checks = view_["checks"];
    for (std::size_t i = 0; i < checks.size(); ++i) {
      const View check = checks[i], that = check["that"];
      if (faults_.any_under(check.pointer())) continue;
      auto read = Condition::read(that.text(), figures_.names());
      if (const auto* fault = std::get_if<ExpressionFault>(&read)) {
        figures_.refuse(that, *fault);
        continue;
      }
      Condition& condition = std::get<Condition>(read);
      const bool equal =
          std::ranges::find(condition.comparisons(), Condition::Comparison::equal) != condition.comparisons().end();
      if (equal && check["each"].given())
        faults_.add("E401", check["each"].place(), check["each"].pointer(),
                    "a condition with == is tested on every seed anyway", "leave it out");
      claim_.checks.push_back({that.text(), check["means"].text(), equal || check["each"].truth(),
                               check["because"].text(), std::move(condition)});
    }
  }
};

}  // namespace

std::string shown_path(const std::string& path) {
  return path.starts_with(kShipped) ? fmt::format("scenarios/{}", path.substr(kShipped.size())) : path;
}

Result<std::vector<Claim>> read_claims(const std::string& file, const LoadOptions& options) {
  Faults faults;
  const auto text = read_source(file, std::nullopt, faults);
  if (!text) return faults.take();
  auto document = parse_json(*text, faults.add_source(shown_path(file)), faults);
  if (!document) return faults.take();
  check_schema(*document, faults, claims_schema_tree());
  if (!document->is_object() || faults.full()) return faults.take();
  apply_defaults(*document, claims_schema_tree());
  std::vector<Claim> claims;
  Diagnostics others;
  const View list = View(&*document, "")["claims"];
  std::set<std::string> ids;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!list[i].is_object()) continue;
    const View id = list[i]["id"];
    if (id.is_text() && !ids.insert(id.text()).second)
      faults.add("E304", id.place(), id.pointer(), fmt::format("a second claim {}", in_quotes(id.text())));
    claims.push_back(Reader(list[i], file, options, faults, others).read());
  }
  if (faults.empty() && others.empty()) return claims;
  Diagnostics all = faults.take();
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

Diagnostics repeated_ids(const std::vector<Claim>& claims) {
  std::map<std::string, std::string> files;
  Diagnostics faults;
  for (const Claim& claim : claims) {
    const auto [first, fresh] = files.emplace(claim.id, shown_path(claim.file));
    if (!fresh)
      faults.push_back({"E304", shown_path(claim.file), 0, "",
                        fmt::format("claim {} stands in {}, too", in_quotes(claim.id), first->second), ""});
  }
  return faults;
}

std::vector<ExpectedClaim> expected_claims() {
  Faults faults;
  const std::string file = std::string(kShipped) + "claims/index.json";
  const auto text = read_source(file, std::nullopt, faults);
  BC_CHECK(text.has_value());
  const auto document = parse_json(*text, faults.add_source(file), faults);
  BC_CHECK(document.has_value());
  std::vector<ExpectedClaim> expected;
  const View list = View(&*document, "")["claims"];
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string name = list[i]["file"].text();
    expected.push_back({list[i]["id"].text(), list[i]["subject"].text(), name.empty() ? "" : relative_to(file, name)});
  }
  return expected;
}

}  // namespace bicoastal
