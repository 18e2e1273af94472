// Reads, sessions and conflicts under quorums, on histories written by hand.
#include "detectors/story.hpp"

#include <map>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

namespace bicoastal::test {
namespace {

/// All three regions keep each key; one answer is enough.
Story quorums(std::uint32_t reads = 1) {
  Story story(3, WritePattern::quorum);
  story.scenario.data.quorum.n = 3;
  story.scenario.data.quorum.r = reads;
  story.scenario.data.quorum.w = 1;
  return story;
}

/// Accepted by the coordinator in `store`'s region, for others to keep.
Story::Write coordinate(Story& story, double ms, std::uint32_t session, std::uint32_t key, std::size_t store,
                        std::uint64_t sequence) {
  const Story::Write w{VersionId(StoreId(store), 0, sequence),
                       Story::at(ms).ns,
                       session,
                       key,
                       OpId(1000 + sequence * 3 + store),
                       store,
                       ms};
  AcceptRecord r;
  r.shadowed = 2;
  r.store = StoreId(store);
  r.session = SessionId(std::size_t{session});
  r.op = w.op;
  r.version = w.version;
  r.stamp = w.stamp;
  r.key = KeyId(std::size_t{key});
  r.partition = PartitionId(std::size_t{key % 3});
  story.tell(ms, r);
  return w;
}

/// What Story tells, with what each region was sent in place of what it accepted. All stamps are in order of time.
Analysis analyse(const Story& story) {
  std::vector<Record> records = story.records();
  std::map<std::pair<std::uint16_t, std::uint32_t>, std::pair<std::int64_t, VersionId>> shown;  // by store and key
  for (Record& record : records) {
    if (record.type == RecordType::accept) {
      auto r = record.as<AcceptRecord>();
      r.shadowed = 2;
      r.previous = shown[{r.store.value, r.key.value}].second;
      record = Record::of(r);
    } else if (record.type == RecordType::apply) {
      auto r = record.as<ApplyRecord>();
      auto& [stamp, version] = shown[{r.store.value, r.key.value}];
      r.displaced = version;
      r.displaced_stamp = stamp;
      r.result = r.stamp > stamp ? ApplyResult::applied : ApplyResult::superseded;
      if (r.stamp > stamp) {
        stamp = r.stamp;
        version = r.version;
      }
      record = Record::of(r);
    }
  }
  Analyser analyser(story.scenario);
  analyser.consume(records);
  return analyser.finish();
}

}  // namespace

TEST_CASE("A write is shown where it arrives, not where it is coordinated", "[detectors]") {
  Story story = quorums();
  const auto write = coordinate(story, 100, 0, 3, kA, 1);
  story.apply(150, write, kB);
  story.acknowledge(200, write, 99);
  story.read_initial(250, 1, 3);  // A is a member, and has not got it
  story.read(260, 10, 3, write);
  const Analysis a = analyse(story);
  CHECK(a.staleness.reads == 2);
  CHECK(a.staleness.stale_reads == 1);
  CHECK(only(a, AnomalyKind::stale_read)[0].age == Time::millis(50));
  CHECK(a.divergence.keys_differing_at_end == 1);
  CHECK(a.pairs[0].lag.count == 1);  // A to B
  CHECK(a.pairs[0].lag.max_s == Approx(0.050));
}

TEST_CASE("A message that comes after a later write is no stale read, no lag and no difference", "[detectors]") {
  Story story = quorums();
  const auto first = coordinate(story, 100, 0, 3, kA, 1);
  for (const std::size_t store : {kA, kB}) story.apply(110, first, store);
  story.acknowledge(120, first, 99);
  const auto second = coordinate(story, 200, 0, 3, kA, 2);
  for (const std::size_t store : {kA, kB, kC}) story.apply(210, second, store);
  story.acknowledge(220, second, 199);
  story.apply(900, first, kC);  // went astray, and was handed over late
  story.read(950, 20, 3, second);
  const Analysis a = analyse(story);
  CHECK(a.staleness.stale_reads == 0);
  CHECK(a.conflicts.concurrent == 0);
  CHECK(a.conflicts.discarded == 0);
  CHECK(a.divergence.keys_differing_at_end == 0);
  CHECK(a.pairs[1].lag.count == 1);  // A to C: C knew the first by the second
}

TEST_CASE("Two coordinators that do not know of each other's writes conflict, and the earlier one is gone",
          "[detectors]") {
  Story story = quorums();
  const auto here = coordinate(story, 100, 0, 3, kA, 1);
  const auto there = coordinate(story, 101, 10, 3, kB, 1);
  for (const std::size_t store : {kA, kB, kC}) {
    story.apply(110, here, store);
    story.apply(111, there, store);
  }
  story.acknowledge(120, here, 99);
  story.acknowledge(121, there, 100);
  const Analysis a = analyse(story);
  CHECK(a.conflicts.concurrent == 1);
  CHECK(a.conflicts.conflicting_writes == 2);
  REQUIRE(a.conflicts.discarded == 1);
  CHECK(only(a, AnomalyKind::discarded_write)[0].version == here.version);
  CHECK(only(a, AnomalyKind::discarded_write)[0].other == there.version);
}

TEST_CASE("A write that nobody got for a timeout's time conflicts with none that comes later", "[detectors]") {
  for (const double later_by : {50.0, 200.0}) {  // timeouts are 100 ms
    CAPTURE(later_by);
    Story story = quorums();
    coordinate(story, 100, 0, 3, kA, 1);
    const auto write = coordinate(story, 100 + later_by, 10, 3, kB, 1);
    story.apply(400, write, kB);
    CHECK(analyse(story).conflicts.concurrent == (later_by < 100 ? 1 : 0));
  }
}

TEST_CASE("A session's writes are out of order where a read quorum may miss the first of two", "[detectors]") {
  for (const std::uint32_t reads : {1u, 2u, 3u}) {
    CAPTURE(reads);
    Story story = quorums(reads);
    const auto first = coordinate(story, 100, 0, 3, kA, 1);
    for (const std::size_t store : {kA, kB}) story.apply(110, first, store);
    story.acknowledge(120, first, 99);
    const auto second = coordinate(story, 200, 0, 4, kA, 2);
    story.apply(210, second, kA);  // from here on it can be read
    story.acknowledge(220, second, 199);
    const Analysis a = analyse(story);
    CHECK(a.sessions.monotonic_writes == (reads == 1 ? 1 : 0));  // one that asks C alone misses the first
    if (reads == 1) CHECK(only(a, AnomalyKind::monotonic_writes)[0].other == first.version);
  }
}

}  // namespace bicoastal::test
