// Two roads to who is served while parts are lost: the rules of topology, and a run of the model that has come to rest.
#include "sim/topology/reach.hpp"

#include "support/simulate.hpp"
#include "unit/topology/places.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

const Time kOnset = Time::seconds(5);
const Time kRest =
    Time::seconds(20);  ///< by then checks, TTLs and failovers below are done with what came at the onset

/// Everything settles within seconds.
void make_quick(Scenario& s) {
  const HealthCheck check{Time::seconds(1), Time::millis(200), 2, 1};
  s.routing.health_check = s.balancing.health_check = s.data.failover.detect = check;
  s.routing.dns_ttl = s.routing.policy == RoutingPolicy::weighted ? Time() : Time::seconds(2);  // 0: each draws anew
  s.data.failover.promote = s.data.failover.redirect_ttl = Time::seconds(1);
  s.duration = Time::seconds(35);
  s.settle = Time::seconds(5);
  s.seed = *rc::gen::arbitrary<std::uint32_t>();
  for (Population& population : s.clients) {
    population.arrivals.rate = {{Time(), 100}};
    population.timeout = Time::millis(500);
  }
}

std::size_t below(std::size_t count) { return *rc::gen::resize(100, rc::gen::inRange<std::size_t>(0, count)); }

template <class Id>
Id any_id(std::size_t count) {
  return Id(below(count));
}

void add_any_fault(Scenario& s) {
  const auto add = [&](auto what) { s.faults.push_back({"f", "test", kOnset, Time::max(), std::move(what)}); };
  const std::size_t kind = below(s.network.links.empty() ? 3 : 6);
  if (kind == 0) add(RegionDown{any_id<RegionId>(s.regions.size())});
  if (kind == 1) add(ZoneDown{any_id<ZoneId>(s.zones.size())});
  if (kind == 2) add(ReplicaDown{any_id<ReplicaId>(s.replicas.size())});
  if (kind == 3) add(LinkDown{{any_id<LinkId>(s.network.links.size())}});
  const LinkId link(kind < 4 ? 0 : 2 * below(s.network.links.size() / 2));
  if (kind == 4) add(LinkDown{{link, LinkId(link.index() + 1)}});
  if (kind == 5) add(LinkLoss{{link}, 1.0});
}

/// By partition: who is primary at the end of a run.
std::vector<RegionId> primaries(const Scenario& s, const std::vector<Record>& records) {
  std::vector<RegionId> last = Reach(s, wan_routes(s)).under(Losses(s)).primary;
  for (const auto& role : only<RoleRecord>(records))
    if (role.event == RoleEvent::promoted) last[role.partition.index()] = role.region;
  return last;
}

struct Tally {
  double all = 0, ok = 0;
  /// Whether it could be the outcome of drawing with this probability; beyond five standard deviations it is not.
  bool agrees_with(double share) const {
    const double deviation = std::sqrt(all * share * (1 - share));
    return std::abs(ok - all * share) <= 5 * deviation + 1e-6 * all;
  }
};

}  // namespace

TEST_CASE("at rest a run serves those that topology says are served, and no others", "[validation]") {
  const bool holds = rc::check([] {
    Scenario s = any_scenario(4, true);
    make_quick(s);
    for (std::size_t i = 1 + below(3); i > 0; --i) add_any_fault(s);
    const auto routes = wan_routes(s);
    Losses losses(s);
    for (const Fault& fault : s.faults) losses.add(fault);
    const Outlook outlook = Reach(s, routes).under(losses);
    const std::vector<Record> records = simulate(s);
    // Of several that could be promoted, luck decides who has most of the log. Where it was another, the rest differs.
    const std::vector<RegionId> calm = Reach(s, routes).under(Losses(s)).primary, last = primaries(s, records);
    for (std::size_t p = 0; p < last.size(); ++p) RC_ASSERT((last[p] == calm[p]) == (outlook.primary[p] == calm[p]));
    RC_PRE(last == outlook.primary);

    std::vector<Tally> reads(s.clients.size()), writes(s.clients.size());
    for (const auto& op : only<OperationRecord>(records)) {
      if (op.invoked < kRest) continue;
      Tally& tally = (op.kind == OpKind::read ? reads : writes)[op.population.index()];
      ++tally.all;
      tally.ok += op.outcome == Outcome::ok ? 1 : 0;
    }
    std::size_t in_part = 0, not_at_all = 0;
    for (std::size_t p = 0; p < s.clients.size(); ++p) {
      RC_LOG() << "population " << p << ": reads " << reads[p].ok << " of " << reads[p].all << " against "
               << outlook.reads[p] << ", writes " << writes[p].ok << " of " << writes[p].all << " against "
               << outlook.writes[p] << "; " << s.regions.size() << " regions, writes "
               << static_cast<int>(s.data.writes) << ", failover " << s.data.failover.enabled << ", fencing "
               << s.data.failover.fencing << ", routing " << static_cast<int>(s.routing.policy) << '\n';
      RC_ASSERT(reads[p].all > 100);
      RC_ASSERT(reads[p].agrees_with(outlook.reads[p]));
      RC_ASSERT(writes[p].agrees_with(outlook.writes[p]));
      if (outlook.writes[p] < 1e-9)
        ++not_at_all;
      else if (outlook.writes[p] < 1 - 1e-9)
        ++in_part;
    }
    RC_TAG(std::string(not_at_all > 0 ? "some cannot write"
                       : in_part > 0  ? "some can write to some keys"
                                      : "everybody can write") +
           (last != calm ? ", promoted" : ""));
  });
  CHECK(holds);
}
