#include "detectors/story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

TVisibility measure(const Story& story) {
  Analyser analyser(story.scenario, {.visibility = true});
  analyser.consume(story.records());
  return analyser.finish().visibility;
}

VisibilityCurve::Bin at(const VisibilityCurve& curve, double ms) {
  return curve.bins()[VisibilityCurve::bin_of(Time::millis(ms))];
}

/// A read of key 5 that `store` serves.
void read_at(Story& story, double ms, std::size_t store, const Story::Write& found) {
  story.operation(ms, ms + 1, store, Outcome::ok, [&](OperationRecord& r) {
    r.key = KeyId(std::size_t{5});
    r.version = found.version;
    r.stamp = found.stamp;
    r.store = StoreId(store);
  });
}

}  // namespace

TEST_CASE("Visibility is not measured unless it is asked for", "[detectors]") {
  Story story;
  const auto w = story.write(100, 0, 5, kA);
  story.read(200, 0, 5, w);
  CHECK_FALSE(story.analyse().visibility.measured);
  CHECK(story.analyse().visibility.overall.reads() == 0);
}

TEST_CASE("A read counts by the time since the newest acknowledged write, and whether it returned it", "[detectors]") {
  Story story;
  const auto first = story.write(98, 0, 5, kA);    // acknowledged at 100
  const auto second = story.write(998, 0, 5, kA);  // acknowledged at 1000
  read_at(story, 116, kB, {});                     // 16 ms after the first
  read_at(story, 164, kB, first);                  // 64 ms
  read_at(story, 1016, kB, first);                 // 16 ms after the second, which it misses
  read_at(story, 1064, kA, second);
  const TVisibility v = measure(story);
  CHECK(v.measured);
  CHECK(v.overall.reads() == 4);
  CHECK(at(v.overall, 16).reads == 2);
  CHECK(at(v.overall, 16).consistent == 0);
  CHECK(at(v.overall, 64).reads == 2);
  CHECK(at(v.overall, 64).consistent == 2);
  REQUIRE(v.pairs.size() == 2);
  CHECK(v.pairs[0].from == RegionId(kA));
  CHECK(v.pairs[0].to == RegionId(kA));
  CHECK(v.pairs[0].curve.reads() == 1);
  CHECK(v.pairs[1].to == RegionId(kB));
  CHECK(v.pairs[1].curve.reads() == 3);
  CHECK(at(v.pairs[1].curve, 16).reads == 2);
  CHECK_FALSE(v.overall.consistent_from(0.999));  // four reads tell nothing
}

TEST_CASE("A later write than the one that was acknowledged is consistent, too", "[detectors]") {
  Story story;
  story.write(98, 0, 5, kA);
  const auto under_way = story.accept(120, 1, 5, kA);
  story.acknowledge(190, under_way, 110);
  read_at(story, 164, kA, under_way);
  const TVisibility v = measure(story);
  CHECK(at(v.overall, 64).reads == 1);
  CHECK(at(v.overall, 64).consistent == 1);
}

TEST_CASE("A write that was acknowledged while a read was under way is not asked of it", "[detectors]") {
  Story story;
  const auto first = story.write(98, 0, 5, kA);
  story.write(165, 0, 5, kA);  // acknowledged at 167
  story.operation(164, 170, kB, Outcome::ok, [&](OperationRecord& r) {
    r.key = KeyId(std::size_t{5});
    r.version = first.version;
    r.stamp = first.stamp;
  });
  const TVisibility v = measure(story);
  CHECK(at(v.overall, 64).reads == 1);
  CHECK(at(v.overall, 64).consistent == 1);
}

TEST_CASE("Of overlapping writes the one that prevails is asked for, whichever was acknowledged last", "[detectors]") {
  Story story;
  const auto loser = story.accept(95, 0, 5, kA);
  const auto winner = story.accept(96, 10, 5, kB);
  story.acknowledge(100, winner, 90);
  story.acknowledge(132, loser, 90);
  read_at(story, 164, kA, winner);
  read_at(story, 164, kA, loser);
  const TVisibility v = measure(story);
  CHECK(at(v.overall, 64).reads == 2);  // since 100
  CHECK(at(v.overall, 64).consistent == 1);
}

TEST_CASE("Reads before the first acknowledged write, of the warm-up, or that failed do not count", "[detectors]") {
  Story story;
  story.scenario.warmup = Time::millis(500);
  story.write(98, 0, 5, kA);
  story.read_initial(400, 10, 5);
  story.read_initial(600, 10, 6);
  story.write(700, 0, 6, kA);
  story.operation(800, 900, kB, Outcome::timeout, [](OperationRecord& r) { r.key = KeyId(std::size_t{5}); });
  const TVisibility v = measure(story);
  CHECK(v.overall.reads() == 0);
  CHECK(v.pairs.empty());
}

TEST_CASE("A lost write is asked for until it is lost; then reads are left out until the next", "[detectors]") {
  Story story(3, WritePattern::global);
  const auto kept = story.write(98, 0, 5, kA);
  const auto gone = story.write(998, 0, 5, kA);  // acknowledged at 1000
  read_at(story, 1016, kB, kept);
  story.lose(1030, gone);
  read_at(story, 1064, kB, kept);
  const auto next = story.write(1998, 0, 5, kB);  // acknowledged at 2000
  read_at(story, 2064, kB, next);
  const TVisibility v = measure(story);
  CHECK(at(v.overall, 16).reads == 1);
  CHECK(at(v.overall, 16).consistent == 0);
  CHECK(v.left_out == 1);
  CHECK(at(v.overall, 64).reads == 1);
  CHECK(at(v.overall, 64).consistent == 1);
}

}  // namespace bicoastal::test
