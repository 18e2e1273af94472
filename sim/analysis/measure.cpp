// The measures of metrics.hpp, found in an Analysis by name and selector.
#include <bicoastal/analysis.hpp>
#include <bicoastal/metrics.hpp>

#include "sim/analysis/bill_measures.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>

namespace bicoastal {

namespace {

using Value = std::optional<double>;

double number(std::uint64_t n) { return static_cast<double>(n); }
Value share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? Value() : Value(number(part) / number(whole));
}
Value where_any(const Percentiles& p, double value) { return p.count == 0 ? Value() : Value(value); }
Value greater(Value a, Value b) { return !a ? b : !b ? a : Value(std::max(*a, *b)); }

template <class List, class Of>
Value worst_of(const List& list, Of of) {
  Value worst;
  for (const auto& entry : list) worst = greater(worst, of(entry));
  return worst;
}

struct OfClients {
  std::string_view name;
  Value (*value)(const ClientFigures&);
};
constexpr std::array kOfClients = {
    OfClients{"availability", [](const ClientFigures& c) { return c.requests.availability(); }},
    OfClients{"good_windows", [](const ClientFigures& c) { return share(c.good_windows, c.windows); }},
    OfClients{"requests", [](const ClientFigures& c) { return Value(number(c.requests.issued)); }},
    OfClients{"failed", [](const ClientFigures& c) { return Value(number(c.requests.failed)); }},
    OfClients{"refused",
              [](const ClientFigures& c) {
                return Value(number(c.requests.by_outcome[static_cast<std::size_t>(Outcome::refused)]));
              }},
    OfClients{"degraded", [](const ClientFigures& c) { return Value(number(c.requests.degraded)); }},
    OfClients{"degraded_share", [](const ClientFigures& c) { return share(c.requests.degraded, c.requests.ended()); }},
    OfClients{"latency.read.mean", [](const ClientFigures& c) { return where_any(c.read, c.read.mean_s); }},
    OfClients{"latency.read.p50", [](const ClientFigures& c) { return where_any(c.read, c.read.p50_s); }},
    OfClients{"latency.read.p90", [](const ClientFigures& c) { return where_any(c.read, c.read.p90_s); }},
    OfClients{"latency.read.p99", [](const ClientFigures& c) { return where_any(c.read, c.read.p99_s); }},
    OfClients{"latency.read.p999", [](const ClientFigures& c) { return where_any(c.read, c.read.p999_s); }},
    OfClients{"latency.write.mean", [](const ClientFigures& c) { return where_any(c.write, c.write.mean_s); }},
    OfClients{"latency.write.p50", [](const ClientFigures& c) { return where_any(c.write, c.write.p50_s); }},
    OfClients{"latency.write.p90", [](const ClientFigures& c) { return where_any(c.write, c.write.p90_s); }},
    OfClients{"latency.write.p99", [](const ClientFigures& c) { return where_any(c.write, c.write.p99_s); }},
    OfClients{"latency.write.p999", [](const ClientFigures& c) { return where_any(c.write, c.write.p999_s); }},
    OfClients{"stale_reads", [](const ClientFigures& c) { return Value(number(c.stale_reads)); }},
    OfClients{"stale_share", [](const ClientFigures& c) { return share(c.stale_reads, c.reads); }},
};

struct OfRun {
  std::string_view name;
  Value (*value)(const Analysis&);
};

/// How often; nothing where keys are registers in an order, of which the kind is not judged.
template <AnomalyKind kKind>
Value judged(const Analysis& a) {
  return a.invariants.judged ? Value(number(a.anomaly_counts[static_cast<std::size_t>(kKind)])) : Value();
}

constexpr std::array kOfRun = {
    OfRun{"staleness.p50", [](const Analysis& a) { return where_any(a.staleness.age, a.staleness.age.p50_s); }},
    OfRun{"staleness.p99", [](const Analysis& a) { return where_any(a.staleness.age, a.staleness.age.p99_s); }},
    OfRun{"staleness.max", [](const Analysis& a) { return where_any(a.staleness.age, a.staleness.age.max_s); }},
    OfRun{"read_your_writes", [](const Analysis& a) { return Value(number(a.sessions.read_your_writes)); }},
    OfRun{"monotonic_reads", [](const Analysis& a) { return Value(number(a.sessions.monotonic_reads)); }},
    OfRun{"monotonic_writes", [](const Analysis& a) { return Value(number(a.sessions.monotonic_writes)); }},
    OfRun{"writes_follow_reads", [](const Analysis& a) { return Value(number(a.sessions.writes_follow_reads)); }},
    OfRun{"conflicts", [](const Analysis& a) { return Value(number(a.conflicts.concurrent)); }},
    OfRun{"conflicting_writes", [](const Analysis& a) { return Value(number(a.conflicts.conflicting_writes)); }},
    OfRun{"refused_writes",
          [](const Analysis& a) {
            return Value(number(a.overall.requests.by_outcome[static_cast<std::size_t>(Outcome::conflict)]));
          }},
    OfRun{"siblings", [](const Analysis& a) { return Value(number(a.conflicts.siblings_max)); }},
    OfRun{"discarded_writes", [](const Analysis& a) { return Value(number(a.conflicts.discarded)); }},
    OfRun{"lost_writes", [](const Analysis& a) { return Value(number(a.lost_writes)); }},
    OfRun{"lost_sessions", [](const Analysis& a) { return a.keeping.kept ? Value(number(a.keeping.lost)) : Value(); }},
    OfRun{"evacuation",
          [](const Analysis& a) {
            Value longest;
            for (const ActionFigures& action : a.actions) longest = greater(longest, action.last_s);
            return longest;
          }},
    OfRun{"set_aside_writes", [](const Analysis& a) { return Value(number(a.set_aside_writes)); }},
    OfRun{"lost_changes", judged<AnomalyKind::lost_change>},
    OfRun{"lost_items", judged<AnomalyKind::lost_item>},
    OfRun{"resurrected_items", judged<AnomalyKind::resurrected_item>},
    OfRun{"oversold",
          [](const Analysis& a) { return a.invariants.judged ? Value(number(a.invariants.oversold)) : Value(); }},
    OfRun{"double_bookings", judged<AnomalyKind::double_booking>},
    OfRun{"overdrafts", judged<AnomalyKind::overdraft>},
    OfRun{"reordered", judged<AnomalyKind::reordered>},
    OfRun{"causality_violations",
          [](const Analysis& a) {
            return Value(number(a.anomaly_counts[static_cast<std::size_t>(AnomalyKind::causality)]));
          }},
    OfRun{"metadata_bytes",
          [](const Analysis& a) { return a.overhead.writes > 0 ? Value(a.overhead.write_metadata) : Value(); }},
    OfRun{"divergence", [](const Analysis& a) { return Value(a.divergence.share); }},
    OfRun{"converge", [](const Analysis& a) { return a.divergence.converge_s; }},
    OfRun{"split_brain", [](const Analysis& a) { return Value(a.split_brain_s); }},
    OfRun{
        "resharded",
        [](const Analysis& a) { return worst_of(a.reshardings, [](const Resharding& r) { return Value(r.share); }); }},
    OfRun{"reshard_time",
          [](const Analysis& a) {
            return worst_of(a.reshardings, [](const Resharding& r) { return Value(r.end_s - r.begin_s); });
          }},
    OfRun{"reshard_failed",
          [](const Analysis& a) {
            std::uint64_t failed = 0;
            for (const Resharding& r : a.reshardings) failed += r.failed;
            return Value(number(failed));
          }},
    OfRun{"drill_late_steps",
          [](const Analysis& a) {
            return Value(static_cast<double>(std::ranges::count(a.drill, false, &DrillFigures::in_time)));
          }},
    OfRun{"drill_missing_writes",
          [](const Analysis& a) {
            std::uint64_t never = 0;
            for (const DrillFigures& step : a.drill) never = std::max(never, step.never);
            return Value(number(never));
          }},
    OfRun{"unlinearizable_keys",
          [](const Analysis& a) {
            const Linearizability& l = a.linearizability;
            return l.verdict == Verdict::unknown ? Value() : Value(number(l.violated));
          }},
    OfRun{"atomicity.delta", [](const Analysis& a) { return a.linearizability.delta_s; }},
};

struct OfFault {
  std::string_view name;
  Value (*value)(const FaultFigures&);
  bool zero_without;  // what a run without faults has of it: 0, or nothing
};
constexpr std::array kOfFault = {
    OfFault{"rpo", [](const FaultFigures& f) { return Value(f.rpo_s); }, true},
    OfFault{"rto", [](const FaultFigures& f) { return f.rto ? f.rto->total_s : Value(); }, false},
    OfFault{"outlasts", [](const FaultFigures& f) { return f.tail ? f.tail->outlasts_s : Value(); }, false},
    OfFault{"survivors",
            [](const FaultFigures& f) { return f.survivors ? Value(f.survivors->utilisation()) : Value(); }, false},
    OfFault{"blast_radius", [](const FaultFigures& f) { return Value(f.blast_radius_sessions); }, true},
};

/// Of one dependency, or of all of them together.
struct OfDependency {
  std::string_view name;
  Value (*value)(const DependencyFigures&);
};
constexpr std::array kOfDependency = {
    OfDependency{"dependency.needed", [](const DependencyFigures& d) { return Value(number(d.needed)); }},
    OfDependency{"dependency.attempts", [](const DependencyFigures& d) { return Value(number(d.attempts)); }},
    OfDependency{"dependency.amplification", [](const DependencyFigures& d) { return d.amplification(); }},
    OfDependency{"dependency.answered", [](const DependencyFigures& d) { return d.answered(); }},
    OfDependency{"dependency.served", [](const DependencyFigures& d) { return Value(number(d.served)); }},
    OfDependency{"dependency.timeouts", [](const DependencyFigures& d) { return Value(number(d.timeouts)); }},
    OfDependency{"dependency.not_called", [](const DependencyFigures& d) { return Value(number(d.not_called)); }},
    OfDependency{"dependency.waiting", [](const DependencyFigures& d) { return Value(number(d.waiting_max)); }},
};

struct OfPair {
  std::string_view name;
  Value (*value)(const PairFigures&);
  Value (*join)(Value, Value);  // of several pairs
  bool zero_without;            // what a run with one region has of it: 0, or nothing
};
constexpr std::array kOfPair = {
    OfPair{"wan_bytes", [](const PairFigures& p) { return Value(p.bytes); },
           [](Value a, Value b) { return Value(a.value_or(0) + b.value_or(0)); }, true},
    OfPair{"backlog_writes", [](const PairFigures& p) { return Value(number(p.max_backlog_writes)); }, greater, true},
    OfPair{"replication_lag.p99", [](const PairFigures& p) { return where_any(p.lag, p.lag.p99_s); }, greater, false},
};

template <class List>
auto find(const List& list, std::string_view name) -> decltype(&list[0]) {
  const auto at = std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.name == name; });
  return at == list.end() ? nullptr : &*at;
}

