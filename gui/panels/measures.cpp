#include "gui/panels/measures.hpp"

#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "sim/base/anomaly_names.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

std::string show_millis(double ms) { return ms == 0 ? "0" : show_seconds(ms * 1e-3); }
std::string show_age(double s) { return s == 0 ? "0" : show_seconds(s); }
std::string show_number(double n) { return fmt::format("{:.4g}", n); }
std::string show_rate_of(double n) { return n == 0 ? "0" : fmt::format("{}/s", show_rate(n)); }
std::string show_percent(double share) { return fmt::format("{:.4g} %", share * 100); }

constexpr std::array<MeasureInfo, kMeasures> kInfo = {{
    {"success", "Success", "Share of requests that were answered, by home region of the users"},
    {"p99", "Latency p99", "99th percentile of latency, slower of reads and writes, by home region of the users"},
    {"stale", "Stale reads", "Reads that missed an acknowledged write, by home region of the users"},
    {"differing", "Divergence", "Share of keys on which regions differ"},
    {"load", "Load", "Requests being worked on, by region"},
    {"queued", "Queue", "Requests waiting for a replica, by region"},
    {"backlog", "Backlog", "Age of the oldest write that another region still lacks, by the region that took it"},
    {"anomalies", "Anomalies", "Anomalies a second, by kind"},
}};

float success(const Window& w) {
  const std::uint32_t ended = w.ok + w.failed;
  if (ended > 0) return static_cast<float>(w.ok) / static_cast<float>(ended);
  return w.issued > 0 ? 0 : kNone;  // asked, and nobody was answered
}

/// One curve a region; `value` of (region, window).
template <class F>
std::vector<Curve> by_region(const RunView& run, F value) {
  std::vector<Curve> curves;
  for (std::size_t r = 0; r < run.scenario.regions.size(); ++r)
    curves.push_back({run.scenario.regions[r].name, theme().series_colour(r), run.windows(), run.window_s,
                      [value, r](std::size_t w) { return value(r, w); }});
  return curves;
}

template <class F>
std::vector<Curve> of_users(const RunView& run, F value) {
  return by_region(run, [&run, value](std::size_t r, std::size_t w) { return value(run.series.by_region[r][w]); });
}

template <class Pick>
std::vector<Curve> of_samples(const RunView& run, Pick pick) {
  return by_region(run, [&run, pick](std::size_t r, std::size_t w) {
    return pick(*run.timeline, RegionId(r)).value_at(Time::seconds(static_cast<double>(w + 1) * run.window_s));
  });
}

std::vector<Curve> of_anomalies(const RunView& run) {
  std::vector<Curve> curves;
  for (std::size_t kind = 0; kind < kAnomalyKinds; ++kind) {
    const bool any = std::any_of(run.series.system.begin(), run.series.system.end(),
                                 [&](const SystemWindow& w) { return w.anomalies[kind] > 0; });
    if (!any) continue;
    std::string name(kAnomalyNames[kind]);
    std::replace(name.begin(), name.end(), '_', ' ');
    curves.push_back({std::move(name), theme().series_colour(curves.size()), run.windows(), run.window_s,
                      [&run, kind](std::size_t w) {
                        return static_cast<float>(run.series.system[w].anomalies[kind] / run.window_s);
                      }});
  }
  return curves;
}

std::vector<Curve> of_backlog(const RunView& run) {
  const std::size_t regions = run.scenario.regions.size();
  return by_region(run, [&run, regions](std::size_t from, std::size_t w) {
    const Time t = Time::seconds(static_cast<double>(w + 1) * run.window_s);
    float worst = 0;
    for (std::size_t to = 0; to < regions; ++to)
      worst = std::max(worst, run.timeline->backlog_age(from * regions + to).value_at(t));
    return worst;
  });
}

}  // namespace

const MeasureInfo& info_of(Measure measure) { return kInfo[static_cast<std::size_t>(measure)]; }

ChartSpec spec_of(Measure measure) {
  ChartSpec spec;
  spec.title = info_of(measure).title;
  switch (measure) {
    case Measure::success:
      spec.show = show_percent;
      spec.up_to_one = true;
      break;
    case Measure::p99: spec.show = show_millis; break;
    case Measure::stale:
    case Measure::anomalies:
      spec.show = show_rate_of;
      spec.least_top = 1;
      break;
    case Measure::differing:
      spec.show = show_percent;
      spec.least_top = 0.001;
      break;
    case Measure::load:
    case Measure::queued:
      spec.show = show_number;
      spec.least_top = 4;
      break;
    case Measure::backlog:
      spec.show = show_age;
      spec.least_top = 0.1;
      break;
  }
  return spec;
}

std::vector<Curve> curves_of(const RunView& run, Measure measure) {
  switch (measure) {
    case Measure::success: return of_users(run, success);
    case Measure::p99:
      return of_users(run, [](const Window& w) {
        const float worst = std::max(w.read_p99_ms, w.write_p99_ms);
        return worst > 0 ? worst : kNone;
      });
    case Measure::stale:
      return of_users(run, [s = run.window_s](const Window& w) { return static_cast<float>(w.stale / s); });
    case Measure::differing:
      return {{"all regions", theme().text, run.windows(), run.window_s,
               [&run](std::size_t w) { return static_cast<float>(run.series.system[w].differing); }}};
    case Measure::load:
      return of_samples(run, [](const Timeline& t, RegionId r) -> const Samples& { return t.busy(r); });
    case Measure::queued:
      return of_samples(run, [](const Timeline& t, RegionId r) -> const Samples& { return t.queued(r); });
    case Measure::backlog: return of_backlog(run);
    case Measure::anomalies: return of_anomalies(run);
  }
  return {};
}

void draw_measures(Box bar, const char* id, UiState& ui) {
  float names = 0;
  for (std::size_t m = 0; m < kMeasures; ++m)
    names += text_size(style().strong, info_of(static_cast<Measure>(m)).name).x + px(16);
  if (names > bar.width()) {
    const Box box = bar.cut_right(std::min(bar.width(), px(150)));
    if (button(box, fmt::format("##{}s", id).c_str(), fmt::format("{}  ▾", info_of(ui.measure).name)))
      ImGui::OpenPopup("##measures menu");
    if (ImGui::IsItemHovered()) tip("What the chart shows  ( m )");
    if (ImGui::BeginPopup("##measures menu")) {
      for (std::size_t m = 0; m < kMeasures; ++m)
        if (ImGui::MenuItem(info_of(static_cast<Measure>(m)).name)) ui.measure = static_cast<Measure>(m);
      ImGui::EndPopup();
    }
    return;
  }
  const float spare = (bar.width() - names) / static_cast<float>(kMeasures);
  for (std::size_t m = 0; m < kMeasures; ++m) {
    const auto measure = static_cast<Measure>(m);
    const float wide = text_size(style().strong, info_of(measure).name).x + px(16) + spare;
    const Box box = bar.cut_left(wide).inset(px(2), 0);
    if (button(box, fmt::format("##{}{}", id, m).c_str(), info_of(measure).name, ui.measure == measure))
      ui.measure = measure;
    if (ImGui::IsItemHovered()) tip(info_of(measure).title);
  }
}

}  // namespace bicoastal::gui
