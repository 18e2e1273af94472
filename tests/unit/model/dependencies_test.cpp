#include "support/scenarios.hpp"
#include "support/simulate.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

/// One region, one replica, one client request each 100 ms; the replica works 1 ms by itself. Ways and hops: 1 ms to
/// the region and 1 ms back.
Scenario one_replica() {
  Scenario s = make_regions({{0}}, 1);
  s.duration = Time::seconds(10);
  s.service = {Distribution::constant(Time::millis(1)), 8, 100};
  Population& p = add_clients(s, 0, 10, 1.0);
  p.arrivals.kind = Arrivals::Kind::constant;
  p.timeout = Time::seconds(60);
  return s;
}

Dependency dependency(const char* name, double work_ms, double timeout_ms) {
  Dependency d;
  d.name = name;
  d.time = Distribution::constant(Time::millis(work_ms));
  d.timeout = Time::millis(timeout_ms);
  d.retries.jitter = Retries::Jitter::none;
  return d;
}

struct Ends {
  std::map<Outcome, int> outcomes;
  std::map<int, int> answers;
  double mean_ms = 0;
};
Ends ends_of(const std::vector<Record>& records) {
  Ends ends;
  int count = 0;
  for (const auto& o : only<OperationRecord>(records)) {
    ++ends.outcomes[o.outcome];
    if (o.outcome == Outcome::ok) ++ends.answers[o.answer];
    ends.mean_ms += (o.time - o.invoked).in_millis();
    ++count;
  }
  ends.mean_ms /= count;
  return ends;
}

DependencyRecord total(const std::vector<Record>& records, std::size_t d) {
  DependencyRecord sum;
  for (const auto& r : only<DependencyRecord>(records)) {
    if (r.dependency.index() != d) continue;
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

}  // namespace

TEST_CASE("dependencies are called one after another while the request holds its slot", "[model][dependencies]") {
  Scenario s = one_replica();
  s.service.dependencies = {dependency("a", 10, 1000), dependency("b", 20, 1000)};
  s.service.dependencies[1].calls = Dependency::Calls::writes;
  const Ends reads = ends_of(simulate(s));
  CHECK(reads.outcomes == std::map<Outcome, int>{{Outcome::ok, 99}});
  CHECK(reads.mean_ms == Approx(1 + 1 + 10 + 1));
  s.clients[0].reads = 0;
  CHECK(ends_of(simulate(s)).mean_ms == Approx(1 + 1 + 10 + 20 + 1));
  // One slot, which 31 ms of each 100 are taken of: the second of two requests at once waits for all of the first.
  s.service.concurrency = 1;
  s.clients.push_back(s.clients[0]);
  s.clients[1].name = "again";
  CHECK(ends_of(simulate(s)).mean_ms == Approx(2 + 31 + 31 / 2.0));
}

TEST_CASE("a critical dependency that answers with errors fails the operation, another one degrades it",
          "[model][dependencies]") {
  Scenario s = one_replica();
  s.service.dependencies = {dependency("a", 10, 1000)};
  add_fault(s, 0, 1000, DependencyFault{DependencyId(0), {RegionId(0)}, false, 1, 1.0});
  const Ends critical = ends_of(simulate(s));
  CHECK(critical.outcomes == std::map<Outcome, int>{{Outcome::unavailable, 99}});
  CHECK(critical.mean_ms == Approx(13));
  s.service.dependencies[0].critical = false;
  const Ends optional = ends_of(simulate(s));
  CHECK(optional.outcomes == std::map<Outcome, int>{{Outcome::ok, 99}});
  CHECK(optional.answers == std::map<int, int>{{kAnswerDefault, 99}});
  CHECK(optional.mean_ms == Approx(13));
}

TEST_CASE("a silent dependency costs the timeout of every attempt and the pauses between", "[model][dependencies]") {
  Scenario s = one_replica();
  s.service.dependencies = {dependency("a", 10, 50)};
  s.service.dependencies[0].critical = false;
  s.service.dependencies[0].retries.attempts = 3;
  s.service.dependencies[0].retries.backoff = Time::millis(7);
  add_fault(s, 0, 1000, DependencyFault{DependencyId(0), {RegionId(0)}, true, 1, 0});
  const auto records = simulate(s);
  CHECK(ends_of(records).mean_ms == Approx(3 + 3 * 50 + 7 + 14));
  const DependencyRecord sum = total(records, 0);
  CHECK(sum.needed == 99);
  CHECK(sum.attempts == 3 * 99);
  CHECK(sum.timeouts == 3 * 99);
  CHECK(sum.ok == 0);
}

TEST_CASE("an operation that a dependency's fault touched says so", "[model][dependencies]") {
  Scenario s = one_replica();
  s.service.dependencies = {dependency("a", 10, 50)};
  add_fault(s, 3, 2, DependencyFault{DependencyId(0), {RegionId(0)}, false, 3, 0});
  int touched = 0;
  for (const auto& o : only<OperationRecord>(simulate(s))) {
    const bool meanwhile =
        o.invoked + Time::millis(2) >= Time::seconds(3) && o.invoked < Time::seconds(5) - Time::millis(2);
    if (meanwhile) CHECK((o.time - o.invoked).in_millis() == Approx(3 + 30));
    touched += o.fault.has_value() ? 1 : 0;
  }
  CHECK(touched == Approx(20).margin(1));
}

TEST_CASE("a dependency goes on working on calls that were given up", "[model][dependencies]") {
  // One slot, 100 ms a call, a call each 100 ms that is given up after 60 ms: all of them time out, and the dependency
  // is busy all the time.
  Scenario s = one_replica();
  s.service.dependencies = {dependency("a", 100, 60)};
  s.service.dependencies[0].concurrency = 1;
  s.service.dependencies[0].queue = 5;
  const auto records = simulate(s);
  CHECK(ends_of(records).outcomes == std::map<Outcome, int>{{Outcome::unavailable, 99}});
  for (const auto& r : only<DependencyRecord>(records))
    if (r.time > Time::seconds(1) && r.time < Time::seconds(9)) CHECK(r.busy == 1);
}
