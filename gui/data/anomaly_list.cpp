#include "gui/data/anomaly_list.hpp"

#include "sim/base/anomaly_names.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

/// What a person may type to find an anomaly.
std::string searched(const RunView& run, const Anomaly& a) {
  std::string text = fmt::format("{} key {} ", kind_in_words(a.kind), a.key.value);
  if (a.session.has_value()) text += fmt::format("session {} ", a.session.value);
  return text + written_in(run, a);
}

bool passes(const RunView& run, const AnomalyFilter& filter, const Anomaly& a) {
  if (filter.kinds != 0 && (filter.kinds & (1U << static_cast<unsigned>(a.kind))) == 0) return false;
  return filter.search.empty() || searched(run, a).find(filter.search) != std::string::npos;
}

}  // namespace

std::vector<std::size_t> anomalies_that_pass(const RunView& run, const AnomalyFilter& filter) {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < run.anomalies.size(); ++i)
    if (passes(run, filter, run.anomalies[i])) numbers.push_back(i);
  std::stable_sort(numbers.begin(), numbers.end(),
                   [&](std::size_t a, std::size_t b) { return run.anomalies[a].time < run.anomalies[b].time; });
  return numbers;
}

std::string kind_in_words(AnomalyKind kind) {
  std::string text(anomaly_name(kind));
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string written_in(const RunView& run, const Anomaly& a) {
  if (a.version.is_initial()) return "–";
  const std::size_t store = a.version.origin().index();
  return store < run.scenario.stores.size() ? run.region_name(run.scenario.stores[store].region) : std::string("–");
}

}  // namespace bicoastal::gui
