#include "sim/base/anomaly_names.hpp"
#include "sim/report/json_fields.hpp"
#include "sim/report/witness_page.hpp"
#include "sim/report/witness_text.hpp"

#include <array>

namespace bicoastal {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 11> kVerbs = {"write",   "increment", "add",    "remove",   "take",   "restock",
                                                     "reserve", "release",   "append", "withdraw", "deposit"};
constexpr std::array<std::string_view, 9> kEvents = {"arrived",  "torn",  "withdrawn",    "gone",      "promoted",
                                                     "rejoined", "moved", "fault_begins", "fault_ends"};

/// Seconds; null for a moment that never came or is not known.
Json seconds(Time t) { return t == Time::max() ? Json() : Json(t.in_seconds()); }
Json place(const Scenario& s, StoreId store) { return store.has_value() ? Json(place_name(s, store)) : Json(); }
Json fault_name(const Scenario& s, FaultId f) { return f.has_value() ? Json(s.faults[f.index()].name) : Json(); }
Json region_name(const Scenario& s, RegionId r) { return r.has_value() ? Json(s.regions[r.index()].name) : Json(); }

Json name_of_version(const Witness& w, VersionId version) {
  for (const WitnessOp& op : w.ops)
    if (op.kind == OpKind::write && op.version == version) return std::string(1, op.name);
  return {};
}

Json operation_json(const Witness& w, const Scenario& s, const WitnessOp& op) {
  Json json = {{"part", name_of(op.part)}, {"kind", op.kind == OpKind::read ? "read" : "write"}};
  json[op.kind == OpKind::read ? "returned" : "name"] = name_of_version(w, op.version);
  if (op.kind == OpKind::write) {
    json["verb"] = kVerbs[static_cast<std::size_t>(op.verb)];
    json["item"] = op.item;
    json["amount"] = op.amount;
  }
  json["op"] = op.op.value;
  json["session"] = op.session.value;
  json["key"] = op.key.value;
  json["version"] = op.version.value;
  json["store"] = place(s, op.store);
  json["invoked_s"] = seconds(op.invoked);
  if (op.kind == OpKind::write) {
    json["accepted_s"] = seconds(op.accepted);
    json["stamp"] = op.stamp;
  }
  json["ended_s"] = seconds(op.ended);
  return json;
}

Json event_json(const Witness& w, const Scenario& s, const WitnessEvent& e) {
  Json json = {{"event", kEvents[static_cast<std::size_t>(e.kind)]}, {"time_s", e.at.in_seconds()}};
  if (!e.version.is_initial()) json["write"] = name_of_version(w, e.version);
  if (e.from.has_value()) json["from"] = place(s, e.from);
  if (e.to.has_value()) json["to"] = place(s, e.to);
  if (e.sent != Time::max()) json["sent_s"] = seconds(e.sent);
  if (e.kind == WitnessEvent::Kind::arrived) json["prevails"] = e.prevails;
  if (e.fault.has_value()) json["fault"] = fault_name(s, e.fault);
  if (e.region.has_value()) json["region"] = region_name(s, e.region);
  if (e.session.has_value()) json["session"] = e.session.value;
  return json;
}

Json cause_json(const Witness& w, const Scenario& s) {
  const Cause& c = w.cause;
  Json json = {{"kind", name_of(c.kind)}, {"sentence", why_it_happened(w, s)}};
  if (c.delivery) {
    const Delivery& d = *c.delivery;
    json["delivery"] = {
        {"write", name_of_version(w, d.version)}, {"from", place(s, d.from)},  {"to", place(s, d.to)},
        {"accepted_s", seconds(d.accepted)},      {"sent_s", seconds(d.sent)}, {"arrived_s", seconds(d.arrived)},
        {"needed_s", seconds(d.needed)}};
  }
  json["usual_ms"] = c.usual ? Json(c.usual->in_millis()) : Json();
  json["fault"] = fault_name(s, c.fault);
  json["promoted"] = region_name(s, c.promoted);
  json["skew_ms"] = c.kind == CauseKind::clock_skew ? Json(c.skew.in_millis()) : Json();
  return json;
}

}  // namespace

std::string witness_json(const Witness& w, const Scenario& s, const AnomalyNumber& number) {
  Json json = {{"number", number.number},
               {"kind", w.contradiction ? std::string("linearizability") : std::string(anomaly_name(w.anomaly.kind))},
               {"of_kind", number.of_kind},
               {"in_all", number.in_all},
               {"time_s", w.anomaly.time.in_seconds()},
               {"key", w.anomaly.key.value},
               {"sentence", what_happened(w, s)},
               {"cause", cause_json(w, s)},
               {"operations", Json::array()},
               {"events", Json::array()}};
  for (const WitnessOp& op : w.ops) json["operations"].push_back(operation_json(w, s, op));
  for (const WitnessEvent& e : w.events) json["events"].push_back(event_json(w, s, e));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bicoastal
