// Counters, stocks and accounts: acknowledged changes that are not in what the key came to.
#include "detectors/data_story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

DataStory::Edit increment(std::int64_t by = 1) { return {Verb::increment, 0, by}; }

}  // namespace

TEST_CASE("The lost increment: two clients count at once, whole documents are kept, and one count is gone",
          "[detectors]") {
  DataStory story(DataType::counter);
  const auto loser = story.change(100, 0, kA, increment());
  const auto winner = story.change(110, 10, kB, increment());
  story.spread(200, {loser, winner});
  story.came_to({{0, 1}});
  const Analysis a = story.analyse();
  CHECK(count_of(a, AnomalyKind::lost_change) == 1);
  CHECK(broken_meanings(a) == 1);
  CHECK(a.invariants.judged);
  CHECK(a.invariants.keys == 1);
  CHECK(a.invariants.undecided == 0);
  CHECK(a.invariants.off_by == 1);
  const auto found = only(a, AnomalyKind::lost_change);
  REQUIRE(found.size() == 1);
  CHECK(found[0].version == loser.version);
  CHECK(found[0].other == winner.version);
  CHECK(found[0].op == loser.op);
  CHECK(found[0].session == SessionId(std::size_t{0}));
  CHECK(found[0].key == KeyId(std::size_t{5}));
  CHECK(found[0].amount == 1);
  CHECK(found[0].age == Story::at(99));  // accepted at 101, out of the last place at 200
}

TEST_CASE("Increments that follow each other are all there", "[detectors]") {
  DataStory story(DataType::counter);
  const auto first = story.change(100, 0, kA, increment());
  story.spread(200, {first});
  const auto second = story.change(300, 10, kB, increment(4));
  story.spread(400, {second});
  story.came_to({{0, 5}});
  const Analysis a = story.analyse();
  CHECK(broken_meanings(a) == 0);
  CHECK(a.invariants.off_by == 0);
  CHECK(a.invariants.keys == 1);
  CHECK(a.overhead.writes == 2);
  CHECK(a.overhead.write_bytes == 100);
  CHECK(a.overhead.write_metadata == 16);
}

TEST_CASE("With a document all changes go that it alone held", "[detectors]") {
  DataStory story(DataType::counter);
  const auto seen = story.change(100, 0, kA, increment());
  story.spread(150, {seen});
  const auto first = story.change(200, 0, kA, increment(2));
  const auto second = story.change(210, 1, kA, increment(3));
  const auto winner = story.change(220, 10, kB, increment(10));
  story.spread(300, {first, second, winner});
  story.came_to({{0, 11}});
  const Analysis a = story.analyse();
  const auto found = only(a, AnomalyKind::lost_change);
  REQUIRE(found.size() == 2);
  CHECK(found[0].version == first.version);
  CHECK(found[0].amount == 2);
  CHECK(found[0].other == winner.version);
  CHECK(found[1].version == second.version);
  CHECK(found[1].amount == 3);
  CHECK(a.invariants.off_by == 5);
}

TEST_CASE("Changes either way that are lost are counted, though the sum may hide them", "[detectors]") {
  DataStory story(DataType::counter);
  const auto up = story.change(100, 0, kA, increment(7));
  const auto down = story.change(110, 0, kA, increment(-7));
  const auto winner = story.change(120, 10, kB, increment());
  story.spread(200, {up, down, winner});
  story.came_to({{0, 1}});
  const Analysis a = story.analyse();
  CHECK(count_of(a, AnomalyKind::lost_change) == 2);
  CHECK(a.invariants.off_by == 0);
}

TEST_CASE("A change that nobody was told of may be there or not", "[detectors]") {
  for (const std::int64_t shown : {1, 2}) {
    CAPTURE(shown);
    DataStory story(DataType::counter, "crdt");
    const auto told = story.change(100, 0, kA, increment());
    const auto untold = story.unanswered(110, 10, kB, increment());
    story.spread(200, {told, untold});
    story.came_to({{0, shown}});
    const Analysis a = story.analyse();
    CHECK(broken_meanings(a) == 0);
    CHECK(a.invariants.off_by == 0);
  }
  DataStory story(DataType::counter);  // and where whole documents are kept
  const auto untold = story.unanswered(100, 0, kA, increment());
  const auto winner = story.change(110, 10, kB, increment());
  story.spread(200, {untold, winner});
  story.came_to({{0, 1}});
  CHECK(broken_meanings(story.analyse()) == 0);
}

TEST_CASE("Where siblings of a counter are merged by the greater one, the sum tells how much is lost", "[detectors]") {
  DataStory story(DataType::counter, "version_vector");
  const auto first = story.change(100, 0, kA, increment(2));
  const auto second = story.change(110, 10, kB, increment(2));
  const auto third = story.change(120, 20, kC, increment(2));
  story.spread(200, {first, second, third});
  story.came_to({{0, 2}});
  const Analysis a = story.analyse();
  CHECK(count_of(a, AnomalyKind::lost_change) == 2);  // all were of the size 2, and 4 are missing
  CHECK(a.invariants.off_by == 4);
  const auto found = only(a, AnomalyKind::lost_change);
  REQUIRE(found.size() == 1);  // the key; which of its changes are lost cannot be told
  CHECK(found[0].amount == -4);
  CHECK(found[0].key == KeyId(std::size_t{5}));
  CHECK(found[0].version == third.version);
}

