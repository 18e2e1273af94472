#include "sim/analysis/linearizability.hpp"
#include "unit/analysis/orders.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

constexpr int kHistories = 20000;

RandomRegister options_of(int i) {
  RandomRegister o;
  o.operations = 2 + static_cast<std::size_t>(i % 6);
  o.times = 4 + i % 17;
  o.longest = 1 + i % 9;
  o.obedient = i % 3 == 0 ? 0.9 : 0.5;
  return o;
}

/// Fed in order, with everything forgotten at once that is read no more.
Zones fed_and_forgotten(std::vector<RegisterOp> ops) {
  std::stable_sort(ops.begin(), ops.end(),
                   [](const RegisterOp& a, const RegisterOp& b) { return a.completed < b.completed; });
  Zones zones;
  for (const RegisterOp& op : ops)
    if (op.completed == Time::max()) zones.maybe_written(op);
  for (std::size_t i = 0; i < ops.size() && ops[i].completed != Time::max(); ++i) {
    if (ops[i].kind == OpKind::write) {
      zones.written(ops[i]);
    } else {
      zones.read(ops[i]);
    }
    zones.forget([&](const Stamped& id) {
      return std::any_of(ops.begin() + static_cast<std::ptrdiff_t>(i) + 1, ops.end(),
                         [&](const RegisterOp& op) { return op.version == id.version; });
    });
  }
  return zones;
}

}  // namespace

TEST_CASE("A register is judged as a search through all orders judges it", "[analysis]") {
  int violated = 0;
  for (int i = 0; i < kHistories; ++i) {
    std::mt19937_64 random(static_cast<std::uint64_t>(i));
    const auto ops = random_register(options_of(i), random);
    INFO("seed " << i << "\n" << to_text(ops));
    const bool valid = some_order(ops);
    const RegisterVerdict verdict = judge_register(ops);
    REQUIRE(verdict.verdict == (valid ? Verdict::valid : Verdict::violated));
    if (!valid) ++violated;
  }
  CHECK(violated > kHistories / 5);
  CHECK(violated < kHistories * 4 / 5);
}

TEST_CASE("What is shown of a violated register is violated on its own, in four operations at most", "[analysis]") {
  for (int i = 0; i < kHistories; ++i) {
    std::mt19937_64 random(static_cast<std::uint64_t>(i));
    const auto ops = random_register(options_of(i), random);
    const RegisterVerdict verdict = judge_register(ops);
    if (verdict.verdict != Verdict::violated) continue;
    INFO("seed " << i << "\n" << to_text(ops) << "shown\n" << to_text(verdict.contradiction));
    REQUIRE(verdict.contradiction.size() >= 2);
    REQUIRE(verdict.contradiction.size() <= 4);
    REQUIRE_FALSE(some_order(with_unseen_writes(verdict.contradiction)));
    for (std::size_t k = 1; k < verdict.contradiction.size(); ++k)
      REQUIRE(verdict.contradiction[k - 1].invoked <= verdict.contradiction[k].invoked);
  }
}

TEST_CASE("A read of what nobody wrote leaves a register undecided, unless it is violated whoever wrote it",
          "[analysis]") {
  int undecided = 0, violated = 0;
  for (int i = 0; i < kHistories; ++i) {
    std::mt19937_64 random(static_cast<std::uint64_t>(i));
    RandomRegister o = options_of(i);
    o.never_written = 0.3;
    const auto ops = random_register(o, random);
    const auto completed = with_unseen_writes(ops);
    INFO("seed " << i << "\n" << to_text(ops));
    const Verdict expected = !some_order(completed)           ? Verdict::violated
                             : completed.size() == ops.size() ? Verdict::valid
                                                              : Verdict::unknown;
    REQUIRE(judge_register(ops).verdict == expected);
    undecided += expected == Verdict::unknown ? 1 : 0;
    violated += expected == Verdict::violated && completed.size() != ops.size() ? 1 : 0;
  }
  CHECK(undecided > 1000);
  CHECK(violated > 1000);
}

TEST_CASE("What is forgotten of versions that are read no more changes neither verdict nor delta", "[analysis]") {
  std::size_t kept = 0, forgotten = 0;
  for (int i = 0; i < 5 * kHistories; ++i) {
    std::mt19937_64 random(static_cast<std::uint64_t>(i));
    RandomRegister o = options_of(i);
    o.operations = 4 + static_cast<std::size_t>(i % 12);
    const auto ops = random_register(o, random);
    INFO("seed " << i << "\n" << to_text(ops));
    const RegisterVerdict verdict = judge_register(ops);
    const Zones zones = fed_and_forgotten(ops);
    REQUIRE(zones.violated() == (verdict.verdict == Verdict::violated));
    REQUIRE(zones.delta() == verdict.delta);
    REQUIRE((zones.violated() ? judge_register(zones.contradiction()).verdict : Verdict::violated) ==
            Verdict::violated);
    kept += zones.size();
    forgotten += 1;
  }
  CHECK(kept < 3 * forgotten);
}

TEST_CASE("A version that was written twice leaves a register undecided", "[analysis]") {
  const VersionId v(StoreId(std::size_t{0}), 0, 1);
  const std::vector<RegisterOp> ops{{Time(1), Time(2), OpKind::write, v, OpId(std::size_t{0}), {}},
                                    {Time(3), Time(4), OpKind::write, v, OpId(std::size_t{1}), {}},
                                    {Time(5), Time(6), OpKind::read, v, OpId(std::size_t{2}), {}}};
  CHECK(judge_register(ops).verdict == Verdict::unknown);
}

TEST_CASE("Delta is the least time by which reads must begin earlier to make the register linearizable", "[analysis]") {
  int with_delta = 0, hopeless = 0;
  for (int i = 0; i < kHistories; ++i) {
    std::mt19937_64 random(static_cast<std::uint64_t>(i));
    const auto ops = random_register(options_of(i), random);
    INFO("seed " << i << "\n" << to_text(ops));
    const RegisterVerdict verdict = judge_register(ops);
    REQUIRE((verdict.verdict == Verdict::valid) == (verdict.delta == Time()));
    if (!verdict.delta) {
      REQUIRE_FALSE(some_order(shifted(ops, Time(1000))));
      ++hopeless;
    } else {
      REQUIRE(some_order(shifted(ops, *verdict.delta)));
      if (*verdict.delta > Time()) {
        REQUIRE_FALSE(some_order(shifted(ops, *verdict.delta - Time(1))));
        ++with_delta;
      }
    }
  }
  CHECK(with_delta > 1000);
  CHECK(hopeless > 1000);
}

}  // namespace bicoastal::test
