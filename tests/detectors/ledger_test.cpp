// The ledger of acknowledged writes that vanished, on histories written by hand.
#include "story.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

RegionId region(std::size_t r) { return RegionId(r); }

/// Reached the other of two regions 50 ms after its acceptance, as all do that nothing holds up.
void usual_traffic(Story& story) {
  for (int i = 0; i < 20; ++i) {
    const auto a = story.write(1000 + 200 * i, 1, 3, kA);
    story.apply(a.accepted_ms + 50, a, kB);
    const auto b = story.write(1100 + 200 * i, 11, 3, kB);
    story.apply(b.accepted_ms + 50, b, kA);
  }
}

std::vector<LedgerRow> ledger_of(Story& story) { return story.analyse().ledger; }

void check_row(const LedgerRow& row, const LedgerRow& expected) {
  CHECK(row.loser == expected.loser);
  CHECK(row.winner == expected.winner);
  CHECK(row.writes == expected.writes);
  CHECK(row.failover == expected.failover);
  CHECK(row.clock_skew == expected.clock_skew);
  CHECK(row.fault == expected.fault);
  CHECK(row.policy == expected.policy);
  CHECK(row.skew_s == Approx(expected.skew_s));
}

}  // namespace

TEST_CASE("a history in which nothing vanishes has an empty ledger", "[detectors]") {
  Story story(2);
  usual_traffic(story);
  CHECK(ledger_of(story).empty());
}

TEST_CASE("of two writes that could not know of each other the policy threw one away", "[detectors]") {
  Story story(2);
  const auto loser = story.write(100, 1, 7, kA), winner = story.write(120, 11, 7, kB);
  story.apply(151, loser, kB);
  story.apply(171, winner, kA);
  usual_traffic(story);
  const auto ledger = ledger_of(story);
  REQUIRE(ledger.size() == 1);
  check_row(ledger[0], {region(kA), region(kB), 1, 0, 0, 0, 1, 0});
}

TEST_CASE("a write that came later and lost was put behind by a clock", "[detectors]") {
  Story story(2);
  story.scenario.data.conflicts.clock_offset = {Time::millis(30), Time::millis(-10)};
  usual_traffic(story);
  // 20 ms apart; with the clocks' 40 ms A's stamp is 20 ms later.
  const auto winner = story.accept(100, 1, 7, kA, 130.0), loser = story.accept(120, 11, 7, kB, 110.0);
  story.acknowledge(121, winner, 99);
  story.acknowledge(121, loser, 119);
  story.apply(150, winner, kB);
  story.apply(170, loser, kA);
  const auto ledger = ledger_of(story);
  REQUIRE(ledger.size() == 1);
  check_row(ledger[0], {region(kB), region(kA), 1, 0, 1, 0, 0, 0.040});
}

TEST_CASE("a write that a fault held up, and that would have been known in time, is laid to the fault", "[detectors]") {
  const auto with_winner_at = [](double ms) {
    Story story(2);
    story.scenario.faults.push_back({"cut", "partition", Time::millis(90), Time::millis(500), Partition{}});
    story.fault(90, 0, true);
    story.fault(500, 0, false);
    const auto loser = story.write(100, 1, 7, kA), winner = story.write(ms, 11, 7, kB);
    BatchRecord batch;
    batch.event = BatchEvent::arrived;
    batch.from = StoreId(std::size_t{kA});
    batch.to = StoreId(std::size_t{kB});
    batch.writes = 1;
    batch.fault = FaultId(std::size_t{0});
    batch.sent = Time::millis(500);
    story.tell(550, batch);
    story.apply(550, loser, kB);
    story.apply(560, winner, kA);
    usual_traffic(story);
    return ledger_of(story);
  };
  const auto late = with_winner_at(300);  // 200 ms after the loser: by then it is usually there
  REQUIRE(late.size() == 1);
  check_row(late[0], {region(kA), region(kB), 1, 0, 0, 1, 0, 0});
  const auto soon = with_winner_at(130);  // 30 ms after: it would not have been known without the fault, either
  REQUIRE(soon.size() == 1);
  check_row(soon[0], {region(kA), region(kB), 1, 0, 0, 0, 1, 0});
}

TEST_CASE("a write that a failover lost has nobody that it lost to", "[detectors]") {
  Story story(2, WritePattern::global);
  const auto lost = story.write(100, 1, 7, kA);
  story.lose(300, lost);
  const auto ledger = ledger_of(story);
  REQUIRE(ledger.size() == 1);
  check_row(ledger[0], {region(kA), RegionId(), 1, 1, 0, 0, 0, 0});
}