TEST_CASE("A counter that shows too much is wrong as well", "[detectors]") {
  DataStory story(DataType::counter, "crdt");
  story.spread(200, {story.change(100, 0, kA, increment(3)), story.change(110, 10, kB, increment(4))});
  story.came_to({{0, 10}});
  const Analysis a = story.analyse();
  CHECK(a.invariants.off_by == 3);
  CHECK(count_of(a, AnomalyKind::lost_change) == 1);  // of what size is not known
  CHECK(only(a, AnomalyKind::lost_change)[0].amount == 3);
}

TEST_CASE("Regions that show the same by chance, and do not know each other's changes, leave a key undecided",
          "[detectors]") {
  DataStory story(DataType::counter, "crdt");
  story.change(100, 0, kA, increment());
  story.change(110, 10, kB, increment());
  story.change(120, 20, kC, increment());  // the links have been down since then
  story.came_to({{0, 1}});
  const Analysis a = story.analyse();
  CHECK(a.invariants.keys == 1);
  CHECK(a.invariants.undecided == 1);
  CHECK(broken_meanings(a) == 0);
}

TEST_CASE("A key on which regions differ at the end is undecided", "[detectors]") {
  DataStory story(DataType::counter, "crdt");
  story.spread(200, {story.change(100, 0, kA, increment()), story.change(110, 10, kB, increment())});
  for (const std::size_t store : {kA, kB}) story.came_to_at(store, {{0, 1}});
  story.came_to_at(kC, {{0, 2}});
  const Analysis a = story.analyse();
  CHECK(a.invariants.undecided == 1);
  CHECK(broken_meanings(a) == 0);
}

TEST_CASE("A run without its end tells nothing of what keys came to, and what is lost for certain", "[detectors]") {
  for (const bool merges : {false, true}) {
    CAPTURE(merges);
    DataStory story(DataType::counter, merges ? "version_vector" : "");
    const auto loser = story.change(100, 0, kA, increment());
    const auto winner = story.change(110, 10, kB, increment());
    story.spread(200, {loser, winner});
    const Analysis a = story.analyse(std::nullopt);
    CHECK_FALSE(a.complete);
    CHECK(a.invariants.keys == 1);
    CHECK(a.invariants.undecided == 1);
    CHECK(count_of(a, AnomalyKind::lost_change) == (merges ? 0 : 1));
  }
}

TEST_CASE("An increment lost in a failover is a lost write and a lost change", "[detectors]") {
  DataStory story(DataType::counter, {}, WritePattern::global);
  const auto kept = story.change(100, 0, kA, increment());
  story.spread(200, {kept});
  const auto lost = story.change(300, 0, kA, increment());
  story.lose(1000, lost);
  story.roll_back(2000, kA, DataStory::kKey, kept);
  story.came_to({{0, 1}});
  const Analysis a = story.analyse();
  CHECK(a.lost_writes == 1);
  CHECK(count_of(a, AnomalyKind::lost_change) == 1);
  CHECK(only(a, AnomalyKind::lost_change)[0].version == lost.version);
  CHECK(a.invariants.off_by == 1);
  CHECK(a.invariants.undecided == 0);
}

TEST_CASE("Of each key the whole history counts, however long", "[detectors]") {
  DataStory story(DataType::counter);
  const int rounds = 500;  // far more than is kept at a time
  for (int i = 0; i < rounds; ++i) {
    const double ms = 10.0 * i;
    const auto first = story.change(ms, 0, kA, increment());
    if (i % 2 == 0) {
      story.spread(ms + 4, {first});
      continue;
    }
    const auto second = story.change(ms + 1, 10, kB, increment());
    story.spread(ms + 5, {first, second});  // the second wins
  }
  story.came_to({{0, rounds}});
  const Analysis a = story.analyse();
  CHECK(count_of(a, AnomalyKind::lost_change) == rounds / 2);
  CHECK(a.invariants.off_by == rounds / 2);
}

TEST_CASE("Money and stock that a lost document held are lost changes", "[detectors]") {
  DataStory accounts(DataType::accounts);
  accounts.scenario.keys.initial = 100;
  accounts.spread(200, {accounts.change(100, 0, kA, {Verb::deposit, 0, 30}),
                        accounts.change(110, 10, kB, {Verb::withdraw, 1, 20})});
  accounts.came_to({{0, 100}, {1, 80}});
  const Analysis of_accounts = accounts.analyse();
  CHECK(count_of(of_accounts, AnomalyKind::lost_change) == 1);
  CHECK(only(of_accounts, AnomalyKind::lost_change)[0].amount == 30);
  CHECK(of_accounts.invariants.off_by == 30);

  DataStory stock(DataType::inventory);
  stock.scenario.keys.initial = 100;
  stock.spread(200, {stock.change(100, 0, kA, {Verb::take, 0, 30}), stock.change(110, 10, kB, {Verb::restock, 0, 5})});
  stock.came_to({{0, 105}});
  const Analysis of_stock = stock.analyse();
  CHECK(count_of(of_stock, AnomalyKind::lost_change) == 1);
  CHECK(only(of_stock, AnomalyKind::lost_change)[0].amount == -30);
  CHECK(of_stock.invariants.off_by == 30);
}

TEST_CASE("Registers in an order have no changes to lose", "[detectors]") {
  Story story;
  const auto loser = story.write(100, 0, 5, kA);
  const auto winner = story.write(110, 10, 5, kB);
  story.apply(130, loser, kB);
  story.apply(140, winner, kA);
  const Analysis a = story.analyse();
  CHECK_FALSE(a.invariants.judged);
  CHECK(broken_meanings(a) == 0);
}

}  // namespace bicoastal::test
