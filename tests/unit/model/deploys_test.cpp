#include "support/scenarios.hpp"
#include "support/simulate.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <set>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

constexpr double kAt = 20;  // when deploys begin

/// Regions of `replicas` replicas at the start and room for as many again; users at home in each.
Scenario service(std::size_t regions, std::uint32_t replicas, double per_second) {
  Scenario s = make_regions(std::vector<std::vector<double>>(regions, std::vector<double>(regions, 40)), 2 * replicas);
  for (std::size_t i = 0; i < s.replicas.size(); ++i) s.replicas[i].at_start = i % (2 * replicas) < replicas;
  s.fleet.start = Distribution::constant(Time::seconds(3));
  s.fleet.boot = Time::seconds(2);
  s.balancing.health_check = HealthCheck{Time::seconds(1), Time::seconds(1), 2, 2};
  s.balancing.drain = Time::seconds(10);
  for (std::size_t r = 0; r < regions; ++r) add_clients(s, r, per_second, 0.8);
  return s;
}

Deploy& add_deploy(Scenario& s, Deploy::Strategy strategy, Version version = {}) {
  Deploy deploy;
  deploy.name = "deploy " + std::to_string(s.deploys.size());
  deploy.at = Time::seconds(kAt);
  deploy.strategy = strategy;
  for (std::size_t r = 0; r < s.regions.size(); ++r) deploy.regions.emplace_back(r);
  deploy.steps = {0.05, 0.2, 0.5, 1};
  deploy.bake = Time::seconds(5);
  deploy.version = version;
  deploy.fault = FaultId(s.faults.size());
  s.faults.push_back({deploy.name, "deploy", deploy.at, Time::max(), Deployed{DeployId(s.deploys.size())}});
  s.deploys.push_back(deploy);
  return s.deploys.back();
}

std::vector<ChangeRecord> events(const std::vector<Record>& records, ChangeEvent event) {
  std::vector<ChangeRecord> found;
  for (const auto& c : only<ChangeRecord>(records))
    if (c.event == event) found.push_back(c);
  return found;
}

double at_of(const std::vector<Record>& records, ChangeEvent event, std::size_t n = 0) {
  const auto found = events(records, event);
  REQUIRE(found.size() > n);
  return found[n].time.in_seconds();
}

struct Tally {
  double operations = 0, failed = 0;
  double share() const { return operations == 0 ? 0 : failed / operations; }
};

/// Operations that ended in [from, to), by their answer.
Tally tally(const std::vector<Record>& records, double from_s, double to_s) {
  Tally t;
  for (const auto& o : only<OperationRecord>(records)) {
    if (o.time < Time::seconds(from_s) || o.time >= Time::seconds(to_s)) continue;
    ++t.operations;
    t.failed += o.outcome == Outcome::ok ? 0 : 1;
  }
  return t;
}

/// Four standard errors of a share of `n` draws.
double error_of(double share, double n) { return 4 * std::sqrt(share * (1 - share) / n) + 2 / n; }

}  // namespace

