// Users, where their operations go, and whether there is room for them.
#include "sim/topology/demand.hpp"
#include "sim/topology/explain_sections.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace bicoastal {

namespace {

std::string asked_text(const Subject& subject, const std::vector<AskedRegion>& asked) {
  if (asked.size() == 1) return subject.name(asked.front().region);
  std::vector<std::string> parts;
  for (const AskedRegion& a : asked)
    parts.push_back(fmt::format("{} {}", written::share(a.share), subject.name(a.region)));
  return written::list(parts, 3);
}

/// Round trip to the `count`-th nearest of `regions`, `from` itself being at no distance. Time::max() where so many
/// cannot be reached.
Time nth_round_trip(const Subject& subject, RegionId from, const std::vector<RegionId>& regions, std::size_t count) {
  std::vector<Time> trips;
  for (const RegionId to : regions)
    if (to == from || !subject.route(from, to).links.empty())
      trips.push_back(to == from ? Time() : subject.round_trip(from, to));
  if (trips.size() < count) return Time::max();
  std::nth_element(trips.begin(), trips.begin() + static_cast<std::ptrdiff_t>(count) - 1, trips.end());
  return trips[count - 1];
}

/// What a write takes at least once it is in the region asked, for each region or set of regions that it may go to.
class WriteWaits {
 public:
  struct Wait {
    Time time;
    double share = 1;  ///< of the population's writes that were asked of this region
  };

  explicit WriteWaits(const Subject& subject) : subject_(subject) {
    if (subject.scenario.data.writes == WritePattern::quorum) homes_ = partition_shares(subject.scenario);
  }

  std::vector<Wait> of(const Population& population, RegionId asked) const {
    const Scenario& s = subject_.scenario;
    std::vector<Wait> waits;
    for (std::size_t home = 0; home < homes_.size(); ++home) {
      const double own = home == population.home.index() ? population.locality : 0;
      waits.push_back({of_quorum(asked, home), own + (1 - population.locality) * homes_[home]});
    }
    for (std::size_t part = 0; part < subject_.calm.primary.size(); ++part)
      waits.push_back({over_primary(asked, subject_.calm.primary[part]),
                       subject_.reach.write_share(population, PartitionId(part))});
    if (waits.empty()) waits.push_back({s.data.conflicts.policy == "reject" ? majority_wait(subject_, asked) : Time()});
    return waits;
  }

 private:
  const Subject& subject_;
  std::vector<double> homes_;  ///< quorum only: share of the keys

  Time of_quorum(RegionId asked, std::size_t home) const {
    const Quorum& quorum = subject_.scenario.data.quorum;
    std::vector<RegionId> members;
    for (std::size_t i = 0; i < quorum.n; ++i) members.emplace_back((home + i) % subject_.scenario.regions.size());
    return nth_round_trip(subject_, asked, members, quorum.w);
  }

  Time over_primary(RegionId asked, RegionId primary) const {
    const Time there = nth_round_trip(subject_, asked, {primary}, 1), wait = commit_wait(subject_, primary);
    return there == Time::max() || wait == Time::max() ? Time::max() : there + wait;
  }
};

/// What a write takes at least: to the region asked, from there to the regions that must have it, and back; at the
/// median.
std::string write_floor(const Subject& subject, const WriteWaits& waits, std::size_t p) {
  const Quorum& quorum = subject.scenario.data.quorum;
  if (subject.scenario.data.writes == WritePattern::quorum && (quorum.write || quorum.write_answer))
    return "as its messages";
  const Population& population = subject.scenario.clients[p];
  Time least = Time::max(), most;
  double mean = 0;
  for (const AskedRegion& asked : subject.calm.asked[p]) {
    const Time access = population.to_region[asked.region.index()].base * 2;
    for (const WriteWaits::Wait& wait : waits.of(population, asked.region)) {
      if (wait.time == Time::max()) return "no route";
      if (wait.share <= 0) continue;
      least = std::min(least, access + wait.time);
      most = std::max(most, access + wait.time);
      mean += (access + wait.time).in_seconds() * asked.share * wait.share;
    }
  }
  const std::string text = span_range(least, most);
  return least == most ? text : fmt::format("{}, mean {}", text, written::span(Time::seconds(mean)));
}

std::string arrivals_text(const Scenario& s, const Population& population) {
  const std::string peak = written::rate(peak_rate(s, population));
  if (population.arrivals.kind == Arrivals::Kind::closed) return "<= " + peak;
  return population.arrivals.rate.size() > 1 ? "peak " + peak : peak;
}

std::string policy_text(const Subject& subject) {
  const Scenario& s = subject.scenario;
  switch (s.routing.policy) {
    case RoutingPolicy::latency: return "nearest region that is healthy";
    case RoutingPolicy::geographic: return "nearest region on the globe that is healthy";
    case RoutingPolicy::weighted: return "healthy regions by weight";
    case RoutingPolicy::failover: {
      std::vector<std::string> names;
      for (const RegionId r : s.routing.order) names.push_back(subject.name(r));
      return "first healthy region of " + written::list(names, 6);
    }
  }
  return {};
}

}  // namespace

