#include "sim/report/cost_words.hpp"
#include "sim/report/json_fields.hpp"

namespace bicoastal {

namespace {

using Json = nlohmann::ordered_json;
using Fields = std::vector<JsonField>;

const CostFigures& cost_of(const RunReport& r) { return *r.analysis.cost; }

void add_prices(Fields& f) {
  f.push_back({"cost", "object or null",
               "what the run cost at the scenario's prices; null: it has none (cost.prices), or nothing was measured",
               [](auto&, auto) { return Json(); }});
  f.push_back({"cost.currency", "text", "of all amounts", [](auto&, auto) { return Json("USD"); }});
  f.push_back({"cost.prices", "text", "table of prices; what the scenario has of its own replaces it",
               [](auto& r, auto) { return Json(r.scenario.cost->table); }});
  f.push_back({"cost.store", "text", "what stores are billed by: on_demand, instances",
               [](auto& r, auto) { return Json(store_word(*r.scenario.cost)); }});
  f.push_back({"cost.billed_s", "s", "measured time, which cost.run is for",
               [](auto& r, auto) { return Json(cost_of(r).run_s); }});
  f.push_back(
      {"cost.calm_s", "s",
       "of it, before the first fault, where that is ten windows or more; else away from faults: none acts, and none "
       "has ended for as long as it lasted",
       [](auto& r, auto) { return Json(cost_of(r).calm_s); }});
  f.push_back({"cost.month_from", "text",
               "what a month (30.4375 days) is made of: calm, or run where that has fewer than ten windows",
               [](auto& r, auto) { return Json(cost_of(r).month_from_calm ? "calm" : "run"); }});
}

/// Of all regions, or of one.
void add_split(Fields& f, const std::string& path, const std::string& what, std::vector<CostSplit> CostFigures::*splits,
               bool by_region) {
  const auto add = [&](const std::string& name, const std::string& meaning, auto value) {
    f.push_back({path + "." + name, "USD", meaning + what, [=](const RunReport& r, std::size_t i) {
                   const auto& all = cost_of(r).*splits;
                   double sum = 0;
                   for (std::size_t region = 0; region < all.size(); ++region)
                     if (!by_region || region == i) sum += value(all[region]);
                   return Json(sum);
                 }});
  };
  add("total", "all", [](const CostSplit& c) { return c.total(); });
  for (const CostPartWords& part : kCostPartWords)
    add(std::string(part.key), std::string(part.meaning), [p = part.part](const CostSplit& c) { return c[p]; });
}

void add_use(Fields& f) {
  const auto add = [&](const char* name, const char* unit, const char* meaning, double BilledUse::*part, double scale) {
    f.push_back({std::string("cost.use.<region>.") + name, unit, std::string(meaning) + ", in the measured time",
                 [=](const RunReport& r, std::size_t i) { return Json(cost_of(r).use[i].*part * scale); }});
  };
  add("replica_hours", "h", "machines of replicas that were paid for", &BilledUse::replica_s, 1. / 3600);
  add("copy_hours", "h", "instances of stores", &BilledUse::copy_s, 1. / 3600);
  add("function_seconds", "s", "functions at work", &BilledUse::function_s, 1);
  add("read_units", "count", "units of reading", &BilledUse::read_units, 1);
  add("write_units", "count", "units of writing, replicated ones too", &BilledUse::write_units, 1);
  add("replication_bytes", "bytes", "sent to other regions to keep copies", &BilledUse::replication_bytes, 1);
  add("forwarded_bytes", "bytes", "sent to other regions for requests", &BilledUse::forwarded_bytes, 1);
  add("client_bytes", "bytes", "sent to users", &BilledUse::client_bytes, 1);
  add("zone_bytes", "bytes", "sent between zones", &BilledUse::zone_bytes, 1);
  add("stored_gb_months", "GB months", "kept", &BilledUse::stored_byte_s, 1e-9 / kMonthSeconds);
}

/// Where the scenario says what they are to the business.
void add_failures(Fields& f, const std::string& path, const std::string& what,
                  const FailureCost& (*which)(const CostFigures&, std::size_t)) {
  f.push_back({path, "object or null",
               what + ", at cost.per_failed_request and cost.per_lost_write; null: the scenario has neither",
               [](auto&, auto) { return Json(); }});
  const auto add = [&](const char* name, const char* meaning, double (*value)(const FailureCost&)) {
    f.push_back({path + "." + name, "USD", meaning,
                 [=](const RunReport& r, std::size_t i) { return Json(value(which(cost_of(r), i))); }});
  };
  add("total", "all of it; no part of what the run cost", [](const FailureCost& c) { return c.total(); });
  add("failed_requests", "of it, requests that failed", [](const FailureCost& c) { return c.failed_requests; });
  add("lost_writes", "of it, acknowledged writes that were lost", [](const FailureCost& c) { return c.lost_writes; });
}

}  // namespace

void add_cost_fields(Fields& f) {
  add_prices(f);
  add_split(f, "cost.per_month", " in a month", &CostFigures::month, false);
  add_split(f, "cost.run", " in the measured time, as it was", &CostFigures::run, false);
  f.push_back({"cost.per_million", "USD", "the run's cost, for a million operations answered",
               [](auto& r, auto) { return cost_of(r).per_million ? Json(*cost_of(r).per_million) : Json(); }});
  add_split(f, "cost.by_region.<region>", " in a month, of the region", &CostFigures::month, true);
  f.push_back({"cost.assumed.<region>", "true/false", "the table has no prices of this region: it has the default's",
               [](auto& r, auto i) { return Json(r.scenario.cost->regions[i].assumed); }});
  add_use(f);
  add_failures(f, "cost.failures", "what failed in the run",
               [](const CostFigures& c, std::size_t) -> const FailureCost& { return *c.failures; });
  add_failures(f, "faults[].cost", "what it failed and lost",
               [](const CostFigures& c, std::size_t i) -> const FailureCost& { return c.faults[i]; });
}

}  // namespace bicoastal
