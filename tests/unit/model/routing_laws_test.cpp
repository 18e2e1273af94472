// What must hold of any deployment, whatever its balancers, name service, clients and admission do: every operation
// ends in one record, nothing is left behind, and both ways to simulate tell the same.
#include "sim/base/random.hpp"
#include "support/scenarios.hpp"
#include "support/simulate.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

class Luck {
 public:
  explicit Luck(std::uint64_t seed) : stream_(seed, "laws") {}
  bool coin() { return stream_.next_unit() < 0.5; }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(stream_.next_unit() * static_cast<double>(n)); }
  double between(double a, double b) { return a + (b - a) * stream_.next_unit(); }

 private:
  RandomStream stream_;
};

/// Three regions of two zones with two replicas each.
Scenario places() {
  Scenario s = make_regions({{0, 20, 30}, {20, 0, 45}, {30, 45, 0}}, 0);
  s.zones.clear();
  for (std::size_t r = 0; r < 3; ++r) {
    s.regions[r].zones.clear();
    s.stores[r].zone = ZoneId(s.zones.size());
    for (std::size_t z = 0; z < 2; ++z) {
      Zone zone{s.regions[r].name + static_cast<char>('a' + z), RegionId(r), {}};
      s.regions[r].zones.emplace_back(s.zones.size());
      for (int i = 1; i <= 2; ++i) {
        zone.replicas.emplace_back(s.replicas.size());
        s.replicas.push_back({zone.name + "/" + std::to_string(i), ZoneId(s.zones.size())});
      }
      s.zones.push_back(zone);
    }
  }
  return s;
}

HealthCheck any_check(Luck& luck) {
  HealthCheck check;
  check.interval = Time::seconds(luck.between(0.5, 3));
  check.timeout = Time::seconds(luck.between(0, check.interval.in_seconds()));
  check.fall = static_cast<std::uint32_t>(1 + luck.below(3));
  check.rise = static_cast<std::uint32_t>(1 + luck.below(3));
  check.checkers = static_cast<std::uint32_t>(1 + luck.below(5));
  check.agree = luck.between(0, 1);
  check.deep = luck.coin();
  return check;
}

void add_trouble(Luck& luck, Scenario& s) {
  for (std::size_t i = luck.below(6); i > 0; --i) {
    const double at = luck.between(0, 25), lasts = luck.between(0.5, 10);
    const RegionId region(luck.below(3));
    const ReplicaId replica(luck.below(s.replicas.size()));
    switch (luck.below(7)) {
      case 0: add_fault(s, at, lasts, RegionDown{region}); break;
      case 1: add_fault(s, at, lasts, ZoneDown{ZoneId(luck.below(s.zones.size()))}); break;
      case 2: add_fault(s, at, lasts, ReplicaDown{replica}); break;
      case 3: add_fault(s, at, lasts, Slow{{replica}, luck.between(2, 200)}); break;
      case 4: add_fault(s, at, lasts, StoreDown{region}); break;
      case 5: add_fault(s, at, lasts, BalancerDown{region}); break;
      default: add_fault(s, at, lasts, CheckLies{CheckLies::Watcher(luck.below(2)), {region}, luck.coin()}); break;
    }
  }
  for (std::size_t i = luck.below(3); i > 0; --i) {
    const double at = luck.between(0, 25);
    s.actions.push_back({"action " + std::to_string(i), "evacuate_region", Time::seconds(at),
                         Time::seconds(at + luck.between(1, 10)), EvacuateRegion{RegionId(luck.below(3))}});
  }
}

Scenario any_deployment(std::uint64_t seed) {
  Luck luck(seed);
  Scenario s = places();
  s.seed = seed;
  s.duration = Time::seconds(30);
  s.service = {Distribution::exponential(Time::millis(luck.between(1, 20))), 2, 5};
  if (luck.coin()) s.service.max_wait = Time::millis(luck.between(0, 40));
  if (luck.coin()) s.service.rate_limit = RateLimit{luck.between(10, 60), luck.between(1, 20)};
  s.service.sessions = static_cast<SessionState>(luck.below(3));
  s.routing.policy = luck.coin() ? RoutingPolicy::latency : RoutingPolicy::weighted;
  s.routing.weights = {1, 2, 0.5};
  s.routing.dns_ttl = luck.coin() ? Time() : Time::seconds(luck.between(0, 5));
  s.routing.overstay = luck.coin() ? 0 : luck.between(0, 1);
  s.routing.overstay_for = Time::seconds(3);
  s.routing.publish = luck.coin() ? Time() : Time::seconds(luck.between(0, 3));
  s.routing.stay = luck.coin();
  s.routing.health_check = any_check(luck);
  s.balancing.health_check = any_check(luck);
  s.balancing.policy = static_cast<BalancingPolicy>(luck.below(4));
  s.balancing.zone_weights = {1, 2, 3, 0.5, 1, 0};
  s.balancing.sticky = luck.coin();
  s.balancing.zone_aware = luck.coin();
  if (luck.coin()) s.balancing.backups = {ReplicaId(0), ReplicaId(5)};
  if (luck.coin()) s.balancing.slow_start = Time::seconds(luck.between(0, 5));
  for (std::size_t r = 0; r < 2; ++r) {
    Population& p = add_clients(s, r, 40, 0.7, 20);
    p.timeout = Time::millis(luck.between(50, 400));
    p.retries.attempts = static_cast<std::uint32_t>(1 + luck.below(4));
    p.retries.backoff = Time::millis(luck.between(0, 50));
    if (luck.coin()) p.retries.budget = RetryBudget{luck.between(0, 1), luck.between(1, 20)};
    p.next_region_on_retry = luck.coin();
    if (luck.coin()) p.hedge_after = Time::millis(luck.between(1, 100));
  }
  add_trouble(luck, s);
  return s;
}

}  // namespace

TEST_CASE("every operation ends in one record, nothing is left behind, and both modes agree", "[model]") {
  std::size_t failed = 0, several = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    INFO("seed " << seed);
    const Scenario s = any_deployment(seed);
    const auto records = simulate(s);
    std::set<std::uint64_t> seen;
    std::size_t most = 0;
    for (const auto& o : only<OperationRecord>(records)) {
      REQUIRE(seen.insert(o.op.value).second);
      CHECK(o.outcome != Outcome::in_flight);
      const Population& p = s.clients[o.population.index()];
      CHECK(o.attempts >= 1);
      CHECK(o.attempts <= p.retries.attempts * (p.hedge_after.ns > 0 && o.kind == OpKind::read ? 2 : 1));
      most = std::max<std::size_t>(most, o.attempts);
      failed += o.outcome == Outcome::ok ? 0 : 1;
    }
    several += most > 1 ? 1 : 0;
    CHECK(seen.size() > 1000);
    REQUIRE(only<EndRecord>(records).size() == 1);
    CHECK(only<EndRecord>(records)[0].quiet == 1);
    const auto step = simulate(s, EngineMode::step);
    REQUIRE(step.size() == records.size());
    CHECK(std::equal(records.begin(), records.end(), step.begin(), [](const Record& a, const Record& b) {
      return a.time == b.time && a.type == b.type && std::equal(std::begin(a.payload), std::end(a.payload), b.payload);
    }));
  }
  CHECK(failed > 1000);
  CHECK(several > 30);
}
