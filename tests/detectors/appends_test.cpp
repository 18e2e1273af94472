// Logs: entries that are gone, and entries out of order.
#include "detectors/data_story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

constexpr DataStory::Edit kAppend{Verb::append, 0, 1};

std::vector<Document::Entry> entries(std::initializer_list<Story::Write> writes) {
  std::vector<Document::Entry> shown;
  for (const Story::Write& w : writes) shown.push_back({shown.size(), static_cast<std::int64_t>(w.version.value)});
  return shown;
}

}  // namespace

TEST_CASE("An entry before one that its session had appended earlier is out of order", "[detectors]") {
  DataStory story(DataType::log, "version_vector");
  const auto first = story.change(100, 3, kB, kAppend);
  const auto second = story.change(103, 3, kA, kAppend);  // the session moved to another region
  story.spread(200, {first, second});
  story.came_to(entries({second, first}));
  const Analysis a = story.analyse();
  CHECK(broken_meanings(a) == 1);
  const auto found = only(a, AnomalyKind::reordered);
  REQUIRE(found.size() == 1);
  CHECK(found[0].version == second.version);
  CHECK(found[0].other == first.version);
  CHECK(found[0].session == SessionId(std::size_t{3}));
}

TEST_CASE("Entries in the order of their session, with others between them, are in order", "[detectors]") {
  DataStory story(DataType::log, "crdt");
  const auto first = story.change(100, 3, kB, kAppend);
  const auto other = story.change(90, 14, kA, kAppend);
  const auto second = story.change(103, 3, kA, kAppend);
  story.spread(200, {first, other, second});
  story.came_to(entries({first, other, second}));
  CHECK(broken_meanings(story.analyse()) == 0);
}

TEST_CASE("Entries of one session that were under way at once have no order", "[detectors]") {
  DataStory story(DataType::log, "crdt");
  const auto first = story.unanswered(101, 3, kB, kAppend);
  const auto second = story.change(102, 3, kA, kAppend);
  story.acknowledge(103, first, 100);  // after the second had begun
  story.spread(200, {first, second});
  story.came_to(entries({second, first}));
  CHECK(broken_meanings(story.analyse()) == 0);
}

TEST_CASE("An acknowledged entry that is not in the log is lost", "[detectors]") {
  DataStory story(DataType::log);
  const auto lost = story.change(100, 3, kA, kAppend);
  const auto untold = story.unanswered(105, 4, kA, kAppend);
  const auto winner = story.change(110, 14, kB, kAppend);
  story.spread(200, {lost, untold, winner});
  story.came_to(entries({winner}));
  const Analysis a = story.analyse();
  CHECK(broken_meanings(a) == 1);
  const auto found = only(a, AnomalyKind::lost_change);
  REQUIRE(found.size() == 1);
  CHECK(found[0].version == lost.version);
  CHECK(found[0].other == winner.version);
  CHECK(found[0].amount == 1);
}

TEST_CASE("Logs that differ at the end are undecided", "[detectors]") {
  DataStory story(DataType::log, "crdt");
  const auto here = story.change(100, 3, kA, kAppend);
  const auto there = story.change(110, 14, kB, kAppend);
  story.came_to_at(kA, entries({here}));
  story.came_to_at(kB, entries({there}));
  story.came_to_at(kC, {});
  const Analysis a = story.analyse();
  CHECK(a.invariants.undecided == 1);
  CHECK(broken_meanings(a) == 0);
}

}  // namespace bicoastal::test
