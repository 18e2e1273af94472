#include "failover_story.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <numeric>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

/// One region with so many replicas, whose checks have so many phases; nobody asks them for anything.
Scenario many_replicas(std::uint32_t replicas) {
  Scenario s = make_regions({{0}}, replicas);
  s.duration = Time::seconds(1000);
  s.settle = Time();
  return s;
}

std::vector<ReplicaId> all(const Scenario& s) {
  std::vector<ReplicaId> ids;
  for (std::size_t i = 0; i < s.replicas.size(); ++i) ids.emplace_back(i);
  return ids;
}

void crash(Scenario& s, double at_s, std::vector<ReplicaId> replicas) {
  s.faults.push_back({"crash", "crash", Time::seconds(at_s), Time::max(), Crash{std::move(replicas)}});
}

/// Seconds since `from_s` of each replica's first event of this kind after that.
std::vector<double> first(const std::vector<Record>& records, ChangeEvent event, double from_s) {
  std::map<ReplicaId, double> found;
  for (const auto& c : only<ChangeRecord>(records))
    if (c.event == event && c.time >= Time::seconds(from_s)) found.emplace(c.replica, c.time.in_seconds() - from_s);
  std::vector<double> seconds;
  for (const auto& [replica, at] : found) seconds.push_back(at);
  return seconds;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// All lie in [least, least + width], and come near both ends; the mean is in the middle, within four standard errors
/// of a uniform distribution.
void check_uniform(const std::vector<double>& values, double least, double width) {
  REQUIRE(values.size() >= 100);
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  CHECK(*low >= least);
  CHECK(*high <= least + width);
  CHECK(*low < least + 0.1 * width);
  CHECK(*high > least + 0.9 * width);
  const double error = width / std::sqrt(12.0 * static_cast<double>(values.size()));
  CHECK(std::abs(mean(values) - (least + width / 2)) < 4 * error);
}

}  // namespace

TEST_CASE("a service manager starts a process that ended again after its pause, and it answers after its start",
          "[model]") {
  Scenario s = many_replicas(3);
  s.fleet.restart = Time::seconds(10);  // systemd's RestartSec
  s.fleet.start = Distribution::constant(Time::seconds(4));
  crash(s, 100, {ReplicaId(std::size_t{1})});
  const auto records = simulate(s);
  CHECK(first(records, ChangeEvent::stopped, 100) == std::vector{0.0});
  CHECK(first(records, ChangeEvent::started, 100) == std::vector{10.0});
  CHECK(first(records, ChangeEvent::ready, 100) == std::vector{14.0});
  const auto faults = only<FaultRecord>(records);  // it is over when the process answers again
  REQUIRE(faults.size() == 2);
  CHECK((faults[1].begins == 0 && faults[1].time == Time::seconds(114)));
}

TEST_CASE("a crash whose machine is replaced is over when the new one answers", "[model]") {
  Scenario s = many_replicas(2);
  s.zones[0].replicas.push_back(ReplicaId(s.replicas.size()));  // a place for it
  s.replicas.push_back({"r0a/3", ZoneId(std::size_t{0}), false});
  s.balancing.health_check = HealthCheck{Time::seconds(5), Time::seconds(1), 2, 2};
  s.fleet.replace = Time::seconds(30);
  s.fleet.boot = Time::seconds(60);
  s.fleet.start = Distribution::constant(Time::seconds(4));
  crash(s, 100, {ReplicaId(std::size_t{1})});
  const auto records = simulate(s);
  const auto ready = first(records, ChangeEvent::ready, 100);
  REQUIRE(ready.size() == 1);
  CHECK(ready[0] >= 5 + 30 + 60 + 4);  // two checks 5 s apart
  CHECK(ready[0] <= 10 + 30 + 60 + 4);
  const auto faults = only<FaultRecord>(records);
  REQUIRE(faults.size() == 2);
  CHECK(faults[1].time.in_seconds() - 100 == Approx(ready[0]));
  const Analysis a = analysed(s, records);
  CHECK(a.fleet.at(0).replaced == 1);
  CHECK(a.fleet.at(0).restarts == 0);
}

TEST_CASE("what the guard keeps from being carried out is no fault of the run, and lasts no time", "[model]") {
  Scenario s = many_replicas(2);
  s.fleet.restart = Time::seconds(10);
  for (const double at : {100.0, 105.0}) {
    crash(s, at, {ReplicaId(s.faults.size())});
    s.faults.back().keep = 1;
  }
  const auto records = simulate(s);
  CHECK(only<FaultRecord>(records).size() == 2);
  const Analysis a = analysed(s, records);
  CHECK(a.faults.at(0).end_s == Approx(110));
  CHECK(a.faults.at(1).onset_s == Approx(105));
  CHECK(a.faults.at(1).end_s == a.faults[1].onset_s);
}

TEST_CASE("a process that ended stays down where nothing starts it", "[model]") {
  Scenario s = many_replicas(2);
  s.fleet.start = Distribution::constant(Time::seconds(4));
  crash(s, 100, all(s));
  const auto records = simulate(s);
  CHECK(first(records, ChangeEvent::stopped, 100).size() == 2);
  CHECK(first(records, ChangeEvent::started, 100).empty());
}

