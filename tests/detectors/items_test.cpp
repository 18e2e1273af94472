// Sets and carts: items that are lost, and items that come back.
#include "detectors/data_story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

DataStory::Edit add(std::uint32_t item, std::int64_t quantity = 1) { return {Verb::add, item, quantity}; }
DataStory::Edit remove(std::uint32_t item) { return {Verb::remove, item, 1}; }

}  // namespace

TEST_CASE("The Amazon cart: merged by union, a book that was taken out comes back", "[detectors]") {
  DataStory story(DataType::cart, "version_vector");
  story.spread(150, {story.change(100, 0, kA, add(7))});
  const auto removed = story.change(200, 0, kA, remove(7));
  const auto other = story.change(210, 10, kB, add(9));  // had not seen the removal
  story.spread(300, {removed, other});
  story.came_to({{7, 1}, {9, 1}});
  const Analysis a = story.analyse();
  CHECK(count_of(a, AnomalyKind::resurrected_item) == 1);
  CHECK(broken_meanings(a) == 1);
  const auto found = only(a, AnomalyKind::resurrected_item);
  REQUIRE(found.size() == 1);
  CHECK(found[0].version == removed.version);
  CHECK(found[0].other == other.version);
  CHECK(found[0].op == removed.op);
  CHECK(found[0].key == KeyId(std::size_t{5}));
  CHECK(found[0].amount == 1);
}

TEST_CASE("A cart without what was removed, and with what was added, is as it should be", "[detectors]") {
  DataStory story(DataType::cart, "crdt");
  story.spread(150, {story.change(100, 0, kA, add(7))});
  story.spread(300, {story.change(200, 0, kA, remove(7)), story.change(210, 10, kB, add(9))});
  story.came_to({{9, 1}});
  const Analysis a = story.analyse();
  CHECK(broken_meanings(a) == 0);
  CHECK(a.invariants.keys == 1);
  CHECK(a.invariants.undecided == 0);
}

TEST_CASE("A cart of which the other document is kept has lost what was added", "[detectors]") {
  DataStory story(DataType::cart);
  const auto lost = story.change(100, 0, kA, add(7, 3));
  const auto winner = story.change(110, 10, kB, add(9));
  story.spread(200, {lost, winner});
  story.came_to({{9, 1}});
  const Analysis a = story.analyse();
  CHECK(broken_meanings(a) == 1);
  const auto found = only(a, AnomalyKind::lost_item);
  REQUIRE(found.size() == 1);
  CHECK(found[0].version == lost.version);
  CHECK(found[0].other == winner.version);
  CHECK(found[0].amount == 3);
}

TEST_CASE("Quantities of a good that both regions added must add up", "[detectors]") {
  const auto of = [](std::int64_t shown) {
    DataStory story(DataType::cart);
    story.spread(200, {story.change(100, 0, kA, add(7, 2)), story.change(110, 10, kB, add(7, 3))});
    story.came_to({{7, shown}});
    return story.analyse();
  };
  const Analysis too_few = of(3);
  CHECK(broken_meanings(too_few) == 1);
  REQUIRE(count_of(too_few, AnomalyKind::lost_change) == 1);
  CHECK(only(too_few, AnomalyKind::lost_change)[0].amount == 2);
  CHECK(broken_meanings(of(5)) == 0);
  const Analysis too_many = of(6);
  REQUIRE(count_of(too_many, AnomalyKind::resurrected_item) == 1);
  CHECK(only(too_many, AnomalyKind::resurrected_item)[0].amount == 1);
}

TEST_CASE("An add and a removal that did not see each other: either may have the last word", "[detectors]") {
  for (const DataType type : {DataType::cart, DataType::set})
    for (const bool there : {false, true}) {
      CAPTURE(static_cast<int>(type), there);
      DataStory story(type, "crdt");
      story.spread(150, {story.change(100, 0, kA, add(7))});
      story.spread(300, {story.change(200, 0, kA, remove(7)), story.change(210, 10, kB, add(7))});
      story.came_to(there ? std::vector<Document::Entry>{{7, 1}} : std::vector<Document::Entry>{});
      CHECK(broken_meanings(story.analyse()) == 0);
    }
}

