#include "sim/conflict/clocks.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <vector>

using namespace bicoastal;

namespace {

Stamped arbitrary() {
  Stamped s;
  if (*rc::gen::inRange(0, 8) == 0) return s;
  s.version = VersionId(StoreId(*rc::gen::inRange<std::size_t>(0, 3)), *rc::gen::inRange<std::uint64_t>(0, 3),
                        *rc::gen::inRange<std::uint64_t>(1, 4));
  s.stamp = *rc::gen::inRange<std::int64_t>(-2, 3);
  return s;
}

}  // namespace

TEST_CASE("the order of versions is total and strict", "[conflict]") {
  CHECK(rc::check([] {
    const Stamped a = arbitrary(), b = arbitrary(), c = arbitrary();
    RC_ASSERT(!later(a, a));
    RC_ASSERT(!(later(a, b) && later(b, a)));
    if (a.version != b.version) RC_ASSERT(later(a, b) || later(b, a));
    if (later(a, b) && later(b, c)) RC_ASSERT(later(a, c));
  }));
}

TEST_CASE("stores that saw the same writes show the same one, in whatever order and however often", "[conflict]") {
  CHECK(rc::check([] {
    std::vector<Stamped> writes;
    for (int i = *rc::gen::inRange(1, 12); i > 0; --i) {
      Stamped w = arbitrary();
      w.version = VersionId(StoreId(*rc::gen::inRange<std::size_t>(0, 3)), 0, static_cast<std::uint64_t>(i));
      writes.push_back(w);
    }
    const auto settle = [&](const std::vector<Stamped>& order) {
      Stamped shown;
      for (const Stamped& w : order)
        if (later(w, shown)) shown = w;
      return shown.version;
    };
    std::vector<Stamped> twice = writes;
    twice.insert(twice.end(), writes.rbegin(), writes.rend());
    std::vector<Stamped> shuffled = twice;
    for (std::size_t i = shuffled.size(); i > 1; --i)
      std::swap(shuffled[i - 1], shuffled[*rc::gen::inRange<std::size_t>(0, i)]);
    RC_ASSERT(settle(writes) == settle(shuffled));
  }));
}

TEST_CASE("stamps are what the accepting region's clock shows", "[conflict]") {
  ConflictRule rule;
  rule.clock_offset = {Time::millis(20), Time::millis(-5)};
  rule.clock_drift = {0, 1e-5};
  WallClock policy(rule);
  CHECK(policy.stamp(RegionId(0), Time::seconds(100), {}) == Time::millis(100020).ns);
  CHECK(policy.stamp(RegionId(1), Time::seconds(100), {}) ==
        (Time::seconds(100) - Time::millis(5) + Time::millis(1)).ns);
}

TEST_CASE("a clock that is ahead beats a later write, and an epoch beats any clock", "[conflict]") {
  const Stamped early_but_ahead{VersionId(StoreId(0), 0, 1), 120}, late{VersionId(StoreId(1), 0, 1), 110};
  CHECK(later(early_but_ahead, late));
  CHECK_FALSE(later(late, early_but_ahead));
  const Stamped new_primary{VersionId(StoreId(1), 1, 2), 5};
  CHECK(later(new_primary, early_but_ahead));
}

TEST_CASE("equal stamps are settled by region, then by number", "[conflict]") {
  const Stamped a{VersionId(StoreId(0), 0, 9), 7}, b{VersionId(StoreId(1), 0, 3), 7}, c{VersionId(StoreId(1), 0, 4), 7};
  CHECK(later(b, a));
  CHECK(later(c, b));
  CHECK_FALSE(later(a, c));
}
