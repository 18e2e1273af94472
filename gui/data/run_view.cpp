#include "gui/data/run_view.hpp"

#include "sim/report/json.hpp"
#include "sim/scenario/load.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace bicoastal::gui {

namespace {

Diagnostics unreadable(const std::string& path, std::string message) {
  return {{"E605", path, 0, {}, std::move(message), "run the scenario again"}};
}

struct Unwanted {};

/// Passes records on until nobody wants them any more; then throws Unwanted.
class WhileWanted final : public RecordSink {
 public:
  WhileWanted(RecordSink& to, const std::atomic<bool>* unwanted) : to_(to), unwanted_(unwanted) {}
  void consume(std::span<const Record> records) override {
    if (unwanted_ != nullptr && *unwanted_) throw Unwanted{};
    to_.consume(records);
  }

 private:
  RecordSink& to_;
  const std::atomic<bool>* unwanted_;
};

/// What an incomplete run comes to, from its records.
struct Replayed {
  Figures figures;
  StoredSeries series;
  std::vector<Anomaly> anomalies;
};

Result<Replayed> replay(const RunFile& file, const Scenario& scenario, const std::string& path,
                        const std::atomic<bool>* unwanted) {
  Analyser analyser(scenario);
  WhileWanted sink(analyser, unwanted);
  try {
    if (const auto replayed = file.replay(sink); !replayed) return replayed.faults();
  } catch (const Unwanted&) {
    return unreadable(path, "reading it was given up");
  }
  Analysis analysis = analyser.finish();
  const RunReport report{.scenario = scenario, .analysis = analysis, .judgements = judge(scenario, analysis)};
  auto figures = Figures::parse(run_json(report));
  if (!figures) return unreadable(path, "its figures cannot be read");
  return Replayed{*std::move(figures),
                  {std::move(analysis.series), std::move(analysis.system), std::move(analysis.flows)},
                  std::move(analysis.anomalies)};
}

}  // namespace

Result<std::shared_ptr<const RunView>> RunView::load(const std::string& path, const std::atomic<bool>* unwanted) {
  const auto file = RunFile::open(path);
  if (!file) return file.faults();
  auto scenario = parse_scenario(file->meta().document, path, {.unknown_policies = true});
  if (!scenario) return scenario.faults();
  auto events = file->events();
  if (!events) return events.faults();

  std::optional<Replayed> found;
  if (auto figures = Figures::parse(file->meta().summary)) {
    auto series = file->series();
    if (!series) return series.faults();
    auto anomalies = file->anomalies();
    if (!anomalies) return anomalies.faults();
    found.emplace(Replayed{*std::move(figures), *std::move(series), *std::move(anomalies)});
  } else {
    auto replayed = replay(*file, *scenario, path, unwanted);
    if (!replayed) return replayed.faults();
    found.emplace(*std::move(replayed));
  }

  std::shared_ptr<RunView> run(new RunView(std::move(found->figures)));
  run->path = path;
  run->meta = file->meta();
  run->scenario = *std::move(scenario);
  run->series = std::move(found->series);
  run->anomalies = std::move(found->anomalies);
  run->events = *std::move(events);
  run->settle();
  return std::shared_ptr<const RunView>(std::move(run));
}

void RunView::settle() {
  timeline = std::make_unique<const Timeline>(scenario, events);
  series.by_region.resize(scenario.regions.size());
  for (auto& windows_of : series.by_region) windows_of.resize(series.system.size());
  std::erase_if(series.flows, [&](const Flow& flow) {
    return flow.home.index() >= scenario.regions.size() || flow.asked.index() >= scenario.regions.size();
  });
  window_s = scenario.window.in_seconds();
  end_s = figures.number("/simulated_s").value_or(meta.until.in_seconds());
  end_s = std::clamp(std::max(end_s, meta.until.in_seconds()), 1e-3, 1e9);
}

std::size_t RunView::window_at(double t_s) const {
  const double window = std::floor(std::max(0.0, t_s) / window_s);
  return std::min(windows() - 1, static_cast<std::size_t>(std::min(window, 1e12)));
}

std::string RunView::said(const std::string& pointer, std::string (*show)(double)) const {
  const auto value = figures.number(pointer);
  return value ? show(*value) : "–";
}

}  // namespace bicoastal::gui
