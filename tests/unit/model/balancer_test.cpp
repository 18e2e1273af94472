#include "sim/model/balancer.hpp"
#include "sim/model/clients.hpp"
#include "sim/model/directory.hpp"
#include "sim/model/serving.hpp"
#include "support/scenarios.hpp"
#include "support/simulate.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <map>
#include <memory>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

/// One region of `zones` zones with `replicas` replicas each.
Scenario one_region(std::size_t zones, std::uint32_t replicas) {
  Scenario s = make_regions({{0}}, 0);
  s.zones.clear();
  s.regions[0].zones.clear();
  for (std::size_t z = 0; z < zones; ++z) {
    Zone zone{"z" + std::to_string(z), RegionId(0), {}};
    for (std::uint32_t i = 0; i < replicas; ++i) {
      zone.replicas.emplace_back(s.replicas.size());
      s.replicas.push_back({zone.name + "/" + std::to_string(i + 1), ZoneId(z)});
    }
    s.regions[0].zones.emplace_back(z);
    s.zones.push_back(zone);
  }
  return s;
}

/// The parts of the model that a balancer talks to, and the events that it posts.
struct Deployment {
  explicit Deployment(Scenario scenario)
      : s(std::move(scenario)), routes(s.regions.size() * s.regions.size()), world(s, routes, sink) {
    add_clients(s, 0, 1, 1);
    clients = std::make_unique<Clients>(world);
    world.clients = clients.get();
    balancer = std::make_unique<Balancer>(world);
    world.balancer = balancer.get();
    serving = std::make_unique<Serving>(world);
    world.serving = serving.get();
    directory = std::make_unique<Directory>(world);
    world.directory = directory.get();
    balancer->drained = [this](ReplicaId r) { drained.emplace_back(r, world.now); };
  }

  /// Where the next request goes.
  ReplicaId send(std::uint64_t number = 0, std::size_t session = 0) {
    Request r;
    r.op = OpId(number);
    r.session = SessionId(session);
    r.population = PopulationId(0);
    r.asked = RegionId(0);
    r.attempt = 1;
    balancer->assign(r);
    sent.push_back(r);
    return r.replica;
  }
  /// How many of the next `count` requests each replica gets.
  std::map<std::size_t, int> spread(int count) {
    std::map<std::size_t, int> got;
    for (int i = 0; i < count; ++i) ++got[send(static_cast<std::uint64_t>(i)).index()];
    return got;
  }
  void end_all() {
    for (Request& r : sent) balancer->forget(r);
  }
  void run_until(Time end) {
    while (!world.queue.empty() && world.queue.top().t <= end.ns) {
      const Event e = world.queue.top();
      world.queue.pop();
      world.now = Time(e.t);
      if (e.kind() == raw(Kind::drained)) balancer->on_drained(ReplicaId(std::size_t{e.a}), e.b);
    }
    world.now = end;
  }

  Scenario s;
  std::vector<Route> routes;
  Keep sink;
  World world;
  std::unique_ptr<Clients> clients;
  std::unique_ptr<Balancer> balancer;
  std::unique_ptr<Serving> serving;
  std::unique_ptr<Directory> directory;
  std::vector<Request> sent;
  std::vector<std::pair<ReplicaId, Time>> drained;
};

using Spread = std::map<std::size_t, int>;

}  // namespace

TEST_CASE("shares of zones are kept exactly, and a zone's share is divided among its replicas", "[model]") {
  Scenario s = one_region(3, 2);
  s.balancing.policy = BalancingPolicy::weighted;
  s.balancing.zone_weights = {6, 2, 0};
  Deployment d(std::move(s));
  CHECK(d.spread(80) == Spread{{0, 30}, {1, 30}, {2, 10}, {3, 10}});
}

