#include "sim/study/measures.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace bicoastal {

namespace {

/// By region; the others of these (mean, p90, p999) tell the same story in more lines.
constexpr std::array<std::string_view, 6> kByRegion{"availability",      "latency.read.p50",  "latency.read.p99",
                                                    "latency.write.p50", "latency.write.p99", "stale_share"};

template <class Things>
std::vector<std::string> names_in_both(const Things& a, const Things& b) {
  std::vector<std::string> names;
  for (const auto& thing : a) {
    const auto same = [&](const auto& other) { return other.name == thing.name; };
    if (std::any_of(b.begin(), b.end(), same)) names.push_back(thing.name);
  }
  return names;
}

}  // namespace

std::vector<Measure> measures_of_interest(const Scenario& a, const Scenario& b) {
  std::vector<Measure> measures;
  const std::vector<std::string> regions = names_in_both(a.regions, b.regions),
                                 faults = names_in_both(a.faults, b.faults),
                                 dependencies = names_in_both(a.service.dependencies, b.service.dependencies);
  for (const Metric& metric : kMetrics) {
    measures.push_back({std::string(metric.name), {}, metric.unit});
    if (std::find(kByRegion.begin(), kByRegion.end(), metric.name) != kByRegion.end())
      for (const std::string& region : regions) measures.push_back({std::string(metric.name), region, metric.unit});
    if (metric.selector == MetricSelector::fault && faults.size() > 1)
      for (const std::string& fault : faults) measures.push_back({std::string(metric.name), fault, metric.unit});
    if (metric.selector == MetricSelector::dependency && dependencies.size() > 1)
      for (const std::string& d : dependencies) measures.push_back({std::string(metric.name), d, metric.unit});
  }
  return measures;
}

std::vector<std::optional<double>> take_measures(const Scenario& scenario, const Analysis& analysis,
                                                 const std::vector<Measure>& measures) {
  std::vector<std::optional<double>> values;
  for (const Measure& measure : measures) values.push_back(analysis.measure(scenario, measure.metric, measure.of));
  return values;
}

}  // namespace bicoastal
