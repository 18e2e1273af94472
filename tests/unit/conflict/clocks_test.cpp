#include "sim/conflict/clocks.hpp"

#include "sim/conflict/chains.hpp"
#include "sim/conflict/policies.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <limits>

using namespace bicoastal;

namespace {

Scenario scenario(std::vector<Time> offsets, Time duration = Time::seconds(60)) {
  Scenario s;
  s.regions.resize(offsets.size());
  s.duration = duration;
  ConflictRule& rule = s.data.conflicts;
  rule.clock_drift.assign(offsets.size(), 0);
  for (std::size_t r = offsets.size(); r-- > 0;) rule.priority.push_back(RegionId(r));
  rule.clock_offset = std::move(offsets);
  return s;
}

const RegionId kA{0}, kB{1}, kC{2};
const Stamped kNothing;

Stamped made(RegionId at, std::uint64_t sequence, std::int64_t stamp) {
  return {VersionId(StoreId(at.index()), 0, sequence), stamp};
}

}  // namespace

TEST_CASE("a Lamport clock counts from what it made and heard of", "[conflict]") {
  LamportClock clock(3);
  CHECK(clock.stamp(kA, Time(70), kNothing) == 1);
  CHECK(clock.stamp(kA, Time(80), kNothing) == 2);
  CHECK(clock.stamp(kB, Time(90), kNothing) == 1);
  clock.received(kB, Time(95), 2);
  CHECK(clock.stamp(kB, Time(96), kNothing) == 3);
  clock.received(kB, Time(97), 1);
  CHECK(clock.stamp(kB, Time(98), kNothing) == 4);
  CHECK(clock.stamp(kC, Time(99), made(kA, 9, 40)) == 41);
}

TEST_CASE("a hybrid clock is the wall clock until it hears from the future", "[conflict]") {
  const Scenario s = scenario({Time(0), Time(-1000)});
  HybridClock clock(s.data.conflicts, 2);
  CHECK(clock.stamp(kA, Time(5000), kNothing) == 5000);
  CHECK(clock.stamp(kB, Time(5010), kNothing) == 4010);
  clock.received(kB, Time(5020), 5000);
  CHECK(clock.stamp(kB, Time(5020), kNothing) == 5001);  // its wall clock shows 4020
  CHECK(clock.stamp(kB, Time(5021), kNothing) == 5002);
  CHECK(clock.stamp(kB, Time(7000), kNothing) == 6000);  // and has caught up
}

TEST_CASE("a hybrid clock goes on where its wall clock is set back", "[conflict]") {
  Scenario s = scenario({Time(0)});
  s.data.conflicts.steps = {{kA, Time(100), Time(-60)}};
  HybridClock clock(s.data.conflicts, 1);
  CHECK(clock.stamp(kA, Time(99), kNothing) == 99);
  CHECK(clock.stamp(kA, Time(101), kNothing) == 100);
  CHECK(clock.stamp(kA, Time(200), kNothing) == 140);
  WallClock wall(s.data.conflicts);
  CHECK(wall.stamp(kA, Time(99), kNothing) == 99);
  CHECK(wall.stamp(kA, Time(100), kNothing) == 40);
}

TEST_CASE("under all orders but the wall clock's a write is later than what it had seen", "[conflict]") {
  const auto lost_against_its_past = [](const std::string& policy, ClockKind kind) {
    return !rc::check([&] {
      Scenario s = scenario({Time(0), Time(50), Time(-50)}, Time(1000));
      s.data.conflicts.policy = policy;
      s.data.conflicts.clock = kind;
      const auto stamper = make_stamper(s);
      Stamped current[3];
      std::uint64_t written[3] = {};
      Time now;
      for (const std::uint32_t step :
           *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::arbitrary<std::uint32_t>())) {
        const std::size_t at = step % 3, to = step / 3 % 3;
        now += Time(step / 9 % 4);
        const Stamped next = made(RegionId(at), ++written[at], stamper->stamp(RegionId(at), now, current[at]));
        RC_ASSERT(later(next, current[at]));
        current[at] = next;
        if (later(next, current[to])) current[to] = next;
        stamper->received(RegionId(to), now, next.stamp);
      }
    });
  };
  CHECK_FALSE(lost_against_its_past("lww", ClockKind::lamport));
  CHECK_FALSE(lost_against_its_past("lww", ClockKind::hybrid));
  CHECK_FALSE(lost_against_its_past("first_writer", ClockKind::wall));
  CHECK_FALSE(lost_against_its_past("region_priority", ClockKind::wall));
  CHECK(lost_against_its_past("lww", ClockKind::wall));
}

