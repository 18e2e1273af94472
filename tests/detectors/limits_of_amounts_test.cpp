// Stocks and accounts: what is taken beyond what there is.
#include "detectors/data_story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

DataStory stock_of(std::int64_t pieces) {
  DataStory story(DataType::inventory, "crdt");
  story.scenario.keys.initial = pieces;
  return story;
}
DataStory two_accounts_of(std::int64_t money) {
  DataStory story(DataType::accounts, "crdt");
  story.scenario.keys.initial = money;
  return story;
}
DataStory::Edit take(std::int64_t pieces) { return {Verb::take, 0, pieces}; }
DataStory::Edit withdraw(std::uint32_t account, std::int64_t money) { return {Verb::withdraw, account, money}; }

}  // namespace

TEST_CASE("Oversold stock: two regions sell what both see, and there are not as many", "[detectors]") {
  DataStory story = stock_of(5);
  const auto first = story.change(100, 0, kA, take(4));
  const auto second = story.change(110, 10, kB, take(3));
  story.spread(200, {first, second});
  story.came_to({{0, -2}});
  const Analysis a = story.analyse();
  CHECK(broken_meanings(a) == 1);
  CHECK(a.invariants.oversold == 2);
  CHECK(a.invariants.off_by == 0);
  const auto found = only(a, AnomalyKind::oversold);
  REQUIRE(found.size() == 1);
  CHECK(found[0].version == second.version);
  CHECK(found[0].other == first.version);
  CHECK(found[0].session == SessionId(std::size_t{10}));
  CHECK(found[0].amount == 2);
  CHECK(found[0].time == Story::at(111));
}

TEST_CASE("Stock that lasts is not oversold", "[detectors]") {
  DataStory story = stock_of(5);
  story.spread(200, {story.change(100, 0, kA, take(4)), story.change(110, 10, kB, take(1))});
  story.spread(400, {story.change(300, 0, kA, {Verb::restock, 0, 3})});
  story.spread(600, {story.change(500, 0, kC, take(3))});
  story.came_to({});
  const Analysis a = story.analyse();
  CHECK(broken_meanings(a) == 0);
  CHECK(a.invariants.oversold == 0);
}

TEST_CASE("Of what is beyond the stock each take is told its own part", "[detectors]") {
  DataStory story = stock_of(5);
  story.change(100, 0, kA, take(4));
  story.change(110, 10, kB, take(4));  // 3 of these are not there
  story.change(120, 20, kC, take(2));  // nor are these
  const Analysis a = story.analyse();  // told at once, whatever the regions come to
  const auto found = only(a, AnomalyKind::oversold);
  REQUIRE(found.size() == 2);
  CHECK(found[0].amount == 3);
  CHECK(found[1].amount == 2);
  CHECK(a.invariants.oversold == 5);
  CHECK(a.invariants.undecided == 1);
}

TEST_CASE("A take that is lost in a failover, and that nobody was told of, leaves the stock as it was", "[detectors]") {
  for (const bool told : {false, true}) {
    CAPTURE(told);
    DataStory story(DataType::inventory, {}, WritePattern::global);
    story.scenario.keys.initial = 5;
    const auto lost = story.unanswered(100, 0, kA, take(4));
    if (told) story.acknowledge(102, lost, 99);
    story.lose(1000, lost);
    story.change(2000, 10, kB, take(4));
    CHECK(story.analyse().invariants.oversold == (told ? 3 : 0));
  }
}

TEST_CASE("Write skew: two withdrawals from two accounts of one owner, each of which saw enough in both",
          "[detectors]") {
  DataStory story = two_accounts_of(100);
  const auto first = story.change(100, 0, kA, withdraw(0, 150));
  const auto second = story.change(110, 10, kB, withdraw(1, 150));
  story.spread(200, {first, second});
  story.came_to({{0, -50}, {1, -50}});
  const Analysis a = story.analyse();
  CHECK(broken_meanings(a) == 1);
  CHECK(a.invariants.overdrawn == 100);
  CHECK(a.invariants.off_by == 0);
  const auto found = only(a, AnomalyKind::overdraft);
  REQUIRE(found.size() == 1);
  CHECK(found[0].version == second.version);
  CHECK(found[0].other == first.version);
  CHECK(found[0].amount == 100);
}

TEST_CASE("One account may be overdrawn as long as the other has the money", "[detectors]") {
  DataStory story = two_accounts_of(100);
  const auto first = story.change(100, 0, kA, withdraw(0, 150));
  story.spread(200, {first});
  const auto second = story.change(300, 10, kB, {Verb::deposit, 0, 20});
  story.spread(400, {second});
  const auto third = story.change(500, 20, kC, withdraw(1, 70));
  story.spread(600, {third});
  story.came_to({{0, -30}, {1, 30}});
  const Analysis a = story.analyse();
  CHECK(broken_meanings(a) == 0);
  CHECK(a.invariants.overdrawn == 0);
}

}  // namespace bicoastal::test
