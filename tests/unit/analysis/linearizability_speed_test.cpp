// How fast linearizability is judged, on one core. Not part of the timed tests: test_unit_analysis "[.bench]"
#include "sim/analysis/linearizability.hpp"

#include <algorithm>
#include <ctime>
#include <deque>
#include <iostream>
#include <random>

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

double cpu_s() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

/// One register, `clients` at a time; each operation takes effect once while it is under way, or, of reads in a region
/// that lags, as the register was `lag` ago.
std::vector<RegisterOp> history(std::size_t operations, int clients, double writes, Time lag) {
  std::mt19937_64 random(1);
  const auto below = [&](std::int64_t n) { return std::uniform_int_distribution<std::int64_t>(0, n - 1)(random); };
  std::vector<RegisterOp> ops(operations);
  std::deque<std::pair<Time, VersionId>> values{{Time(-1'000'000'000'000), VersionId()}};
  for (std::size_t i = 0; i < operations; ++i) {
    const Time effect(static_cast<std::int64_t>(i) * 1000);
    ops[i].invoked = effect - Time(1 + below(1000 * clients));
    ops[i].completed = effect + Time(1 + below(1000 * clients));
    ops[i].op = OpId(i);
    if (std::uniform_real_distribution<>()(random) < writes) {
      ops[i].kind = OpKind::write;
      ops[i].version = VersionId(StoreId(std::size_t{0}), 0, i + 1);
      values.emplace_back(effect, ops[i].version);
      continue;
    }
    const Time seen = i % 3 == 0 ? effect - lag : effect;
    std::size_t v = values.size() - 1;
    while (values[v].first > seen) --v;
    ops[i].version = values[v].second;
    while (values.size() > 2 && values[1].first < effect - lag) values.pop_front();
  }
  return ops;
}

void say(const char* what, const std::vector<RegisterOp>& ops) {
  const double begin = cpu_s();
  const RegisterVerdict verdict = judge_register(ops);
  std::cout << what << ": " << cpu_s() - begin << " s, "
            << (verdict.verdict == Verdict::valid ? "valid" : "violated, delta ");
  if (verdict.verdict != Verdict::valid) std::cout << verdict.delta.value_or(Time::max()).in_seconds() << " s";
  std::cout << std::endl;
}

}  // namespace

TEST_CASE("Speed of linearizability", "[.bench]") {
  constexpr std::size_t kOperations = 10'000'000;
  say("10 M operations on one key, 10 at a time, a tenth writes", history(kOperations, 10, 0.1, Time()));
  say("10 M operations on one key, 1000 at a time, half writes", history(kOperations, 1000, 0.5, Time()));
  say("10 M operations on one key, a third of them stale by 10 ms", history(kOperations, 10, 0.1, Time::millis(10)));
}

}  // namespace bicoastal::test
