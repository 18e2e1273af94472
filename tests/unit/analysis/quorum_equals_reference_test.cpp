// Every measure of versions under quorums, against its definition, on random histories.
#include <bicoastal/analysis.hpp>

#include "unit/analysis/compare.hpp"
#include "unit/analysis/toy.hpp"

#include <array>
#include <string>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

namespace bicoastal::test {
namespace {

ToyOptions any_options() {
  ToyOptions o;
  o.seed = *rc::gen::noShrink(rc::gen::arbitrary<std::uint64_t>());
  o.writes = WritePattern::quorum;
  o.regions = *rc::gen::inRange<std::size_t>(1, 6);
  o.quorum.n = *rc::gen::inRange<std::uint32_t>(1, static_cast<std::uint32_t>(o.regions) + 1);
  o.quorum.r = *rc::gen::inRange<std::uint32_t>(1, o.quorum.n + 1);
  o.quorum.w = *rc::gen::inRange<std::uint32_t>(1, o.quorum.n + 1);
  o.quorum.sloppy = *rc::gen::arbitrary<bool>();
  o.quorum.read_repair = *rc::gen::arbitrary<bool>();
  o.astray = *rc::gen::element(0.0, 0.05, 0.3);
  o.keys = *rc::gen::inRange<std::uint32_t>(1, 8);
  o.sessions = *rc::gen::inRange<std::uint32_t>(1, 12);
  o.operations = *rc::gen::inRange<std::size_t>(1, 250);
  o.reads = *rc::gen::element(0.2, 0.5, 0.8);
  o.operations_per_s = *rc::gen::element(20.0, 100.0, 400.0, 2000.0);
  o.lag_ms = *rc::gen::element(3.0, 10.0, 50.0);
  o.skew_ms = *rc::gen::element(0.0, 3.0, 40.0, 300.0);
  o.jumps_per_s = *rc::gen::element(0.0, 0.0, 10.0);
  o.clock = *rc::gen::element(ClockKind::wall, ClockKind::lamport, ClockKind::hybrid);
  o.warmup_ms = *rc::gen::element(0.0, 100.0);
  return o;
}

void check_equal(const ToyRun& run) {
  const std::string found =
      differences(run.scenario, judge_quorum(run.scenario, run.records), analyse(run.scenario, run.records));
  if (!found.empty()) RC_FAIL(found);
}

}  // namespace

TEST_CASE("Under quorums every measure of versions equals its definition", "[analysis]") {
  REQUIRE(rc::check("quorum", [] { check_equal(play(any_options())); }));
}

TEST_CASE("A history of quorums that ends while much is under way is judged by what it tells", "[analysis]") {
  REQUIRE(rc::check("quorum, cut off", [] {
    const ToyRun run = play(any_options());
    check_equal(cut_off(run, *rc::gen::inRange<std::size_t>(0, run.records.size())));
  }));
}

TEST_CASE("The random histories of quorums hold every anomaly of versions that there can be", "[analysis]") {
  std::array<std::uint64_t, kAnomalyKinds> counts{};
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    ToyOptions o;
    o.seed = seed;
    o.writes = WritePattern::quorum;
    o.regions = 3 + seed % 3;
    o.quorum.r = o.quorum.w = 1;
    o.quorum.sloppy = seed % 4 == 0;
    o.astray = 0.1;
    o.lag_ms = 20;
    o.skew_ms = seed % 2 == 0 ? 300 : 0;
    const ToyRun run = play(o);
    const Analysis analysis = analyse(run.scenario, run.records);
    for (std::size_t k = 0; k < kAnomalyKinds; ++k) counts[k] += analysis.anomaly_counts[k];
  }
  for (std::size_t k = 0; k < static_cast<std::size_t>(AnomalyKind::lost_write); ++k) {
    CAPTURE(k);
    CHECK(counts[k] > 20);
  }
  CHECK(counts[static_cast<std::size_t>(AnomalyKind::lost_write)] == 0);
}

TEST_CASE("Quorums that overlap show every acknowledged write to all later reads", "[analysis]") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    ToyOptions o;
    o.seed = seed;
    o.writes = WritePattern::quorum;
    o.regions = 3 + seed % 3;
    o.astray = 0.1;
    o.lag_ms = 10;
    o.quorum.r = 1 + static_cast<std::uint32_t>(seed % 3);
    o.quorum.w = 4 - o.quorum.r;
    o.clock = ClockKind::hybrid;
    const ToyRun run = play(o);
    const Analysis a = analyse(run.scenario, run.records);
    CHECK(a.staleness.reads > 20);
    CHECK(a.staleness.stale_reads == 0);
    CHECK(a.sessions.read_your_writes == 0);
  }
}

}  // namespace bicoastal::test
