// The sections of the report of a study. One that has nothing to say is empty.
#pragma once

#include "sim/report/page/markup.hpp"
#include "sim/report/page/study_page.hpp"

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace bicoastal {

/// What sections draw from.
struct StudyView {
  const StudyPage& page;
  const StudyFindings& findings;
  nlohmann::ordered_json& charts;  ///< charts.js draws these; sections add theirs
};

/// The best point that keeps to the constraints, how far it is ahead, and how many points there are.
Markup study_verdict_section(const StudyView& view);
/// Axes with their levels, constraints, seeds.
Markup study_varied_section(const StudyView& view);
/// Every two objectives against each other, with intervals and what the constraints forbid.
Markup study_frontier_section(const StudyView& view);
/// What each axis is good for, and pairs of them; the pairs that interact most as maps. Of a Saltelli design, Sobol'
/// indices.
Markup study_sensitivity_section(const StudyView& view);
/// Its body for a Saltelli design. REQUIRES: one.
Markup sobol_markup(const StudyView& view);
/// Which single change helps most.
Markup study_changes_section(const StudyView& view);
/// All points, to be sorted.
Markup study_points_section(const StudyView& view);
/// Runs that failed, with the commands that repeat them.
Markup study_failures_section(const StudyView& view);

// Words that several sections use.

/// "12.3 ms"; a dash where nobody knows.
std::string mean_words(const Sample& sample, MetricUnit unit);
/// "11.9 ms to 12.7 ms"; "one run: no interval"; a dash.
std::string interval_words(const Sample& sample, MetricUnit unit);
/// Both, the interval fainter.
Markup figure_markup(const Sample& sample, MetricUnit unit);
/// A share of a variance to a tenth of a percent: nobody counts nines of it. Estimates may be a little below 0.
std::string variance_words(double share);
/// "95 %"
std::string confidence_words(const Study& study);
/// A canvas for chart `number` with what it is called, and its figures for those who cannot see it.
Markup chart_figure(std::size_t number, const std::string& title, const std::string& where_figures_are);
/// The difference, and its interval: "-12 ms (-14 ms to -10 ms)"; of shares in percentage points.
std::string difference_words(const PairedDifference& difference, MetricUnit unit);

}  // namespace bicoastal
