// Two roads to the causes of discarded writes: the ledger counts them while the run goes on, a witness looks each one
// up in the records afterwards.
#include "shipped.hpp"

#include "sim/analysis/witness/witness.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <utility>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

struct Both final : RecordSink {
  Analyser& analyser;
  Evidence& evidence;
  Both(Analyser& a, Evidence& e) : analyser(a), evidence(e) {}
  void consume(std::span<const Record> records) override {
    analyser.consume(records);
    evidence.add(records);
  }
};

using Causes = std::array<std::uint64_t, 4>;  // failover, clock skew, fault, policy

std::size_t index_of(CauseKind kind) {
  switch (kind) {
    case CauseKind::failover: return 0;
    case CauseKind::clock_skew: return 1;
    case CauseKind::fault: return 2;
    default: return 3;
  }
}

/// Rows in which ledger and witnesses differ; then all of each cause.
std::vector<double> differences(const Scenario& scenario) {
  return in_child<double>([&] {
    AnalyserOptions options;
    options.anomalies_kept = 1'000'000;
    Analyser analyser(scenario, options);
    Evidence evidence;
    Both both(analyser, evidence);
    run(scenario, {}, both);
    const Analysis analysis = analyser.finish();
    std::vector<Time> lags(scenario.regions.size() * scenario.regions.size());
    for (const PairFigures& pair : analysis.pairs)
      lags[pair.from.index() * scenario.regions.size() + pair.to.index()] =
          Time(static_cast<std::int64_t>(pair.lag.p50_s * 1e9));
    std::map<std::pair<RegionId, RegionId>, Causes> told, counted;
    for (const Anomaly& anomaly : analysis.anomalies) {
      if (anomaly.kind != AnomalyKind::discarded_write) continue;
      const Witness witness = witness_of(anomaly, {scenario, evidence, lags});
      const auto of = [](VersionId version) { return RegionId(version.origin().index()); };
      ++told[{of(anomaly.version), of(anomaly.other)}][index_of(witness.cause.kind)];
    }
    for (const LedgerRow& row : analysis.ledger)
      counted[{row.loser, row.winner}] = {row.failover, row.clock_skew, row.fault, row.policy};
    double differing = told.size() == counted.size() ? 0 : 1;
    Causes sum{};
    for (const auto& [pair, causes] : told) {
      differing += counted[pair] == causes ? 0 : 1;
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += causes[i];
    }
    return std::vector<double>{differing, static_cast<double>(sum[1]), static_cast<double>(sum[2]),
                               static_cast<double>(sum[3])};
  });
}

}  // namespace

TEST_CASE("the ledger counts what the witness of each discarded write tells", "[scenarios]") {
  for (const char* file : {"conflicts/likes.json", "conflicts/skew.json", "conflicts/quorum.json"}) {
    INFO(file);
    const auto [differing, skew, fault, policy] = [&] {
      const auto values = differences(load_shipped(file));
      return std::array<double, 4>{values.at(0), values.at(1), values.at(2), values.at(3)};
    }();
    CHECK(differing == 0);
    const std::string name = file;
    CHECK(policy > 10);
    if (name != "conflicts/quorum.json") CHECK(skew > 10);
    if (name != "conflicts/skew.json") CHECK(fault > 10);  // where there is one
  }
}
