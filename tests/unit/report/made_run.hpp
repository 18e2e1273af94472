// A run made by hand: two regions, an outage that hurt, a fault that met nothing, and figures that can be checked by
// eye.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/scenario.hpp>

#include "sim/report/run_report.hpp"

namespace bicoastal::test {

inline Expectation expectation(const std::string& metric, Expectation::Comparison comparison, double value,
                               const std::string& of = {}) {
  static constexpr const char* kSigns[] = {"<", "<=", "==", ">=", ">"};
  return {metric + (of.empty() ? "" : "[" + of + "]") + " " + kSigns[static_cast<int>(comparison)] + " " +
              std::to_string(value),
          metric, of, comparison, value};
}

inline Scenario made_scenario() {
  Scenario s;
  s.name = "us-east-1 lost, writes local";
  s.file = "scenarios/made.json";
  s.document = "{}";
  s.hash = "0123456789abcdef";
  s.seed = 42;
  s.duration = Time::seconds(600);
  s.warmup = Time::seconds(30);
  s.settle = Time::seconds(30);
  s.regions = {{"us-east-1", {}, {ZoneId(0)}}, {"eu-west-1", {}, {ZoneId(1)}}};
  s.zones = {{"us-east-1a", RegionId(0), {ReplicaId(0)}}, {"eu-west-1a", RegionId(1), {ReplicaId(1)}}};
  s.replicas = {{"us-east-1a/1", ZoneId(0)}, {"eu-west-1a/1", ZoneId(1)}};
  s.stores = {{"us-east-1/leader", RegionId(0), ZoneId(0), true}, {"eu-west-1/leader", RegionId(1), ZoneId(1), true}};
  s.clients.resize(2);
  s.clients[0] = {.name = "us",
                  .home = RegionId(0),
                  .to_region = {},
                  .sessions = 1000,
                  .arrivals = {},
                  .reads = 0.9,
                  .locality = 0,
                  .timeout = Time::seconds(1),
                  .retries = {},
                  .hedge_after = {}};
  s.clients[1] = s.clients[0];
  s.clients[1].name = "eu";
  s.clients[1].home = RegionId(1);
  s.faults = {{"region_down us-east-1", "region_down", Time::seconds(120), Time::seconds(300), RegionDown{RegionId(0)}},
              {"a link nobody uses", "link_down", Time::seconds(400), Time::max(), LinkDown{}}};
  s.service.dependencies.resize(1);
  s.service.dependencies[0].name = "search";
  return s;
}

inline Percentiles percentiles(double mean, double p50, double p99) {
  return {
      .count = 100, .mean_s = mean, .p50_s = p50, .p90_s = p50 * 2, .p99_s = p99, .p999_s = p99 * 2, .max_s = p99 * 3};
}

inline Analysis made_analysis() {
  Analysis a;
  a.complete = true;
  a.quiet = true;
  a.digest = "00112233445566778899aabbccddeeff";
  a.records = 12345;
  a.end_s = 610;
  ClientFigures us;
  us.requests = {
      .issued = 1000, .ok = 990, .failed = 10, .in_flight = 0, .retried = 5, .by_outcome = {990, 4, 5, 1, 0}};
  us.read = percentiles(0.004, 0.003, 0.2);
  us.write = percentiles(0.005, 0.0045, 0.25);
  us.windows = 570;
  us.good_windows = 513;
  us.reads = 900;
  us.stale_reads = 9;
  ClientFigures eu = us;
  eu.requests = {
      .issued = 3000, .ok = 3000, .failed = 0, .in_flight = 0, .retried = 0, .by_outcome = {3000, 0, 0, 0, 0}};
  eu.write = Percentiles{};  // nobody there writes
  eu.good_windows = 570;
  eu.stale_reads = 0;
  a.by_region = {us, eu};
  a.overall = us;
  a.overall.requests = {
      .issued = 4000, .ok = 3990, .failed = 10, .in_flight = 0, .retried = 5, .by_outcome = {3990, 4, 5, 1, 0}};
  a.overall.reads = 1800;
  a.staleness = {
      .reads = 1800, .stale_reads = 9, .age = percentiles(0.1, 0.083, 1.2), .mean_versions = 1.5, .max_versions = 4};
  a.sessions = {.read_your_writes = 2, .monotonic_reads = 0, .monotonic_writes = 1, .writes_follow_reads = 0};
  a.conflicts = {.concurrent = 7, .conflicting_writes = 12, .accepted = 400, .discarded = 3, .siblings_max = 1};
  a.lost_writes = 2;
  a.divergence = {.share = 0.0002, .converge_s = 1.1, .keys_differing_at_end = 0};
  FaultFigures outage;
  outage.fault = FaultId(0);
  outage.onset_s = 120;
  outage.end_s = 300;
  outage.requests = 1204;
  outage.sessions = 1000;
  outage.writes = 120;
  outage.batches = 34;
  outage.blast_radius_sessions = 0.5;
  outage.blast_radius_requests = 0.31;
  outage.failed_requests = 10;
  outage.lost_writes = 2;
  outage.rpo_s = 0.4;
  outage.rto =
      Rto{.total_s = 74.2, .watched_s = 490, .detect_s = 25, .decide_s = 0, .promote_s = 0, .redirect_s = 49.2};
  FaultFigures nothing;
  nothing.fault = FaultId(1);
  nothing.onset_s = 400;
  nothing.end_s = 610;
  outage.tail = OutageTail{.outlasts_s = 3, .watched_s = 310, .factor = 1.02, .offered = 4, .goodput = 3, .carried = 4};
  a.faults = {outage, nothing};
  DependencyFigures search;
  search.dependency = DependencyId(0);
  search.needed = 3000;
  search.ok = 2400;
  search.hits = 600;
  search.attempts = 2700;
  search.timeouts = 200;
  search.errors = 100;
  search.not_called = 300;
  a.dependencies = {search};
  a.pairs = {{.from = RegionId(0),
              .to = RegionId(1),
              .batches = 50,
              .failed_batches = 1,
              .writes = 200,
              .bytes = 40000,
              .lag = percentiles(0.05, 0.048, 60),
              .max_backlog_writes = 90,
              .max_backlog_bytes = 18000},
             {.from = RegionId(1),
              .to = RegionId(0),
              .batches = 0,
              .failed_batches = 0,
              .writes = 0,
              .bytes = 0,
              .lag = {},
              .max_backlog_writes = 0,
              .max_backlog_bytes = 0}};
  a.wan_bytes = 40000;
  a.ledger = {{RegionId(0), RegionId(1), 3, 0, 1, 0, 2, -0.012}, {RegionId(1), RegionId(), 2, 2}};
  TVisibility::Pair seen{RegionId(0), RegionId(1), {}};
  seen.curve.add(Time::millis(10), false);
  seen.curve.add(Time::millis(100), true);
  a.visibility.measured = true;
  a.visibility.pairs = {seen};
  a.anomaly_counts = {9, 2, 0, 1, 0, 7, 3, 2};
  return a;
}

inline RunReport made_report(const Scenario& scenario, const Analysis& analysis) {
  return {.scenario = scenario,
          .analysis = analysis,
          .judgements = judge(scenario, analysis),
          .performance = Performance{0.83, 1.23e6, 5e6, 140},
          .again = "bicoastal run scenarios/made.json --seed 42",
          .build = "0.1.0 Release"};
}

}  // namespace bicoastal::test
