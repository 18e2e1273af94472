// What is kept follows what is under way: once everything is settled, nothing is kept of any key.
#include "sim/analysis/version_measures.hpp"
#include "unit/analysis/toy.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

struct Fed {
  std::size_t most = 0, at_end = 0;
};

/// Keys kept while the records went by, and well after the last of them.
Fed feed(const ToyRun& run) {
  Anomalies anomalies;
  Ledger ledger(run.scenario);
  Wan wan(run.scenario);
  const Limits limits = limits_of(run.scenario);
  VersionMeasures versions(run.scenario, limits, anomalies, wan, ledger);
  Fed fed;
  for (const Record& r : run.records) {
    versions.advance(r.time);
    if (r.type == RecordType::accept) versions.on(r.as<AcceptRecord>());
    if (r.type == RecordType::apply) versions.on(r.as<ApplyRecord>());
    if (r.type == RecordType::serve) versions.on(r.as<ServeRecord>());
    if (r.type == RecordType::lost) versions.on(r.as<LostRecord>());
    if (r.type == RecordType::operation) {
      const auto op = r.as<OperationRecord>();
      if (op.outcome != Outcome::ok) continue;
      if (op.kind == OpKind::read) {
        versions.read(op, true);
      } else {
        versions.written(op);
      }
    }
    fed.most = std::max(fed.most, versions.active_keys());
  }
  Time now = run.records.back().time;
  for (int i = 0; i < 4; ++i) versions.advance(now = now + limits.grace + Time(1));
  fed.at_end = versions.active_keys();
  return fed;
}

}  // namespace

TEST_CASE("Once all stores have everything, nothing is kept of any key", "[analysis]") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    ToyOptions o;
    o.seed = seed;
    o.keys = 40;
    o.copies = seed % 3;
    o.cuts_per_s = 10;
    o.skew_ms = seed % 5 == 0 ? 200 : 0;
    if (seed % 2 == 0) {
      o.writes = WritePattern::global;
      o.failovers_per_s = 5;
    } else if (seed % 3 == 0) {
      o.writes = WritePattern::partitioned;
    }
    const Fed fed = feed(play(o));
    CHECK(fed.most > 5);
    CHECK(fed.at_end == 0);
  }
}

TEST_CASE("Once all places know everything of merging values, nothing is kept of any key", "[analysis]") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    CAPTURE(seed);
    ToyOptions o;
    o.seed = seed;
    o.keys = 40;
    o.copies = seed % 3;
    o.cuts_per_s = 10;
    o.merges = true;
    o.type = seed % 2 == 0 ? DataType::reg : DataType::counter;
    const Fed fed = feed(play(o));
    CHECK(fed.most > 5);
    CHECK(fed.at_end == 0);
  }
}

TEST_CASE("Once all members have all writes by quorum, nothing is kept of any key", "[analysis]") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    CAPTURE(seed);
    ToyOptions o;
    o.seed = seed;
    o.keys = 40;
    o.regions = 3 + seed % 3;
    o.writes = WritePattern::quorum;
    o.lag_ms = 20;
    o.skew_ms = seed % 5 == 0 ? 200 : 0;
    const Fed fed = feed(play(o));
    CHECK(fed.most > 5);
    CHECK(fed.at_end == 0);
  }
}

TEST_CASE("While everything gets through, only keys written lately are kept", "[analysis]") {
  ToyOptions o;
  o.keys = 5000;
  o.operations = 20000;
  o.operations_per_s = 1000;
  o.lag_ms = 20;
  const Fed fed = feed(play(o));
  // Kept for the lag and a grace of 40 ms, from the last write on: of 500 writes a second some 30 at a time.
  CHECK(fed.most < 120);
  CHECK(fed.at_end == 0);
}

}  // namespace bicoastal::test
