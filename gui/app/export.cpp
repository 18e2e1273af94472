#include "gui/app/export.hpp"

#include "gui/data/anomaly_list.hpp"
#include "gui/data/comparison.hpp"
#include "gui/panels/measures.hpp"
#include "sim/base/anomaly_names.hpp"
#include "sim/report/csv_line.hpp"
#include "sim/report/study_csv.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <system_error>

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
  add_csv_line(csv, {"figure", a.name, b.name});
  for (const ComparedFigure& row : compared(*a.run, *b.run))
    add_csv_line(csv, {row.name, number(row.a), number(row.b)});
  return csv;
}

std::string fault_table(const RunView& run) {
  std::string csv;
  add_csv_line(csv, {"name", "onset_s", "end_s", "requests", "failed", "rto_s", "detect_s", "decide_s", "promote_s",
                     "redirect_s", "lost_writes", "rpo_s", "cost_usd"});
  for (std::size_t f = 0; f < run.figures.size("/faults"); ++f) {
    const std::string at = fmt::format("/faults/{}", f);
    std::vector<std::string> line{run.figures.text(at + "/name").value_or("")};
    for (const char* name :
         {"/onset_s", "/end_s", "/touched/requests", "/touched/failed_requests", "/rto_s/total", "/rto_s/detect",
          "/rto_s/decide", "/rto_s/promote", "/rto_s/redirect", "/rpo/writes", "/rpo/seconds", "/cost/total"})
      line.push_back(number(run.figures.number(at + name)));
    add_csv_line(csv, line);
  }
  return csv;
}

}  // namespace

std::string table_of(const Workspace& workspace, const UiState& ui) {
  if (ui.page == Page::study) return workspace.study() != nullptr ? study_csv(workspace.study()->study) : std::string();
  const RunView& run = *workspace.now().run;
  if (ui.page == Page::anomalies) return anomaly_table(run, {ui.anomaly_kinds, ui.anomaly_search.data()});
  if (ui.page == Page::impact) return fault_table(run);
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
