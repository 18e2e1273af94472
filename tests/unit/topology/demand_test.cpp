#include "sim/topology/demand.hpp"

#include "unit/topology/places.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace bicoastal;
using namespace bicoastal::test;

TEST_CASE("keys go round the regions by popularity", "[topology]") {
  Scenario s = make_regions({{0, 20}, {20, 0}});
  s.keys = {4, 1, 100};  // 1, 1/2, 1/3, 1/4: homes 0, 1, 0, 1
  const double total = 1 + 0.5 + 1.0 / 3 + 0.25;
  CHECK(partition_shares(s)[0] == Approx((1 + 1.0 / 3) / total));
  CHECK(partition_shares(s)[1] == Approx((0.5 + 0.25) / total));
  s.keys.zipf = 0;
  CHECK(partition_shares(s)[0] == Approx(0.5));
}

TEST_CASE("with millions of keys shares are those of the whole sum", "[topology]") {
  for (const double zipf : {0.0, 0.5, 1.0, 1.3}) {
    Scenario s = make_regions({{0, 20, 20}, {20, 0, 20}, {20, 20, 0}});
    s.keys = {3'000'000, zipf, 100};
    std::vector<double> sums(3);
    for (std::size_t k = 0; k < s.keys.count; ++k) sums[k % 3] += std::pow(static_cast<double>(k + 1), -zipf);
    const double total = sums[0] + sums[1] + sums[2];
    for (std::size_t r = 0; r < 3; ++r) CHECK(partition_shares(s)[r] == Approx(sums[r] / total).epsilon(1e-6));
  }
}

TEST_CASE("the mean of each distribution is the one of its formula", "[topology]") {
  CHECK(mean_seconds(Distribution::constant(Time::millis(3))) == Approx(0.003));
  CHECK(mean_seconds(Distribution::exponential(Time::millis(3))) == Approx(0.003));
  CHECK(mean_seconds({Distribution::Kind::uniform, 1e6, 5e6}) == Approx(0.003));
  CHECK(mean_seconds({Distribution::Kind::lognormal, std::log(2e6), 0.5}) == Approx(0.002 * std::exp(0.125)));
}

TEST_CASE("a region serves as many requests as its slots can work off", "[topology]") {
  Scenario s = three_regions(WritePattern::local);  // 4 replicas of 8 slots, 2 ms each
  Losses lost(s);
  CHECK(capacity(s, RegionId(std::size_t{0}), lost) == Approx(4 * 8 / 0.002));
  lost.add(Part{Part::Kind::zone, 0});
  CHECK(capacity(s, RegionId(std::size_t{0}), lost) == Approx(2 * 8 / 0.002));
  lost.add(Part{Part::Kind::replica, 2});
  CHECK(capacity(s, RegionId(std::size_t{0}), lost) == Approx(1 * 8 / 0.002));
  lost.add(Part{Part::Kind::region, 0});
  CHECK(capacity(s, RegionId(std::size_t{0}), lost) == 0);
  CHECK(capacity(s, RegionId(1), lost) == Approx(4 * 8 / 0.002));
}

TEST_CASE("the peak is the highest rate that is reached, and a closed loop goes round", "[topology]") {
  Scenario s = three_regions(WritePattern::local);
  Population& population = s.clients[0];
  population.arrivals.rate = {{Time(), 10}, {Time::seconds(20), 70}, {Time::seconds(600), 500}};  // of 60 s
  CHECK(peak_rate(s, population) == 70);
  population.arrivals = {Arrivals::Kind::closed, {}, Distribution::exponential(Time::millis(96))};
  population.sessions = 50;
  // 96 ms of thinking, 2 ms of service, 1 ms there and 1 ms back
  CHECK(peak_rate(s, population) == Approx(50 / 0.1));
}

TEST_CASE("what a lost region was asked for goes to the next", "[topology]") {
  const Scenario s = three_regions(WritePattern::local);
  const auto routes = wan_routes(s);
  const Reach reach(s, routes);
  CHECK(offered(s, reach.under(Losses(s))) == std::vector<double>{100, 100, 100});
  Losses lost(s);
  lost.add(Part{Part::Kind::region, 0});
  CHECK(offered(s, reach.under(lost)) == std::vector<double>{0, 200, 100});
}

TEST_CASE("a link carries the writes of every pair whose route takes it", "[topology]") {
  // A hub, 0, between 1 and 2. 100 /s at each, half of them writes of 1000 B and 50 B of overhead.
  Scenario s = make_regions({{0, 10, 10}, {10, 0, 99}, {10, 99, 0}});
  for (std::size_t r = 0; r < 3; ++r) add_clients(s, r, 100, 0.5);
  keep_links(s, {{0, 1}, {0, 2}});
  s.data.record_overhead = 50;
  s.network.message_overhead = 60;
  s.data.flush = Time::millis(20);
  const auto routes = wan_routes(s);
  const Reach reach(s, routes);
  const auto load = [&] { return replication_load(s, routes, reach, reach.under(Losses(s))); };

  // A store's batches begin with a write and last the flush interval: 50 writes a second make 1 / (1/50 + 0.02) = 25.
  const double stream = 50 * 1050 + 25 * 60;
  s.data.writes = WritePattern::local;
  const std::vector<double> local = load();  // 0>1, 1>0, 0>2, 2>0
  CHECK(local[0] == Approx(2 * stream));     // from 0 and, through it, from 2
  CHECK(local[1] == Approx(2 * stream));     // from 1, to 0 and to 2
  CHECK(local[3] == Approx(2 * stream));

  s.data.writes = WritePattern::global;
  s.data.primary = RegionId(1);
  const double all = 150 * 1050 + 150 / (1 + 150 * 0.02) * 60;
  const std::vector<double> global = load();
  CHECK(global[1] == Approx(2 * all));
  CHECK(global[2] == Approx(all));
  CHECK(global[0] == 0);
  CHECK(global[3] == 0);
}
