// Dependencies in code, and what records tell of them.
#pragma once

#include "support/scenarios.hpp"
#include "support/simulate.hpp"

#include <map>
#include <string>
#include <vector>

namespace bicoastal::test {

/// One region, one replica, a client request every 100 ms; the replica works 1 ms by itself, the way there and back
/// takes 2 ms.
inline Scenario one_replica() {
  Scenario s = make_regions({{0}}, 1);
  s.duration = Time::seconds(10);
  s.service = {Distribution::constant(Time::millis(1)), 8, 100};
  Population& p = add_clients(s, 0, 10, 1.0);
  p.arrivals.kind = Arrivals::Kind::constant;
  p.timeout = Time::seconds(60);
  return s;
}

inline Dependency dependency(const std::string& name, double work_ms, double timeout_ms) {
  Dependency d;
  d.name = name;
  d.time = Distribution::constant(Time::millis(work_ms));
  d.timeout = Time::millis(timeout_ms);
  d.retries.jitter = Retries::Jitter::none;
  return d;
}

inline DependencyFault down(std::size_t d) { return {DependencyId(d), {RegionId(std::size_t{0})}, true, 1, 0}; }
inline DependencyFault slow(std::size_t d, double factor) {
  return {DependencyId(d), {RegionId(std::size_t{0})}, false, factor, 0};
}
inline DependencyFault errors(std::size_t d, double share) {
  return {DependencyId(d), {RegionId(std::size_t{0})}, false, 1, share};
}

/// How operations ended, and how full the answers were.
struct Ends {
  std::map<Outcome, int> outcomes;
  std::map<int, int> answers;
  double mean_ms = 0;
};
inline Ends ends_of(const std::vector<Record>& records, Time from = Time()) {
  Ends ends;
  int count = 0;
  for (const auto& o : only<OperationRecord>(records)) {
    if (o.invoked < from) continue;
    ++ends.outcomes[o.outcome];
    if (o.outcome == Outcome::ok) ++ends.answers[o.answer];
    ends.mean_ms += (o.time - o.invoked).in_millis();
    ++count;
  }
  ends.mean_ms /= count;
  return ends;
}

/// Sum of the samples of a dependency in (from, until].
inline DependencyRecord total(const std::vector<Record>& records, std::size_t d, Time from = Time(),
                              Time until = Time::max()) {
  DependencyRecord sum;
  for (const auto& r : only<DependencyRecord>(records)) {
    if (r.dependency.index() != d || r.time <= from || r.time > until) continue;
    sum.needed += r.needed;
    sum.attempts += r.attempts;
    sum.ok += r.ok;
    sum.hits += r.hits;
    sum.timeouts += r.timeouts;
    sum.errors += r.errors;
    sum.not_called += r.not_called;
  }
  return sum;
}

}  // namespace bicoastal::test