TEST_CASE("a rolling deploy with draining and a good version loses no request", "[model]") {
  Scenario s = service(2, 4, 200);
  s.service.time = Distribution::exponential(Time::millis(20));
  add_deploy(s, Deploy::Strategy::rolling).batch = 2;
  const auto records = simulate(s);
  CHECK(tally(records, 0, 1e6).failed == 0);
  CHECK(tally(records, 0, 1e6).operations > 20'000);
  CHECK(events(records, ChangeEvent::deploy_done).size() == 2);
  // Each of the 8 replicas has stopped once, and runs version 1 now.
  std::map<ReplicaId, std::int64_t> version;
  for (const auto& c : events(records, ChangeEvent::ready)) version[c.replica] = c.value;
  CHECK(version.size() == 8);
  for (const auto& [replica, value] : version) CHECK(value == 1);
  CHECK(events(records, ChangeEvent::stopped).size() == 8);
  // A batch takes its start of 3 s; two batches a region, a bake of 5 s after each.
  CHECK(at_of(records, ChangeEvent::deploy_done) >= kAt + 2 * 3 + 5);
}

TEST_CASE("no more than a batch is out at any moment of a rolling deploy", "[model]") {
  for (const std::uint32_t batch : {1u, 3u}) {
    Scenario s = service(1, 6, 50);
    add_deploy(s, Deploy::Strategy::rolling).batch = batch;
    int out = 0, most = 0;
    for (const auto& c : only<ChangeRecord>(simulate(s))) {
      out += c.event == ChangeEvent::stopped ? 1 : c.event == ChangeEvent::ready ? -1 : 0;
      most = std::max(most, out);
    }
    CHECK(most == static_cast<int>(batch));
    CHECK(out == 0);
  }
}

TEST_CASE("without draining a rolling deploy refuses what its replicas work on, and that is laid to it", "[model]") {
  Scenario s = service(1, 4, 400);
  s.service.time = Distribution::exponential(Time::millis(20));
  s.balancing.drain = Time();
  add_deploy(s, Deploy::Strategy::rolling);
  std::size_t refused = 0;
  for (const auto& o : only<OperationRecord>(simulate(s))) {
    if (o.outcome == Outcome::ok) continue;
    CHECK(o.outcome == Outcome::refused);
    CHECK(o.fault == s.deploys[0].fault);
    ++refused;
  }
  // 400/s * 20 ms = 8 requests are at work, 2 at each of 4 replicas; each replica stops once (mean 8, Poisson).
  CHECK(refused >= 1);
  CHECK(refused <= 24);
}

TEST_CASE("a rolling deploy of a bad version that nobody watches fails in proportion to its replicas", "[model]") {
  Scenario s = service(1, 4, 2000);
  add_deploy(s, Deploy::Strategy::rolling, {0.4, 1, false});
  const auto records = simulate(s);
  CHECK(tally(records, 0, kAt).failed == 0);
  // Replica k is back when checks hold it up; the next one is out from then until its own return: of the three or four
  // replicas in rotation k are bad.
  std::vector<double> back;
  for (const auto& h : only<HealthRecord>(records))
    if (h.event == HealthEvent::replica_in) back.push_back(h.time.in_seconds());
  REQUIRE(back.size() == 4);
  for (std::size_t k = 1; k <= 4; ++k) {
    const double in_rotation = k == 4 ? 4 : 3, from = back[k - 1] + 0.1, to = k == 4 ? 59 : back[k] - 0.1;
    const Tally t = tally(records, from, to);
    const double expected = 0.4 * static_cast<double>(k) / in_rotation;
    CHECK(std::abs(t.share() - expected) < error_of(expected, t.operations));
  }
  CHECK(events(records, ChangeEvent::deploy_undone).empty());
  CHECK(only<FaultRecord>(records).size() == 1);  // it is there to the end
}

TEST_CASE("a canary of a version that fails one request in ten is taken back after its first step", "[model]") {
  Scenario s = service(1, 20, 2000);
  add_deploy(s, Deploy::Strategy::canary, {0.1, 1, false}).abort_above = 0.05;
  const auto records = simulate(s);
  const auto steps = events(records, ChangeEvent::deploy_step);
  REQUIRE(steps.size() == 1);
  CHECK(steps[0].value == 50'000);  // ppm
  REQUIRE(events(records, ChangeEvent::deploy_undone).size() == 1);
  const double from = steps[0].time.in_seconds(), to = at_of(records, ChangeEvent::deploy_undone);
  CHECK(to == Approx(from + 5));
  // 5 % of the requests meet it, of which one in ten fails: half a percent of all, for as long as the step lasts.
  const Tally during = tally(records, from, to);
  CHECK(std::abs(during.share() - 0.05 * 0.1) < error_of(0.05 * 0.1, during.operations));
  CHECK(tally(records, 0, from).failed == 0);
  CHECK(tally(records, to + 0.1, 1e6).failed == 0);
  // What its replicas answered is told: 5 % of the requests of the step, one in ten of them failed.
  double answered = 0, failed = 0;
  for (const auto& c : events(records, ChangeEvent::deploy_answered)) {
    answered += static_cast<double>(c.value);
    failed += static_cast<double>(c.part);
  }
  CHECK(answered == Approx(0.05 * during.operations).epsilon(0.02));
  CHECK(failed == during.failed);
  REQUIRE(only<FaultRecord>(records).size() == 2);
  CHECK(only<FaultRecord>(records)[1].time.in_seconds() >= to);
}

TEST_CASE("a good canary goes to 5, 20, 50 and 100 % of the traffic, and its machines stay", "[model]") {
  Scenario s = service(1, 20, 1000);
  s.duration = Time::seconds(120);
  add_deploy(s, Deploy::Strategy::canary).abort_above = 0.05;
  const auto records = simulate(s);
  std::vector<std::int64_t> shares;
  for (const auto& c : events(records, ChangeEvent::deploy_step)) shares.push_back(c.value);
  CHECK(shares == std::vector<std::int64_t>{50'000, 200'000, 500'000, 1'000'000});
  CHECK(events(records, ChangeEvent::deploy_done).size() == 1);
  CHECK(tally(records, 0, 1e6).failed == 0);
  CHECK(events(records, ChangeEvent::started).size() == 20);  // the new ones
  CHECK(events(records, ChangeEvent::stopped).size() == 20);  // the old ones
  const auto load = only<LoadRecord>(records);
  CHECK(load.back().replicas_up == 20);
  // One, then four, ten and all twenty of the new machines beside the old ones.
  std::set<std::uint32_t> up;
  for (const LoadRecord& l : load) up.insert(l.replicas_up);
  for (const std::uint32_t n : {20u, 21u, 24u, 30u, 40u}) CHECK(up.contains(n));
}

TEST_CASE("blue-green switches all traffic at once, and back at once", "[model]") {
  Scenario s = service(1, 4, 1000);
  add_deploy(s, Deploy::Strategy::blue_green, {0.3, 1, false}).abort_above = 0.05;
  const auto records = simulate(s);
  const double switched = at_of(records, ChangeEvent::deploy_step), back = at_of(records, ChangeEvent::deploy_undone);
  CHECK(switched >= kAt + 2 + 3);            // machines boot, processes start,
  CHECK(switched <= kAt + 2 + 3 + 2 + 0.1);  // and two checks a second apart find them well
  CHECK(back == Approx(switched + 5));
  CHECK(tally(records, 0, switched).failed == 0);
  const Tally during = tally(records, switched + 0.1, back);
  CHECK(std::abs(during.share() - 0.3) < error_of(0.3, during.operations));
  CHECK(tally(records, back + 0.1, 1e6).failed == 0);
  CHECK(only<LoadRecord>(records).back().replicas_up == 4);
  // The old machines were kept: none of them stopped.
  for (const auto& c : events(records, ChangeEvent::stopped)) CHECK(c.replica.index() >= 4);
}

TEST_CASE("a bad configuration that is pushed takes every region, a staged one takes one", "[model]") {
  const auto hurt = [](bool staged) {
    Scenario s = service(3, 3, 300);
    Deploy& deploy = add_deploy(s, Deploy::Strategy::push, {1, 1, false});
    deploy.all_regions_at_once = !staged;
    deploy.abort_above = 0.05;
    deploy.pause = Time::seconds(5);
    const auto records = simulate(s);
    std::set<RegionId> regions;
    for (const auto& o : only<OperationRecord>(records))
      if (o.outcome != Outcome::ok) regions.insert(o.asked);
    CHECK(tally(records, kAt + 5.3, 1e6).failed == 0);  // taken back after the bake
    CHECK(events(records, ChangeEvent::stopped).empty());
    return regions.size();
  };
  CHECK(hurt(false) == 3);
  CHECK(hurt(true) == 1);
}

TEST_CASE("while versions are mixed, old ones cannot read what an incompatible one wrote", "[model]") {
  Scenario s = service(2, 3, 500);
  s.keys.count = 20;  // written often: what is there is new soon
  Deploy& deploy = add_deploy(s, Deploy::Strategy::rolling, {0, 1, true});
  deploy.bake = Time::seconds(8);
  const auto records = simulate(s);
  const auto ready = events(records, ChangeEvent::ready);
  REQUIRE(ready.size() == 6);
  const double first = ready.front().time.in_seconds(), last = ready.back().time.in_seconds();
  CHECK(tally(records, 0, first).failed == 0);
  const Tally mixed = tally(records, first, last);
  CHECK(mixed.failed > 100);
  CHECK(tally(records, last + 0.2, 1e6).failed == 0);
  // The second region is all old while the first is all new: its reads of what the other one wrote fail.
  std::size_t in_second = 0;
  for (const auto& o : only<OperationRecord>(records)) {
    if (o.outcome == Outcome::ok) continue;
    CHECK((o.kind == OpKind::read && o.outcome == Outcome::unavailable && o.fault == deploy.fault));
    in_second += o.asked.index() == 1 ? 1 : 0;
  }
  CHECK(in_second > 50);
}

TEST_CASE("what an incompatible version wrote stays unreadable after it was taken back", "[model]") {
  Scenario s = service(1, 3, 500);
  s.keys.count = 100'000;  // hardly ever written twice
  Deploy& deploy = add_deploy(s, Deploy::Strategy::push, {0.5, 1, true});
  deploy.abort_above = 0.05;
  const auto records = simulate(s);
  const double back = at_of(records, ChangeEvent::deploy_undone);
  std::set<KeyId> written;  // by the version that is gone
  std::size_t unreadable = 0;
  for (const auto& a : only<AcceptRecord>(records))
    if (a.time >= Time::seconds(kAt) && a.time < Time::seconds(back)) written.insert(a.key);
  for (const auto& o : only<OperationRecord>(records)) {
    if (o.invoked < Time::seconds(back) || o.outcome == Outcome::ok) continue;
    CHECK((o.kind == OpKind::read && written.contains(o.key)));
    ++unreadable;
  }
  CHECK(unreadable > 20);
  CHECK(only<FaultRecord>(records).size() == 1);  // nor is its fault ever over
}

TEST_CASE("a deploy that is due while another one is under way waits for it", "[model]") {
  Scenario s = service(1, 4, 100);
  add_deploy(s, Deploy::Strategy::rolling);
  add_deploy(s, Deploy::Strategy::push).at = Time::seconds(kAt + 1);
  const auto records = simulate(s);
  CHECK(at_of(records, ChangeEvent::deploy_begun, 1) == at_of(records, ChangeEvent::deploy_done, 0));
}

TEST_CASE("a bad deploy is taken back in all regions that it had come to", "[model]") {
  Scenario s = service(3, 3, 400);
  s.duration = Time::seconds(120);
  // Its errors show in the second region only, where it is slow enough to fill the queues.
  s.service = {Distribution::constant(Time::millis(2)), 1, 0};
  s.clients[0].arrivals.rate = {{Time(), 5}};
  s.clients[1].arrivals.rate = {{Time(), 600}};
  Deploy& deploy = add_deploy(s, Deploy::Strategy::blue_green, {0, 8, false});
  deploy.abort_above = 0.3;
  const auto records = simulate(s);
  REQUIRE(events(records, ChangeEvent::deploy_done).size() == 1);
  CHECK(events(records, ChangeEvent::deploy_done)[0].region.index() == 0);
  std::set<RegionId> undone;
  for (const auto& c : events(records, ChangeEvent::deploy_undone)) undone.insert(c.region);
  CHECK(undone == std::set{RegionId(std::size_t{0}), RegionId(std::size_t{1})});
  std::map<ReplicaId, std::int64_t> version;
  for (const auto& c : events(records, ChangeEvent::ready)) version[c.replica] = c.value;
  for (const auto& c : events(records, ChangeEvent::stopped)) version.erase(c.replica);
  REQUIRE(only<FaultRecord>(records).size() == 2);  // nobody runs it any more
}

TEST_CASE("deploys are alike in both engine modes", "[model]") {
  for (const auto strategy : {Deploy::Strategy::rolling, Deploy::Strategy::canary, Deploy::Strategy::blue_green}) {
    Scenario s = service(2, 3, 100);
    add_deploy(s, strategy, {0.2, 2, true}).abort_above = 0.05;
    add_fault(s, 24, 10, ReplicaDown{ReplicaId(std::size_t{1})});
    const auto ahead = simulate(s), step = simulate(s, EngineMode::step);
    REQUIRE(ahead.size() == step.size());
    CHECK(std::memcmp(ahead.data(), step.data(), ahead.size() * sizeof(Record)) == 0);
  }
}
