// Witnesses of writes that met, were lost, or broke a rule together: which operations, which deliveries, which cause.
#include "detectors/witness_telling.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

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
