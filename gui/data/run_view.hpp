// A run as the panels see it: read once, never changed.
//
// Of a complete run everything comes from what the file has stored, so that a run of any length opens at once; records
// of single operations are looked up when somebody asks for them. An incomplete run is replayed.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/result.hpp>
#include <bicoastal/scenario.hpp>

#include "sim/analysis/timeline.hpp"
#include "sim/history/run_file.hpp"
#include "sim/report/figures.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace bicoastal::gui {

class RunView : public std::enable_shared_from_this<RunView> {
 public:
  /// Reads the run file. Takes a while for an incomplete run: call it from a thread of its own. It stops early, with a
  /// fault, once `unwanted` is set.
  static Result<std::shared_ptr<const RunView>> load(const std::string& path,
                                                     const std::atomic<bool>* unwanted = nullptr);

  std::string path;
  RunMeta meta;
  Scenario scenario;
  StoredSeries series;
  Figures figures;  ///< the document of `run --json`
  std::vector<Anomaly> anomalies;
  std::vector<Record> events;
  std::unique_ptr<const Timeline> timeline;
  double end_s = 0;     ///< of the run
  double window_s = 1;  ///< length of a window of the series

  std::size_t windows() const { return series.system.size(); }
  /// Window that a moment lies in. REQUIRES: windows() > 0.
  std::size_t window_at(double t_s) const;
  const std::string& region_name(RegionId region) const { return scenario.regions[region.index()].name; }
  /// A figure's text, or "–" where the run does not tell.
  std::string said(const std::string& pointer, std::string (*show)(double)) const;

 private:
  explicit RunView(Figures f) : figures(std::move(f)) {}
  void settle();
};

}  // namespace bicoastal::gui
