// Causality: writes that lose against what they had seen.
#include "detectors/data_story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

std::vector<Anomaly> broken(const Story& story) { return only(story.analyse(), AnomalyKind::causality); }

/// A has a clock that is 20 ms ahead; B writes 10 ms after it heard of A's write, and has a clock that is right.
Story one_after_the_other(double stamp_at_b) {
  Story story;
  story.scenario.data.conflicts.clock_offset[kA] = Time::millis(20);
  const auto first = story.accept(100, 0, 5, kA, 120);
  story.acknowledge(101, first, 99);
  story.apply(105, first, kB);
  const auto second = story.accept(115, 10, 5, kB, stamp_at_b);
  story.acknowledge(116, second, 114);
  story.apply(130, second, kA);
  for (const auto& w : {first, second}) story.apply(140, w, kC);
  return story;
}

}  // namespace

TEST_CASE("A wall clock 20 ms ahead lets a version win against a write that had seen it", "[detectors]") {
  const Story story = one_after_the_other(115);
  const auto found = broken(story);
  REQUIRE(found.size() == 1);
  CHECK(found[0].version == VersionId(StoreId(kB), 0, 1));
  CHECK(found[0].other == VersionId(StoreId(kA), 0, 1));
  CHECK(found[0].key == KeyId(std::size_t{5}));
  CHECK(found[0].session == SessionId(std::size_t{10}));
  CHECK(found[0].time == Story::at(115));
  const Analysis a = story.analyse();
  CHECK(a.conflicts.concurrent == 0);
  CHECK(a.conflicts.discarded == 1);  // though nobody wrote at the same time
}

TEST_CASE("A hybrid clock stamps each write after what it had seen", "[detectors]") {
  CHECK(broken(one_after_the_other(120.000001)).empty());
}

TEST_CASE("Of two writes that had not seen each other either may win", "[detectors]") {
  Story story;
  const auto first = story.accept(100, 0, 5, kA, 120);
  const auto second = story.accept(101, 10, 5, kB, 101);
  story.apply(130, second, kA);
  story.apply(130, first, kB);
  CHECK(story.analyse().conflicts.concurrent == 1);
  CHECK(broken(story).empty());
}

TEST_CASE("A deposed primary that hears of its successor and goes on writing breaks causality by its epoch",
          "[detectors]") {
  Story story(3, WritePattern::global);
  story.next_epoch();
  const auto by_the_new = story.accept(100, 10, 5, kB);
  story.apply(150, by_the_new, kA);
  AcceptRecord old;
  old.store = StoreId(kA);
  old.session = SessionId(std::size_t{0});
  old.op = OpId(std::size_t{99});
  old.version = VersionId(StoreId(kA), 0, 1);
  old.stamp = Story::at(200).ns;
  old.key = KeyId(std::size_t{5});
  old.partition = PartitionId(std::size_t{0});
  story.tell(200, old);
  const auto found = broken(story);
  REQUIRE(found.size() == 1);
  CHECK(found[0].version == old.version);
  CHECK(found[0].other == by_the_new.version);
}

TEST_CASE("Changes of documents break causality as registers do", "[detectors]") {
  DataStory story(DataType::counter);
  const auto first = story.unanswered(100, 0, kA, {Verb::increment, 0, 1}, DataStory::kKey, 120);
  story.acknowledge(101, first, 99);
  story.apply(105, first, kB);
  const auto second = story.unanswered(115, 10, kB, {Verb::increment, 0, 1});
  story.acknowledge(116, second, 114);
  story.apply(130, second, kA);
  for (const auto& w : {first, second}) story.apply(140, w, kC);
  story.came_to({{0, 1}});
  const auto found = broken(story);
  REQUIRE(found.size() == 1);
  CHECK(found[0].version == second.version);
  const auto lost = only(story.analyse(), AnomalyKind::lost_change);
  REQUIRE(lost.size() == 1);
  CHECK(lost[0].version == second.version);
  CHECK(lost[0].other == first.version);
}

TEST_CASE("The register that keeps the last write as a CRDT breaks causality with the clock, the others do not",
          "[detectors]") {
  const auto of = [](Crdt crdt, double stamp_ms) {
    DataStory story(DataType::reg, "crdt");
    story.scenario.data.conflicts.crdt = crdt;
    const auto first = story.unanswered(100, 0, kA, {}, DataStory::kKey, 120);
    story.spread(105, {first});
    const auto second = story.unanswered(115, 10, kB, {}, DataStory::kKey, stamp_ms);
    story.spread(140, {second});
    return broken(story);
  };
  const auto found = of(Crdt::lww_register, 115);
  REQUIRE(found.size() == 1);
  CHECK(found[0].version == VersionId(StoreId(kB), 0, 1));
  CHECK(found[0].other == VersionId(StoreId(kA), 0, 1));
  CHECK(of(Crdt::lww_register, 121).empty());
  CHECK(of(Crdt::mv_register, 115).empty());  // the second is shown, whatever its stamp
}

TEST_CASE("Under quorums a write loses against what its coordinator had shown", "[detectors]") {
  const auto of = [](double stamp_ms, VersionId previous, std::size_t coordinator) {
    Story story(3, WritePattern::quorum);
    const auto first = story.accept(100, 0, 5, kA, 120);  // its coordinator shows it where it is applied
    story.apply(101, first, kA);
    story.apply(105, first, kC);
    std::vector<Record> records = story.records(std::nullopt);
    for (Record& r : records)
      if (r.type == RecordType::accept) {
        auto accept = r.as<AcceptRecord>();
        accept.shadowed = 2;
        r = Record::of(accept);
      }
    AcceptRecord second;
    second.time = Story::at(115);
    second.shadowed = 2;
    second.store = StoreId(coordinator);
    second.session = SessionId(std::size_t{20});
    second.op = OpId(std::size_t{99});
    second.version = VersionId(StoreId(coordinator), 0, 7);
    second.stamp = Story::at(stamp_ms).ns;
    second.previous = previous;
    second.key = KeyId(std::size_t{5});
    second.partition = PartitionId(std::size_t{2});
    records.push_back(Record::of(second));
    Analyser analyser(story.scenario);
    analyser.consume(records);
    return only(analyser.finish(), AnomalyKind::causality).size();
  };
  const VersionId first(StoreId(kA), 0, 1);
  CHECK(of(115, first, kC) == 1);
  CHECK(of(121, first, kC) == 0);
  CHECK(of(115, VersionId(), kB) == 0);  // had seen nothing
  CHECK(of(115, first, kB) == 1);        // keeps none of it and asked the home of key 5, which is C
}

}  // namespace bicoastal::test
