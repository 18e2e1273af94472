// Every measure of versions where values merge, against its definition, on random histories.
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
  o.merges = true;
  o.type = *rc::gen::element(DataType::reg, DataType::counter);
  o.regions = *rc::gen::inRange<std::size_t>(1, 5);
  o.copies = *rc::gen::inRange<std::size_t>(0, 3);
  o.keys = *rc::gen::inRange<std::uint32_t>(1, 8);
  o.sessions = *rc::gen::inRange<std::uint32_t>(1, 12);
  o.operations = *rc::gen::inRange<std::size_t>(1, 250);
  o.reads = *rc::gen::element(0.2, 0.5, 0.8);
  o.operations_per_s = *rc::gen::element(20.0, 100.0, 400.0, 2000.0);
  o.lag_ms = *rc::gen::element(5.0, 30.0, 150.0, 600.0);
  o.skew_ms = *rc::gen::element(0.0, 300.0);
  o.cuts_per_s = *rc::gen::element(0.0, 5.0, 40.0);
  o.warmup_ms = *rc::gen::element(0.0, 100.0);
  o.forgets = *rc::gen::element(0.0, 0.0, 0.3);
  return o;
}

void check_equal(const ToyRun& run) {
  const std::string found =
      differences(run.scenario, judge_merged(run.scenario, run.records), analyse(run.scenario, run.records));
  if (!found.empty()) RC_FAIL(found);
}

}  // namespace

TEST_CASE("Where values merge every measure of versions equals its definition", "[analysis]") {
  REQUIRE(rc::check("merged", [] { check_equal(play(any_options())); }));
}

TEST_CASE("A history of merging values that ends while much is under way is judged by what it tells", "[analysis]") {
  REQUIRE(rc::check("merged, cut off", [] {
    const ToyRun run = play(any_options());
    check_equal(cut_off(run, *rc::gen::inRange<std::size_t>(0, run.records.size())));
  }));
}

TEST_CASE("The random histories of merging values hold every anomaly of versions that there can be", "[analysis]") {
  std::array<std::uint64_t, kAnomalyKinds> counts{};
  std::uint64_t differing = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    ToyOptions o;
    o.seed = seed;
    o.merges = true;
    o.type = seed % 2 == 0 ? DataType::reg : DataType::counter;
    o.copies = seed % 3;
    o.cuts_per_s = 10;
    o.forgets = 0.1;
    const ToyRun run = play(o);
    const Analysis analysis = analyse(run.scenario, run.records);
    for (std::size_t k = 0; k < kAnomalyKinds; ++k) counts[k] += analysis.anomaly_counts[k];
    differing += analysis.divergence.keys_differing_at_end;
  }
  for (const AnomalyKind kind :
       {AnomalyKind::stale_read, AnomalyKind::read_your_writes, AnomalyKind::monotonic_reads,
        AnomalyKind::monotonic_writes, AnomalyKind::writes_follow_reads, AnomalyKind::conflict})
    CHECK(counts[static_cast<std::size_t>(kind)] > 20);
  for (const AnomalyKind kind : {AnomalyKind::discarded_write, AnomalyKind::lost_write})
    CHECK(counts[static_cast<std::size_t>(kind)] == 0);
  CHECK(differing > 5);
}

}  // namespace bicoastal::test
