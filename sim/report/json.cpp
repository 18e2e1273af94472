#include "sim/report/json.hpp"

#include "sim/base/anomaly_names.hpp"
#include "sim/base/check.hpp"
#include "sim/report/json_fields.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

namespace {

using Json = nlohmann::ordered_json;

bool has(std::string_view path, std::string_view part) { return path.find(part) != std::string_view::npos; }

/// How many values a field of this path has in a document, one for each index.
std::size_t repeats(const std::string& path, const RunReport& r) {
  // What holds these is null then.
  if (path.starts_with("cost.") && !r.analysis.cost) return 0;
  const bool failures_priced = r.analysis.cost && r.analysis.cost->failures;
  if ((path.starts_with("cost.failures.") || path.starts_with("faults[].cost.")) && !failures_priced) return 0;
  if (has(path, "<region>")) return r.analysis.by_region.size();
  if (has(path, "<kind>")) return kAnomalyKinds;
  if (has(path, "actions[]")) return r.analysis.actions.size();
  if (has(path, "faults[]")) return r.analysis.faults.size();
  if (has(path, "deploys[]")) return r.analysis.deploys.size();
  if (has(path, "dependencies[]")) return r.analysis.dependencies.size();
  if (has(path, "visibility.pairs[]")) return r.analysis.visibility.pairs.size();
  if (has(path, "pairs[]")) return r.analysis.pairs.size();
  if (has(path, "ledger[]")) return r.analysis.ledger.size();
  if (has(path, "expectations[]")) return r.judgements.size();
  if (has(path, "reshardings[]")) return r.analysis.reshardings.size();
  if (has(path, "drill[]")) return r.analysis.drill.size();
  return 1;
}

std::string name_of(std::string_view segment, const RunReport& r, std::size_t index) {
  if (segment == "<region>") return r.scenario.regions[index].name;
  if (segment == "<kind>") return std::string(anomaly_name(static_cast<AnomalyKind>(index)));
  return std::string(segment);
}

/// The place of a path in the document; made where it is not there. With `only_arrays` no further than the first array,
/// so that an array without elements is there, too.
Json& place(Json& document, std::string_view path, const RunReport& r, std::size_t index, bool only_arrays) {
  Json* at = &document;
  while (true) {
    const std::size_t dot = path.find('.');
    std::string_view segment = path.substr(0, dot);
    if (segment.ends_with("[]")) {
      segment.remove_suffix(2);
      Json& array = (*at)[std::string(segment)];
      if (array.is_null()) array = Json::array();
      if (only_arrays) return array;
      at = &array[index];
    } else {
      at = &(*at)[name_of(segment, r, index)];
    }
    if (dot == std::string_view::npos) return *at;
    path.remove_prefix(dot + 1);
  }
}

std::string dump(const Json& document) { return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace

std::string run_json(const RunReport& r) {
  BC_CHECK(r.analysis.by_region.size() == r.scenario.regions.size());
  BC_CHECK(r.analysis.actions.size() == r.scenario.actions.size());
  BC_CHECK(r.analysis.faults.size() == r.scenario.faults.size());
  BC_CHECK(r.judgements.size() == r.scenario.expect.size());
  Json document = Json::object();
  for (const JsonField& field : json_fields()) {
    if (has(field.path, "[]")) place(document, field.path, r, 0, true);
    for (std::size_t i = 0, n = repeats(field.path, r); i < n; ++i)
      place(document, field.path, r, i, false) = field.value(r, i);
  }
  return dump(document);
}

std::string run_json_reference() {
  std::size_t path_width = 0, unit_width = 0;
  for (const JsonField& field : json_fields()) {
    path_width = std::max(path_width, field.path.size());
    unit_width = std::max(unit_width, field.unit.size());
  }
  std::string text;
  for (const JsonField& field : json_fields())
    text += fmt::format("{:<{}}  {:<{}}  {}\n", field.path, path_width, field.unit, unit_width, field.meaning);
  return text;
}

std::string json_array(const std::vector<std::string>& documents) {
  Json array = Json::array();
  for (const std::string& document : documents) array.push_back(Json::parse(document));
  return dump(array);
}

std::string again_in(std::string_view document) {
  const Json parsed = Json::parse(document, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("again") || !parsed["again"].is_string()) return {};
  return parsed["again"].get<std::string>();
}

std::optional<Performance> performance_in(std::string_view document) {
  const Json parsed = Json::parse(document, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("perf")) return std::nullopt;
  const Json& perf = parsed["perf"];
  const auto number = [&](const char* name) {
    return perf.is_object() && perf.contains(name) && perf[name].is_number() ? std::optional(perf[name].get<double>())
                                                                             : std::nullopt;
  };
  const auto wall = number("wall_s"), requests = number("requests_per_s"), events = number("events_per_s"),
             memory = number("peak_rss_mb");
  if (!wall || !requests || !events || !memory) return std::nullopt;
  return Performance{*wall, *requests, *events, *memory};
}

}  // namespace bicoastal
