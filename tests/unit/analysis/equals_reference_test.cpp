// Every measure of versions against its definition, on random histories.
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
  o.regions = *rc::gen::inRange<std::size_t>(1, 5);
  o.copies = *rc::gen::inRange<std::size_t>(0, 3);
  o.keys = *rc::gen::inRange<std::uint32_t>(1, 8);
  o.sessions = *rc::gen::inRange<std::uint32_t>(1, 12);
  o.operations = *rc::gen::inRange<std::size_t>(1, 250);
  o.reads = *rc::gen::element(0.2, 0.5, 0.8);
  o.operations_per_s = *rc::gen::element(20.0, 100.0, 400.0, 2000.0);
  o.lag_ms = *rc::gen::element(5.0, 30.0, 150.0, 600.0);
  o.skew_ms = *rc::gen::element(0.0, 3.0, 40.0, 300.0);
  o.cuts_per_s = *rc::gen::element(0.0, 5.0, 40.0);
  o.jumps_per_s = *rc::gen::element(0.0, 0.0, 10.0);
  o.clock = *rc::gen::element(ClockKind::wall, ClockKind::lamport, ClockKind::hybrid);
  o.warmup_ms = *rc::gen::element(0.0, 100.0);
  return o;
}

void check_equal(const ToyRun& run, std::size_t records) {
  const std::span<const Record> part(run.records.data(), records);
  const std::string found = differences(run.scenario, judge(run.scenario, part), analyse(run.scenario, part));
  if (!found.empty()) RC_FAIL(found);
}

}  // namespace

TEST_CASE("With writes accepted everywhere every measure equals its definition", "[analysis]") {
  REQUIRE(rc::check("local", [] {
    const ToyRun run = play(any_options());
    check_equal(run, run.records.size());
  }));
}

TEST_CASE("With a home for each key every measure equals its definition", "[analysis]") {
  REQUIRE(rc::check("partitioned", [] {
    ToyOptions o = any_options();
    o.writes = WritePattern::partitioned;
    const ToyRun run = play(o);
    check_equal(run, run.records.size());
  }));
}

TEST_CASE("With failovers that lose writes every measure equals its definition", "[analysis]") {
  REQUIRE(rc::check("global", [] {
    ToyOptions o = any_options();
    o.writes = WritePattern::global;
    o.regions = *rc::gen::inRange<std::size_t>(2, 5);
    o.failovers_per_s = *rc::gen::element(2.0, 10.0);
    const ToyRun run = play(o);
    check_equal(run, run.records.size());
  }));
}

TEST_CASE("Where the last writer's value is merged every measure equals its definition under last writer wins",
          "[analysis]") {
  REQUIRE(rc::check("lww-register", [] {
    ToyOptions o = any_options();
    o.merges = true;
    o.crdt = Crdt::lww_register;
    const ToyRun run = play(o);
    check_equal(run, run.records.size());
  }));
}

TEST_CASE("A history that ends while much is under way is judged by what it tells", "[analysis]") {
  REQUIRE(rc::check("cut off", [] {
    ToyOptions o = any_options();
    if (*rc::gen::arbitrary<bool>()) {
      o.writes = WritePattern::global;
      o.failovers_per_s = 5;
    }
    const ToyRun whole = play(o);
    const ToyRun run = cut_off(whole, *rc::gen::inRange<std::size_t>(0, whole.records.size()));
    check_equal(run, run.records.size());
  }));
}

TEST_CASE("The random histories hold every kind of anomaly many times", "[analysis]") {
  std::array<std::uint64_t, kAnomalyKinds> counts{};
  std::uint64_t superseded = 0, rolled_back = 0, shadowed = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    ToyOptions o;
    o.seed = seed;
    o.copies = seed % 3;
    o.skew_ms = seed % 2 == 0 ? 300 : 0;
    o.cuts_per_s = 10;
    if (seed % 4 == 0) {
      o.writes = WritePattern::global;
      o.failovers_per_s = 5;
    }
    const ToyRun run = play(o);
    const Analysis analysis = analyse(run.scenario, run.records);
    for (std::size_t k = 0; k < kAnomalyKinds; ++k) counts[k] += analysis.anomaly_counts[k];
    for (const Record& r : run.records) {
      shadowed += r.type == RecordType::accept && r.as<AcceptRecord>().shadowed != 0;
      if (r.type != RecordType::apply) continue;
      superseded += r.as<ApplyRecord>().result == ApplyResult::superseded;
      rolled_back += r.as<ApplyRecord>().result == ApplyResult::rolled_back;
    }
  }
  for (std::size_t k = 0; k <= static_cast<std::size_t>(AnomalyKind::lost_write); ++k) {
    CAPTURE(k);
    CHECK(counts[k] > 20);
  }
  CHECK(counts[static_cast<std::size_t>(AnomalyKind::causality)] > 20);
  CHECK(superseded > 20);
  CHECK(rolled_back > 20);
  CHECK(shadowed > 20);
}

}  // namespace bicoastal::test
