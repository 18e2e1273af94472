#include "sim/report/json_fields_keeping.hpp"

namespace bicoastal {

void add_keeping_fields(std::vector<JsonField>& fields) {
  using Json = nlohmann::ordered_json;
  fields.push_back({"sessions_kept.lost", "count",
                    "times that a session came to where nothing is known of it any more; null where nothing is kept",
                    [](const RunReport& r, std::size_t) {
                      return r.analysis.keeping.kept ? Json(r.analysis.keeping.lost) : Json();
                    }});
  fields.push_back({"balance.by_region.<region>.busiest", "ratio",
                    "requests sent to the busiest replica, over the mean of the region's; null where it is not counted",
                    [](const RunReport& r, std::size_t i) {
                      const std::vector<double>& imbalance = r.analysis.keeping.imbalance;
                      return i < imbalance.size() && imbalance[i] > 0 ? Json(imbalance[i]) : Json();
                    }});
  fields.push_back({"actions[].name", "text", "as in the scenario",
                    [](const RunReport& r, std::size_t i) { return Json(r.scenario.actions[i].name); }});
  fields.push_back({"actions[].kind", "text", "what operators did",
                    [](const RunReport& r, std::size_t i) { return Json(r.scenario.actions[i].kind); }});
  fields.push_back({"actions[].at_s", "s", "when",
                    [](const RunReport& r, std::size_t i) { return Json(r.scenario.actions[i].at.in_seconds()); }});
  fields.push_back({"actions[].still_sent", "count", "evacuation: operations sent there all the same; null of others",
                    [](const RunReport& r, std::size_t i) {
                      const ActionFigures& action = r.analysis.actions[i];
                      return action.last_s ? Json(action.requests) : Json();
                    }});
  fields.push_back({"actions[].last_sent_s", "s", "evacuation: from the action to the last of these; null of others",
                    [](const RunReport& r, std::size_t i) {
                      const ActionFigures& action = r.analysis.actions[i];
                      return action.last_s ? Json(*action.last_s) : Json();
                    }});
}

}  // namespace bicoastal
