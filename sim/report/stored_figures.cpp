#include "sim/report/stored_figures.hpp"

#include "sim/base/anomaly_names.hpp"
#include "sim/report/json_fields.hpp"

#include <string>

namespace bicoastal {
namespace {

using Json = nlohmann::ordered_json;

/// Index of the region with that name; their number where there is none.
std::size_t region_named(const Scenario& scenario, const Json& name) {
  std::size_t i = 0;
  while (i < scenario.regions.size() && name != scenario.regions[i].name) ++i;
  return i;
}

}  // namespace

std::optional<StoredFigures> figures_in(std::string_view document, const Scenario& scenario) {
  const Json json = Json::parse(document, nullptr, false);
  if (!json.is_object() || !json.contains("anomalies") || !json.contains("/wan/pairs"_json_pointer))
    return std::nullopt;
  const std::size_t regions = scenario.regions.size();
  StoredFigures figures;
  figures.usual_lags.resize(regions * regions);
  for (std::size_t k = 0; k < kAnomalyKinds; ++k) {
    const auto found = json["anomalies"].find(std::string(anomaly_name(static_cast<AnomalyKind>(k))));
    if (found != json["anomalies"].end() && found->is_number_unsigned())
      figures.anomaly_counts[k] = found->get<std::uint64_t>();
  }
  for (const Json& pair : json["wan"]["pairs"]) {
    if (!pair.is_object() || !pair.contains("from") || !pair.contains("to")) continue;
    const std::size_t from = region_named(scenario, pair["from"]), to = region_named(scenario, pair["to"]);
    const Json median = pair.value("/lag_ms/p50"_json_pointer, Json());
    if (from < regions && to < regions && median.is_number())
      figures.usual_lags[from * regions + to] = Time::millis(median.get<double>());
  }
  return figures;
}

StoredFigures figures_of(const Analysis& analysis, const Scenario& scenario) {
  const std::size_t regions = scenario.regions.size();
  StoredFigures figures{analysis.anomaly_counts, std::vector<Time>(regions * regions)};
  for (const PairFigures& pair : analysis.pairs)
    if (pair.lag.count > 0)
      figures.usual_lags[pair.from.index() * regions + pair.to.index()] = Time::seconds(pair.lag.p50_s);
  return figures;
}

}  // namespace bicoastal
