// Registers whose values merge: writes that are gone though nobody who had been shown them overwrote them.
#include "detectors/data_story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

DataStory registers(SiblingRule siblings = SiblingRule::keep) {
  DataStory story(DataType::reg, "version_vector");
  story.scenario.data.conflicts.siblings = siblings;
  return story;
}

std::vector<Document::Entry> values(std::initializer_list<Story::Write> writes) {
  std::vector<Document::Entry> shown;
  for (const Story::Write& w : writes) shown.push_back({w.version.value, 1});
  return shown;
}

}  // namespace

TEST_CASE("Siblings that stand side by side are all there, and one that is missing is discarded", "[detectors]") {
  for (const bool missing : {false, true}) {
    CAPTURE(missing);
    DataStory story = registers();
    const auto first = story.change(100, 0, kA, {});
    const auto second = story.change(110, 10, kB, {});
    story.spread(200, {first, second});
    story.came_to(missing ? values({second}) : values({first, second}));
    const Analysis a = story.analyse();
    CHECK(a.invariants.judged);
    CHECK(a.conflicts.discarded == (missing ? 1 : 0));
    CHECK(broken_meanings(a) == 0);
    const auto found = only(a, AnomalyKind::discarded_write);
    REQUIRE(found.size() == (missing ? 1 : 0));
    if (!missing) continue;
    CHECK(found[0].version == first.version);
    CHECK(found[0].other == second.version);
  }
}

TEST_CASE("A write overwrites all siblings that its region shows", "[detectors]") {
  DataStory story = registers();
  story.spread(200, {story.change(100, 0, kA, {}), story.change(110, 10, kB, {})});
  const auto last = story.change(300, 20, kC, {});
  story.spread(400, {last});
  story.came_to(values({last}));
  CHECK(story.analyse().conflicts.discarded == 0);
}

TEST_CASE("Where only the newest sibling is shown, a write puts an end to the others unseen", "[detectors]") {
  DataStory story = registers(SiblingRule::newest);
  const auto hidden = story.change(100, 0, kA, {});
  const auto shown = story.change(110, 10, kB, {});
  story.spread(200, {hidden, shown});
  const auto last = story.change(300, 20, kC, {});
  story.spread(400, {last});
  story.came_to(values({last}));
  const Analysis a = story.analyse();
  CHECK(a.conflicts.discarded == 1);
  CHECK(only(a, AnomalyKind::discarded_write)[0].version == hidden.version);
}

TEST_CASE("What one region puts an end to unseen another may have seen and overwritten", "[detectors]") {
  DataStory story = registers(SiblingRule::newest);
  const auto early = story.change(100, 0, kA, {});
  const auto late = story.change(110, 10, kB, {});
  story.apply(150, early, kC);
  story.apply(150, late, kA);  // A shows the late one from now on, C still the early one
  const auto by_c = story.change(160, 20, kC, {});
  const auto by_a = story.change(170, 0, kA, {});
  story.apply(200, early, kB);
  story.apply(200, late, kC);
  story.spread(250, {by_c, by_a});
  story.came_to(values({by_a}));
  const Analysis a = story.analyse();
  CHECK(a.conflicts.discarded == 1);
  CHECK(only(a, AnomalyKind::discarded_write)[0].version == by_c.version);
}

TEST_CASE("A version that was overwritten and is shown again has come back", "[detectors]") {
  DataStory story = registers();
  const auto old = story.change(100, 0, kA, {});
  story.spread(150, {old});
  const auto next = story.change(200, 10, kB, {});
  story.spread(250, {next});
  story.came_to(values({old, next}));
  const Analysis a = story.analyse();
  CHECK(a.conflicts.discarded == 0);
  CHECK(count_of(a, AnomalyKind::resurrected_item) == 1);
  CHECK(only(a, AnomalyKind::resurrected_item)[0].version == old.version);
}

TEST_CASE("A write that nobody was told of is not missed, nor is any where regions differ at the end", "[detectors]") {
  DataStory untold = registers();
  const auto gone = untold.unanswered(100, 0, kA, {});
  const auto kept = untold.change(110, 10, kB, {});
  untold.spread(200, {gone, kept});
  untold.came_to(values({kept}));
  CHECK(untold.analyse().conflicts.discarded == 0);

  DataStory differing = registers();
  const auto here = differing.change(100, 0, kA, {});
  const auto there = differing.change(110, 10, kB, {});
  differing.came_to_at(kA, values({here}));
  differing.came_to_at(kB, values({there}));
  differing.came_to_at(kC, {});
  const Analysis a = differing.analyse();
  CHECK(a.conflicts.discarded == 0);
  CHECK(a.invariants.undecided == 1);
}

TEST_CASE("Discarded writes of a busy register are counted however many there are", "[detectors]") {
  for (const bool as_crdt : {false, true}) {
    CAPTURE(as_crdt);
    DataStory story = registers(SiblingRule::newest);
    if (as_crdt) {
      story.scenario.data.conflicts.policy = "crdt";
      story.scenario.data.conflicts.crdt = Crdt::lww_register;
    }
    for (int i = 0; i < 300; ++i) {  // each time B's write is the later one
      const double ms = 30.0 * i;
      story.spread(ms + 10, {story.change(ms, 0, kA, {}), story.change(ms + 1, 10, kB, {})});
    }
    const auto last = story.change(9500, 20, kC, {});
    story.spread(9600, {last});
    story.came_to(values({last}));
    const Analysis a = story.analyse();
    CHECK(a.conflicts.discarded == 300);
    CHECK(broken_meanings(a) == 0);
  }
}

}  // namespace bicoastal::test
