#include "support/scenarios.hpp"
#include "support/simulate.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

/// Backlog samples of the pair r0 -> r1, in writes by second.
std::vector<double> backlog(const std::vector<Record>& records, std::size_t from = 0, std::size_t to = 1) {
  std::vector<double> series;
  for (const auto& b : only<BacklogRecord>(records)) {
    if (b.from.index() != from || b.to.index() != to) continue;
    const auto second = static_cast<std::size_t>(std::llround(b.time.in_seconds()));
    series.resize(std::max(series.size(), second + 1));
    series[second] = static_cast<double>(b.writes);
  }
  return series;
}

}  // namespace

TEST_CASE("a WAN below the write volume builds a backlog at the difference and drains it at the spare rate",
          "[model]") {
  // 100 writes/s of 1000 bytes into 80 000 bytes/s: the backlog grows by 20/s for 100 s; then 30 writes/s leave 50/s.
  Scenario s = make_regions({{0, 20}, {20, 0}}, 3, 80000);
  s.duration = Time::seconds(200);
  Population& p = add_clients(s, 0, 100, 0.0);
  p.arrivals.kind = Arrivals::Kind::constant;
  p.arrivals.rate = {{Time(), 100}, {Time::seconds(100), 30}};
  const auto series = backlog(simulate(s));
  REQUIRE(series.size() > 140);
  CHECK(series[50] == Approx(20 * 50).epsilon(0.05));
  CHECK(series[100] == Approx(20 * 100).epsilon(0.05));
  const double drain = series[100] / (80 - 30);
  const auto empty = std::find_if(series.begin() + 100, series.end(), [](double writes) { return writes < 40; });
  CHECK(static_cast<double>(empty - series.begin() - 100) == Approx(drain).epsilon(0.05));
}

TEST_CASE("a cut link keeps the backlog and nothing is lost", "[model]") {
  Scenario s = make_regions({{0, 20}, {20, 0}});
  add_clients(s, 0, 50, 0.0);
  add_fault(s, 20, 30, LinkDown{{LinkId(0)}});
  const auto records = simulate(s);
  const auto series = backlog(records);
  CHECK(series[49] == Approx(50 * 29).epsilon(0.1));
  const auto applies = only<ApplyRecord>(records);
  CHECK(applies.size() == only<AcceptRecord>(records).size());
  CHECK(std::none_of(applies.begin(), applies.end(),
                     [](const ApplyRecord& a) { return a.time > Time::seconds(20.1) && a.time < Time::seconds(50); }));
  CHECK(only<LostRecord>(records).empty());
  CHECK(only<EndRecord>(records).at(0).quiet == 1);
}

TEST_CASE("streams of two pairs share the link that both routes use", "[model]") {
  // A line r0 - r1 - r2: r0->r2 goes over r1 and shares r0->r1 with the pair r0->r1. Each gets half of 100 000 bytes/s,
  // which is 50 of the 80 writes/s: both backlogs grow by 30/s.
  Scenario s = make_regions({{0, 20, 0}, {20, 0, 20}, {0, 0, 0}}, 3, 100000);
  auto& links = s.network.links;
  links.erase(
      std::remove_if(links.begin(), links.end(), [](const Link& l) { return l.from.index() + l.to.index() == 2; }),
      links.end());
  REQUIRE(links.size() == 4);
  s.duration = Time::seconds(40);
  Population& p = add_clients(s, 0, 80, 0.0);
  p.arrivals.kind = Arrivals::Kind::constant;
  const auto records = simulate(s);
  CHECK(backlog(records, 0, 1)[40] == Approx(30 * 40).epsilon(0.06));
  CHECK(backlog(records, 0, 2)[40] == Approx(30 * 40).epsilon(0.06));
  CHECK(only<EndRecord>(records).at(0).quiet == 1);
}

TEST_CASE("the same history comes out of both engine modes, on links of their own and on shared ones", "[model]") {
  for (const bool shared : {false, true}) {
    Scenario s = make_regions({{0, 20, 31}, {20, 0, 45}, {31, 45, 0}}, 3, 50000);
    if (shared) {
      auto& links = s.network.links;
      links.erase(
          std::remove_if(links.begin(), links.end(), [](const Link& l) { return l.from.index() + l.to.index() == 2; }),
          links.end());
    }
    for (Link& link : s.network.links) link.delay.excess_p90 = Time::millis(1), link.delay.excess_p99 = Time::millis(9);
    for (std::size_t r = 0; r < 3; ++r) add_clients(s, r, 40, 0.3);
    add_fault(s, 10, 20, LinkBandwidth{{LinkId(0)}, 11111});
    add_fault(s, 15, 5, LinkDown{{LinkId(1)}});
    add_fault(s, 25, 10, LinkLoss{{LinkId(2)}, 0.02});
    add_fault(s, 40, 10, RegionDown{RegionId(2)});
    const auto ahead = simulate(s);
    const auto step = simulate(s, EngineMode::step);
    REQUIRE(ahead.size() == step.size());
    REQUIRE(ahead.size() > 10000);
    std::size_t differing = 0;
    for (std::size_t i = 0; i < ahead.size(); ++i)
      differing += std::memcmp(&ahead[i], &step[i], sizeof(Record)) == 0 ? 0 : 1;
    CHECK(differing == 0);
  }
}