Value of_clients(const Analysis& a, const Scenario& s, const OfClients& what, std::string_view of) {
  if (of.empty()) return what.value(a.overall);
  for (std::size_t r = 0; r < s.regions.size() && r < a.by_region.size(); ++r)
    if (s.regions[r].name == of) return what.value(a.by_region[r]);
  return std::nullopt;
}

Value of_faults(const Analysis& a, const Scenario& s, const OfFault& what, std::string_view of) {
  Value worst = what.zero_without && of.empty() ? Value(0) : Value();
  for (const FaultFigures& fault : a.faults)
    if (of.empty() || s.faults[fault.fault.index()].name == of) worst = greater(worst, what.value(fault));
  return worst;
}

Value of_pairs(const Analysis& a, const Scenario& s, const OfPair& what, std::string_view of) {
  Value joined = what.zero_without && of.empty() ? Value(0) : Value();
  for (const PairFigures& pair : a.pairs) {
    const std::string name = s.regions[pair.from.index()].name + "->" + s.regions[pair.to.index()].name;
    if (of.empty() || name == of) joined = what.join(joined, what.value(pair));
  }
  return joined;
}

struct OfFleet {
  std::string_view name;
  Value (*value)(const FleetFigures&);
  Value (*join)(Value, Value);  // of several regions
};
Value lesser(Value a, Value b) { return !a ? b : !b ? a : Value(std::min(*a, *b)); }
Value sum(Value a, Value b) { return !a ? b : !b ? a : Value(*a + *b); }
constexpr std::array kOfFleet = {
    OfFleet{"replicas_ready.least", [](const FleetFigures& f) { return Value(f.ready_least); }, lesser},
    OfFleet{"replicas_ready.most", [](const FleetFigures& f) { return Value(f.ready_most); }, greater},
    OfFleet{"restarts", [](const FleetFigures& f) { return Value(number(f.restarts)); }, sum},
    OfFleet{"replaced", [](const FleetFigures& f) { return Value(number(f.replaced)); }, sum},
    OfFleet{"replica_outage.p50", [](const FleetFigures& f) { return where_any(f.outage, f.outage.p50_s); }, greater},
    OfFleet{"replica_outage.max", [](const FleetFigures& f) { return where_any(f.outage, f.outage.max_s); }, greater},
};

