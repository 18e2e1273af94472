#include "gui/app/export.hpp"

#include "gui/data/anomaly_list.hpp"
#include "gui/data/comparison.hpp"
#include "gui/data/impact.hpp"
#include "gui/panels/measures.hpp"
#include "sim/base/anomaly_names.hpp"
#include "sim/report/cost_words.hpp"
#include "sim/report/csv_line.hpp"
#include "sim/report/study_csv.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

namespace fs = std::filesystem;

/// As %g of so many digits; empty where it is not known.
std::string number(const std::optional<double>& value, int digits = 9) {
  return value && !std::isnan(*value) ? fmt::format("{:.{}g}", *value, digits) : std::string();
}

std::string series_table(const RunView& run, const UiState& ui, Measure measure) {
  const std::vector<Curve> curves = curves_of(run, measure);
  std::vector<std::string> line{"start_s"};
  for (const Curve& curve : curves) line.push_back(curve.name);
  std::string csv;
  add_csv_line(csv, line);
  for (std::size_t w = 0; w < run.windows(); ++w) {
    const double start = static_cast<double>(w) * run.window_s;
    if (start + run.window_s <= ui.from_s || start >= ui.to_s) continue;
    line = {number(start, 6)};
    for (const Curve& curve : curves) line.push_back(number(curve.value(w), 6));
    add_csv_line(csv, line);
  }
  return csv;
}

std::string anomaly_table(const RunView& run, const AnomalyFilter& filter) {
  std::string csv;
  add_csv_line(csv, {"number", "kind", "time_s", "key", "session", "age_s", "written_in"});
  for (const std::size_t row : anomalies_that_pass(run, filter)) {
    const Anomaly& a = run.anomalies[row];
    add_csv_line(csv, {fmt::to_string(row), std::string(anomaly_name(a.kind)), number(a.time.in_seconds()),
                       fmt::to_string(a.key.value), a.session.has_value() ? fmt::to_string(a.session.value) : "",
                       number(a.age.in_seconds()), written_in(run, a)});
  }
  return csv;
}

std::string comparison_table(const Branch& a, const Branch& b) {
  std::string csv;
  add_csv_line(csv, {"figure", a.name, b.name, "remark"});
  for (const ComparedFigure& row : compared({a.name, a.run}, {b.name, b.run}))
    add_csv_line(csv, {row.name, number(row.a), number(row.b), row.remark});
  return csv;
}

/// A line for each figure: what it is about, of which fault and region, where it is of one.
class LongTable {
 public:
  LongTable() { add_csv_line(csv_, {"about", "fault", "region", "figure", "value"}); }
  void add(const char* about, const std::string& fault, const std::string& region, const std::string& figure,
           const std::string& value) {
    if (!value.empty()) add_csv_line(csv_, {about, fault, region, figure, value});
  }
  std::string take() { return std::move(csv_); }

 private:
  std::string csv_;
};

struct NamedFigure {
  const char* name;
  const char* pointer;
};
constexpr std::array<NamedFigure, 15> kFaultFigures = {{
    {"onset_s", "/onset_s"},
    {"end_s", "/end_s"},
    {"requests", "/touched/requests"},
    {"failed", "/touched/failed_requests"},
    {"blast_radius_sessions", "/blast_radius/sessions"},
    {"blast_radius_requests", "/blast_radius/requests"},
    {"rto_s", "/rto_s/total"},
    {"not_back_within_s", "/rto_s/watched"},
    {"detect_s", "/rto_s/detect"},
    {"decide_s", "/rto_s/decide"},
    {"promote_s", "/rto_s/promote"},
    {"redirect_s", "/rto_s/redirect"},
    {"lost_writes", "/rpo/writes"},
    {"rpo_s", "/rpo/seconds"},
    {"cost_usd", "/cost/total"},
}};

/// Of all faults, as the page shows it of one; and the bill of a month.
std::string impact_table(const RunView& run) {
  LongTable table;
  for (std::size_t f = 0; f < run.figures.size("/faults"); ++f) {
    const std::string at = fmt::format("/faults/{}", f), fault = run.figures.text(at + "/name").value_or("");
    for (const NamedFigure& figure : kFaultFigures)
      table.add("fault", fault, "", figure.name, number(run.figures.number(at + figure.pointer)));
    table.add("fault", fault, "", "error_budget_spent", number(error_budget_spent(run, f)));
    for (const UsersOfFault& users : users_of_fault(run, f)) {
      table.add("users", fault, users.region, "ok", fmt::to_string(users.ok));
      table.add("users", fault, users.region, "failed", fmt::to_string(users.failed));
    }
  }
  table.add("cost", "", "", "prices", run.figures.text("/cost/prices").value_or(""));
  table.add("cost", "", "", "month_from", run.figures.text("/cost/month_from").value_or(""));
  const auto amounts = [&](const std::string& region, const std::string& at) {
    table.add("cost", "", region, "month_usd", number(run.figures.number(at + "/total")));
    for (const CostPartWords& part : kCostPartWords)
      table.add("cost", "", region, fmt::format("month_{}_usd", part.key),
                number(run.figures.number(fmt::format("{}/{}", at, part.key))));
  };
  amounts("", "/cost/per_month");
  for (const auto& region : run.scenario.regions)
    amounts(region.name, fmt::format("/cost/by_region/{}", in_pointer(region.name)));
  return table.take();
}

}  // namespace

std::string table_of(const Workspace& workspace, const UiState& ui) {
  if (ui.page == Page::study) return workspace.study() != nullptr ? study_csv(workspace.study()->study) : std::string();
  const RunView& run = *workspace.now().run;
  if (ui.page == Page::anomalies) return anomaly_table(run, {ui.anomaly_kinds, ui.anomaly_search.data()});
  if (ui.page == Page::impact) return impact_table(run);
  const auto other = ui.page == Page::compare ? workspace.beside_chosen(ui.compared) : std::nullopt;
  if (!other) return series_table(run, ui, ui.measure);
  return comparison_table(*workspace.branches()[std::min(*other, workspace.chosen())],
                          *workspace.branches()[std::max(*other, workspace.chosen())]);
}

std::string save_scenario(const RunView& run, const UiState& ui) {
  std::string stem;
  for (const char c : run.scenario.name)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      stem += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!stem.empty() && stem.back() != '-') {
      stem += '-';
    }
  while (!stem.empty() && stem.back() == '-') stem.pop_back();
  if (stem.empty()) stem = "scenario";
  std::error_code error;
  fs::path path = fmt::format("{}.json", stem);
  for (int n = 2; fs::exists(path, error); ++n) path = fmt::format("{}-{}.json", stem, n);
  std::ofstream file(path);
  file << (ui.page == Page::workbench ? ui.draft.text() : run.scenario.document) << '\n';
  if (!file.flush()) return fmt::format("{} cannot be written.", path.string());
  return fmt::format("Saved as {}", fs::absolute(path, error).string());
}

}  // namespace bicoastal::gui
