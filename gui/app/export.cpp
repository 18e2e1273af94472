#include "gui/app/export.hpp"

#include "gui/panels/measures.hpp"
#include "sim/base/anomaly_names.hpp"

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

std::string anomaly_table(const RunView& run) {
  std::string text = "number,kind,time_s,key,session,age_s\r\n";
  std::size_t number = 0;
  for (const Anomaly& a : run.anomalies)
    text += fmt::format("{},{},{:.9g},{},{},{:.9g}\r\n", number++, anomaly_name(a.kind), a.time.in_seconds(),
                        a.key.value, a.session.has_value() ? fmt::to_string(a.session.value) : "", a.age.in_seconds());
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

std::string table_of(const RunView& run, const UiState& ui) {
  if (ui.page == Page::anomalies) return anomaly_table(run);
  if (ui.page == Page::impact) return fault_table(run);
  return series_table(run, ui, ui.measure);
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
