// Linearizability while the records come in, forgetting what is settled, against the judgement of all operations on
// each key at once.
#include "sim/analysis/linearizability.hpp"
#include "sim/analysis/register_histories.hpp"
#include "sim/analysis/versions.hpp"
#include "unit/analysis/toy.hpp"

#include <algorithm>
#include <map>

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

Analysis analyse_with_check(const Scenario& scenario, std::span<const Record> records) {
  Analyser analyser(scenario, {.linearizability = true});
  analyser.consume(records);
  return analyser.finish();
}

ToyOptions options_of(std::uint64_t seed) {
  ToyOptions o;
  o.seed = seed;
  o.regions = 1 + seed % 4;
  o.keys = 1 + static_cast<std::uint32_t>(seed % 7);
  o.operations = 400;
  o.operations_per_s = seed % 3 == 0 ? 30 : 300;
  o.copies = seed % 5 == 0 ? 1 : 0;
  o.lag_ms = seed % 2 == 0 ? 5 : 100;
  o.skew_ms = seed % 4 == 1 ? 100 : 0;
  o.cuts_per_s = seed % 5 == 2 ? 10 : 0;
  if (seed % 3 == 1) {
    o.writes = WritePattern::global;
    o.failovers_per_s = seed % 2 == 0 ? 4 : 0;
  } else if (seed % 3 == 2) {
    o.writes = WritePattern::partitioned;
  }
  return o;
}

}  // namespace

TEST_CASE("A run is judged key by key as its operations are when all of them are known", "[analysis]") {
  std::uint64_t violated = 0, keys = 0, hopeless = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    CAPTURE(seed);
    const ToyRun run = play(options_of(seed));
    RegisterHistories histories(run.scenario);
    histories.consume(run.records);
    std::map<std::uint32_t, std::vector<RegisterOp>> expected;
    std::optional<Time> delta = Time();
    for (std::size_t k = 0; k < histories.keys(); ++k) {
      const RegisterVerdict verdict = judge_register(histories.of(KeyId(k)));
      REQUIRE(verdict.verdict != Verdict::unknown);
      if (verdict.verdict == Verdict::violated) expected[static_cast<std::uint32_t>(k)] = verdict.contradiction;
      delta = !delta || !verdict.delta ? std::nullopt : std::max(delta, verdict.delta);
    }
    const Linearizability found = analyse_with_check(run.scenario, run.records).linearizability;
    REQUIRE(found.checked);
    REQUIRE(found.violated == expected.size());
    REQUIRE(found.verdict == (expected.empty() ? Verdict::valid : Verdict::violated));
    REQUIRE(found.delta_s.has_value() == delta.has_value());
    if (delta) REQUIRE(*found.delta_s == delta->in_seconds());
    REQUIRE(found.examples.size() == expected.size());
    for (const Contradiction& c : found.examples) {
      CHECK(expected.contains(c.key.value));
      CHECK(judge_register(c.ops).verdict == Verdict::violated);
    }
    violated += found.violated;
    keys += found.keys;
    hopeless += delta ? 0 : 1;
  }
  CHECK(violated > 200);
  CHECK(violated < keys - 200);
}

TEST_CASE("Of a run in which everything gets through, little is kept", "[analysis]") {
  ToyOptions o;
  o.keys = 50;
  o.operations = 20000;
  o.operations_per_s = 500;
  o.lag_ms = 20;
  const ToyRun run = play(o);
  LinearizabilityCheck forgetful(run.scenario), hoarding(run.scenario);
  Anomalies anomalies;
  Ledger ledger(run.scenario);
  Wan wan(run.scenario);
  const Limits limits = limits_of(run.scenario);
  Versions versions(run.scenario, limits, anomalies, wan, ledger);
  std::size_t most = 0;
  for (const Record& r : run.records) {
    versions.advance(r.time);
    if (r.type == RecordType::accept) {
      const auto accept = r.as<AcceptRecord>();
      forgetful.forget(accept, versions.settled(accept.key));
      forgetful.on(accept);
      hoarding.on(accept);
      versions.on(accept);
      most = std::max(most, forgetful.kept());
    } else if (r.type == RecordType::apply) {
      versions.on(r.as<ApplyRecord>());
    } else if (r.type == RecordType::operation) {
      const auto op = r.as<OperationRecord>();
      forgetful.on(op);
      hoarding.on(op);
      if (op.outcome == Outcome::ok && op.kind == OpKind::write) versions.written(op);
      if (op.outcome == Outcome::ok && op.kind == OpKind::read) versions.read(op, true);
    }
  }
  CHECK(hoarding.kept() > 5000);
  CHECK(most < 50 * 8);
}

}  // namespace bicoastal::test
