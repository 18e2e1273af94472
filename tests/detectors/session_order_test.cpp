#include "detectors/story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

TEST_CASE("Monotonic writes is broken where a later write of a session is at a store without the earlier",
          "[detectors]") {
  Story story;
  const auto first = story.write(100, 3, 5, kA);
  const auto second = story.write(110, 3, 6, kB);  // another key, another region
  story.apply(120, second, kC);
  story.apply(150, first, kC);
  story.apply(150, first, kB);
  story.apply(150, second, kA);
  const Analysis a = story.analyse();
  CHECK(a.sessions.monotonic_writes == 1);  // once, although it happened at B and at C
  CHECK(a.sessions.writes_follow_reads == 0);
  const auto found = only(a, AnomalyKind::monotonic_writes);
  REQUIRE(found.size() == 1);
  CHECK(found[0].op == second.op);
  CHECK(found[0].session == SessionId(std::size_t{3}));
  CHECK(found[0].version == second.version);
  CHECK(found[0].other == first.version);
  CHECK(found[0].time == Story::at(112));  // when it was acknowledged; it was at B, which lacked the first, before
}

TEST_CASE("Monotonic writes holds where all stores get a session's writes in order", "[detectors]") {
  Story story;
  const auto first = story.write(100, 3, 5, kA);
  story.apply(130, first, kB);
  story.apply(140, first, kC);
  const auto second = story.write(150, 3, 6, kB);
  story.apply(180, second, kA);
  story.apply(190, second, kC);
  const auto same_store = story.write(200, 3, 7, kB);
  story.apply(230, same_store, kA);
  CHECK(story.analyse().sessions.monotonic_writes == 0);
}

TEST_CASE("A write at a store that has all it follows breaks the guarantee at a third that has not", "[detectors]") {
  Story story;
  const auto first = story.write(100, 3, 5, kA);
  story.apply(130, first, kB);
  const auto second = story.write(150, 3, 6, kB);
  story.apply(160, second, kC);  // C has not got the first
  story.apply(170, first, kC);
  const auto found = only(story.analyse(), AnomalyKind::monotonic_writes);
  REQUIRE(found.size() == 1);
  CHECK(found[0].time == Story::at(160));
  CHECK(found[0].other == first.version);
}

TEST_CASE("Of writes that overlap, or are never acknowledged, nobody expects an order", "[detectors]") {
  Story story;
  const auto first = story.accept(100, 3, 5, kA);
  const auto second = story.accept(110, 3, 6, kB);
  story.acknowledge(120, first, 99);
  story.acknowledge(121, second, 109);  // invoked before the first was acknowledged
  const auto third = story.accept(200, 3, 7, kC);
  (void)third;  // follows both, but its client never learns that it exists
  const Analysis a = story.analyse();
  CHECK(a.sessions.monotonic_writes == 0);
}

TEST_CASE("A write whose slow clock puts it before the write it follows breaks monotonic writes", "[detectors]") {
  Story story;
  story.scenario.data.conflicts.clock_offset[kA] = Time::millis(500);
  const auto first = story.accept(100, 3, 5, kA, 600);
  story.acknowledge(101, first, 99);
  for (const std::size_t store : {kB, kC}) story.apply(130, first, store);
  const auto second = story.accept(200, 3, 5, kB);
  story.acknowledge(201, second, 199);
  const Analysis a = story.analyse();
  CHECK(a.sessions.monotonic_writes == 1);
  CHECK(only(a, AnomalyKind::monotonic_writes)[0].other == first.version);
}

TEST_CASE("Writes follow reads is broken where a write arrives before what its session had read", "[detectors]") {
  Story story;
  const auto question = story.write(100, 0, 5, kA);
  story.apply(130, question, kB);
  story.read(140, 10, 5, question);  // at B
  const auto answer = story.write(150, 10, 6, kB);
  story.apply(160, answer, kC);  // C shows an answer without its question
  story.apply(170, question, kC);
  const Analysis a = story.analyse();
  CHECK(a.sessions.writes_follow_reads == 1);
  CHECK(a.sessions.monotonic_writes == 0);
  const auto found = only(a, AnomalyKind::writes_follow_reads);
  REQUIRE(found.size() == 1);
  CHECK(found[0].version == answer.version);
  CHECK(found[0].other == question.version);
  CHECK(found[0].session == SessionId(std::size_t{10}));
}

TEST_CASE("Writes follow reads holds where what was read is there first, or was never read", "[detectors]") {
  Story story;
  const auto question = story.write(100, 0, 5, kA);
  story.apply(130, question, kB);
  story.read(140, 10, 5, question);
  story.apply(150, question, kC);
  const auto answer = story.write(160, 10, 6, kB);
  story.apply(170, answer, kC);
  const auto other = story.write(200, 0, 7, kA);
  const auto unrelated = story.write(210, 11, 8, kB);
  story.apply(220, unrelated, kC);
  story.apply(230, other, kC);
  CHECK(story.analyse().sessions.writes_follow_reads == 0);
}

TEST_CASE("What a session read and was then lost is required of nobody", "[detectors]") {
  Story story(3, WritePattern::global);
  const auto w = story.write(100, 0, 5, kA);
  story.read(110, 3, 5, w);
  story.lose(150, w);
  story.next_epoch();
  const auto next = story.write(200, 3, 6, kB);
  story.apply(230, next, kC);
  CHECK(story.analyse().sessions.writes_follow_reads == 0);
}

}  // namespace bicoastal::test