TEST_CASE("a replica's share among others is what it was set to, under each policy", "[model]") {
  for (const auto policy : {BalancingPolicy::round_robin, BalancingPolicy::least_outstanding}) {
    Scenario s = one_region(1, 3);
    s.balancing.policy = policy;
    Deployment d(std::move(s));
    d.balancer->set_share(ReplicaId(1), 0.5);
    CHECK(d.spread(100) == Spread{{0, 40}, {1, 20}, {2, 40}});
    d.balancer->set_share(ReplicaId(1), 0);
    CHECK(d.spread(100).count(1) == 0);
    d.balancer->set_share(ReplicaId(1), 1);
    d.end_all();
    for (const auto& [replica, count] : d.spread(99)) CHECK(count == 33);
  }
  // Nobody is busy, so the first of the two that are drawn is taken: a weight of 1/4 beside four of 1.
  Scenario s = one_region(1, 5);
  s.balancing.policy = BalancingPolicy::two_choices;
  Deployment d(std::move(s));
  d.balancer->set_share(ReplicaId(0), 0.25);
  const int sends = 20'000;
  int got = 0;
  for (int i = 0; i < sends; ++i) {
    got += d.send(static_cast<std::uint64_t>(i)) == ReplicaId(0) ? 1 : 0;
    d.end_all();
    d.sent.clear();
  }
  const double expected = 1.0 / 17;
  CHECK(std::abs(got - sends * expected) < 4 * std::sqrt(sends * expected * (1 - expected)));
}

