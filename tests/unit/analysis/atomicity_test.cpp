#include "sim/analysis/atomicity.hpp"
#include "sim/analysis/linearizability.hpp"
#include "unit/analysis/orders.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

constexpr int kHistories = 20000;

RandomRegister options_of(int i) {
  RandomRegister o;
  o.operations = 3 + static_cast<std::size_t>(i % 6);
  o.times = 6 + i % 23;
  o.longest = 1 + i % 9;
  o.writes = 0.5;
  o.obedient = i % 3 == 0 ? 0.2 : 0.6;
  return o;
}

}  // namespace

TEST_CASE("2-atomicity is judged as a search through all orders judges it", "[analysis]") {
  int violated = 0, only_two = 0;
  for (int i = 0; i < kHistories; ++i) {
    std::mt19937_64 random(static_cast<std::uint64_t>(i));
    RandomRegister o = options_of(i);
    o.never_written = i % 4 == 0 ? 0.1 : 0;
    const auto ops = random_register(o, random);
    const auto completed = with_unseen_writes(ops);
    INFO("seed " << i << "\n" << to_text(ops));
    const Verdict expected = !some_order(completed, 2)        ? Verdict::violated
                             : completed.size() == ops.size() ? Verdict::valid
                                                              : Verdict::unknown;
    REQUIRE(two_atomic(ops) == expected);
    violated += expected == Verdict::violated ? 1 : 0;
    only_two += expected == Verdict::valid && judge_register(ops).verdict == Verdict::violated ? 1 : 0;
  }
  CHECK(violated > kHistories / 10);
  CHECK(only_two > kHistories / 20);
}

TEST_CASE("What is linearizable is 2-atomic", "[analysis]") {
  int linearizable = 0;
  for (int i = 0; i < kHistories; ++i) {
    std::mt19937_64 random(static_cast<std::uint64_t>(i));
    RandomRegister o = options_of(i);
    o.operations = 30;
    o.times = 60;
    o.obedient = 0.97;
    const auto ops = random_register(o, random);
    INFO("seed " << i << "\n" << to_text(ops));
    if (judge_register(ops).verdict != Verdict::valid) continue;
    REQUIRE(two_atomic(ops) == Verdict::valid);
    ++linearizable;
  }
  CHECK(linearizable > 1000);
}

}  // namespace bicoastal::test