std::string span_range(Time least, Time most) {
  const std::string from = written::span(least), to = written::span(most);
  return from == to ? from : from + " .. " + to;
}

std::string detection_text(const HealthCheck& check) {
  const Time least = check.interval * (check.fall - 1) + check.timeout;
  return span_range(least, least + check.interval);
}

Time majority_wait(const Subject& subject, RegionId from) {
  const std::size_t regions = subject.scenario.regions.size();
  std::vector<RegionId> all;
  for (std::size_t r = 0; r < regions; ++r) all.emplace_back(r);
  return nth_round_trip(subject, from, all, regions / 2 + 1);
}

Time commit_wait(const Subject& subject, RegionId primary) {
  const Scenario& s = subject.scenario;
  switch (s.data.commit) {
    case Commit::asynchronous: break;
    case Commit::majority: return majority_wait(subject, primary);
    case Commit::all: {
      std::vector<RegionId> all;
      for (std::size_t r = 0; r < s.regions.size(); ++r) all.emplace_back(r);
      return nth_round_trip(subject, primary, all, all.size());
    }
  }
  return {};
}

void explain_clients(const Subject& subject, Sheet& sheet) {
  const Scenario& s = subject.scenario;
  const auto sessions = std::accumulate(s.clients.begin(), s.clients.end(), std::uint64_t{0},
                                        [](std::uint64_t sum, const Population& p) { return sum + p.sessions; });
  sheet.heading(fmt::format("Users: {} in {}", written::count(sessions, "session"),
                            written::count(s.clients.size(), "population")));
  sheet.item("go to", policy_text(subject));
  sheet.item("follow", fmt::format("{}; a silent region is out after {}",
                                   s.routing.dns_ttl.ns == 0 ? "anycast, at once"
                                                             : "DNS, TTL " + written::span(s.routing.dns_ttl),
                                   detection_text(s.routing.health_check)));
  explain_ways(subject, sheet);
  const WriteWaits waits(subject);
  std::vector<std::vector<std::string>> rows;
  for (std::size_t p = 0; p < std::min(s.clients.size(), Subject::kShown); ++p) {
    const Population& population = s.clients[p];
    Time near = Time::max(), far;
    for (const AskedRegion& asked : subject.calm.asked[p]) {
      near = std::min(near, population.to_region[asked.region.index()].base * 2);
      far = std::max(far, population.to_region[asked.region.index()].base * 2);
    }
    rows.push_back({population.name, written::count(population.sessions), arrivals_text(s, population),
                    written::share(population.reads), population.reads < 1 ? write_floor(subject, waits, p) : "-",
                    span_range(near, far), asked_text(subject, subject.calm.asked[p])});
  }
  sheet.table({"population", ">sessions", ">arrivals", ">reads", ">write at least", ">round trip", "goes to"}, rows);
  sheet.more(s.clients.size(), rows.size(), "population");
}

