// Every measure of versions against its definition, on random histories.
#include <bicoastal/analysis.hpp>

#include "unit/analysis/reference.hpp"
#include "unit/analysis/toy.hpp"

#include <array>
#include <cmath>
#include <sstream>
#include <string>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

namespace bicoastal::test {
namespace {

Analysis analyse(const Scenario& scenario, std::span<const Record> records, std::size_t chunk = 4096) {
  Analyser analyser(scenario);
  for (std::size_t i = 0; i < records.size(); i += chunk)
    analyser.consume(records.subspan(i, std::min(chunk, records.size() - i)));
  return analyser.finish();
}

/// Names every measure in which the two differ.
std::string differences(const Scenario& s, const Reference& want, const Analysis& got) {
  std::ostringstream out;
  const auto same = [&](const char* what, auto wanted, auto found) {
    if (wanted != found) out << what << ": " << wanted << " by definition, " << found << " found\n";
  };
  const auto near = [&](const char* what, double wanted, double found) {
    if (std::fabs(wanted - found) > 1e-9 * std::max(1.0, std::fabs(wanted)))
      out << what << ": " << wanted << " by definition, " << found << " found\n";
  };
  same("reads", want.reads, got.staleness.reads);
  same("stale reads", want.stale_reads, got.staleness.stale_reads);
  const double stale = static_cast<double>(want.stale_reads);
  if (want.stale_reads > 0) {
    near("mean age", static_cast<double>(want.age_sum_ns) * 1e-9 / stale, got.staleness.age.mean_s);
    near("mean versions", static_cast<double>(want.versions_sum) / stale, got.staleness.mean_versions);
  }
  near("greatest age", static_cast<double>(want.age_max_ns) * 1e-9, got.staleness.age.max_s);
  same("most versions", want.versions_max, got.staleness.max_versions);
  same("read your writes", want.read_your_writes, got.sessions.read_your_writes);
  same("monotonic reads", want.monotonic_reads, got.sessions.monotonic_reads);
  same("monotonic writes", want.monotonic_writes, got.sessions.monotonic_writes);
  same("writes follow reads", want.writes_follow_reads, got.sessions.writes_follow_reads);
  same("concurrent", want.concurrent, got.conflicts.concurrent);
  same("conflicting writes", want.conflicting_writes, got.conflicts.conflicting_writes);
  same("accepted", want.accepted, got.conflicts.accepted);
  same("discarded", want.discarded, got.conflicts.discarded);
  same("lost", want.lost, got.lost_writes);
  same("keys differing at the end", want.keys_differing_at_end, got.divergence.keys_differing_at_end);
  const double span = (got.end_s - s.warmup.in_seconds()) * 1e9 * s.keys.count;
  if (span > 0) near("divergence", want.differing_key_ns / span, got.divergence.share);
  // Whether all agree once the load is over is told by what comes after it only.
  const bool told = got.end_s >= s.duration.in_seconds();
  same("converges", told && want.converged_at_ns.has_value(), got.divergence.converge_s.has_value());
  if (want.converged_at_ns && got.divergence.converge_s)
    near("converge", std::max(0.0, static_cast<double>(*want.converged_at_ns - s.duration.ns) * 1e-9),
         *got.divergence.converge_s);
  for (const PairFigures& pair : got.pairs) {
    const ReferenceLag& lag = want.lag[pair.from.index() * s.regions.size() + pair.to.index()];
    same("lags", lag.count, pair.lag.count);
    near("greatest lag", static_cast<double>(lag.max_ns) * 1e-9, pair.lag.max_s);
    if (lag.count > 0)
      near("mean lag", static_cast<double>(lag.sum_ns) * 1e-9 / static_cast<double>(lag.count), pair.lag.mean_s);
  }
  return out.str();
}

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

TEST_CASE("A history that ends while much is under way is judged by what it tells", "[analysis]") {
  REQUIRE(rc::check("cut off", [] {
    ToyOptions o = any_options();
    if (*rc::gen::arbitrary<bool>()) {
      o.writes = WritePattern::global;
      o.failovers_per_s = 5;
    }
    ToyRun run = play(o);
    const std::size_t kept = *rc::gen::inRange<std::size_t>(0, run.records.size());
    run.records.resize(kept);
    EndRecord end;
    end.time = kept == 0 ? Time() : run.records.back().time;
    run.records.push_back(Record::of(end));
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
  for (std::size_t k = 0; k < kAnomalyKinds; ++k) {
    CAPTURE(k);
    CHECK(counts[k] > 20);
  }
  CHECK(superseded > 20);
  CHECK(rolled_back > 20);
  CHECK(shadowed > 20);
}

}  // namespace bicoastal::test
