#include "sim/report/sweep_rows.hpp"

#include "sim/report/csv_line.hpp"
#include "sim/report/numbers.hpp"

#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

using Json = nlohmann::ordered_json;

Json number_or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json point_json(const SweepPlan& plan, std::size_t point) {
  Json values = Json::object();
  for (std::size_t a = 0; a < plan.axes.size(); ++a) {
    const AxisValue& value = plan.points[point].values[a];
    values[plan.axes[a].name] = {{"text", value.text}, {"number", number_or_null(value.number)}};
  }
  return {{"point", point},
          {"values", values},
          {"set", plan.points[point].sets},
          {"scenario_hash", plan.points[point].hash},
          {"seeds", plan.points[point].wanted ? Json(*plan.points[point].wanted) : Json(nullptr)}};
}

Json run_json_of(const SweepPlan& plan, const SweepRun& run, bool performance) {
  Json values = Json::object();
  for (std::size_t m = 0; m < plan.metrics.size(); ++m) values[plan.metrics[m].name] = number_or_null(run.values[m]);
  Json json{{"id", run.id},
            {"point", run.point},
            {"seed", run.seed},
            {"status", run.ended_well() ? "ok" : "failed"},
            {"error", run.error.empty() ? Json(nullptr) : Json(run.error)},
            {"digest", run.digest.empty() ? Json(nullptr) : Json(run.digest)},
            {"values", values},
            {"again", run.again}};
  if (performance) json.update({{"wall_s", run.wall_s}, {"rss_bytes", run.peak_bytes}, {"attempts", run.attempts}});
  return json;
}

}  // namespace

std::string sweep_csv(const StoredSweep& sweep, bool performance) {
  const SweepPlan& plan = sweep.plan;
  std::string csv;
  std::vector<std::string> header{"point"};
  for (const SweepAxis& axis : plan.axes) header.push_back(axis.name);
  header.insert(header.end(), {"seed", "run", "status", "error", "digest"});
  for (const SweepMetric& metric : plan.metrics) header.push_back(metric.name);
  header.emplace_back("again");
  if (performance) header.insert(header.end(), {"wall_s", "rss_bytes", "attempts"});
  add_csv_line(csv, header);
  for (const SweepRun& run : sweep.runs) {
    std::vector<std::string> fields{fmt::format("{}", run.point)};
    for (const AxisValue& value : plan.points[run.point].values) fields.push_back(value.text);
    fields.insert(fields.end(),
                  {fmt::format("{}", run.seed), run.id, run.ended_well() ? "ok" : "failed", run.error, run.digest});
    for (const std::optional<double>& value : run.values) fields.push_back(value ? fmt::format("{}", *value) : "");
    fields.push_back(run.again);
    if (performance)
      fields.insert(fields.end(), {fmt::format("{:.6f}", run.wall_s), fmt::format("{}", run.peak_bytes),
                                   fmt::format("{}", run.attempts)});
    add_csv_line(csv, fields);
  }
  return csv;
}

std::string sweep_json(const StoredSweep& sweep, bool performance) {
  const SweepPlan& plan = sweep.plan;
  Json json{{"sweep", plan.name}, {"description", plan.description}, {"plan", plan.hash}, {"version", plan.version}};
  json["axes"] = Json::array();
  for (const SweepAxis& axis : plan.axes) json["axes"].push_back({{"name", axis.name}, {"unit", axis.unit}});
  json["metrics"] = Json::array();
  for (const SweepMetric& metric : plan.metrics)
    json["metrics"].push_back({{"name", metric.name}, {"unit", unit_name(metric.unit)}});
  json["constraints"] = Json::array();
  for (const SweepConstraint& constraint : plan.constraints) json["constraints"].push_back(constraint.text);
  json["points"] = Json::array();
  for (std::size_t p = 0; p < plan.points.size(); ++p) json["points"].push_back(point_json(plan, p));
  json["runs"] = Json::array();
  for (const SweepRun& run : sweep.runs) json["runs"].push_back(run_json_of(plan, run, performance));
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace bicoastal