TEST_CASE("liveness checks of 10 s, three in a row, restart a hung process 20 to 30 s later and a timeout", "[model]") {
  Scenario s = many_replicas(400);
  s.fleet.liveness = HealthCheck{Time::seconds(10), Time::seconds(1), 3, 1};
  s.faults.push_back({"hang", "hang", Time::seconds(100), Time::max(), Hang{all(s)}});
  const auto records = simulate(s);
  check_uniform(first(records, ChangeEvent::started, 100), 21, 10);
  // What hung it is over with its restart: nobody is restarted twice.
  CHECK(first(records, ChangeEvent::started, 132).empty());
}

TEST_CASE("liveness checks find a process that is gone at once, and start it", "[model]") {
  Scenario s = many_replicas(400);
  s.fleet.liveness = HealthCheck{Time::seconds(10), Time::seconds(1), 3, 1};
  crash(s, 100, all(s));
  check_uniform(first(simulate(s), ChangeEvent::started, 100), 20, 10);
}

TEST_CASE("readiness checks of 3 s, two in a row, take a hung process out after 3 to 6 s and a timeout", "[model]") {
  Scenario s = many_replicas(400);
  s.balancing.health_check = HealthCheck{Time::seconds(3), Time::seconds(1), 2, 1};
  s.fleet.liveness = HealthCheck{Time::seconds(10), Time::seconds(1), 3, 1};
  s.faults.push_back({"hang", "hang", Time::seconds(100), Time::max(), Hang{all(s)}});
  std::vector<double> out;
  for (const auto& h : only<HealthRecord>(simulate(s)))
    if (h.event == HealthEvent::replica_out) out.push_back(h.time.in_seconds() - 100);
  check_uniform(out, 4, 3);
}

TEST_CASE("a start-up probe of 5 s that may fail 30 times allows 150 s and no more", "[model]") {
  const auto started = [](double takes_s) {
    Scenario s = many_replicas(2);
    s.fleet.restart = Time::seconds(10);
    s.fleet.startup = HealthCheck{Time::seconds(5), Time::seconds(1), 30, 1};
    s.fleet.start = Distribution::constant(Time::seconds(takes_s));
    crash(s, 100, all(s));
    return simulate(s);
  };
  for (const double takes : {146.0, 149.0, 150.0}) {
    const auto records = started(takes);
    CHECK(first(records, ChangeEvent::ready, 100) == std::vector{160.0, 160.0});  // seen by the check at 150 s
    CHECK(first(records, ChangeEvent::stopped, 101).empty());
  }
  const auto never = started(150.1);
  CHECK(first(never, ChangeEvent::ready, 100).empty());
  CHECK(first(never, ChangeEvent::stopped, 101) == std::vector{159.0, 159.0});
  CHECK(first(never, ChangeEvent::started, 260) == std::vector{0.0, 0.0});  // tried again at once
}

TEST_CASE("without a start-up probe liveness checks never let a slow start end; with one they wait for it", "[model]") {
  Scenario s = many_replicas(20);
  s.fleet.liveness = HealthCheck{Time::seconds(10), Time::seconds(1), 3, 1};
  s.fleet.start = Distribution::constant(Time::seconds(60));
  crash(s, 100, all(s));
  CHECK(first(simulate(s), ChangeEvent::ready, 100).empty());
  s.fleet.startup = HealthCheck{Time::seconds(5), Time::seconds(1), 30, 1};
  const auto records = simulate(s);
  const auto ready = first(records, ChangeEvent::ready, 100), begun = first(records, ChangeEvent::started, 100);
  REQUIRE(ready.size() == 20);
  for (std::size_t i = 0; i < ready.size(); ++i) CHECK(ready[i] - begun[i] == Approx(60));
}

TEST_CASE("processes start when the power of their zone is back", "[model]") {
  Scenario s = many_replicas(3);
  s.fleet.start = Distribution::constant(Time::seconds(8));
  add_fault(s, 100, 50, ZoneDown{ZoneId(std::size_t{0})});
  const auto records = simulate(s);
  CHECK(first(records, ChangeEvent::stopped, 100) == std::vector{0.0, 0.0, 0.0});
  CHECK(first(records, ChangeEvent::started, 100) == std::vector{50.0, 50.0, 50.0});
  CHECK(first(records, ChangeEvent::ready, 100) == std::vector{58.0, 58.0, 58.0});
}

TEST_CASE("what a crashed replica worked on is refused, and nobody is asked there until it answers again", "[model]") {
  Scenario s = make_regions({{0}}, 1);
  s.fleet.restart = Time::seconds(2);
  s.fleet.start = Distribution::constant(Time::seconds(3));
  add_clients(s, 0, 200, 1.0);
  crash(s, 20, all(s));
  std::size_t refused = 0, total = 0;
  for (const auto& o : only<OperationRecord>(simulate(s))) {
    const bool down = o.time > Time::seconds(20) && o.invoked < Time::seconds(25) - Time::millis(1);
    if (o.invoked > Time::seconds(20) && down) CHECK(o.outcome == Outcome::refused);
    if (o.outcome == Outcome::refused) {
      CHECK(o.fault == FaultId(std::size_t{0}));
      ++refused;
    }
    ++total;
  }
  CHECK(refused >= 900);  // 5 s of 200 a second, and what was under way
  CHECK(refused <= 1100);
  CHECK(total > 11000);
}
