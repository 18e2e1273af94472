#include "sim/report/json_fields_recovery.hpp"

namespace bicoastal {

namespace {

using Json = nlohmann::ordered_json;
using Fields = std::vector<JsonField>;

constexpr const char* kSteps[] = {"fail_over", "verify", "recover", "fail_back"};

Json seconds(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

Json millis(const Percentiles& p, double Percentiles::*part) { return p.count == 0 ? Json() : Json(p.*part * 1e3); }

void add_reshardings(Fields& f) {
  const auto add = [&](const char* name, const char* unit, const char* meaning, auto value) {
    f.push_back({std::string("reshardings[].") + name, unit, meaning,
                 [value](const RunReport& r, std::size_t i) { return Json(value(r, r.analysis.reshardings[i])); }});
  };
  add("region", "text", "whose store was spread over other nodes",
      [](auto& r, const Resharding& x) { return r.scenario.regions[x.region.index()].name; });
  add("begin_s", "s", "when the nodes changed", [](auto&, const Resharding& x) { return x.begin_s; });
  add("end_s", "s", "when all keys were where they belong, the nodes changed again, or the run ended",
      [](auto&, const Resharding& x) { return x.end_s; });
  add("ended", "true/false", "all keys got where they belong", [](auto&, const Resharding& x) { return x.ended; });
  add("keys", "count", "that changed their node", [](auto&, const Resharding& x) { return x.keys; });
  add("share", "share", "of these in all keys", [](auto&, const Resharding& x) { return x.share; });
  add("requests", "count", "operations that the region was asked for meanwhile",
      [](auto&, const Resharding& x) { return x.requests; });
  add("failed", "count", "of these, not answered correctly", [](auto&, const Resharding& x) { return x.failed; });
  for (const auto& [name, part] : {std::pair("p50", &Percentiles::p50_s), std::pair("p99", &Percentiles::p99_s)}) {
    f.push_back(
        {std::string("reshardings[].latency_ms.") + name, "ms", "latency of the successful ones",
         [part](const RunReport& r, std::size_t i) { return millis(r.analysis.reshardings[i].latency, part); }});
    f.push_back({std::string("reshardings[].before_ms.") + name, "ms", "latency of those before the move",
                 [part](const RunReport& r, std::size_t i) { return millis(r.analysis.reshardings[i].before, part); }});
  }
}

void add_drill(Fields& f) {
  const auto add = [&](const char* name, const char* unit, const char* meaning, auto value) {
    f.push_back({std::string("drill[].") + name, unit, meaning, [value](const RunReport& r, std::size_t i) {
                   return Json(value(r.scenario.drill[i], r.analysis.drill[i]));
                 }});
  };
  add("name", "text", "of the step", [](const DrillStep& s, auto&) { return s.name; });
  add("step", "text", "what was to happen",
      [](const DrillStep& s, auto&) { return kSteps[static_cast<std::size_t>(s.kind)]; });
  add("within_s", "s", "how long it may take by the plan",
      [](const DrillStep& s, auto&) { return s.within.in_seconds(); });
  add("began_s", "s", "when it began; null where it never did, or runs beside others",
      [](auto&, const DrillFigures& d) { return seconds(d.began_s); });
  add("took_s", "s", "how long it took; null where it was not done",
      [](auto&, const DrillFigures& d) { return seconds(d.took_s); });
  add("in_time", "true/false", "it was done as planned", [](auto&, const DrillFigures& d) { return d.in_time; });
  add("missing", "count", "verify: acknowledged writes that the primaries lacked when it began",
      [](auto&, const DrillFigures& d) { return d.missing; });
  add("never", "count", "of these: that they never got", [](auto&, const DrillFigures& d) { return d.never; });
}

}  // namespace

void add_fault_recovery_fields(Fields& f) {
  const auto add = [&](const char* name, const char* unit, const char* meaning, auto value) {
    f.push_back({std::string("faults[].") + name, unit, meaning,
                 [value](const RunReport& r, std::size_t i) { return Json(value(r, r.analysis.faults[i])); }});
  };
  add("set_aside_writes", "count", "acknowledged writes that were taken back, and kept for people to look at",
      [](auto&, const FaultFigures& x) { return x.set_aside_writes; });
  const auto add_left = [&](const char* name, const char* unit, const char* meaning, auto value) {
    add(name, unit, meaning,
        [value](auto& r, const FaultFigures& x) { return x.survivors ? Json(value(r, *x.survivors)) : Json(); });
  };
  add_left("survivors.offered_per_s", "1/s", "operations invoked while it lasted; null where it takes no replicas away",
           [](auto&, const Survivors& s) { return s.offered; });
  add_left("survivors.capacity_per_s", "1/s", "that the replicas left can work on",
           [](auto&, const Survivors& s) { return s.capacity; });
  add_left("survivors.utilisation", "share", "the former of the latter; above 1 they are overloaded",
           [](auto&, const Survivors& s) { return s.utilisation(); });
  add_left("survivors.busiest", "text", "region left that was asked for most of its own capacity",
           [](auto& r, const Survivors& s) {
             return s.busiest.has_value() ? Json(r.scenario.regions[s.busiest.index()].name) : Json();
           });
  add_left("survivors.busiest_utilisation", "share", "how much of it",
           [](auto&, const Survivors& s) { return s.busiest_utilisation; });
}

void add_recovery_fields(Fields& f) {
  f.push_back({"consistency.set_aside_writes", "count",
               "acknowledged writes that failovers took back, and kept for people to look at",
               [](auto& r, auto) { return Json(r.analysis.set_aside_writes); }});
  add_reshardings(f);
  add_drill(f);
}

}  // namespace bicoastal
