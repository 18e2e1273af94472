// How often writes conflict, beside what theory says.
//
// Regions write each key as Poisson processes, and each write reaches every other region a constant lag later. A write
// at one region conflicts with the writes of another one that are accepted less than the lag before or after it, so
// that the share of writes without conflict is exp(-2 b L), b being the rate of the other region's writes to that key.
#include "support/analyse.hpp"
#include "support/scenarios.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

constexpr double kLag = 0.050;  // seconds

/// `n` regions, `lag` apart, each with `rate` writes a second; no delay elsewhere, no batching.
Scenario writers(std::size_t n, double rate, std::uint32_t keys, double zipf, double writes_each) {
  std::vector<std::vector<double>> delays(n, std::vector<double>(n, kLag * 1e3));
  for (std::size_t i = 0; i < n; ++i) delays[i][i] = 0;
  Scenario s = make_regions(delays, 1, 1e12);
  s.keys.count = keys;
  s.keys.zipf = zipf;
  s.service.time = Distribution::constant(Time(0));
  s.service.concurrency = 1000;
  s.data.flush = Time();
  s.network.inter_zone = s.network.intra_zone = Time();
  s.data.conflicts.clock_offset.assign(n, Time());
  s.data.conflicts.clock_drift.assign(n, 0);
  for (std::size_t r = 0; r < n; ++r) add_clients(s, r, rate, 0.0);
  s.duration = Time::seconds(writes_each / rate);
  s.warmup = Time();
  return s;
}

double conflicting_share(const Scenario& s) {
  const Conflicts conflicts = figures_of(s, [](const Analysis& a) { return a.conflicts; });
  return static_cast<double>(conflicts.conflicting_writes) / static_cast<double>(conflicts.accepted);
}

/// Conflicting pairs a second.
double pair_rate(const Scenario& s) {
  return static_cast<double>(figures_of(s, [](const Analysis& a) { return a.conflicts; }).concurrent) /
         s.duration.in_seconds();
}

/// Slope of the least-squares line through (ln x, ln y).
double slope(const std::vector<std::pair<double, double>>& points) {
  double x = 0, y = 0, xx = 0, xy = 0;
  for (const auto& [a, b] : points) {
    x += std::log(a);
    y += std::log(b);
    xx += std::log(a) * std::log(a);
    xy += std::log(a) * std::log(b);
  }
  const auto n = static_cast<double>(points.size());
  return (n * xy - x * y) / (n * xx - x * x);
}

}  // namespace

TEST_CASE("the share of conflicting writes is 1 - exp(-2 b L)", "[validation]") {
  constexpr double kRate = 10000;
  for (const double bl : {0.01, 0.03, 0.1, 0.3, 1.0, 2.0}) {
    CAPTURE(bl);
    const auto keys = static_cast<std::uint32_t>(std::lround(kRate * kLag / bl));
    // Enough writes for a standard error under half a per cent of the share.
    const double expected = 1 - std::exp(-2 * kRate / keys * kLag);
    CHECK(conflicting_share(writers(2, kRate, keys, 0, std::max(50000.0, 20000 / expected))) ==
          Approx(expected).epsilon(0.02));
  }
}

TEST_CASE("summed over Zipf keys the share of conflicting writes is what each key's rate gives", "[validation]") {
  constexpr double kRate = 4000;
  constexpr std::uint32_t kKeys = 10000;
  double total = 0, expected = 0;
  for (std::uint32_t k = 1; k <= kKeys; ++k) total += std::pow(k, -0.99);
  for (std::uint32_t k = 1; k <= kKeys; ++k) {
    const double share = std::pow(k, -0.99) / total;
    expected += share * (1 - std::exp(-2 * share * kRate * kLag));
  }
  CHECK(conflicting_share(writers(2, kRate, kKeys, 0.99, 200000)) == Approx(expected).epsilon(0.02));
}

// Gray, Helland, O'Neil, Shasha, "The dangers of replication and a solution", SIGMOD 1996: reconciliations grow as the
// cube of the number of nodes. Their cube counts pairs of nodes, the node itself included, and a transaction that takes
// longer the more replicas it updates one after another. A node does not conflict with itself here, so that the pairs
// are N (N - 1) rather than N * N: dividing by (N - 1) / N leaves their power law, over all N.
TEST_CASE("conflicting pairs grow as N (N - 1) at constant lag, and as the cube where replicas are updated in turn",
          "[validation]") {
  std::vector<std::pair<double, double>> at_once, in_turn;
  for (const std::size_t n : {2u, 4u, 8u, 16u}) {
    Scenario s = writers(n, 500, 20000, 0, n == 2 ? 200000 : n == 4 ? 40000 : 8000);
    const auto nodes = static_cast<double>(n);
    at_once.emplace_back(nodes, pair_rate(s) * nodes / (nodes - 1));
    s.data.one_by_one = true;
    in_turn.emplace_back(nodes, pair_rate(s) * nodes / (nodes - 1));
  }
  CHECK(slope(at_once) == Approx(2).margin(0.1));
  CHECK(slope(in_turn) == Approx(3).margin(0.1));
  // And the constant: each ordered pair of regions, 2 a b L a second and key, of which each pair has a half.
  CHECK(at_once[0].second / 2 == Approx(500.0 * 500 / 20000 * kLag * 2).epsilon(0.05));
}