TEST_CASE("a replica that comes in gets a share that grows linearly to its full size", "[model]") {
  Scenario s = one_region(1, 3);
  s.balancing.slow_start = Time::seconds(100);
  Deployment d(std::move(s));
  CHECK(d.spread(30) == Spread{{0, 10}, {1, 10}, {2, 10}});  // those that were in at the start have theirs
  d.balancer->take_out(ReplicaId(2));
  d.end_all();
  d.run_until(Time::seconds(10));
  d.balancer->put_in(ReplicaId(2));
  int got = 0;
  for (int i = 0; i < 10'000; ++i) {  // 100 a second
    d.run_until(Time::seconds(10 + 0.01 * i));
    got += d.send() == ReplicaId(2) ? 1 : 0;
  }
  // Beside two others its share is w / (2 + w): over the ramp, the integral of that from 0 to 1, 1 - 2 ln 1.5.
  CHECK(got == Approx(10'000 * (1 - 2 * std::log(1.5))).epsilon(0.01));
  d.run_until(Time::seconds(110));
  CHECK(d.spread(30) == Spread{{0, 10}, {1, 10}, {2, 10}});
}

TEST_CASE("all replicas that come in at one moment share equally, however slowly they start", "[model]") {
  Scenario s = one_region(1, 2);
  s.balancing.slow_start = Time::seconds(100);
  Deployment d(std::move(s));
  for (const std::size_t r : {0, 1}) d.balancer->take_out(ReplicaId(r));
  for (const std::size_t r : {0, 1}) d.balancer->put_in(ReplicaId(r));
  CHECK(d.spread(10) == Spread{{0, 5}, {1, 5}});
  d.run_until(Time::seconds(1));
  CHECK(d.spread(10) == Spread{{0, 5}, {1, 5}});
}

TEST_CASE("a replica that is taken out gets nothing new, and has until the end of its draining for what it has",
          "[model]") {
  Scenario s = one_region(1, 2);
  s.balancing.drain = Time::seconds(30);
  Deployment d(std::move(s));
  d.spread(4);
  d.balancer->take_out(ReplicaId(1));
  CHECK(d.spread(10) == Spread{{0, 10}});
  CHECK(d.balancer->outstanding(ReplicaId(1)) == 2);
  d.run_until(Time::seconds(29));
  CHECK(d.drained.empty());
  d.run_until(Time::seconds(31));
  CHECK(d.drained == std::vector{std::pair(ReplicaId(1), Time::seconds(30))});

  d.balancer->put_in(ReplicaId(1));
  CHECK(d.spread(10).count(1) == 1);
  d.run_until(Time::seconds(40));
  d.balancer->take_out(ReplicaId(1));
  d.run_until(Time::seconds(45));
  d.end_all();  // it is told as soon as it has nothing any more
  d.run_until(Time::seconds(100));
  CHECK(d.drained.size() == 2);
  CHECK(d.drained.back() == std::pair(ReplicaId(1), Time::seconds(45)));
}

TEST_CASE("a replica that is put in again while it drains is not drained", "[model]") {
  Scenario s = one_region(1, 2);
  s.balancing.drain = Time::seconds(30);
  Deployment d(std::move(s));
  d.spread(4);
  d.balancer->take_out(ReplicaId(1));
  d.balancer->put_in(ReplicaId(1));
  d.end_all();
  d.run_until(Time::seconds(100));
  CHECK(d.drained.empty());
  CHECK(d.spread(4) == Spread{{0, 2}, {1, 2}});
}

TEST_CASE("backups wait until no other replica is in", "[model]") {
  Scenario s = one_region(1, 3);
  s.balancing.backups = {ReplicaId(2)};
  Deployment d(std::move(s));
  CHECK(d.spread(4) == Spread{{0, 2}, {1, 2}});
  d.balancer->take_out(ReplicaId(0));
  CHECK(d.spread(4) == Spread{{1, 4}});
  d.balancer->take_out(ReplicaId(1));
  CHECK(d.spread(4) == Spread{{2, 4}});
  CHECK(d.balancer->any_in(RegionId(0)));
  d.balancer->put_in(ReplicaId(0));
  CHECK(d.spread(4) == Spread{{0, 4}});
}

TEST_CASE("replicas that wait for their start get nothing", "[model]") {
  Scenario s = one_region(1, 3);
  s.replicas[1].at_start = false;
  Deployment d(std::move(s));
  CHECK(d.spread(4) == Spread{{0, 2}, {2, 2}});
  d.balancer->put_in(ReplicaId(1));
  CHECK(d.spread(3) == Spread{{0, 1}, {1, 1}, {2, 1}});
}

TEST_CASE("a sticky session keeps its replica while that is in, and the next one from then on", "[model]") {
  Scenario s = one_region(1, 3);
  s.balancing.sticky = true;
  Deployment d(std::move(s));
  std::vector<ReplicaId> first;
  for (std::size_t session = 0; session < 9; ++session) first.push_back(d.send(0, session));
  for (std::size_t r = 0; r < 3; ++r) CHECK(std::count(first.begin(), first.end(), ReplicaId(r)) == 3);
  for (std::size_t session = 0; session < 9; ++session) CHECK(d.send(1, session) == first[session]);
  d.balancer->take_out(ReplicaId(0));
  std::vector<ReplicaId> second;
  for (std::size_t session = 0; session < 9; ++session) {
    second.push_back(d.send(2, session));
    CHECK(second.back() != ReplicaId(0));
    if (first[session] != ReplicaId(0)) CHECK(second.back() == first[session]);
  }
  d.balancer->put_in(ReplicaId(0));
  for (std::size_t session = 0; session < 9; ++session) CHECK(d.send(3, session) == second[session]);
}

TEST_CASE("a zone-aware balancer stays in the zone that a request entered by, unless nobody there is in", "[model]") {
  Scenario s = one_region(3, 2);
  s.balancing.zone_aware = true;
  Deployment d(std::move(s));
  const auto zone = [&](ReplicaId r) { return d.s.replicas[r.index()].zone; };
  for (std::uint64_t number = 0; number < 12; ++number) CHECK(zone(d.send(number)) == ZoneId(number % 3));
  d.balancer->take_out(ReplicaId(2));
  for (std::uint64_t number = 0; number < 12; ++number) CHECK(zone(d.send(number)) == ZoneId(number % 3));
  d.balancer->take_out(ReplicaId(3));
  std::map<ZoneId, int> spilt;
  for (std::uint64_t number = 0; number < 12; ++number) {
    const ReplicaId got = d.send(number);
    if (number % 3 == 1)
      ++spilt[zone(got)];
    else
      CHECK(zone(got) == ZoneId(number % 3));
  }
  CHECK(spilt == std::map<ZoneId, int>{{ZoneId(0), 2}, {ZoneId(2), 2}});
}
