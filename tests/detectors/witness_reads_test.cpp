// Witnesses of reads and sessions: which operations, which deliveries, which cause.
#include "detectors/witness_telling.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

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

}  // namespace bicoastal::test
