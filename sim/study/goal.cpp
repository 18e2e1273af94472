#include "sim/study/goal.hpp"

#include <bicoastal/metrics.hpp>

#include <algorithm>
#include <array>

namespace bicoastal {

namespace {

constexpr std::array<std::string_view, 7> kMore{"availability",        "good_windows",         "goodput",
                                                "dependency.answered", "replicas_ready.least", "deploys_done",
                                                "replicas_ready.most"};
constexpr std::array<std::string_view, 5> kNeither{"requests", "dependency.needed", "dependency.served", "resharded",
                                                   "dependency.not_called"};

template <std::size_t n>
bool is_among(const std::array<std::string_view, n>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

std::optional<Goal> usual_goal(std::string_view metric) {
  const std::string_view name = metric.substr(0, metric.find('['));
  if (std::ranges::find(kMetrics, name, &Metric::name) == kMetrics.end() || is_among(kNeither, name)) return {};
  return is_among(kMore, name) ? Goal::maximise : Goal::minimise;
}

}  // namespace bicoastal