namespace {

/// Load over capacity of the busiest region, and which it is.
std::pair<double, RegionId> busiest(const Scenario& s, const Outlook& outlook, const Losses& losses) {
  const std::vector<double> rates = offered(s, outlook);
  std::pair<double, RegionId> most{0, RegionId()};
  for (std::size_t r = 0; r < rates.size(); ++r) {
    const double can = capacity(s, RegionId(r), losses);
    const double used = rates[r] <= 0 ? 0 : can > 0 ? rates[r] / can : HUGE_VAL;
    if (used > most.first) most = {used, RegionId(r)};
  }
  return most;
}

std::string used_text(double used) {
  if (std::isinf(used)) return "nothing left";
  return written::share(used) + (used > 1 ? " OVERLOAD" : "");
}

/// Losing the zone with the most replicas.
double used_without_a_zone(const Subject& subject, RegionId region, double rate) {
  const Scenario& s = subject.scenario;
  double least = HUGE_VAL;
  for (const ZoneId zone : s.regions[region.index()].zones) {
    Losses losses(s);
    losses.add(Part{Part::Kind::zone, zone.index()});
    least = std::min(least, capacity(s, region, losses));
  }
  return rate <= 0 ? 0 : least > 0 ? rate / least : HUGE_VAL;
}

}  // namespace

void explain_capacity(const Subject& subject, Sheet& sheet) {
  const Scenario& s = subject.scenario;
  const Losses none(s);
  const std::vector<double> rates = offered(s, subject.calm);
  sheet.heading(fmt::format("Capacity at the peak: {} of work a request on average, {} at once in a replica",
                            written::mean(s.service.time), s.service.concurrency));
  std::vector<std::vector<std::string>> rows;
  for (std::size_t r = 0; r < std::min(s.regions.size(), Subject::kShown); ++r) {
    const double can = capacity(s, RegionId(r), none);
    rows.push_back(
        {s.regions[r].name, written::rate(can), written::rate(rates[r]), used_text(rates[r] <= 0 ? 0 : rates[r] / can),
         s.regions[r].zones.size() < 2 ? "-" : used_text(used_without_a_zone(subject, RegionId(r), rates[r]))});
  }
  sheet.table({"region", ">can serve", ">is asked for", ">used", ">without its largest zone"}, rows);
  sheet.more(s.regions.size(), rows.size(), "region");
}

void explain_lost_regions(const Subject& subject, Sheet& sheet) {
  const Scenario& s = subject.scenario;
  if (s.regions.size() < 2) return;
  sheet.heading("If one region is lost, once checks and failover have done their work");
  std::vector<std::vector<std::string>> rows;
  for (std::size_t r = 0; r < std::min(s.regions.size(), Subject::kShown); ++r) {
    Losses losses(s);
    losses.add(Part{Part::Kind::region, r});
    const Outlook then = subject.reach.under(losses);
    std::vector<std::string> to;
    for (std::size_t p = 0; p < s.clients.size(); ++p) {
      const auto& before = subject.calm.asked[p];
      if (std::none_of(before.begin(), before.end(), [&](const AskedRegion& a) { return a.region.index() == r; }))
        continue;
      for (const AskedRegion& asked : then.asked[p])
        if (std::find(to.begin(), to.end(), subject.name(asked.region)) == to.end())
          to.push_back(subject.name(asked.region));
    }
    std::vector<std::string> promoted;
    bool stuck = false;
    for (std::size_t part = 0; part < then.primary.size(); ++part) {
      if (subject.calm.primary[part].index() != r) continue;
      if (then.primary[part].index() == r)
        stuck = true;
      else
        promoted.push_back(subject.name(then.primary[part]));
    }
    const auto [used, where] = busiest(s, then, losses);
    rows.push_back({s.regions[r].name, to.empty() ? "nobody moves" : written::list(to, 3),
                    stuck              ? "LOST"
                    : promoted.empty() ? "-"
                                       : written::list(promoted),
                    where.has_value() ? used_text(used) : "-", where.has_value() ? subject.name(where) : "-"});
  }
  sheet.table({"lost", "its users go to", "likely promoted", ">busiest then", "which is"}, rows);
  sheet.more(s.regions.size(), rows.size(), "region");
}

}  // namespace bicoastal
