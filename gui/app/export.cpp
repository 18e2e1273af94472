#include "gui/app/export.hpp"

#include "gui/data/anomaly_list.hpp"
#include "gui/data/comparison.hpp"
#include "gui/panels/measures.hpp"
#include "sim/base/anomaly_names.hpp"

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

/// RFC 4180.
std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string doubled;
  for (const char c : text) doubled.append(c == '"' ? 2 : 1, c);
  return fmt::format("\"{}\"", doubled);
}

std::string series_table(const RunView& run, const UiState& ui, Measure measure) {
  const std::vector<Curve> curves = curves_of(run, measure);
  std::string text = "start_s";
  for (const Curve& curve : curves) text += fmt::format(",{}", cell(curve.name));
  text += "\r\n";
  for (std::size_t w = 0; w < run.windows(); ++w) {
    const double start = static_cast<double>(w) * run.window_s;
    if (start + run.window_s <= ui.from_s || start >= ui.to_s) continue;
    text += fmt::format("{:g}", start);
    for (const Curve& curve : curves) {
      const float v = curve.value(w);
      text += std::isnan(v) ? "," : fmt::format(",{:g}", v);
    }
    text += "\r\n";
  }
  return text;
}

std::string anomaly_table(const RunView& run, const AnomalyFilter& filter) {
  std::string text = "number,kind,time_s,key,session,age_s,written_in\r\n";
  for (const std::size_t number : anomalies_that_pass(run, filter)) {
    const Anomaly& a = run.anomalies[number];
    text += fmt::format("{},{},{:.9g},{},{},{:.9g},{}\r\n", number, anomaly_name(a.kind), a.time.in_seconds(),
                        a.key.value, a.session.has_value() ? fmt::to_string(a.session.value) : "", a.age.in_seconds(),
                        cell(written_in(run, a)));
  }
  return text;
}

std::string comparison_table(const Branch& a, const Branch& b) {
  const auto number = [](const std::optional<double>& value) {
    return value ? fmt::format("{:.9g}", *value) : std::string();
  };
  std::string text = fmt::format("figure,{},{}\r\n", cell(a.name), cell(b.name));
  for (const ComparedFigure& row : compared(*a.run, *b.run))
    text += fmt::format("{},{},{}\r\n", cell(row.name), number(row.a), number(row.b));
  return text;
}

std::string study_table(const StudyView& view) {
  std::string text = "point";
  for (const StudyAxis& axis : view.study.axes) text += fmt::format(",{}", cell(axis.name));
  for (const StudyMetric& metric : view.study.metrics)
    text += fmt::format(",{},{},{}", cell(metric.name), cell(metric.name + " low"), cell(metric.name + " high"));
  text += "\r\n";
  for (std::size_t p = 0; p < view.study.points.size(); ++p) {
    text += fmt::to_string(p);
    for (std::size_t a = 0; a < view.study.axes.size(); ++a)
      text += fmt::format(",{}", cell(view.study.axes[a].levels[view.study.points[p].levels[a]]));
    for (const Sample& sample : view.findings.samples[p]) {
      text += sample.told > 0 ? fmt::format(",{:.9g}", sample.mean) : ",";
      text += sample.interval ? fmt::format(",{:.9g},{:.9g}", sample.interval->low, sample.interval->high) : ",,";
    }
    text += "\r\n";
  }
  return text;
}

std::string fault_table(const RunView& run) {
  std::string text =
      "name,onset_s,end_s,requests,failed,rto_s,detect_s,decide_s,promote_s,redirect_s,lost_writes,rpo_s,cost_usd\r\n";
  for (std::size_t f = 0; f < run.figures.size("/faults"); ++f) {
    const std::string at = fmt::format("/faults/{}", f);
    text += cell(run.figures.text(at + "/name").value_or(""));
    for (const char* name :
         {"/onset_s", "/end_s", "/touched/requests", "/touched/failed_requests", "/rto_s/total", "/rto_s/detect",
          "/rto_s/decide", "/rto_s/promote", "/rto_s/redirect", "/rpo/writes", "/rpo/seconds", "/cost/total"}) {
      const auto value = run.figures.number(at + name);
      text += value ? fmt::format(",{:.9g}", *value) : ",";
    }
    text += "\r\n";
  }
  return text;
}

}  // namespace

std::string table_of(const Workspace& workspace, const UiState& ui) {
  if (ui.page == Page::study) return workspace.study() != nullptr ? study_table(*workspace.study()) : std::string();
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