Value of_fleet(const Analysis& a, const Scenario& s, const OfFleet& what, std::string_view of) {
  Value joined;
  for (std::size_t r = 0; r < a.fleet.size(); ++r)
    if (of.empty() || s.regions[r].name == of) joined = what.join(joined, what.value(a.fleet[r]));
  return joined;
}

Value of_deploys(const Analysis& a, const Scenario& s, std::string_view metric, std::string_view of) {
  Value joined;
  for (const DeployFigures& d : a.deploys) {
    if (!of.empty() && s.deploys[d.deploy.index()].name != of) continue;
    joined = metric == "deploy_time" ? greater(joined, d.took_s) : sum(joined, number(d.failed));
  }
  return joined;
}

/// How many deploys ended so; nothing where there are none.
template <bool kUndone>
Value deploys_ended(const Analysis& a) {
  if (a.deploys.empty()) return std::nullopt;
  return number(static_cast<std::uint64_t>(std::count_if(
      a.deploys.begin(), a.deploys.end(), [](const DeployFigures& d) { return d.took_s && d.undone == kUndone; })));
}

/// Of a region, or of the least even one; nothing where it is not counted.
Value of_balance(const Analysis& a, const Scenario& s, std::string_view of) {
  double worst = 0;
  for (std::size_t r = 0; r < a.keeping.imbalance.size(); ++r)
    if (of.empty() || s.regions[r].name == of) worst = std::max(worst, a.keeping.imbalance[r]);
  return worst > 0 ? Value(worst) : Value();
}

