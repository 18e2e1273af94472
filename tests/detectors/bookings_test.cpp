// Seats: two sessions with one seat, reservations that are gone, seats that are taken again.
#include "detectors/data_story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

DataStory::Edit reserve(std::uint32_t seat) { return {Verb::reserve, seat, 1}; }
DataStory::Edit release(std::uint32_t seat) { return {Verb::release, seat, 1}; }
constexpr std::int64_t held_by(std::uint32_t session) { return std::int64_t{session} + 1; }

}  // namespace

TEST_CASE("The double booking: two regions confirm one seat to two sessions, and one of them has it", "[detectors]") {
  DataStory story(DataType::seats);
  const auto first = story.change(100, 3, kA, reserve(12));
  const auto second = story.change(110, 14, kB, reserve(12));
  story.spread(200, {first, second});
  story.came_to({{12, held_by(14)}});
  const Analysis a = story.analyse();
  CHECK(broken_meanings(a) == 2);
  CHECK(a.invariants.seats_booked_twice == 1);
  const auto twice = only(a, AnomalyKind::double_booking);
  REQUIRE(twice.size() == 1);
  CHECK(twice[0].version == second.version);
  CHECK(twice[0].other == first.version);
  CHECK(twice[0].session == SessionId(std::size_t{14}));
  CHECK(twice[0].time == Story::at(112));  // when the second was told
  const auto gone = only(a, AnomalyKind::lost_item);
  REQUIRE(gone.size() == 1);
  CHECK(gone[0].version == first.version);
  CHECK(gone[0].other == second.version);
  CHECK(gone[0].session == SessionId(std::size_t{3}));
}

TEST_CASE("A seat that is free again may be given to somebody else", "[detectors]") {
  DataStory story(DataType::seats);
  story.spread(150, {story.change(100, 3, kA, reserve(12))});
  story.spread(250, {story.change(200, 3, kA, release(12))});
  story.spread(350, {story.change(300, 14, kB, reserve(12))});
  story.came_to({{12, held_by(14)}});
  const Analysis a = story.analyse();
  CHECK(broken_meanings(a) == 0);
  CHECK(a.invariants.seats_booked_twice == 0);
}

TEST_CASE("Other seats of the same hall, and one session that asks twice, are no double booking", "[detectors]") {
  DataStory story(DataType::seats, "crdt");
  story.spread(200, {story.change(100, 3, kA, reserve(12)), story.change(110, 14, kB, reserve(13)),
                     story.change(120, 3, kC, reserve(12))});
  story.change(130, 15, kB, reserve(12), 6);  // the same number, in another hall
  story.came_to({{12, held_by(3)}, {13, held_by(14)}});
  CHECK(broken_meanings(story.analyse()) == 0);
}

TEST_CASE("A reservation that its session was not told of books nothing twice", "[detectors]") {
  DataStory story(DataType::seats);
  const auto first = story.change(100, 3, kA, reserve(12));
  const auto untold = story.unanswered(90, 14, kB, reserve(12));
  story.spread(200, {first, untold});
  story.came_to({{12, held_by(3)}});
  CHECK(broken_meanings(story.analyse()) == 0);
}

TEST_CASE("Each further confirmation of a held seat is a double booking, of one seat", "[detectors]") {
  DataStory story(DataType::seats);
  story.change(100, 3, kA, reserve(12));
  story.change(110, 14, kB, reserve(12));
  story.change(120, 25, kC, reserve(12));
  const Analysis a = story.analyse();  // the links are down: who has it is undecided, that it was given away is not
  CHECK(count_of(a, AnomalyKind::double_booking) == 2);
  CHECK(count_of(a, AnomalyKind::lost_item) == 0);
  CHECK(a.invariants.seats_booked_twice == 1);
  CHECK(a.invariants.undecided == 1);
}

TEST_CASE("A seat that was given up, and is held again by who gave it up, has come back", "[detectors]") {
  DataStory story(DataType::seats);
  story.spread(150, {story.change(100, 3, kA, reserve(12))});
  const auto released = story.change(200, 3, kA, release(12));
  const auto winner = story.change(210, 14, kB, reserve(13));
  story.spread(300, {released, winner});
  story.came_to({{12, held_by(3)}, {13, held_by(14)}});
  const Analysis a = story.analyse();
  CHECK(broken_meanings(a) == 1);
  const auto found = only(a, AnomalyKind::resurrected_item);
  REQUIRE(found.size() == 1);
  CHECK(found[0].version == released.version);
  CHECK(found[0].other == winner.version);
}

}  // namespace bicoastal::test
