// Fields of the JSON document about dependencies, and about outages that outlast their fault.
#include "sim/report/json_fields.hpp"

#include <fmt/format.h>

namespace bicoastal {

namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

void add_figures(std::vector<JsonField>& f) {
  const auto add = [&](const char* name, const char* unit, const char* meaning, auto value) {
    f.push_back({fmt::format("dependencies[].{}", name), unit, meaning,
                 [value](const RunReport& r, std::size_t i) { return Json(value(r.analysis.dependencies[i])); }});
  };
  using Figures = DependencyFigures;
  f.push_back({"dependencies[].name", "text", "as in the scenario", [](const RunReport& r, std::size_t i) {
                 return Json(r.scenario.service.dependencies[r.analysis.dependencies[i].dependency.index()].name);
               }});
  add("needed", "count", "times that operations needed it", [](const Figures& d) { return d.needed; });
  add("ok", "count", "of these: it gave what was needed", [](const Figures& d) { return d.ok; });
  add("answered", "share", "of these", [](const Figures& d) { return or_null(d.answered()); });
  add("hits", "count", "of `ok`: without a call of their own, from its cache or by another's call",
      [](const Figures& d) { return d.hits; });
  add("attempts", "count", "calls made, retries and hedges too", [](const Figures& d) { return d.attempts; });
  add("amplification", "count", "attempts for each time that it was needed",
      [](const Figures& d) { return or_null(d.amplification()); });
  add("timeouts", "count", "of the attempts: no answer in time", [](const Figures& d) { return d.timeouts; });
  add("errors", "count", "of the attempts: answered with an error, or refused by a full queue",
      [](const Figures& d) { return d.errors; });
  add("not_called", "count", "kept from being made by a breaker, a bulkhead or a switch",
      [](const Figures& d) { return d.not_called; });
  add("served", "count", "operations answered with what it gave as a fallback, or stale",
      [](const Figures& d) { return d.served; });
  add("breakers_opened", "count", "times that a replica's breaker opened", [](const Figures& d) { return d.opened; });
  add("switched_off", "count", "times that a replica or an operator switched it off",
      [](const Figures& d) { return d.switched_off; });
  add("busy_max", "count", "calls that it worked on in one region, greatest sample",
      [](const Figures& d) { return d.busy_max; });
  add("waiting_max", "count", "calls that waited for it in one region, greatest sample",
      [](const Figures& d) { return d.waiting_max; });
}

void add_tails(std::vector<JsonField>& f) {
  const auto add = [&](const char* name, const char* unit, const char* meaning, auto value) {
    f.push_back({fmt::format("faults[].tail.{}", name), unit, meaning, [value](const RunReport& r, std::size_t i) {
                   const auto& tail = r.analysis.faults[i].tail;
                   return tail ? Json(value(*tail)) : Json();
                 }});
  };
  add("outlasts_s", "s",
      "end of the fault until the success of its users was back; null: never bad, never back, or the fault never ended",
      [](const OutageTail& t) { return or_null(t.outlasts_s); });
  add("watched_s", "s", "end of the fault until the watch ended", [](const OutageTail& t) { return t.watched_s; });
  add("factor", "ratio", "the outage, as long as it was watched, over the length of the fault",
      [](const OutageTail& t) { return t.factor; });
  add("offered_per_s", "1/s", "operations that its users asked for after it, while their success was bad",
      [](const OutageTail& t) { return t.offered; });
  add("goodput_per_s", "1/s", "of these, answered", [](const OutageTail& t) { return t.goodput; });
  add("carried_per_s", "1/s", "operations of the same users answered before it",
      [](const OutageTail& t) { return t.carried; });
  add("metastable", "true/false", "goodput stayed low without the fault, though the load had been carried before",
      [](const OutageTail& t) { return t.metastable; });
}

}  // namespace

void add_dependency_fields(std::vector<JsonField>& fields) {
  add_tails(fields);
  add_figures(fields);
}

}  // namespace bicoastal
