#include "sim/base/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace bicoastal;

namespace {

std::vector<double> draws_ms(const Distribution& d, std::size_t n) {
  RandomStream stream(1, "test");
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) values.push_back(draw(d, stream.next()).in_millis());
  std::sort(values.begin(), values.end());
  return values;
}

double mean(const std::vector<double>& v) {
  double sum = 0;
  for (const double x : v) sum += x;
  return sum / static_cast<double>(v.size());
}

}  // namespace

TEST_CASE("a stream is named: other names, seeds and indices give other bits, the same give the same", "[base]") {
  const RandomStream a(1, "clients/x"), again(1, "clients/x"), other_name(1, "clients/y"), other_seed(2, "clients/x");
  CHECK(a.block(7) == again.block(7));
  CHECK(a.block(7) != a.block(8));
  CHECK(a.block(7, 1) != a.block(7, 2));
  CHECK(a.block(7) != other_name.block(7));
  CHECK(a.block(7) != other_seed.block(7));
}

TEST_CASE("Philox4x64-10 gives the published answers", "[base]") {
  // Known-answer test of Random123 1.14: kat_vectors, "philox4x64 10", counter and key all zero and all ones.
  const auto zero = r123::Philox4x64()({{0, 0, 0, 0}}, {{0, 0}});
  CHECK(zero[0] == 0x16554d9eca36314cu);
  CHECK(zero[1] == 0xdb20fe9d672d0fdcu);
  CHECK(zero[2] == 0xd7e772cee186176bu);
  CHECK(zero[3] == 0x7e68b68aec7ba23bu);
}

TEST_CASE("distributions have their moments and quantiles", "[base]") {
  const auto exponential = draws_ms(Distribution::exponential(Time::millis(2)), 400000);
  CHECK(mean(exponential) == Approx(2).epsilon(0.01));
  CHECK(exponential[200000] == Approx(2 * std::log(2.0)).epsilon(0.01));
  const auto uniform = draws_ms({Distribution::Kind::uniform, 1e6, 3e6}, 100000);
  CHECK(mean(uniform) == Approx(2).epsilon(0.01));
  CHECK(uniform.front() >= 1);
  CHECK(uniform.back() <= 3);
  const double sigma = std::log(6.0) / 2.3263478740408408;  // median 2 ms, p99 12 ms
  const auto lognormal = draws_ms({Distribution::Kind::lognormal, std::log(2e6), sigma}, 400000);
  CHECK(lognormal[200000] == Approx(2).epsilon(0.01));
  CHECK(lognormal[396000] == Approx(12).epsilon(0.03));
}

TEST_CASE("two legs of a path have the round trip's p50, p90 and p99", "[base]") {
  const PathDelay path{Time::millis(35), Time::millis(2), Time::millis(15)};
  RandomStream stream(3, "path");
  std::vector<double> round_trip;
  for (int i = 0; i < 400000; ++i)
    round_trip.push_back((draw(path, stream.next()) + draw(path, stream.next())).in_millis());
  std::sort(round_trip.begin(), round_trip.end());
  CHECK(round_trip[199000] == Approx(70).margin(0.01));
  CHECK(round_trip[360000] == Approx(72).margin(0.6));
  CHECK(round_trip[396000] == Approx(85).margin(1.5));
  CHECK(round_trip.front() == 70);
}

TEST_CASE("Zipf keys come as often as the law says", "[base]") {
  for (const double s : {0.0, 0.5, 0.99, 1.5}) {
    const std::uint32_t n = 1000;
    const ZipfSampler sampler(n, s);
    RandomStream stream(4, "zipf");
    std::vector<double> count(n, 0);
    const int draws = 2000000;
    for (int i = 0; i < draws; ++i) ++count[sampler(stream.next())];
    double total = 0;
    for (std::uint32_t k = 1; k <= n; ++k) total += std::pow(k, -s);
    double chi_square = 0;
    for (std::uint32_t k = 0; k < n; ++k) {
      const double expected = draws * std::pow(k + 1.0, -s) / total;
      chi_square += (count[k] - expected) * (count[k] - expected) / expected;
    }
    CHECK(chi_square < 999 + 5 * std::sqrt(2 * 999.0));  // mean and five standard deviations of chi square, 999 degrees
  }
}
