#include "sim/report/json_fields_fleet.hpp"

namespace bicoastal {

namespace {

using Json = nlohmann::ordered_json;

Json maybe_number(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

void add_replicas(std::vector<JsonField>& fields) {
  const auto add = [&](const char* name, const char* unit, const char* meaning, Json (*value)(const FleetFigures&)) {
    fields.push_back(
        {std::string("replicas.by_region.<region>.") + name, unit, meaning, [value](const RunReport& r, std::size_t i) {
           return i < r.analysis.fleet.size() ? value(r.analysis.fleet[i]) : Json();
         }});
  };
  add("ready.least", "count",
      "replicas that answered, at the moment when they were fewest; null where they only do what faults make of them",
      [](const FleetFigures& f) { return Json(f.ready_least); });
  add("ready.mean", "count", "likewise, on average", [](const FleetFigures& f) { return Json(f.ready_mean); });
  add("ready.most", "count", "likewise, when they were most", [](const FleetFigures& f) { return Json(f.ready_most); });
  add("restarts", "count", "processes that ended and were started again where they were",
      [](const FleetFigures& f) { return Json(f.restarts); });
  add("replaced", "count", "machines that took the place of others",
      [](const FleetFigures& f) { return Json(f.replaced); });
  add("outage_s.p50", "s", "end of a process until it, or the machine that took its place, answered: median",
      [](const FleetFigures& f) { return f.outage.count == 0 ? Json() : Json(f.outage.p50_s); });
  add("outage_s.max", "s", "likewise, at most",
      [](const FleetFigures& f) { return f.outage.count == 0 ? Json() : Json(f.outage.max_s); });
}

void add_deploys(std::vector<JsonField>& fields) {
  const auto add = [&](const char* name, const char* unit, const char* meaning,
                       Json (*value)(const RunReport&, const DeployFigures&)) {
    fields.push_back({std::string("deploys[].") + name, unit, meaning,
                      [value](const RunReport& r, std::size_t i) { return value(r, r.analysis.deploys[i]); }});
  };
  add("name", "text", "of the deploy; faults[] has what it hit under this name",
      [](const RunReport& r, const DeployFigures& d) { return Json(r.scenario.deploys[d.deploy.index()].name); });
  add("begun_s", "s", "when it began; null where it did not",
      [](const RunReport&, const DeployFigures& d) { return maybe_number(d.begun_s); });
  add("took_s", "s", "until it was done, or taken back, in all its regions; null where it was neither",
      [](const RunReport&, const DeployFigures& d) { return maybe_number(d.took_s); });
  add("undone", "true/false", "it was taken back",
      [](const RunReport&, const DeployFigures& d) { return Json(d.undone); });
  add("answered", "count", "requests that the new version's replicas worked on while it was under way",
      [](const RunReport&, const DeployFigures& d) { return Json(d.answered); });
  add("failed", "count", "of these, refused or answered with an error",
      [](const RunReport&, const DeployFigures& d) { return Json(d.failed); });
}

}  // namespace

void add_fleet_fields(std::vector<JsonField>& fields) {
  add_replicas(fields);
  add_deploys(fields);
}

}  // namespace bicoastal
