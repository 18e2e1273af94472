#include "detectors/story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

TEST_CASE("A read that misses an acknowledged write is stale, and tells how old it is", "[detectors]") {
  Story story;
  const auto w = story.write(100, 0, 5, kA);  // acknowledged at 102
  const OpId read = story.read_initial(150, 10, 5);
  story.apply(170, w, kB);
  story.apply(180, w, kC);
  story.read(200, 10, 5, w);
  const Analysis a = story.analyse();
  CHECK(a.staleness.reads == 2);
  CHECK(a.staleness.stale_reads == 1);
  CHECK(a.staleness.age.max_s == Approx(0.048));
  CHECK(a.staleness.max_versions == 1);
  CHECK(a.overall.stale_reads == 1);
  CHECK(a.by_region[kB].stale_reads == 1);
  CHECK(a.by_region[kA].stale_reads == 0);
  CHECK(a.series[kB][0].stale == 1);
  const auto found = only(a, AnomalyKind::stale_read);
  REQUIRE(found.size() == 1);
  CHECK(found[0].op == read);
  CHECK(found[0].session == SessionId(std::size_t{10}));
  CHECK(found[0].key == KeyId(std::size_t{5}));
  CHECK(found[0].time == Story::at(151));
  CHECK(found[0].version.is_initial());
  CHECK(found[0].other == w.version);
  CHECK(found[0].age == Story::at(48));
}

TEST_CASE("The age of a stale read goes back to the oldest acknowledgement that it misses", "[detectors]") {
  Story story;
  const auto first = story.write(100, 0, 5, kA);
  const auto second = story.write(200, 0, 5, kA);
  const auto third = story.write(300, 0, 5, kA);
  story.read_initial(400, 10, 5);  // misses three, the first since 102
  story.apply(410, first, kB);
  story.read(420, 10, 5, first);  // misses two, the second since 202
  for (const auto& w : {second, third}) story.apply(430, w, kB);
  for (const auto& w : {first, second, third}) story.apply(440, w, kC);
  const Analysis a = story.analyse();
  CHECK(a.staleness.stale_reads == 2);
  CHECK(a.staleness.mean_versions == Approx(2.5));
  CHECK(a.staleness.max_versions == 3);
  CHECK(a.staleness.age.max_s == Approx(0.298));
  CHECK(a.staleness.age.mean_s == Approx((0.298 + 0.218) / 2));
  CHECK(only(a, AnomalyKind::stale_read)[1].other == second.version);
}

TEST_CASE("A read is fresh where the write was not acknowledged before it began", "[detectors]") {
  Story story;
  const auto w = story.accept(100, 0, 5, kA);
  story.acknowledge(150, w, 99);
  story.read_initial(149.5, 10, 5);  // began before
  story.accept(200, 0, 6, kA);       // never acknowledged
  story.read_initial(900, 10, 6);
  story.apply(1000, w, kB);
  story.apply(1000, w, kC);
  CHECK(story.analyse().staleness.stale_reads == 0);
}

TEST_CASE("A read that begins at the instant of an acknowledgement must see it", "[detectors]") {
  Story story;
  const auto w = story.accept(100, 0, 5, kA);
  story.acknowledge(150, w, 99);
  story.read_initial(150, 10, 5);
  const Analysis a = story.analyse();
  CHECK(a.staleness.stale_reads == 1);
  CHECK(a.staleness.age.max_s == 0);
}

TEST_CASE("A read is fresh where what it returned supersedes the write", "[detectors]") {
  Story story;
  const auto w = story.write(100, 0, 5, kA);
  const auto later = story.write(110, 10, 5, kB);  // concurrent, and wins
  story.read(150, 10, 5, later);
  story.apply(160, w, kB);
  story.apply(160, later, kA);
  CHECK(story.analyse().staleness.stale_reads == 0);
}

TEST_CASE("By skewed clocks a later write can lose, and reads of the winner are fresh", "[detectors]") {
  Story story;
  story.scenario.data.conflicts.clock_offset[kA] = Time::millis(500);
  const auto ahead = story.accept(100, 0, 5, kA, 600);
  story.acknowledge(101, ahead, 99);
  story.apply(150, ahead, kB);
  const auto behind = story.accept(200, 10, 5, kB);  // stamp 200 < 600: shadowed
  story.acknowledge(201, behind, 199);
  story.read(300, 10, 5, ahead);
  const Analysis a = story.analyse();
  CHECK(a.staleness.stale_reads == 0);
  CHECK(a.conflicts.concurrent == 0);  // the second had seen the first
  CHECK(a.conflicts.discarded == 1);   // and is gone all the same
}

TEST_CASE("A write that is lost makes reads stale until it is lost", "[detectors]") {
  Story story(3, WritePattern::global);
  const auto w = story.write(100, 0, 5, kA);
  story.read_initial(200, 10, 5);
  story.lose(300, w);
  story.read_initial(400, 10, 5);
  const Analysis a = story.analyse();
  CHECK(a.staleness.stale_reads == 1);
  CHECK(a.lost_writes == 1);
}

TEST_CASE("What a read copy lags behind shows in reads from it", "[detectors]") {
  Story story(1);
  story.scenario.stores.push_back({"A/copy", RegionId(kA), ZoneId(kA), false});
  const auto w = story.write(100, 0, 5, kA);
  story.read_initial(2000, 0, 5);  // from the copy, which has not followed for two seconds
  story.apply(3000, w, 1);
  story.read(3001, 0, 5, w);
  const Analysis a = story.analyse();
  CHECK(a.staleness.stale_reads == 1);
  CHECK(a.staleness.age.max_s == Approx(1.898));
  CHECK(a.divergence.share == 0);  // there is one leader
}

TEST_CASE("Only reads invoked after the warm-up and before the end of load are measured", "[detectors]") {
  Story story;
  story.scenario.warmup = Time::seconds(1);
  story.write(100, 0, 5, kA);
  story.read_initial(999, 10, 5);
  story.read_initial(1000, 10, 5);
  story.read_initial(9999, 10, 5);
  story.read_initial(10000, 10, 5);
  const Analysis a = story.analyse();
  CHECK(a.staleness.reads == 2);
  CHECK(a.staleness.stale_reads == 2);
  CHECK(a.staleness.age.max_s == Approx(9.897));  // the write of the warm-up counts as known
}

TEST_CASE("A history without its end tells the stale reads it holds, and that it is incomplete", "[detectors]") {
  Story story;
  story.write(100, 0, 5, kA);
  story.read_initial(150, 10, 5);
  const Analysis a = story.analyse(std::nullopt);
  CHECK_FALSE(a.complete);
  CHECK(a.staleness.stale_reads == 1);
}

TEST_CASE("Of many stale reads all are counted, and the first thousand kept", "[detectors]") {
  Story story;
  story.scenario.duration = Time::seconds(100);
  story.write(100, 0, 5, kA);
  for (int i = 0; i < 1500; ++i) story.read_initial(200 + i * 2, 10, 5);
  const Analysis a = story.analyse();
  CHECK(a.staleness.stale_reads == 1500);
  CHECK(a.anomaly_counts[static_cast<std::size_t>(AnomalyKind::stale_read)] == 1500);
  const auto kept = only(a, AnomalyKind::stale_read);
  REQUIRE(kept.size() == kAnomaliesKept);
  CHECK(kept.back().time == Story::at(200 + 999 * 2 + 1));
}

}  // namespace bicoastal::test
