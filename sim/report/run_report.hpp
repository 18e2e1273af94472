// Everything that is said about one run: the summary and the JSON document are made from this.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/scenario.hpp>

#include "sim/report/expectations.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

/// How fast the simulation went. Says nothing about the simulated system, and differs from run to run.
struct Performance {
  double wall_s = 0;  ///< simulating and analysing, without loading the scenario
  double requests_per_s = 0, events_per_s = 0;
  double peak_rss_mb = 0;  ///< of the process, 10^6 bytes
};

struct RunReport {
  const Scenario& scenario;
  const Analysis& analysis;
  std::vector<Judgement> judgements;  ///< of judge()
  std::optional<Performance> performance{};
  bool interrupted = false;  ///< stopped by the user; otherwise an incomplete run was killed
  std::string again{};       ///< command that repeats this run
  std::string build{};       ///< that made the run
  std::string note{};        ///< what the reader must know about where the figures come from; may be empty
};

/// The performance that a document of run_json() tells; nothing where it tells none or is not such a document.
std::optional<Performance> performance_in(std::string_view document);
/// The command that repeats the run, likewise; empty where it has none.
std::string again_in(std::string_view document);

}  // namespace bicoastal
