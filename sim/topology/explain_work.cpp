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

/// Least to most, one figure where they are alike.
std::string range(Time least, Time most) {
  const std::string from = written::span(least), to = written::span(most);
  return from == to ? from : from + " .. " + to;
}

/// What a write takes at least: to the region asked, from there to the partition's primary, and back; at the median.
std::string write_floor(const Subject& subject, std::size_t p) {
  const Population& population = subject.scenario.clients[p];
  Time least = Time::max(), most;
  double mean = 0;
  for (const AskedRegion& asked : subject.calm.asked[p]) {
    const Time access = population.to_region[asked.region.index()].base * 2;
    const auto take = [&](Time floor, double share) {
      least = std::min(least, floor);
      most = std::max(most, floor);
      mean += floor.in_seconds() * share;
    };
    if (subject.calm.primary.empty()) take(access, asked.share);
    for (std::size_t part = 0; part < subject.calm.primary.size(); ++part) {
      const RegionId primary = subject.calm.primary[part];
      const double share = asked.share * subject.reach.write_share(population, PartitionId(part));
      if (primary != asked.region && subject.route(asked.region, primary).links.empty()) return "no route";
      if (share > 0) take(access + subject.round_trip(asked.region, primary), share);
    }
  }
  const std::string text = range(least, most);
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
    case RoutingPolicy::weighted: return "healthy regions by weight";
    case RoutingPolicy::failover: {
      std::vector<std::string> names;
      for (const RegionId r : s.routing.order) names.push_back(subject.name(r));
      return "first healthy region of " + written::list(names, 6);
    }
  }
  return {};
}

/// How long a checker takes to notice that a silent target is gone, at least and at most: the phase of its checks is
/// any.
std::string detection_text(const HealthCheck& check) {
  const Time least = check.interval * (check.fall - 1) + check.timeout;
  return range(least, least + check.interval);
}

}  // namespace

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
  std::vector<std::vector<std::string>> rows;
  for (std::size_t p = 0; p < std::min(s.clients.size(), Subject::kShown); ++p) {
    const Population& population = s.clients[p];
    Time near = Time::max(), far;
    for (const AskedRegion& asked : subject.calm.asked[p]) {
      near = std::min(near, population.to_region[asked.region.index()].base * 2);
      far = std::max(far, population.to_region[asked.region.index()].base * 2);
    }
    rows.push_back({population.name, written::count(population.sessions), arrivals_text(s, population),
                    written::share(population.reads), population.reads < 1 ? write_floor(subject, p) : "-",
                    range(near, far), asked_text(subject, subject.calm.asked[p])});
  }
  sheet.table({"population", ">sessions", ">arrivals", ">reads", ">write at least", ">round trip", "goes to"}, rows);
  sheet.more(s.clients.size(), rows.size(), "population");
}

void explain_data(const Subject& subject, Sheet& sheet) {
  const Scenario& s = subject.scenario;
  const Failover& failover = s.data.failover;
  static constexpr const char* kPatterns[]{"global", "partitioned", "local", "quorum"};
  sheet.heading(fmt::format("Writes: {}", kPatterns[static_cast<std::size_t>(s.data.writes)]));
  switch (s.data.writes) {
    case WritePattern::global: sheet.item("go to", "the primary, " + subject.name(s.data.primary)); break;
    case WritePattern::partitioned: {
      const std::vector<double> shares = partition_shares(s);
      std::vector<std::string> parts;
      for (std::size_t r = 0; r < shares.size(); ++r)
        parts.push_back(fmt::format("{} {}", written::share(shares[r]), s.regions[r].name));
      sheet.item("go to", "the home of the key: " + written::list(parts, 8) +
                              (s.regions.size() > 1 ? " (before locality)" : ""));
      break;
    }
    case WritePattern::local: sheet.item("go to", "the region that received them"); break;
    case WritePattern::quorum:
      sheet.item("go to", fmt::format("{} regions of each key; {} must answer a write, {} a read", s.data.quorum.n,
                                      s.data.quorum.w, s.data.quorum.r));
      break;
  }
  if (s.regions.size() > 1) {
    sheet.item("replicate",
               fmt::format("to every other region, {} after the first write of a batch; {} a write",
                           written::span(s.data.flush), written::size(s.keys.value_bytes + s.data.record_overhead)));
    if (s.data.writes == WritePattern::local) {
      sheet.item("conflicts", s.data.conflicts.policy + " decides");
    } else if (!failover.enabled) {
      sheet.item("failover", "DISABLED: without its primary a key is not written");
    } else {
      sheet.item(
          "failover",
          fmt::format("a silent primary: {} to detect, {} to decide, {} to promote, up to {} to redirect; fencing {}{}",
                      detection_text(failover.detect), written::span(failover.decide), written::span(failover.promote),
                      written::span(failover.redirect_ttl), failover.fencing ? "on" : "OFF (split brain can happen)",
                      failover.failback ? "; returns after " + written::span(failover.failback_after) : ""));
    }
  }
  if (s.stores.size() > s.regions.size())
    sheet.item("read copies", fmt::format("{} behind their leader on average; {}",
                                          written::span(Time::seconds(mean_seconds(s.data.copy_lag))),
                                          s.data.read_from == ReadFrom::any ? "reads go to leader and copies in turn"
                                                                            : "reads go to the leader"));
  sheet.item("keys", fmt::format("{}, {}", written::count(s.keys.count),
                                 s.keys.zipf == 0 ? "all alike" : fmt::format("Zipf {:g}", s.keys.zipf)));
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
                            written::span(Time::seconds(mean_seconds(s.service.time))), s.service.concurrency));
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
