#include "detectors/story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

Story with_fault() {
  Story story(3, WritePattern::global);
  story.scenario.faults.push_back(
      {"A lost", "region_down", Time::seconds(1), Time::seconds(5), RegionDown{RegionId(kA)}});
  story.fault(1000, 0, true);
  story.fault(5000, 0, false);
  return story;
}

}  // namespace

TEST_CASE("Acknowledged writes that a failover throws away are lost, and span the recovery point", "[detectors]") {
  Story story = with_fault();
  const auto first = story.write(700, 0, 5, kA);  // accepted at 701
  const auto second = story.write(900, 1, 6, kA);
  story.lose(2000, first, FaultId(std::size_t{0}));
  story.lose(2000, second, FaultId(std::size_t{0}));
  story.roll_back(5000, kA, 5);
  story.roll_back(5000, kA, 6);
  const Analysis a = story.analyse();
  CHECK(a.lost_writes == 2);
  CHECK(a.conflicts.discarded == 0);
  CHECK(a.faults[0].lost_writes == 2);
  CHECK(a.faults[0].rpo_s == Approx(0.299));  // from 701 to the onset
  const auto found = only(a, AnomalyKind::lost_write);
  REQUIRE(found.size() == 2);
  CHECK(found[0].version == first.version);
  CHECK(found[0].op == first.op);
  CHECK(found[0].session == SessionId(std::size_t{0}));
  CHECK(found[0].time == Story::at(2000));
  CHECK(found[0].age == Story::at(1299));
  CHECK(a.divergence.keys_differing_at_end == 0);
}

TEST_CASE("Writes that an old primary takes until it hears of the new one lengthen the loss", "[detectors]") {
  Story story = with_fault();
  const auto before = story.write(900, 0, 5, kA);
  story.lose(2000, before, FaultId(std::size_t{0}));
  const auto split = story.write(3000, 0, 6, kA);
  story.lose(5000, split, FaultId(std::size_t{0}));
  const Analysis a = story.analyse();
  CHECK(a.faults[0].lost_writes == 2);
  CHECK(a.faults[0].rpo_s == Approx(3.001 - 0.901));
}

TEST_CASE("A write that was not acknowledged is not lost", "[detectors]") {
  Story story = with_fault();
  const auto w = story.accept(900, 0, 5, kA);
  story.lose(2000, w, FaultId(std::size_t{0}));
  const Analysis a = story.analyse();
  CHECK(a.lost_writes == 0);
  CHECK(a.faults[0].rpo_s == 0);
}

TEST_CASE("An acknowledgement that comes after the loss makes it one", "[detectors]") {
  Story story = with_fault();
  const auto w = story.accept(1999, 0, 5, kA);
  story.lose(2000, w, FaultId(std::size_t{0}));
  story.acknowledge(2050, w, 1990);
  const Analysis a = story.analyse();
  CHECK(a.lost_writes == 1);
  CHECK(a.staleness.stale_reads == 0);
  CHECK(a.conflicts.discarded == 0);
}

TEST_CASE("A write that all leaders have seen is not lost, whatever is said", "[detectors]") {
  Story story = with_fault();
  const auto w = story.write(700, 0, 5, kA);
  story.apply(750, w, kB);
  story.apply(760, w, kC);
  story.read(900, 1, 5, w);
  story.lose(2000, w, FaultId(std::size_t{0}));
  CHECK(story.analyse().lost_writes == 0);
}

TEST_CASE("After a loss, later writes do not conflict with what is gone", "[detectors]") {
  Story story = with_fault();
  const auto w = story.write(900, 0, 5, kA);
  story.next_epoch();
  const auto meanwhile = story.write(1500, 10, 5, kB);  // had not seen it, and it is not lost yet
  story.lose(2000, w, FaultId(std::size_t{0}));
  const auto later = story.write(3000, 10, 5, kB);
  const Analysis a = story.analyse();
  CHECK(a.conflicts.concurrent == 1);
  CHECK(only(a, AnomalyKind::conflict)[0].version == meanwhile.version);
  (void)later;
}

TEST_CASE("A lost write that a read copy still shows a while is taken off in the end", "[detectors]") {
  Story story(2, WritePattern::global);
  story.scenario.stores.push_back({"A/copy", RegionId(kA), ZoneId(kA), false});
  const auto w = story.write(100, 0, 5, kA);
  story.lose(1000, w);
  story.roll_back(1000, kA, 5);
  story.apply(1300, w, 2);      // the copy lags behind its leader
  story.roll_back(1400, 2, 5);  // and follows
  story.next_epoch();
  const auto next = story.write(3000, 10, 5, kB);
  story.apply(3100, next, kA);
  story.apply(3200, next, 2);
  story.read(3500, 0, 5, next);
  const Analysis a = story.analyse();
  CHECK(a.lost_writes == 1);
  CHECK(a.conflicts.discarded == 0);
  CHECK(a.staleness.stale_reads == 0);
  CHECK(a.divergence.keys_differing_at_end == 0);
  CHECK(a.divergence.share * 10 * 20 == Approx(0.899 + 0.099));  // 101 – 1000 and 3001 – 3100
}

TEST_CASE("What a failover sets aside is counted by itself, and is no part of RPO", "[detectors]") {
  Story story(2, WritePattern::global);
  story.scenario.faults.push_back({"cut", "link_down", Time::seconds(1), Time::seconds(5), LinkDown{}});
  const auto aside = story.write(500, 0, 1, kA), lost = story.write(900, 1, 2, kA);
  story.fault(1000, 0, true);
  LostRecord record;
  record.set_aside = 1;
  record.store = StoreId(kA);
  record.key = KeyId(1);
  record.version = aside.version;
  record.stamp = aside.stamp;
  record.accepted = Story::at(aside.accepted_ms);
  record.fault = FaultId(0);
  record.partition = PartitionId(0);
  story.tell(2000, record);
  story.lose(2000, lost, FaultId(0));
  const Analysis a = story.analyse();
  CHECK(a.set_aside_writes == 1);
  CHECK(a.lost_writes == 1);
  CHECK(a.faults.at(0).set_aside_writes == 1);
  CHECK(a.faults.at(0).lost_writes == 1);
  CHECK(a.faults.at(0).rpo_s == Approx(0.099));
}

}  // namespace bicoastal::test
