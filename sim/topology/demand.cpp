#include "sim/topology/demand.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bicoastal {

// The weights of Zipf's law fall off so slowly that neighbours in rank are alike soon: beyond the first keys each round
// over the regions spreads evenly.
std::vector<double> partition_shares(const Scenario& s) {
  constexpr std::size_t kExact = 1'000'000;
  const std::size_t homes = s.regions.size();
  const std::size_t count = s.keys.count;
  std::vector<double> shares(homes);
  for (std::size_t key = 0; key < std::min(count, kExact); ++key)
    shares[key % homes] += std::pow(static_cast<double>(key + 1), -s.keys.zipf);
  if (count > kExact) {  // the integral over the rest
    const double from = static_cast<double>(kExact) + 0.5, to = static_cast<double>(count) + 0.5;
    const double power = 1 - s.keys.zipf;
    const double rest =
        std::abs(power) < 1e-9 ? std::log(to / from) : (std::pow(to, power) - std::pow(from, power)) / power;
    for (double& share : shares) share += rest / static_cast<double>(homes);
  }
  const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= total;
  return shares;
}

double peak_rate(const Scenario& s, const Population& population) {
  const Arrivals& arrivals = population.arrivals;
  if (arrivals.kind == Arrivals::Kind::closed) {
    const double cycle = mean_seconds(arrivals.think) + mean_seconds(s.service.time) +
                         2 * population.to_region[population.home.index()].base.in_seconds();
    return cycle > 0 ? population.sessions / cycle : 0;
  }
  double peak = 0;
  for (const RateStep& step : arrivals.rate)
    if (step.from < s.duration) peak = std::max(peak, step.per_second);
  return peak;
}

double capacity(const Scenario& s, RegionId region, const Losses& losses) {
  if (losses.regions[region.index()]) return 0;
  double slots = 0;
  for (const ZoneId zone : s.regions[region.index()].zones) {
    if (losses.zones[zone.index()]) continue;
    for (const ReplicaId replica : s.zones[zone.index()].replicas)
      if (!losses.replicas[replica.index()]) slots += s.service.concurrency;
  }
  const double work = mean_seconds(s.service.time);
  const double can = work > 0 ? slots / work : slots > 0 ? HUGE_VAL : 0;
  return s.service.rate_limit ? std::min(can, s.service.rate_limit->per_second) : can;
}

std::vector<double> offered(const Scenario& s, const Outlook& outlook) {
  std::vector<double> rates(s.regions.size());
  for (std::size_t p = 0; p < s.clients.size(); ++p)
    for (const AskedRegion& asked : outlook.asked[p])
      rates[asked.region.index()] += asked.share * peak_rate(s, s.clients[p]);
  return rates;
}

std::vector<double> replication_load(const Scenario& s, const std::vector<Route>& routes, const Reach& reach,
                                     const Outlook& outlook) {
  std::vector<double> accepted(s.regions.size());  // writes per second
  for (std::size_t p = 0; p < s.clients.size(); ++p) {
    const Population& population = s.clients[p];
    const double writes = peak_rate(s, population) * (1 - population.reads);
    if (s.data.writes == WritePattern::local) {
      for (const AskedRegion& asked : outlook.asked[p]) accepted[asked.region.index()] += asked.share * writes;
    } else {
      for (std::size_t part = 0; part < outlook.primary.size(); ++part)
        accepted[outlook.primary[part].index()] += writes * reach.write_share(population, PartitionId(part));
    }
  }
  std::vector<double> load(s.network.links.size());
  for (std::size_t from = 0; from < s.regions.size(); ++from) {
    if (accepted[from] <= 0) continue;
    const double flush = s.data.flush.in_seconds();
    const double batches = accepted[from] / (1 + accepted[from] * flush);  // a first write, then the flush interval
    const double bytes =
        accepted[from] * (s.keys.value_bytes + s.data.record_overhead) + batches * s.network.message_overhead;
    for (std::size_t to = 0; to < s.regions.size(); ++to)
      for (const LinkId link : routes[from * s.regions.size() + to].links) load[link.index()] += bytes;
  }
  return load;
}

}  // namespace bicoastal
