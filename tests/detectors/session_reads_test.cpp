#include "detectors/story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

TEST_CASE("A session that reads elsewhere before its write has arrived does not read its own write", "[detectors]") {
  Story story;
  const auto w = story.write(100, 3, 5, kA);
  const OpId read = story.read_initial(120, 3, 5);
  story.apply(150, w, kB);
  story.apply(150, w, kC);
  story.read(160, 3, 5, w);
  const Analysis a = story.analyse();
  CHECK(a.sessions.read_your_writes == 1);
  CHECK(a.sessions.monotonic_reads == 0);
  const auto found = only(a, AnomalyKind::read_your_writes);
  REQUIRE(found.size() == 1);
  CHECK(found[0].op == read);
  CHECK(found[0].session == SessionId(std::size_t{3}));
  CHECK(found[0].version.is_initial());
  CHECK(found[0].other == w.version);
}

TEST_CASE("Read your writes binds neither other sessions nor reads that overlap the write", "[detectors]") {
  Story story;
  const auto w = story.accept(100, 3, 5, kA);
  story.acknowledge(130, w, 99);
  story.read_initial(129, 3, 5);  // began before the write had been acknowledged
  story.read_initial(140, 4, 5);  // another session: stale, but not its own
  const auto lost_answer = story.accept(200, 3, 6, kA);
  story.read_initial(300, 3, 6);  // it does not know that this was written
  story.apply(400, w, kB);
  story.apply(400, lost_answer, kB);
  const Analysis a = story.analyse();
  CHECK(a.sessions.read_your_writes == 0);
  CHECK(a.staleness.stale_reads == 1);
}

TEST_CASE("Read your writes holds where a read returns something newer", "[detectors]") {
  Story story;
  const auto w = story.write(100, 3, 5, kA);
  const auto newer = story.write(110, 10, 5, kB);
  story.read(120, 3, 5, newer);
  story.apply(150, w, kB);
  story.apply(150, newer, kA);
  CHECK(story.analyse().sessions.read_your_writes == 0);
}

TEST_CASE("A session that reads something older than before sees time go backwards", "[detectors]") {
  Story story;
  const auto first = story.write(100, 0, 5, kA);
  story.apply(130, first, kB);
  const auto second = story.write(200, 0, 5, kA);
  story.read(210, 3, 5, second);
  const OpId read = story.read(220, 3, 5, first);  // at B
  story.read(230, 4, 5, first);                    // never saw the second
  story.apply(250, second, kB);
  const Analysis a = story.analyse();
  CHECK(a.sessions.monotonic_reads == 1);
  CHECK(a.sessions.read_your_writes == 0);
  const auto found = only(a, AnomalyKind::monotonic_reads);
  REQUIRE(found.size() == 1);
  CHECK(found[0].op == read);
  CHECK(found[0].version == first.version);
  CHECK(found[0].other == second.version);
}

TEST_CASE("Monotonic reads holds for reads that overlap, and once everybody has the version", "[detectors]") {
  Story story;
  const auto w = story.write(100, 0, 5, kA);
  story.operation(150, 160, kA, Outcome::ok, [&](OperationRecord& r) {
    r.session = SessionId(std::size_t{3});
    r.key = KeyId(std::size_t{5});
    r.version = w.version;
    r.stamp = w.stamp;
  });
  story.read_initial(159.5, 3, 5);  // began before the first had ended
  story.apply(200, w, kB);
  story.apply(200, w, kC);
  for (int i = 0; i < 20; ++i) story.read(300 + i * 100, 3, 5, w);
  CHECK(story.analyse().sessions.monotonic_reads == 0);
}

TEST_CASE("An older floor still binds a read that began before the newer one was reached", "[detectors]") {
  Story story;
  const auto first = story.write(100, 0, 5, kA);
  story.read(110, 3, 5, first);  // known since 111
  const auto second = story.write(120, 0, 5, kA);
  story.read(130, 3, 5, second);                                       // known since 131
  story.operation(125, 150, kA, Outcome::ok, [](OperationRecord& r) {  // began between them, returns neither
    r.session = SessionId(std::size_t{3});
    r.key = KeyId(std::size_t{5});
  });
  const auto found = only(story.analyse(), AnomalyKind::monotonic_reads);
  REQUIRE(found.size() == 1);
  CHECK(found[0].other == first.version);
}

TEST_CASE("A version that was lost is required of nobody", "[detectors]") {
  Story story(3, WritePattern::global);
  const auto w = story.write(100, 3, 5, kA);
  story.read(110, 3, 5, w);
  story.read_initial(120, 3, 5);  // at B: both guarantees broken
  story.lose(200, w);
  story.roll_back(210, kA, 5);
  story.read_initial(300, 3, 5);  // it is gone: lost, and that is said once
  const Analysis a = story.analyse();
  CHECK(a.sessions.read_your_writes == 1);
  CHECK(a.sessions.monotonic_reads == 1);
  CHECK(a.lost_writes == 1);
}

}  // namespace bicoastal::test
