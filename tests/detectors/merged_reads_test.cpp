// Reads, sessions and divergence where values merge, on histories written by hand.
#include "detectors/story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {
namespace {

Story merging(DataType type, Crdt crdt) {
  Story story;
  story.scenario.keys.type = type;
  story.scenario.data.conflicts.policy = "crdt";
  story.scenario.data.conflicts.crdt = crdt;
  story.scenario.data.conflicts.merges = true;
  return story;
}
Story counters() { return merging(DataType::counter, Crdt::pn_counter); }
Story registers() { return merging(DataType::reg, Crdt::mv_register); }

/// Key 5 is read at `store`, which shows `newest`, 1 ms after `ms`, and answered 2 ms after `ms`.
OpId read(Story& story, double ms, std::uint32_t session, std::size_t store, const Story::Write& newest) {
  return story.operation(ms, ms + 2, session / 10, Outcome::ok, [&](OperationRecord& r) {
    r.session = SessionId(std::size_t{session});
    r.key = KeyId(std::size_t{5});
    r.store = StoreId(store);
    r.version = newest.version;
    r.stamp = newest.stamp;
    ServeRecord served;
    served.store = r.store;
    served.op = r.op;
    served.invoked = r.invoked;
    served.version = r.version;
    served.key = r.key;
    story.tell(ms + 1, served);
  });
}

}  // namespace

TEST_CASE("A counter that shows the newest change is stale where it lacks an older one", "[detectors]") {
  Story story = counters();
  const auto here = story.write(100, 0, 5, kA);
  const auto there = story.write(110, 10, 5, kB);
  const OpId op = read(story, 150, 11, kB, there);
  story.apply(200, here, kB);
  story.apply(200, there, kA);
  story.apply(200, here, kC);
  story.apply(200, there, kC);
  read(story, 250, 12, kB, there);
  const Analysis a = story.analyse();
  CHECK(a.staleness.reads == 2);
  REQUIRE(a.staleness.stale_reads == 1);
  const Anomaly stale = only(a, AnomalyKind::stale_read)[0];
  CHECK(stale.op == op);
  CHECK(stale.other == here.version);
  CHECK(stale.age == Time::millis(48));  // acknowledged at 102
  CHECK(a.conflicts.concurrent == 1);
  CHECK(a.conflicts.discarded == 0);
}

TEST_CASE("A write of a register stands for what it had seen, a change of a counter for itself", "[detectors]") {
  const bool superseding = GENERATE(true, false);
  Story story = superseding ? registers() : counters();
  const auto first = story.write(100, 0, 5, kA);
  story.apply(120, first, kC);
  const auto second = story.write(130, 20, 5, kC);
  story.apply(140, second, kB);  // overtakes the first on its way to B
  read(story, 200, 10, kB, second);
  const auto third = story.write(210, 10, 5, kB);
  story.apply(300, first, kB);
  story.apply(300, second, kA);
  story.apply(300, third, kA);
  story.apply(300, third, kC);
  const Analysis a = story.analyse();
  CHECK(a.staleness.stale_reads == (superseding ? 0 : 1));
  CHECK(a.conflicts.concurrent == (superseding ? 0 : 1));
}

TEST_CASE("What a read includes is what its store knew when it served it, not when the answer came", "[detectors]") {
  Story story = counters();
  const auto write = story.write(100, 0, 5, kA);
  story.apply(151.5, write, kB);  // between the work and the answer
  read(story, 150, 10, kB, {});
  CHECK(story.analyse().staleness.stale_reads == 1);
}

TEST_CASE("A session that goes elsewhere misses its own change and what it had read", "[detectors]") {
  Story story = counters();
  const auto other = story.write(90, 1, 5, kA);
  read(story, 100, 0, kA, other);
  const auto own = story.write(110, 0, 5, kA);
  const auto there = story.write(120, 10, 5, kB);
  const OpId op = read(story, 150, 0, kB, there);  // by order the newest, and yet without both
  const Analysis a = story.analyse();
  REQUIRE(a.sessions.read_your_writes == 1);
  REQUIRE(a.sessions.monotonic_reads == 1);
  CHECK(only(a, AnomalyKind::read_your_writes)[0].op == op);
  CHECK(only(a, AnomalyKind::read_your_writes)[0].other == own.version);
  CHECK(only(a, AnomalyKind::monotonic_reads)[0].other == other.version);
}

TEST_CASE("Leaders of merging values agree once all know the same, in whatever order they heard of it", "[detectors]") {
  Story story = counters();
  const auto here = story.write(99, 0, 5, kA);     // accepted at 100
  const auto there = story.write(149, 10, 5, kB);  // accepted at 150
  story.apply(400, here, kB);
  story.apply(500, here, kC);
  story.apply(600, there, kA);
  story.apply(1100, there, kC);
  const Analysis a = story.analyse();
  CHECK(a.divergence.keys_differing_at_end == 0);
  CHECK(a.divergence.share == Approx(1.0 / 20 / 10));  // one of 10 keys, from 100 to 1100 of 20000 ms
  CHECK(a.divergence.converge_s == 0.0);
}

TEST_CASE("Keys that leaders show differently in the end differ, whatever they were sent", "[detectors]") {
  Story story = counters();
  const auto write = story.write(100, 0, 5, kA);
  story.apply(200, write, kB);
  story.apply(200, write, kC);
  for (const std::size_t store : {kA, kB, kC}) {
    StateRecord state;
    state.store = StoreId(store);
    state.key = KeyId(std::size_t{5});
    state.items = 1;
    state.amount = store == kC ? 2 : 1;
    story.tell(15000, state);
  }
  const Analysis a = story.analyse();
  CHECK(a.divergence.keys_differing_at_end == 1);
  CHECK_FALSE(a.divergence.converge_s.has_value());
}

TEST_CASE("A register that merges by the last writer's value is fresh when it shows the later one", "[detectors]") {
  Story story = merging(DataType::reg, Crdt::lww_register);
  story.write(100, 0, 5, kA);
  const auto there = story.write(110, 10, 5, kB);
  read(story, 150, 11, kB, there);
  CHECK(story.analyse().staleness.stale_reads == 0);
}

TEST_CASE("Where no order says which write a read should return, t-visibility is not measured", "[detectors]") {
  for (const bool merges : {false, true}) {
    Story story = merges ? counters() : Story();
    const auto write = story.write(100, 0, 5, kA);
    read(story, 150, 0, kA, write);
    Analyser analyser(story.scenario, {.visibility = true});
    analyser.consume(story.records());
    CHECK(analyser.finish().visibility.measured == !merges);
  }
}

}  // namespace bicoastal::test
