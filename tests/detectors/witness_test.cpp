// The witness of each kind of anomaly, on histories written by hand: which operations, which deliveries, which cause.
#include "sim/analysis/witness/witness.hpp"

#include "detectors/story.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace bicoastal::test {
namespace {

using Kind = WitnessEvent::Kind;

constexpr std::uint32_t kKey = 5;

/// Of the first anomaly of the kind that the analyser finds in the story.
Witness witness_in(const Story& story, AnomalyKind kind, std::vector<Time> usual = {}) {
  const auto found = only(story.analyse(), kind);
  REQUIRE_FALSE(found.empty());
  Evidence evidence;
  evidence.add(story.records());
  return witness_of(found.front(), {story.scenario, evidence, usual});
}

/// Of an anomaly that other detectors find.
Witness witness_about(const Story& story, AnomalyKind kind, const Story::Write& change, const Story::Write& other,
                      double ms, std::int64_t amount = 0) {
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

/// "A missed 0@A 101" and so on: name (r for a read), part, session@store, moment of acceptance or end in ms.
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

/// "A>B 170" for an arrival, and the like.
std::string events(const Witness& w) {
  const auto place = [](StoreId s) { return std::string(1, static_cast<char>('A' + s.value)); };
  std::string text;
  for (const WitnessEvent& e : w.events) {
    if (!text.empty()) text += ", ";
    switch (e.kind) {
      case Kind::arrived: text += place(e.from) + ">" + place(e.to); break;
      case Kind::torn: text += place(e.from) + "x" + place(e.to); break;
      case Kind::withdrawn: text += "back at " + place(e.to); break;
      case Kind::gone: text += "gone"; break;
      case Kind::promoted: text += "promoted " + std::string(1, static_cast<char>('A' + e.region.value)); break;
      case Kind::rejoined: text += "rejoined " + std::string(1, static_cast<char>('A' + e.region.value)); break;
      case Kind::moved: text += "moved to " + std::string(1, static_cast<char>('A' + e.region.value)); break;
      case Kind::fault_begins: text += "fault"; break;
      case Kind::fault_ends: text += "repair"; break;
    }
    text += " " + std::to_string(static_cast<int>(e.at.in_millis()));
  }
  return text;
}

OpId read_at(Story& story, double ms, std::size_t store, std::uint32_t session, const Story::Write& found = {}) {
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

void batch(Story& story, double ms, BatchEvent event, std::size_t from, std::size_t to, double sent_ms,
           FaultId fault = {}) {
  BatchRecord r;
  r.event = event;
  r.from = StoreId(from);
  r.to = StoreId(to);
  r.sent = Story::at(sent_ms);
  r.fault = fault;
  story.tell(ms, r);
}

}  // namespace

TEST_CASE("A stale read is shown by the missed write, the read, and when the write came", "[detectors][witness]") {
  Story story;
  const auto w = story.write(100, 0, kKey, kA);
  read_at(story, 150, kB, 10);
  batch(story, 170, BatchEvent::arrived, kA, kB, 110);
  story.apply(170, w, kB);
  story.apply(180, w, kC);
  std::vector<Time> usual(9);
  usual[kA * 3 + kB] = Time::millis(60);
  const Witness witness = witness_in(story, AnomalyKind::stale_read, usual);
  CHECK(told(witness) == "A missed 0@A 101, r stale 10@B 151");
  CHECK(events(witness) == "A>B 170");
  CHECK(witness.cause.kind == CauseKind::lag);
  CHECK(witness.cause.usual == Time::millis(60));
  CHECK(witness.cause.delivery == Delivery{.version = w.version,
                                           .from = StoreId(kA),
                                           .to = StoreId(kB),
                                           .accepted = Story::at(101),
                                           .sent = Story::at(110),
                                           .arrived = Story::at(170),
                                           .needed = Story::at(151)});
}

TEST_CASE("A fault is the cause where it held up the batch that came too late", "[detectors][witness]") {
  const auto cause = [](FaultId of_batch, double fault_from) {
    Story story;
    add_fault(story, "A down", fault_from, 900, RegionId(kA));
    const auto w = story.write(100, 0, kKey, kA);
    read_at(story, 500, kB, 10);
    batch(story, 950, BatchEvent::arrived, kA, kB, 900, of_batch);
    story.apply(950, w, kB);
    story.apply(950, w, kC);
    return witness_in(story, AnomalyKind::stale_read);
  };
  const Witness held = cause(FaultId(0), 105);
  CHECK(held.cause.kind == CauseKind::fault);
  CHECK(held.cause.fault == FaultId(0));
  CHECK(events(held) == "fault 105, repair 900, A>B 950");
  CHECK(cause(FaultId(), 105).cause.kind == CauseKind::lag);   // the batch did not meet it
  CHECK(cause(FaultId(0), 600).cause.kind == CauseKind::lag);  // it began after the read
}

TEST_CASE("Of a write that never came the fault is the cause that cut its way meanwhile", "[detectors][witness]") {
  const auto cause_with = [](RegionId region) {
    Story story;
    add_fault(story, "down", 105, 20000, region);
    story.write(100, 0, kKey, kA);
    read_at(story, 500, kB, 10);
    return witness_in(story, AnomalyKind::stale_read).cause.kind;
  };
  CHECK(cause_with(RegionId(kA)) == CauseKind::fault);
  CHECK(cause_with(RegionId(kB)) == CauseKind::fault);
  CHECK(cause_with(RegionId(kC)) == CauseKind::lag);
}

TEST_CASE("A read copy that lags behind its leader is told from replication between regions", "[detectors][witness]") {
  Story story(2);
  story.scenario.stores.push_back({"A/copy", RegionId(kA), ZoneId(kA), false});
  const auto w = story.write(100, 0, kKey, kA);
  story.operation(150, 151, kA, Outcome::ok, [&](OperationRecord& r) {
    r.key = KeyId(std::size_t{kKey});
    r.store = StoreId(2);
  });
  story.apply(200, w, 2);
  story.apply(200, w, kB);
  const Witness witness = witness_in(story, AnomalyKind::read_your_writes);
  CHECK(told(witness) == "A first 0@A 101, r stale 0@C 151");  // the third store is the copy
  CHECK(witness.cause.kind == CauseKind::lag);
  REQUIRE(witness.cause.delivery);
  CHECK(witness.cause.delivery->from == StoreId(kA));
  CHECK(witness.cause.delivery->to == StoreId(2));
}

TEST_CASE("A session that does not read its write is shown with the move that took it elsewhere",
          "[detectors][witness]") {
  Story story;
  const auto w = story.write(100, 0, kKey, kA);
  MoveRecord move;
  move.session = SessionId(std::size_t{0});
  move.from = RegionId(kA);
  move.to = RegionId(kB);
  story.tell(120, move);
  read_at(story, 150, kB, 0);
  story.apply(170, w, kB);
  story.apply(170, w, kC);
  const Witness witness = witness_in(story, AnomalyKind::read_your_writes);
  CHECK(told(witness) == "A first 0@A 101, r stale 0@B 151");
  CHECK(events(witness) == "moved to B 120, A>B 170");
}

TEST_CASE("Time that runs backwards is shown by a write and two reads of one session", "[detectors][witness]") {
  Story story;
  const auto w = story.write(100, 20, kKey, kC);
  story.apply(130, w, kA);
  read_at(story, 140, kA, 0, w);
  read_at(story, 160, kA, 0, w);  // the last read of it before the one that goes wrong
  read_at(story, 200, kB, 0);
  story.apply(300, w, kB);
  const Witness witness = witness_in(story, AnomalyKind::monotonic_reads);
  CHECK(told(witness) == "A missed 20@C 101, r read 0@A 161, r stale 0@B 201");
  CHECK(events(witness) == "C>B 300");
}

TEST_CASE("Writes of a session out of order are shown at the store that had the second first", "[detectors][witness]") {
  Story story;
  const auto first = story.write(100, 0, kKey, kA);
  const auto then = story.write(200, 0, 6, kB);
  story.apply(260, then, kC);
  story.apply(300, first, kB);
  story.apply(300, first, kC);
  story.apply(300, then, kA);
  const Witness witness = witness_in(story, AnomalyKind::monotonic_writes);
  CHECK(told(witness) == "A first 0@A 101, B then 0@B 201");
  CHECK(events(witness) == "A>B 300");  // B accepted the second without the first
  CHECK(witness.cause.kind == CauseKind::lag);
}

TEST_CASE("A write that follows a read is shown with the read", "[detectors][witness]") {
  Story story;
  const auto question = story.write(100, 0, kKey, kA);
  story.apply(150, question, kB);
  read_at(story, 160, kB, 10, question);
  const auto answer = story.write(200, 10, 6, kB);
  story.apply(220, answer, kC);
  story.apply(400, question, kC);
  story.apply(400, answer, kA);
  const Witness witness = witness_in(story, AnomalyKind::writes_follow_reads);
  CHECK(told(witness) == "A missed 0@A 101, r read 10@B 161, B then 10@B 201");
  CHECK(events(witness) == "B>C 220, A>C 400");
}

TEST_CASE("A conflict is shown by both writes and when each reached the other's store", "[detectors][witness]") {
  Story story;
  const auto a = story.write(100, 0, kKey, kA);
  const auto b = story.write(110, 10, kKey, kB);
  for (const std::size_t store : {kB, kC}) story.apply(160, a, store);
  for (const std::size_t store : {kA, kC}) story.apply(170, b, store);
  const Witness witness = witness_in(story, AnomalyKind::conflict);
  CHECK(told(witness) == "A first 0@A 101, B then 10@B 111");
  CHECK(events(witness) == "A>B 160, B>A 170");
  CHECK(witness.cause.kind == CauseKind::lag);
}

TEST_CASE("A discarded write is the policy's doing where neither could know of the other", "[detectors][witness]") {
  Story story;
  const auto loser = story.write(100, 0, kKey, kA);
  const auto winner = story.write(110, 10, kKey, kB);
  for (const std::size_t store : {kB, kC}) story.apply(160, loser, store);
  for (const std::size_t store : {kA, kC}) story.apply(170, winner, store);
  const Witness witness = witness_in(story, AnomalyKind::discarded_write);
  CHECK(told(witness) == "A loser 0@A 101, B winner 10@B 111");
  CHECK(events(witness) == "A>B 160, B>A 170");
  CHECK_FALSE(witness.events[0].prevails);
  CHECK(witness.events[0].displaced == winner.version);
  CHECK(witness.events[1].prevails);
  CHECK(witness.cause.kind == CauseKind::policy);
}

TEST_CASE("Clocks are the cause where the later of two writes loses", "[detectors][witness]") {
  const auto witness_under = [](ClockKind clock) {
    Story story;
    story.scenario.data.conflicts.clock = clock;
    const auto ahead = story.accept(100, 0, kKey, kA, 600);  // A's clock is 500 ms ahead
    story.acknowledge(101, ahead, 99);
    const auto loser = story.accept(120, 10, kKey, kB);
    story.acknowledge(121, loser, 119);
    for (const std::size_t store : {kB, kC}) story.apply(160, ahead, store);
    for (const std::size_t store : {kA, kC}) story.apply(170, loser, store);
    return witness_in(story, AnomalyKind::discarded_write);
  };
  const Witness witness = witness_under(ClockKind::wall);
  CHECK(told(witness) == "A winner 0@A 100, B loser 10@B 120");
  CHECK(witness.cause.kind == CauseKind::clock_skew);
  CHECK(witness.cause.skew == Time::millis(500));
  CHECK(witness_under(ClockKind::lamport).cause.kind == CauseKind::policy);  // its stamps tell no time
}

TEST_CASE("A fault discards a write that would otherwise have been seen in time", "[detectors][witness]") {
  const auto cause = [](double usual_ms) {
    Story story;
    add_fault(story, "A down", 105, 900, RegionId(kA));
    const auto loser = story.write(100, 0, kKey, kA);
    const auto winner = story.write(500, 10, kKey, kB);
    batch(story, 950, BatchEvent::arrived, kA, kB, 900, FaultId(0));
    for (const std::size_t store : {kB, kC}) story.apply(950, loser, store);
    for (const std::size_t store : {kA, kC}) story.apply(960, winner, store);
    std::vector<Time> usual(9);
    usual[kA * 3 + kB] = Time::millis(usual_ms);
    return witness_in(story, AnomalyKind::discarded_write, usual).cause.kind;
  };
  CHECK(cause(50) == CauseKind::fault);
  CHECK(cause(450) == CauseKind::policy);  // it would have come too late without the fault, too
}

TEST_CASE("A lost write is shown with the fault, the torn batch and the promotion without it", "[detectors][witness]") {
  Story story(3, WritePattern::global);
  add_fault(story, "A down", 120, 900, RegionId(kA));
  const auto w = story.write(100, 0, kKey, kA);
  batch(story, 120, BatchEvent::failed, kA, kB, 110, FaultId(0));
  story.role(300, RoleEvent::promoted, kB);
  story.lose(300, w, FaultId(0));
  const Witness witness = witness_in(story, AnomalyKind::lost_write);
  CHECK(told(witness) == "A lost 0@A 101");
  CHECK(events(witness) == "AxB 120, fault 120, promoted B 300, gone 300");
  CHECK(witness.cause.kind == CauseKind::failover);
  CHECK(witness.cause.fault == FaultId(0));
  CHECK(witness.cause.promoted == RegionId(kB));
}

TEST_CASE("What an old primary accepted beside the new one is lost at its return", "[detectors][witness]") {
  Story story(3, WritePattern::global);
  story.role(50, RoleEvent::promoted, kB);
  const auto w = story.write(100, 0, kKey, kA);
  story.lose(300, w);
  const Witness witness = witness_in(story, AnomalyKind::lost_write);
  CHECK(events(witness) == "promoted B 50, rejoined A 300, gone 300");
  CHECK(witness.cause.promoted == RegionId(kB));
  CHECK_FALSE(witness.cause.fault.has_value());
}

TEST_CASE("Oversold stock is shown by the takes that were not counted, no more than are needed",
          "[detectors][witness]") {
  Story story;
  const auto take = [&](double ms, std::uint32_t session, std::size_t store, std::int64_t amount) {
    const auto w = story.accept(ms, session, kKey, store);
    ServeRecord serve;
    serve.kind = OpKind::write;
    serve.verb = Verb::take;
    serve.store = StoreId(store);
    serve.op = w.op;
    serve.version = w.version;
    serve.amount = amount;
    serve.key = KeyId(std::size_t{kKey});
    story.tell(ms, serve);
    story.acknowledge(ms + 1, w, ms - 1);
    return w;
  };
  const auto known = take(50, 0, kA, 3);
  story.apply(90, known, kB);
  take(100, 0, kA, 4);
  const auto near = take(110, 20, kC, 2);
  const auto last = take(120, 10, kB, 2);  // one more than there was
  story.apply(160, near, kB);
  const Witness witness = witness_about(story, AnomalyKind::oversold, last, near, 120, 1);
  CHECK(told(witness) == "A rival 20@C 110, B change 10@B 120");
  CHECK(witness.ops[0].amount == 2);
  CHECK(events(witness) == "C>B 160");
  const Witness more = witness_about(story, AnomalyKind::oversold, last, near, 120, 5);
  CHECK(told(more) == "A rival 0@A 100, B rival 20@C 110, C change 10@B 120");
}

TEST_CASE("A seat booked twice is shown by both reservations", "[detectors][witness]") {
  Story story;
  const auto one = story.write(100, 0, kKey, kA);
  const auto other = story.write(110, 10, kKey, kB);
  story.apply(160, one, kB);
  const Witness witness = witness_about(story, AnomalyKind::double_booking, other, one, 112);
  CHECK(told(witness) == "A rival 0@A 101, B change 10@B 111");
  CHECK(events(witness) == "A>B 160");
  CHECK(witness.cause.kind == CauseKind::lag);
}

TEST_CASE("A contradiction is shown by its own operations, with the delivery that explains it",
          "[detectors][witness]") {
  Story story;
  const auto w = story.write(100, 0, kKey, kA);
  const OpId read = read_at(story, 150, kB, 10);
  story.apply(170, w, kB);
  Contradiction contradiction;
  contradiction.key = KeyId(std::size_t{kKey});
  contradiction.ops = {{Story::at(100), Story::at(102), OpKind::write, w.version, w.op, SessionId(std::size_t{0})},
                       {Story::at(150), Story::at(151), OpKind::read, VersionId(), read, SessionId(std::size_t{10})}};
  Evidence evidence;
  evidence.add(story.records());
  const Witness witness = witness_of(contradiction, {story.scenario, evidence});
  CHECK(witness.contradiction);
  CHECK(told(witness) == "A involved 0@A 101, r involved 10@B 151");
  CHECK(events(witness) == "A>B 170");
  CHECK(witness.cause.kind == CauseKind::lag);
}

TEST_CASE("Of what the history does not hold nothing is told", "[detectors][witness]") {
  Story story;
  const auto w = story.write(100, 0, kKey, kA);
  read_at(story, 150, kB, 10);
  const auto found = only(story.analyse(), AnomalyKind::stale_read);
  REQUIRE(found.size() == 1);
  const Evidence nothing;
  const Witness witness = witness_of(found[0], {story.scenario, nothing});
  CHECK(witness.ops.empty());
  CHECK(witness.events.empty());
  CHECK(witness.cause.kind == CauseKind::unknown);
  CHECK(found[0].other == w.version);
}

}  // namespace bicoastal::test