Value of_dependencies(const Analysis& a, const Scenario& s, const OfDependency& what, std::string_view of) {
  DependencyFigures all;
  bool any = of.empty();
  for (const DependencyFigures& d : a.dependencies) {
    if (!of.empty() && s.service.dependencies[d.dependency.index()].name != of) continue;
    any = true;
    all.needed += d.needed;
    all.ok += d.ok;
    all.attempts += d.attempts;
    all.served += d.served;
    all.timeouts += d.timeouts;
    all.not_called += d.not_called;
    all.waiting_max = std::max(all.waiting_max, d.waiting_max);
  }
  return any ? what.value(all) : std::nullopt;
}

/// Faults after which the system did not recover by itself.
Value of_metastable(const Analysis& a, const Scenario& s, std::string_view of) {
  Value count = of.empty() ? Value(0) : Value();
  for (const FaultFigures& fault : a.faults)
    if (of.empty() || s.faults[fault.fault.index()].name == of)
      count = count.value_or(0) + (fault.tail && fault.tail->metastable ? 1 : 0);
  return count;
}

Value of_goodput(const Analysis& a, const Scenario& s, std::string_view of) {
  if (a.measured_s <= 0) return std::nullopt;
  const auto rate = [&](const ClientFigures& c) { return number(c.requests.answered()) / a.measured_s; };
  if (of.empty()) return rate(a.overall);
  for (std::size_t r = 0; r < s.regions.size() && r < a.by_region.size(); ++r)
    if (s.regions[r].name == of) return rate(a.by_region[r]);
  return std::nullopt;
}

Value of_visibility(const Analysis& a, const Scenario& s, std::string_view of) {
  const auto delay = [](const VisibilityCurve& curve) {
    const auto from = curve.consistent_from(0.999);
    return from ? Value(from->after.in_seconds()) : Value();
  };
  if (of.empty()) return delay(a.visibility.overall);
  for (const TVisibility::Pair& pair : a.visibility.pairs)
    if (s.regions[pair.from.index()].name + "->" + s.regions[pair.to.index()].name == of) return delay(pair.curve);
  return std::nullopt;
}

}  // namespace

std::optional<double> Analysis::measure(const Scenario& scenario, std::string_view metric, std::string_view of) const {
  if (const auto* clients = find(kOfClients, metric)) return of_clients(*this, scenario, *clients, of);
  if (const auto* fault = find(kOfFault, metric)) return of_faults(*this, scenario, *fault, of);
  if (const auto* pair = find(kOfPair, metric)) return of_pairs(*this, scenario, *pair, of);
  if (const auto* lives = find(kOfFleet, metric)) return of_fleet(*this, scenario, *lives, of);
  if (metric == "deploy_time" || metric == "deploy_failed") return of_deploys(*this, scenario, metric, of);
  if (metric == "deploys_done" && of.empty()) return deploys_ended<false>(*this);
  if (metric == "deploys_undone" && of.empty()) return deploys_ended<true>(*this);
  if (metric == "imbalance") return of_balance(*this, scenario, of);
  if (const auto* d = find(kOfDependency, metric)) return of_dependencies(*this, scenario, *d, of);
  if (metric.starts_with("cost.")) return measure_of_cost(*this, scenario, metric, of);
  if (metric == "goodput") return of_goodput(*this, scenario, of);
  if (metric == "metastable") return of_metastable(*this, scenario, of);
  if (metric == "visibility.t999") return of_visibility(*this, scenario, of);
  if (const auto* run = find(kOfRun, metric); run != nullptr && of.empty()) return run->value(*this);
  return std::nullopt;
}

}  // namespace bicoastal
