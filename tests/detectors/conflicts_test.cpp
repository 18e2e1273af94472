#include "detectors/story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

TEST_CASE("Two writes neither of which had seen the other are a conflict, and one of them is discarded",
          "[detectors]") {
  Story story;
  const auto loser = story.write(100, 0, 5, kA);
  const auto winner = story.write(110, 10, 5, kB);
  story.apply(130, loser, kB);   // superseded
  story.apply(140, winner, kA);  // takes its place
  for (const auto& w : {loser, winner}) story.apply(150, w, kC);
  const Analysis a = story.analyse();
  CHECK(a.conflicts.accepted == 2);
  CHECK(a.conflicts.concurrent == 1);
  CHECK(a.conflicts.conflicting_writes == 2);
  CHECK(a.conflicts.discarded == 1);
  CHECK(a.conflicts.siblings_max == 1);
  const auto conflict = only(a, AnomalyKind::conflict);
  REQUIRE(conflict.size() == 1);
  CHECK(conflict[0].version == winner.version);
  CHECK(conflict[0].other == loser.version);
  CHECK(conflict[0].time == Story::at(111));
  const auto discarded = only(a, AnomalyKind::discarded_write);
  REQUIRE(discarded.size() == 1);
  CHECK(discarded[0].version == loser.version);
  CHECK(discarded[0].other == winner.version);
  CHECK(discarded[0].op == loser.op);
  CHECK(discarded[0].session == SessionId(std::size_t{0}));
  CHECK(discarded[0].time == Story::at(150));  // when the last store left it behind
  CHECK(discarded[0].age == Story::at(49));
}

TEST_CASE("A write that had seen the other overwrites it: no conflict, nothing discarded", "[detectors]") {
  Story story;
  const auto first = story.write(100, 0, 5, kA);
  story.apply(130, first, kB);
  const auto second = story.write(140, 10, 5, kB);
  story.apply(150, first, kC);
  story.apply(170, second, kA);
  story.apply(170, second, kC);
  const Analysis a = story.analyse();
  CHECK(a.conflicts.concurrent == 0);
  CHECK(a.conflicts.conflicting_writes == 0);
  CHECK(a.conflicts.discarded == 0);
}

TEST_CASE("Three writes at once are three conflicts of three writes", "[detectors]") {
  Story story;
  const auto a1 = story.write(100, 0, 5, kA);
  const auto b1 = story.write(101, 10, 5, kB);
  const auto c1 = story.write(102, 20, 5, kC);
  for (const std::size_t store : {kA, kB, kC})
    for (const auto& w : {a1, b1, c1})
      if (w.store != store) story.apply(150 + static_cast<double>(store), w, store);
  const Analysis a = story.analyse();
  CHECK(a.conflicts.concurrent == 3);
  CHECK(a.conflicts.conflicting_writes == 3);
  CHECK(a.conflicts.discarded == 2);
}

TEST_CASE("A write conflicts with each of several writes that it had not seen", "[detectors]") {
  Story story;
  const auto first = story.write(100, 0, 5, kA);
  const auto second = story.write(110, 0, 5, kA);  // had seen the first
  const auto other = story.write(120, 10, 5, kB);  // had seen neither
  for (const auto& w : {first, second}) story.apply(150, w, kB);
  story.apply(150, other, kA);
  const Analysis a = story.analyse();
  CHECK(a.conflicts.concurrent == 2);
  CHECK(a.conflicts.conflicting_writes == 3);
}

TEST_CASE("Writes to different keys do not conflict", "[detectors]") {
  Story story;
  story.write(100, 0, 5, kA);
  story.write(100, 10, 6, kB);
  CHECK(story.analyse().conflicts.concurrent == 0);
}

TEST_CASE("A conflict is one even where the two never meet", "[detectors]") {
  Story story;
  story.write(100, 0, 5, kA);
  story.write(5000, 10, 5, kB);  // the link has been down for five seconds, and stays so
  const Analysis a = story.analyse();
  CHECK(a.conflicts.concurrent == 1);
  CHECK(a.conflicts.discarded == 0);  // both are still there
  CHECK(a.divergence.keys_differing_at_end == 1);
  CHECK_FALSE(a.divergence.converge_s);
}

TEST_CASE("A superseded write has been seen, but not overwritten by what came after", "[detectors]") {
  Story story;
  const auto loser = story.write(100, 0, 5, kA);
  const auto winner = story.write(110, 10, 5, kB);
  story.apply(130, loser, kB);
  const auto next = story.write(140, 10, 5, kB);  // had seen both; its previous is the winner
  for (const auto& w : {winner, next}) story.apply(160, w, kA);
  for (const auto& w : {loser, winner, next}) story.apply(160, w, kC);
  const Analysis a = story.analyse();
  CHECK(a.conflicts.concurrent == 1);
  CHECK(a.conflicts.discarded == 1);
  CHECK(only(a, AnomalyKind::discarded_write)[0].version == loser.version);
}

TEST_CASE("A write that was never acknowledged is not discarded", "[detectors]") {
  Story story;
  const auto unknown = story.accept(100, 0, 5, kA);
  const auto winner = story.write(110, 10, 5, kB);
  story.apply(130, unknown, kB);
  story.apply(140, winner, kA);
  const Analysis a = story.analyse();
  CHECK(a.conflicts.concurrent == 1);
  CHECK(a.conflicts.discarded == 0);
}

TEST_CASE("Of a history without its end, only what is gone for good counts as discarded", "[detectors]") {
  Story story;
  const auto gone = story.write(100, 0, 5, kA);
  const auto winner = story.write(110, 10, 5, kB);
  for (const std::size_t store : {kA, kC}) story.apply(140, winner, store);
  for (const std::size_t store : {kB, kC}) story.apply(150, gone, store);
  const auto pending = story.write(200, 0, 6, kA);
  const auto stronger = story.write(210, 10, 6, kB);
  story.apply(220, stronger, kA);  // on its way to C, where the weaker may still be shown
  (void)pending;
  story.read_initial(4000, 0, 7);  // time goes on
  const Analysis a = story.analyse(std::nullopt);
  CHECK_FALSE(a.complete);
  CHECK(a.conflicts.concurrent == 2);
  CHECK(a.conflicts.discarded == 1);
  CHECK(only(a, AnomalyKind::discarded_write)[0].version == gone.version);
  CHECK_FALSE(a.divergence.converge_s);
}

}  // namespace bicoastal::test
