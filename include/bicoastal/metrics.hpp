// The catalogue of measures that expectations, `list metrics` and reports name.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace bicoastal {

/// What values of a metric look like in an expectation, and the unit in which they are kept.
enum class MetricUnit : std::uint8_t {
  share,    ///< 0..1; written "99.9 %" or 0.999
  seconds,  ///< written "200 ms", "2 min"
  count,    ///< written 0, 12
  bytes,    ///< written "10 MB"
  rate,     ///< written "500/s"
  money,    ///< written "1200 USD"
};

/// What may stand in the brackets of `name[…]`.
enum class MetricSelector : std::uint8_t { none, region, fault, region_pair, dependency };

struct Metric {
  std::string_view name;
  MetricUnit unit;
  MetricSelector selector;  ///< optional in every case: without it, the whole run (for faults: the worst)
  std::string_view meaning;
};

inline constexpr std::array kMetrics = {
    Metric{"availability", MetricUnit::share, MetricSelector::region, "operations answered correctly, of all measured"},
    Metric{"good_windows", MetricUnit::share, MetricSelector::region, "windows whose success rate reached the SLO"},
    Metric{"requests", MetricUnit::count, MetricSelector::region, "operations measured"},
    Metric{"failed", MetricUnit::count, MetricSelector::region, "operations that ended in an error or a timeout"},
    Metric{"refused", MetricUnit::count, MetricSelector::region,
           "operations that ended refused: no room, too many, or nobody there"},
    Metric{"lost_sessions", MetricUnit::count, MetricSelector::none,
           "times that a session came to where nothing is known of it any more"},
    Metric{"evacuation", MetricUnit::seconds, MetricSelector::none,
           "from the evacuation of a region to the last operation sent there all the same, the longest of them"},
    Metric{"imbalance", MetricUnit::count, MetricSelector::region,
           "requests sent to the busiest replica of a region, over the mean of its replicas"},
    Metric{"degraded", MetricUnit::count, MetricSelector::region,
           "operations answered without what a dependency would have given, or from a fallback"},
    Metric{"degraded_share", MetricUnit::share, MetricSelector::region, "degraded answers, of all that ended"},
    Metric{"goodput", MetricUnit::rate, MetricSelector::region, "operations answered, for each second of the run"},
    Metric{"latency.read.mean", MetricUnit::seconds, MetricSelector::region, "mean latency of successful reads"},
    Metric{"latency.read.p50", MetricUnit::seconds, MetricSelector::region, "median latency of successful reads"},
    Metric{"latency.read.p90", MetricUnit::seconds, MetricSelector::region, "90th percentile, successful reads"},
    Metric{"latency.read.p99", MetricUnit::seconds, MetricSelector::region, "99th percentile, successful reads"},
    Metric{"latency.read.p999", MetricUnit::seconds, MetricSelector::region, "99.9th percentile, successful reads"},
    Metric{"latency.write.mean", MetricUnit::seconds, MetricSelector::region, "mean latency of successful writes"},
    Metric{"latency.write.p50", MetricUnit::seconds, MetricSelector::region, "median latency of successful writes"},
    Metric{"latency.write.p90", MetricUnit::seconds, MetricSelector::region, "90th percentile, successful writes"},
    Metric{"latency.write.p99", MetricUnit::seconds, MetricSelector::region, "99th percentile, successful writes"},
    Metric{"latency.write.p999", MetricUnit::seconds, MetricSelector::region, "99.9th percentile, successful writes"},
    Metric{"stale_reads", MetricUnit::count, MetricSelector::region, "reads that missed an earlier acknowledged write"},
    Metric{"stale_share", MetricUnit::share, MetricSelector::region, "stale reads, of all successful reads"},
    Metric{"staleness.p50", MetricUnit::seconds, MetricSelector::none, "median age of stale reads"},
    Metric{"staleness.p99", MetricUnit::seconds, MetricSelector::none, "99th percentile of the age of stale reads"},
    Metric{"staleness.max", MetricUnit::seconds, MetricSelector::none, "greatest age of a stale read"},
    Metric{"read_your_writes", MetricUnit::count, MetricSelector::none, "violations of read your writes"},
    Metric{"monotonic_reads", MetricUnit::count, MetricSelector::none, "violations of monotonic reads"},
    Metric{"monotonic_writes", MetricUnit::count, MetricSelector::none, "violations of monotonic writes"},
    Metric{"writes_follow_reads", MetricUnit::count, MetricSelector::none, "violations of writes follow reads"},
    Metric{"conflicts", MetricUnit::count, MetricSelector::none, "pairs of writes neither of which had seen the other"},
    Metric{"conflicting_writes", MetricUnit::count, MetricSelector::none, "writes that are in at least one conflict"},
    Metric{"refused_writes", MetricUnit::count, MetricSelector::none,
           "writes that were refused because another one was under way"},
    Metric{"siblings", MetricUnit::count, MetricSelector::none, "values of a key shown side by side, at most"},
    Metric{"discarded_writes", MetricUnit::count, MetricSelector::none,
           "acknowledged writes that conflict resolution threw away"},
    Metric{"lost_writes", MetricUnit::count, MetricSelector::none, "acknowledged writes lost in a failover (RPO)"},
    Metric{"set_aside_writes", MetricUnit::count, MetricSelector::none,
           "acknowledged writes that a failover took back and kept for people to look at"},
    Metric{"rpo", MetricUnit::seconds, MetricSelector::fault, "span of acknowledged writes lost"},
    Metric{"rto", MetricUnit::seconds, MetricSelector::fault, "onset until the affected clients' success is back"},
    Metric{"survivors", MetricUnit::share, MetricSelector::fault,
           "operations asked for while a fault lasted, of what the replicas that it left can work on"},
    Metric{"blast_radius", MetricUnit::share, MetricSelector::fault, "share of sessions that a fault touched"},
    Metric{"outlasts", MetricUnit::seconds, MetricSelector::fault,
           "from the end of a fault until the affected clients' success is back"},
    Metric{"metastable", MetricUnit::count, MetricSelector::fault,
           "faults after which goodput stayed low though the load had been carried before"},
    Metric{"dependency.needed", MetricUnit::count, MetricSelector::dependency,
           "times that operations needed a dependency"},
    Metric{"dependency.attempts", MetricUnit::count, MetricSelector::dependency, "calls made to a dependency"},
    Metric{"dependency.amplification", MetricUnit::count, MetricSelector::dependency,
           "calls for each time that a dependency was needed"},
    Metric{"dependency.answered", MetricUnit::share, MetricSelector::dependency,
           "share of what needed a dependency that it gave"},
    Metric{"dependency.served", MetricUnit::count, MetricSelector::dependency,
           "operations answered with what a dependency gave as a fallback, or stale"},
    Metric{"dependency.timeouts", MetricUnit::count, MetricSelector::dependency,
           "calls to a dependency without an answer in time"},
    Metric{"dependency.not_called", MetricUnit::count, MetricSelector::dependency,
           "calls that a breaker, a bulkhead or a switch kept from being made"},
    Metric{"dependency.waiting", MetricUnit::count, MetricSelector::dependency,
           "calls that waited for a dependency, greatest sample"},
    Metric{"lost_changes", MetricUnit::count, MetricSelector::none,
           "acknowledged increments, takes, quantities and appends that are not in what their keys came to"},
    Metric{"lost_items", MetricUnit::count, MetricSelector::none,
           "items of sets and carts, and reservations of seats, that are gone and that nobody took back"},
    Metric{"resurrected_items", MetricUnit::count, MetricSelector::none, "items and seats taken back, and there again"},
    Metric{"oversold", MetricUnit::count, MetricSelector::none, "pieces taken from stocks that did not have them"},
    Metric{"double_bookings", MetricUnit::count, MetricSelector::none,
           "seats confirmed to a session while another one had them"},
    Metric{"overdrafts", MetricUnit::count, MetricSelector::none,
           "withdrawals of what both accounts together did not have"},
    Metric{"reordered", MetricUnit::count, MetricSelector::none,
           "entries of logs before an earlier one of their session"},
    Metric{"causality_violations", MetricUnit::count, MetricSelector::none,
           "writes that lost against what they had seen"},
    Metric{"metadata_bytes", MetricUnit::bytes, MetricSelector::none,
           "mean size of versions and the like that a write sends to each other region"},
    Metric{"divergence", MetricUnit::share, MetricSelector::none, "time-weighted share of keys on which stores differ"},
    Metric{"converge", MetricUnit::seconds, MetricSelector::none, "from the last heal until all stores agreed"},
    Metric{"split_brain", MetricUnit::seconds, MetricSelector::none, "time with two primaries of one partition"},
    Metric{"replicas_ready.least", MetricUnit::count, MetricSelector::region,
           "replicas that answered, when they were fewest"},
    Metric{"replicas_ready.most", MetricUnit::count, MetricSelector::region,
           "replicas that answered, when they were most"},
    Metric{"restarts", MetricUnit::count, MetricSelector::region,
           "processes that ended and were started again where they were"},
    Metric{"replaced", MetricUnit::count, MetricSelector::region, "machines that took the place of others"},
    Metric{"replica_outage.p50", MetricUnit::seconds, MetricSelector::region,
           "end of a process until it, or the machine that took its place, answered: median"},
    Metric{"replica_outage.max", MetricUnit::seconds, MetricSelector::region,
           "end of a process until it, or the machine that took its place, answered: at most"},
    Metric{"deploys_done", MetricUnit::count, MetricSelector::none, "deploys that reached all their regions"},
    Metric{"deploys_undone", MetricUnit::count, MetricSelector::none, "deploys that were taken back"},
    Metric{"deploy_failed", MetricUnit::count, MetricSelector::fault,
           "requests that a new version failed while it went out"},
    Metric{"deploy_time", MetricUnit::seconds, MetricSelector::fault,
           "begin of a deploy until it was done, or taken back"},
    Metric{"resharded", MetricUnit::share, MetricSelector::none, "keys that changed their node at once, at most"},
    Metric{"reshard_time", MetricUnit::seconds, MetricSelector::none, "until all of them were there, at most"},
    Metric{"reshard_failed", MetricUnit::count, MetricSelector::none, "operations that failed meanwhile"},
    Metric{"drill_late_steps", MetricUnit::count, MetricSelector::none,
           "steps of the drill that took longer than planned, or were not done"},
    Metric{"drill_missing_writes", MetricUnit::count, MetricSelector::none,
           "acknowledged writes that a step of the drill looked for, and that were never there"},
    Metric{"wan_bytes", MetricUnit::bytes, MetricSelector::region_pair, "replication bytes sent between regions"},
    Metric{"backlog_writes", MetricUnit::count, MetricSelector::region_pair, "greatest replication backlog sampled"},
    Metric{"replication_lag.p99", MetricUnit::seconds, MetricSelector::region_pair, "99th percentile, accept to apply"},
    Metric{"unlinearizable_keys", MetricUnit::count, MetricSelector::none, "written keys that are not linearizable"},
    Metric{"atomicity.delta", MetricUnit::seconds, MetricSelector::none,
           "how far back reads reach: shifted by as much, all keys were linearizable"},
    Metric{"visibility.t999", MetricUnit::seconds, MetricSelector::region_pair,
           "since its acknowledgement, until 99.9 % of reads return a write or a later one"},
    Metric{"cost.per_month", MetricUnit::money, MetricSelector::region, "what a month costs, faults aside"},
    Metric{"cost.per_month.compute", MetricUnit::money, MetricSelector::region, "of it, replicas and other instances"},
    Metric{"cost.per_month.requests", MetricUnit::money, MetricSelector::region, "of it, reads and writes of stores"},
    Metric{"cost.per_month.between_regions", MetricUnit::money, MetricSelector::region,
           "of it, what regions send each other: replication, forwarded requests and their answers"},
    Metric{"cost.per_month.clients", MetricUnit::money, MetricSelector::region, "of it, what is sent to users"},
    Metric{"cost.per_month.zones", MetricUnit::money, MetricSelector::region, "of it, what zones send each other"},
    Metric{"cost.per_month.storage", MetricUnit::money, MetricSelector::region, "of it, what is kept"},
    Metric{"cost.run", MetricUnit::money, MetricSelector::region, "what the measured time cost as it was"},
    Metric{"cost.per_million", MetricUnit::money, MetricSelector::none,
           "what the run cost, for a million operations answered"},
    Metric{"cost.failures", MetricUnit::money, MetricSelector::fault,
           "failed requests and lost writes, at what one is to the business"},
};

/// Null where there is none of that name.
constexpr const Metric* find_metric(std::string_view name) {
  for (const Metric& metric : kMetrics)
    if (metric.name == name) return &metric;
  return nullptr;
}

}  // namespace bicoastal
