// The measures that a comparison of two scenarios looks at.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/metrics.hpp>
#include <bicoastal/scenario.hpp>

#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

struct Measure {
  std::string metric;  ///< a name of metrics.hpp
  std::string of;      ///< region or fault; empty for the whole run
  MetricUnit unit = MetricUnit::count;

  std::string name() const { return of.empty() ? metric : metric + "[" + of + "]"; }
  bool operator==(const Measure&) const = default;
};

/// All metrics over the whole run; availability, latency and stale reads also by each region, and outage figures by
/// each fault, that both scenarios have. What users of a region feel comes first.
std::vector<Measure> measures_of_interest(const Scenario& a, const Scenario& b);

/// One value for each measure; nothing where the run does not tell.
std::vector<std::optional<double>> take_measures(const Scenario& scenario, const Analysis& analysis,
                                                 const std::vector<Measure>& measures);

}  // namespace bicoastal