TEST_CASE("A removal that nobody was told of may have taken place or not", "[detectors]") {
  for (const bool there : {false, true}) {
    CAPTURE(there);
    DataStory story(DataType::set);
    story.spread(150, {story.change(100, 0, kA, add(7))});
    story.spread(300, {story.unanswered(200, 0, kA, remove(7))});
    story.came_to(there ? std::vector<Document::Entry>{{7, 1}} : std::vector<Document::Entry>{});
    CHECK(broken_meanings(story.analyse()) == 0);
  }
}

TEST_CASE("An item that was added again after its removal must be there", "[detectors]") {
  for (const DataType type : {DataType::cart, DataType::set}) {
    CAPTURE(static_cast<int>(type));
    DataStory story(type, "crdt");
    story.spread(150, {story.change(100, 0, kA, add(7))});
    story.spread(250, {story.change(200, 10, kB, remove(7))});
    const auto again = story.change(300, 20, kC, add(7));
    story.spread(350, {again});
    story.came_to({});
    const Analysis a = story.analyse();
    CHECK(broken_meanings(a) == 1);
    const auto found = only(a, AnomalyKind::lost_item);
    REQUIRE(found.size() == 1);
    CHECK(found[0].version == again.version);
    CHECK(found[0].other.is_initial());  // nothing was concurrent with it
  }
}

TEST_CASE("A member of a set that was removed everywhere and is there again is counted once", "[detectors]") {
  DataStory story(DataType::set, "version_vector");
  story.spread(150, {story.change(100, 0, kA, add(7)), story.change(105, 10, kB, add(7))});
  const auto removed = story.change(200, 20, kC, remove(7));
  story.spread(250, {removed});
  story.came_to({{7, 1}});
  const Analysis a = story.analyse();
  CHECK(broken_meanings(a) == 1);
  REQUIRE(count_of(a, AnomalyKind::resurrected_item) == 1);
  CHECK(only(a, AnomalyKind::resurrected_item)[0].version == removed.version);
}

TEST_CASE("An item that nobody ever put there is one too many", "[detectors]") {
  DataStory story(DataType::set, "crdt");
  story.spread(150, {story.change(100, 0, kA, add(7))});
  story.came_to({{7, 1}, {8, 1}});
  const Analysis a = story.analyse();
  CHECK(count_of(a, AnomalyKind::resurrected_item) == 1);
}

TEST_CASE("A cart on which regions differ is undecided", "[detectors]") {
  DataStory story(DataType::cart, "crdt");
  story.spread(150, {story.change(100, 0, kA, add(7))});
  for (const std::size_t store : {kA, kB}) story.came_to_at(store, {{7, 1}});
  story.came_to_at(kC, {});
  const Analysis a = story.analyse();
  CHECK(a.invariants.undecided == 1);
  CHECK(broken_meanings(a) == 0);
}

TEST_CASE("Of goods that come and go a thousand times the last word counts", "[detectors]") {
  for (const DataType type : {DataType::cart, DataType::set}) {
    CAPTURE(static_cast<int>(type));
    DataStory story(type, "crdt");
    for (int i = 0; i < 1000; ++i) {
      const double ms = 9.0 * i;
      const std::size_t store = static_cast<std::size_t>(i) % 3;
      const auto session = static_cast<std::uint32_t>(store) * 10;
      story.spread(ms + 3, {story.change(ms, session, store, add(7, 2))});
      if (i % 4 == 0) story.spread(ms + 7, {story.change(ms + 4, session, store, remove(7))});
    }
    // after the last removal, at i = 996, three adds
    story.came_to({{7, type == DataType::cart ? 6 : 1}});
    CHECK(broken_meanings(story.analyse()) == 0);
  }
}

}  // namespace bicoastal::test
