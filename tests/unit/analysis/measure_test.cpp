#include <bicoastal/metrics.hpp>

#include "detectors/story.hpp"

#include <set>
#include <string>

#include <catch2/catch.hpp>

#include <cmath>
namespace bicoastal::test {

namespace {

/// A figure of its own for everything, so that no two measures agree by accident.
struct Filled {
  Scenario scenario = Story().scenario;
  Analysis analysis;

  Filled() {
    scenario.faults.resize(2);
    scenario.faults[0].name = "first";
    scenario.faults[1].name = "second";
    double next = 3;  // 1 and 2 are taken: faults that are metastable
    const auto percentiles = [&] {
      Percentiles p{10, next, next + 1, next + 2, next + 3, next + 4, next + 5};
      next += 10;
      return p;
    };
    std::uint64_t count = 1000;
    const auto clients = [&] {
      ClientFigures c;
      c.requests.issued = ++count * 7;
      c.requests.ok = ++count;
      c.requests.degraded = ++count / 5;
      c.requests.failed = ++count / 3;
      c.windows = ++count * 2;
      c.good_windows = ++count;
      c.reads = ++count * 5;
      c.stale_reads = ++count;
      c.requests.by_outcome[static_cast<std::size_t>(Outcome::refused)] = ++count;
      c.read = percentiles();
      c.write = percentiles();
      return c;
    };
    Analysis& a = analysis;
    a.overall = clients();
    for (int r = 0; r < 3; ++r) a.by_region.push_back(clients());
    a.staleness.age = percentiles();
    a.sessions = {++count, ++count, ++count, ++count};
    a.conflicts.concurrent = ++count;
    a.conflicts.conflicting_writes = ++count;
    a.conflicts.discarded = ++count;
    a.conflicts.siblings_max = ++count;
    a.overall.requests.by_outcome[static_cast<std::size_t>(Outcome::conflict)] = ++count;
    a.lost_writes = ++count;
    a.divergence = {0.125, 77.5, 3};
    a.measured_s = 59;
    scenario.service.dependencies.resize(2);
    scenario.service.dependencies[0].name = "search";
    scenario.service.dependencies[1].name = "db";
    for (std::size_t d = 0; d < 2; ++d) {
      DependencyFigures f;
      f.dependency = DependencyId(d);
      f.needed = 50000 + ++count;
      f.ok = ++count;
      f.attempts = 90000 + ++count;
      f.timeouts = ++count * 3;
      f.not_called = ++count * 11;
      f.served = ++count * 13;
      f.waiting_max = 70000 - ++count * 17;
      a.dependencies.push_back(f);
    }
    a.split_brain_s = 88.25;
    a.set_aside_writes = 81'000;
    Resharding move;
    move.begin_s = 10;
    move.end_s = 822.5;
    move.share = 0.777;
    move.failed = 4567;
    a.reshardings = {move};
    a.drill.resize(31);  // none of them in time
    a.drill[7].never = 9123;
    for (std::size_t f = 0; f < 2; ++f) {
      FaultFigures figures;
      figures.fault = FaultId(f);
      figures.rpo_s = 300.5 + static_cast<double>(f);
      figures.blast_radius_sessions = 0.25 + 0.125 * static_cast<double>(f);
      figures.rto = Rto{};
      figures.rto->total_s = 400.5 + static_cast<double>(f);
      figures.tail = OutageTail{};
      figures.tail->outlasts_s = 700.5 + static_cast<double>(f);
      figures.tail->metastable = true;
      figures.survivors = Survivors{12'345.25 + static_cast<double>(f), 1, RegionId(), 0};
      a.faults.push_back(figures);
    }
    for (std::size_t from = 0; from < 3; ++from)
      for (std::size_t to = 0; to < 3; ++to) {
        if (from == to) continue;
        PairFigures p;
        p.from = RegionId(from);
        p.to = RegionId(to);
        p.bytes = 1e6 + static_cast<double>(++count);
        p.max_backlog_writes = ++count;
        p.lag = percentiles();
        a.wan_bytes += p.bytes;
        a.pairs.push_back(p);
      }
    for (int r = 0; r < 3; ++r) {
      FleetFigures f;
      f.ready_least = static_cast<std::uint32_t>(++count);
      f.ready_most = static_cast<std::uint32_t>(count += 50);
      f.restarts = ++count;
      f.replaced = ++count;
      f.outage = percentiles();
      a.fleet.push_back(f);
    }
    scenario.deploys.resize(17);
    for (std::size_t d = 0; d < 17; ++d) {  // eight done, nine taken back
      scenario.deploys[d].name = d == 0 ? "first" : "other";
      a.deploys.push_back({DeployId(d), 1.0, 600.5 + static_cast<double>(d), d >= 8, ++count, ++count});
    }
    for (std::uint64_t& counted : a.anomaly_counts) counted = ++count;
    a.invariants.judged = true;
    a.invariants.oversold = ++count;
    a.overhead.writes = ++count;
    a.actions = {{12, 61.5}, {3, 62.5}};
    a.keeping.kept = true;
    a.keeping.lost = ++count;
    a.keeping.imbalance = {1.75, 1.5, 1.25};
    a.overhead.write_metadata = 44.25;
    a.linearizability.verdict = Verdict::violated;
    a.linearizability.violated = ++count;
    a.linearizability.delta_s = 500.25;
    a.cost = CostFigures{};
    for (int r = 0; r < 3; ++r) {
      CostSplit split;
      for (double& part : split.parts) part = 1e7 + 1e3 * std::pow(static_cast<double>(++count), 2);
      a.cost->month.push_back(split);
      a.cost->run.push_back({split.parts});
      a.cost->run.back()[CostPart::compute] += 0.5;
    }
    a.cost->per_million = 1'000'000.5;
    a.cost->failures = FailureCost{700'000.5, 1};
    a.cost->faults = {{500'000.5, 2}, {600'000.5, 3}};
    a.visibility.pairs.push_back({RegionId(kA), RegionId(kC), {}});
    for (int i = 0; i < 3000; ++i) {
      a.visibility.overall.add(Time::seconds(600), true);
      a.visibility.pairs[0].curve.add(Time::seconds(60), true);
    }
  }

  std::optional<double> operator()(std::string_view metric, std::string_view of = "") const {
    return analysis.measure(scenario, metric, of);
  }
};

std::string_view a_selector(MetricSelector selector) {
  switch (selector) {
    case MetricSelector::none: return "";
    case MetricSelector::region: return "B";
    case MetricSelector::fault: return "first";
    case MetricSelector::region_pair: return "A->C";
    case MetricSelector::dependency: return "db";
  }
  return "";
}

}  // namespace

TEST_CASE("Every metric of the catalogue is measured, with and without its selector", "[analysis]") {
  const Filled measure;
  std::set<double> values;
  for (const Metric& metric : kMetrics) {
    CAPTURE(metric.name);
    const auto whole = measure(metric.name);
    REQUIRE(whole);
    CHECK(values.insert(*whole).second);
    if (metric.selector == MetricSelector::none) {
      CHECK_FALSE(measure(metric.name, "B"));
      continue;
    }
    const auto part = measure(metric.name, a_selector(metric.selector));
    REQUIRE(part);
    CHECK(values.insert(*part).second);
    CHECK_FALSE(measure(metric.name, "nowhere"));
  }
  CHECK_FALSE(measure("no such metric"));
}

TEST_CASE("Metrics are the figures that their names say", "[analysis]") {
  const Filled measure;
  const Analysis& a = measure.analysis;
  CHECK(measure("availability") == a.overall.requests.availability());
  CHECK(*measure("good_windows", "A") ==
        static_cast<double>(a.by_region[kA].good_windows) / static_cast<double>(a.by_region[kA].windows));
  CHECK(*measure("requests") == static_cast<double>(a.overall.requests.issued));
  CHECK(*measure("failed", "C") == static_cast<double>(a.by_region[kC].requests.failed));
  CHECK(*measure("refused", "A") ==
        static_cast<double>(a.by_region[kA].requests.by_outcome[static_cast<std::size_t>(Outcome::refused)]));
  CHECK(*measure("lost_sessions") == static_cast<double>(a.keeping.lost));
  CHECK(*measure("evacuation") == 62.5);  // the longest
  CHECK(*measure("imbalance") == 1.75);   // the greatest
  CHECK(*measure("imbalance", "C") == 1.25);
  CHECK(*measure("degraded", "B") == static_cast<double>(a.by_region[kB].requests.degraded));
  CHECK(*measure("degraded_share") ==
        static_cast<double>(a.overall.requests.degraded) /
            static_cast<double>(a.overall.requests.ok + a.overall.requests.degraded + a.overall.requests.failed));
  CHECK(*measure("goodput") == static_cast<double>(a.overall.requests.ok + a.overall.requests.degraded) / a.measured_s);
  CHECK(*measure("outlasts") == 701.5);  // the worst
  CHECK(*measure("metastable") == 2);
  CHECK(*measure("metastable", "first") == 1);
  CHECK(*measure("dependency.needed") == static_cast<double>(a.dependencies[0].needed + a.dependencies[1].needed));
  CHECK(*measure("dependency.amplification", "db") ==
        static_cast<double>(a.dependencies[1].attempts) / static_cast<double>(a.dependencies[1].needed));
  CHECK(*measure("dependency.waiting") == static_cast<double>(a.dependencies[0].waiting_max));  // the greatest
  CHECK(*measure("latency.read.p999") == a.overall.read.p999_s);
  CHECK(*measure("latency.write.mean", "B") == a.by_region[kB].write.mean_s);
  CHECK(*measure("stale_share") == static_cast<double>(a.overall.stale_reads) / static_cast<double>(a.overall.reads));
  CHECK(*measure("staleness.max") == a.staleness.age.max_s);
  CHECK(*measure("writes_follow_reads") == static_cast<double>(a.sessions.writes_follow_reads));
  CHECK(*measure("discarded_writes") == static_cast<double>(a.conflicts.discarded));
  CHECK(*measure("siblings") == static_cast<double>(a.conflicts.siblings_max));
  CHECK(*measure("converge") == 77.5);
  const auto counted = [&](AnomalyKind kind) {
    return static_cast<double>(a.anomaly_counts[static_cast<std::size_t>(kind)]);
  };
  CHECK(*measure("lost_changes") == counted(AnomalyKind::lost_change));
  CHECK(*measure("lost_items") == counted(AnomalyKind::lost_item));
  CHECK(*measure("resurrected_items") == counted(AnomalyKind::resurrected_item));
  CHECK(*measure("oversold") == static_cast<double>(a.invariants.oversold));  // pieces
  CHECK(*measure("double_bookings") == counted(AnomalyKind::double_booking));
  CHECK(*measure("overdrafts") == counted(AnomalyKind::overdraft));
  CHECK(*measure("reordered") == counted(AnomalyKind::reordered));
  CHECK(*measure("causality_violations") == counted(AnomalyKind::causality));
  CHECK(*measure("metadata_bytes") == 44.25);
  CHECK(*measure("rto", "first") == 400.5);
  CHECK(*measure("rto") == 401.5);  // the worst
  CHECK(*measure("unlinearizable_keys") == static_cast<double>(a.linearizability.violated));
  CHECK(*measure("atomicity.delta") == 500.25);
  CHECK(*measure("visibility.t999") ==
        VisibilityCurve::begin_of(VisibilityCurve::bin_of(Time::seconds(600))).in_seconds());
  CHECK(*measure("visibility.t999", "A->C") < 60);
  CHECK_FALSE(measure("visibility.t999", "C->A"));
  CHECK(*measure("rpo") == 301.5);
  CHECK(*measure("blast_radius") == 0.375);
  CHECK(*measure("wan_bytes") == a.wan_bytes);  // the sum
  CHECK(*measure("wan_bytes", "A->B") == a.pairs[0].bytes);
  CHECK(*measure("backlog_writes") == static_cast<double>(a.pairs.back().max_backlog_writes));  // the greatest
  CHECK(*measure("replication_lag.p99", "C->B") == a.pairs.back().lag.p99_s);
}

TEST_CASE("What a run does not tell is nothing, not zero", "[analysis]") {
  Story story;
  story.operation(100, 110, kA, Outcome::ok);
  const Analysis a = story.analyse();
  const auto measure = [&](std::string_view metric, std::string_view of = "") {
    return a.measure(story.scenario, metric, of);
  };
  CHECK_FALSE(measure("latency.write.p50"));
  CHECK_FALSE(measure("lost_sessions"));
  CHECK_FALSE(measure("evacuation"));
  CHECK_FALSE(measure("imbalance"));
  CHECK_FALSE(measure("availability", "B"));
  CHECK_FALSE(measure("staleness.p99"));
  CHECK_FALSE(measure("rto"));
  CHECK_FALSE(measure("outlasts"));
  CHECK_FALSE(measure("dependency.amplification"));
  CHECK(measure("dependency.attempts") == 0.0);
  CHECK(measure("metastable") == 0.0);
  CHECK(measure("degraded") == 0.0);
  CHECK_FALSE(measure("replication_lag.p99"));
  CHECK_FALSE(measure("lost_changes"));  // keys are registers: there are no changes to lose
  CHECK_FALSE(measure("oversold"));
  CHECK_FALSE(measure("metadata_bytes"));
  CHECK(measure("causality_violations") == 0.0);
  CHECK(measure("stale_share") == 0.0);
  CHECK(measure("rpo") == 0.0);
  CHECK(measure("wan_bytes") == 0.0);
  CHECK(measure("lost_writes") == 0.0);
}

TEST_CASE("What was not asked for is not measured, unless an expectation names it", "[analysis]") {
  Story story;
  story.write(100, 0, 5, kA);
  story.read_initial(200, 10, 5);
  const auto measured = [&](std::string_view metric) {
    return story.analyse().measure(story.scenario, metric, "").has_value();
  };
  CHECK_FALSE(measured("unlinearizable_keys"));
  CHECK_FALSE(measured("atomicity.delta"));
  CHECK_FALSE(story.analyse().visibility.measured);
  Expectation e;
  SECTION("of keys") { e.metric = "unlinearizable_keys"; }
  SECTION("of time") { e.metric = "atomicity.delta"; }
  SECTION("of visibility") { e.metric = "visibility.t999"; }
  story.scenario.expect.push_back(e);
  const bool of_visibility = e.metric == "visibility.t999";
  CHECK(measured("unlinearizable_keys") != of_visibility);
  CHECK(measured("atomicity.delta") != of_visibility);
  CHECK(story.analyse().visibility.measured == of_visibility);
}

TEST_CASE("Of keys that are no registers nothing is said about linearizability", "[analysis]") {
  Story story;
  story.scenario.keys.type = DataType::counter;
  story.scenario.expect.emplace_back().metric = "unlinearizable_keys";
  story.write(100, 0, 5, kA);
  CHECK_FALSE(story.analyse().measure(story.scenario, "unlinearizable_keys", ""));
}

}  // namespace bicoastal::test
