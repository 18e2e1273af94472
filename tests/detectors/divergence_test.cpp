#include "detectors/story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

TEST_CASE("Divergence is the share of keys and of time on which leaders differ", "[detectors]") {
  Story story;
  const auto w = story.accept(1000, 0, 5, kA);
  story.apply(1200, w, kB);
  story.apply(1500, w, kC);  // one of ten keys, for 0.5 s of 20 s
  const auto other = story.accept(2000, 0, 6, kA);
  story.apply(2100, other, kB);
  story.apply(2250, other, kC);
  const Analysis a = story.analyse();
  CHECK(a.divergence.share == Approx((0.5 + 0.25) / (10 * 20)));
  CHECK(a.divergence.keys_differing_at_end == 0);
  REQUIRE(a.divergence.converge_s);
  CHECK(*a.divergence.converge_s == 0);
}

TEST_CASE("What differs during the warm-up does not count", "[detectors]") {
  Story story;
  story.scenario.warmup = Time::millis(1200);
  const auto w = story.accept(1000, 0, 5, kA);
  for (const std::size_t store : {kB, kC}) story.apply(1500, w, store);
  CHECK(story.analyse().divergence.share == Approx(0.3 / (10 * 18.8)));
}

TEST_CASE("A superseded write is on its way, but nobody differs for it", "[detectors]") {
  Story story;
  const auto loser = story.accept(1000, 0, 5, kA);
  const auto winner = story.accept(1010, 10, 5, kB);
  for (const std::size_t store : {kA, kC}) story.apply(1100, winner, store);  // all show the winner
  for (const std::size_t store : {kB, kC}) story.apply(3000, loser, store);
  CHECK(story.analyse().divergence.share == Approx(0.1 / (10 * 20)));
}

TEST_CASE("Time to converge runs from the last heal, or from the end of load where that is later", "[detectors]") {
  Story story;
  story.scenario.faults.push_back({"cut", "link_down", Time::seconds(1), Time::seconds(12), LinkDown{}});
  story.fault(1000, 0, true);
  const auto w = story.accept(2000, 0, 5, kA);
  story.apply(2100, w, kC);
  story.fault(12000, 0, false);
  story.apply(12300, w, kB);
  const Analysis healed = story.analyse();
  REQUIRE(healed.divergence.converge_s);
  CHECK(*healed.divergence.converge_s == Approx(0.3));

  Story loaded;
  const auto late = loaded.accept(9990, 0, 5, kA);
  for (const std::size_t store : {kB, kC}) loaded.apply(10050, late, store);
  CHECK(*loaded.analyse().divergence.converge_s == Approx(0.05));
}

TEST_CASE("Leaders that never agree again have no time to converge", "[detectors]") {
  Story story;
  const auto w = story.accept(2000, 0, 5, kA);
  story.apply(2100, w, kC);
  const Analysis a = story.analyse();
  CHECK_FALSE(a.divergence.converge_s);
  CHECK(a.divergence.keys_differing_at_end == 1);
  CHECK(a.divergence.share == Approx(18.0 / (10 * 20)));
}

TEST_CASE("A version taken back everywhere but at one store leaves the key different", "[detectors]") {
  Story story(3, WritePattern::global);
  const auto base = story.accept(100, 0, 5, kA);
  for (const std::size_t store : {kB, kC}) story.apply(100, base, store);
  const auto w = story.accept(1000, 0, 5, kA);
  story.apply(1100, w, kC);
  story.roll_back(2000, kA, 5, base);
  story.roll_back(4000, kC, 5, base);  // all agree again
  CHECK(story.analyse().divergence.share == Approx(3.0 / (10 * 20)));
}

}  // namespace bicoastal::test
