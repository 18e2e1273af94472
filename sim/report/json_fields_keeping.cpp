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
}

}  // namespace bicoastal
