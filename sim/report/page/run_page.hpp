// The report of one run: what a design review reads. The verdict first; then what happened when, what each fault did,
// what users were told that was not so, and what the simulation left out.
#pragma once

#include "sim/analysis/timeline.hpp"
#include "sim/analysis/witness/witness.hpp"
#include "sim/report/run_report.hpp"
#include "sim/report/witness_page.hpp"

#include <string>
#include <vector>

namespace bicoastal {

struct RunPage {
  struct Example {
    Witness witness;
    AnomalyNumber number;
  };
  const RunReport& report;
  const Timeline& timeline;
  std::vector<Example> examples{};  ///< of anomalies, at most one a kind
  std::string run_file{};           ///< where the records are; empty: they were not kept
};

/// One HTML file (page/html_page.hpp).
std::string run_html(const RunPage& page);
/// The same words without pictures and without the scenario (page/markdown.hpp).
std::string run_markdown(const RunPage& page);

}  // namespace bicoastal