TEST_CASE("stampers say whether they respect causality", "[conflict]") {
  for (const char* policy : {"lww", "first_writer", "region_priority", "reject", "version_vector"}) {
    Scenario s = scenario({Time(0), Time(0)});
    s.data.conflicts.policy = policy;
    const bool chains = s.data.conflicts.policy == "first_writer" || s.data.conflicts.policy == "region_priority";
    CHECK(make_stamper(s)->respects_causality() == chains);
    s.data.conflicts.clock = ClockKind::hybrid;
    CHECK(make_stamper(s)->respects_causality());
  }
}

TEST_CASE("of writes that had seen as much, the first one by wall clock prevails", "[conflict]") {
  const Scenario s = scenario({Time(0), Time(0), Time(-300)});
  FirstWriter order(s);
  const Stamped early = made(kA, 1, order.stamp(kA, Time(1000), kNothing));
  const Stamped late = made(kB, 1, order.stamp(kB, Time(1001), kNothing));
  const Stamped backdated = made(kC, 1, order.stamp(kC, Time(1200), kNothing));
  CHECK(later(early, late));
  CHECK(later(backdated, early));
  const Stamped second = made(kB, 2, order.stamp(kB, Time(9000), late));
  CHECK(later(second, backdated));  // the longer chain, whoever began
}

TEST_CASE("of writes that had seen as much, the region named first prevails", "[conflict]") {
  const Scenario s = scenario({Time(0), Time(0), Time(0)});  // priority: C, B, A
  RegionPriority order(s);
  const Stamped a = made(kA, 1, order.stamp(kA, Time(1), kNothing));
  const Stamped b = made(kB, 1, order.stamp(kB, Time(2), kNothing));
  const Stamped c = made(kC, 1, order.stamp(kC, Time(3), kNothing));
  CHECK(later(b, a));
  CHECK(later(c, b));
  CHECK(later(made(kA, 2, order.stamp(kA, Time(4), a)), c));
}

TEST_CASE("the first writer is told apart within nanoseconds in short runs, within 131 us in a year", "[conflict]") {
  const auto told_apart = [](Time duration, Time at, Time span) {
    const Scenario s = scenario({Time(0), Time(0)}, duration);
    FirstWriter order(s);
    return order.stamp(kA, at, kNothing) > order.stamp(kB, at + span, kNothing);
  };
  CHECK(told_apart(Time::seconds(270), Time::seconds(269), Time(1)));
  CHECK_FALSE(told_apart(Time::seconds(280), Time(0), Time(1)));
  CHECK(told_apart(Time::seconds(3600), Time::seconds(3599), Time(16)));
  const Time year = Time::seconds(365.25 * 86400);
  CHECK(told_apart(year, year - Time::seconds(1), Time(131072)));
  CHECK_FALSE(told_apart(year, Time(0), Time(131071)));
}

TEST_CASE("a chain's length goes before its rank, up to where generations saturate", "[conflict]") {
  const ChainStamp chain(38);
  const std::int64_t least = chain.next(kNothing, 0), greatest = chain.next(kNothing, chain.max_rank());
  CHECK(least < 0);
  CHECK(least < greatest);
  CHECK(greatest < chain.next(made(kA, 1, least), 0));
  CHECK(chain.generation(least) == 1);
  const std::int64_t last = (1 << 26) - 1;
  const std::int64_t end = std::numeric_limits<std::int64_t>::max();
  CHECK(chain.generation(end) == last);
  CHECK(chain.next(made(kA, 1, end), chain.max_rank()) == end);
}
