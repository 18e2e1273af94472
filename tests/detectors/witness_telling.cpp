#include "detectors/witness_telling.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

Witness witness_in(const Story& story, AnomalyKind kind, const std::vector<Time>& usual) {
  const auto found = only(story.analyse(), kind);
  REQUIRE_FALSE(found.empty());
  Evidence evidence;
  evidence.add(story.records());
  return witness_of(found.front(), {story.scenario, evidence, usual});
}

Witness witness_about(const Story& story, AnomalyKind kind, const Story::Write& change, const Story::Write& other,
                      double ms, std::int64_t amount) {
  Anomaly anomaly;
  anomaly.kind = kind;
  anomaly.time = Story::at(ms);
  anomaly.key = KeyId(std::size_t{change.key});
  anomaly.session = SessionId(std::size_t{change.session});
  anomaly.op = change.op;
  anomaly.version = change.version;
  anomaly.other = other.version;
  anomaly.amount = amount;
  Evidence evidence;
  evidence.add(story.records());
  return witness_of(anomaly, {story.scenario, evidence});
}

std::string told(const Witness& w) {
  static constexpr const char* kParts[] = {"missed", "stale", "read",   "first", "then",    "loser",
                                           "winner", "lost",  "change", "rival", "involved"};
  std::string text;
  for (const WitnessOp& op : w.ops) {
    const Time at = op.kind == OpKind::write ? op.accepted : op.ended;
    text += std::string(text.empty() ? "" : ", ") + (op.name == 0 ? 'r' : op.name) + " " +
            kParts[static_cast<std::size_t>(op.part)] + " " + std::to_string(op.session.value) + "@" +
            std::string(1, static_cast<char>('A' + op.store.value)) + " " +
            std::to_string(static_cast<int>(at.in_millis()));
  }
  return text;
}

std::string events(const Witness& w) {
  const auto place = [](StoreId s) { return std::string(1, static_cast<char>('A' + s.value)); };
  std::string text;
  for (const WitnessEvent& e : w.events) {
    if (!text.empty()) text += ", ";
    switch (e.kind) {
      case WitnessEvent::Kind::arrived: text += place(e.from) + ">" + place(e.to); break;
      case WitnessEvent::Kind::torn: text += place(e.from) + "x" + place(e.to); break;
      case WitnessEvent::Kind::withdrawn: text += "back at " + place(e.to); break;
      case WitnessEvent::Kind::gone: text += "gone"; break;
      case WitnessEvent::Kind::promoted:
        text += "promoted " + std::string(1, static_cast<char>('A' + e.region.value));
        break;
      case WitnessEvent::Kind::rejoined:
        text += "rejoined " + std::string(1, static_cast<char>('A' + e.region.value));
        break;
      case WitnessEvent::Kind::moved:
        text += "moved to " + std::string(1, static_cast<char>('A' + e.region.value));
        break;
      case WitnessEvent::Kind::fault_begins: text += "fault"; break;
      case WitnessEvent::Kind::fault_ends: text += "repair"; break;
    }
    text += " " + std::to_string(static_cast<int>(e.at.in_millis()));
  }
  return text;
}

OpId read_at(Story& story, double ms, std::size_t store, std::uint32_t session, const Story::Write& found) {
  return story.operation(ms, ms + 1, store, Outcome::ok, [&](OperationRecord& r) {
    r.session = SessionId(std::size_t{session});
    r.key = KeyId(std::size_t{kKey});
    r.version = found.version;
    r.stamp = found.stamp;
    r.store = StoreId(store);
  });
}

void add_fault(Story& story, const std::string& name, double from_ms, double to_ms, RegionId region) {
  Fault fault;
  fault.name = name;
  fault.kind = "region_down";
  fault.at = Story::at(from_ms);
  fault.until = Story::at(to_ms);
  fault.what = RegionDown{region};
  story.scenario.faults.push_back(fault);
}

void batch(Story& story, double ms, BatchEvent event, std::size_t from, std::size_t to, double sent_ms, FaultId fault) {
  BatchRecord r;
  r.event = event;
  r.from = StoreId(from);
  r.to = StoreId(to);
  r.sent = Story::at(sent_ms);
  r.fault = fault;
  story.tell(ms, r);
}

}  // namespace bicoastal::test
