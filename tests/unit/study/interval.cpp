#include "sim/study/interval.hpp"

#include "sim/study/replication.hpp"
#include "sim/study/sample.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>
#include <vector>

using namespace bicoastal;

namespace {

using Random = std::mt19937_64;
using Values = std::vector<std::optional<double>>;

/// The share of experiments whose interval has the true mean in it.
template <class Draw>
double coverage(int experiments, std::size_t values, double mean, double confidence, Draw&& draw) {
  int covered = 0;
  for (int i = 0; i < experiments; ++i) {
    std::vector<double> drawn(values);
    for (double& value : drawn) value = draw();
    covered += mean_interval(drawn, confidence)->contains(mean);
  }
  return covered / static_cast<double>(experiments);
}

struct Sequential {
  double covered = 0, mean_seeds = 0;
};

/// The same where seeds are run until the interval is small enough.
template <class Draw>
Sequential sequential_coverage(int experiments, double mean, const Precision& wished, Draw&& draw) {
  Sequential result;
  for (int i = 0; i < experiments; ++i) {
    Values values;
    const auto run = [&](std::size_t seeds) {
      for (; seeds > 0; --seeds) values.emplace_back(draw());
    };
    run(wished.least);
    while (const std::size_t more = more_seeds(values, wished)->more) run(more);
    result.covered += sample_of(values, wished.confidence).interval->contains(mean) / static_cast<double>(experiments);
    result.mean_seeds += static_cast<double>(values.size()) / experiments;
  }
  return result;
}

}  // namespace

TEST_CASE("Over 1 000 repetitions the 95 % interval of a normal mean covers it in 93 to 97 %", "[study]") {
  Random random(1);
  std::normal_distribution<double> normal(5, 2);
  for (const std::size_t values : {3, 10, 30}) {
    const double covered = coverage(1000, values, 5, 0.95, [&] { return normal(random); });
    INFO(values << " values: " << covered);
    CHECK(covered >= 0.93);
    CHECK(covered <= 0.97);
  }
}

TEST_CASE("Of few exponential values the interval covers what the textbook says, and less than it claims", "[study]") {
  // Law, "Simulation Modeling and Analysis", table 4.1: 90 % intervals, 500 experiments each: 0.854 of 5 values, 0.878
  // of 10, 0.870 of 20, 0.890 of 40. Four standard errors of such an estimate are 0.063.
  Random random(2);
  std::exponential_distribution<double> exponential(1);
  const auto draw = [&] { return exponential(random); };
  CHECK(coverage(20000, 5, 1, 0.90, draw) == Approx(0.854).margin(0.063));
  CHECK(coverage(20000, 10, 1, 0.90, draw) == Approx(0.878).margin(0.063));
  CHECK(coverage(20000, 40, 1, 0.90, draw) == Approx(0.890).margin(0.063));
  CHECK(coverage(20000, 5, 1, 0.95, draw) < 0.93);
  // Enough of them are as good as normal.
  const double many = coverage(1000, 200, 1, 0.95, draw);
  INFO(many);
  CHECK(many >= 0.93);
  CHECK(many <= 0.97);
}

TEST_CASE("A single value has no interval, equal values one without width", "[study]") {
  CHECK_FALSE(mean_interval(std::vector<double>{}));
  CHECK_FALSE(mean_interval(std::vector<double>{3.0}));
  CHECK(mean_interval(std::vector<double>{3.0, 3.0, 3.0}) == Interval{3, 3});
  CHECK(mean_interval(std::vector<double>{0.95, 0.95, 0.95}) == Interval{0.95, 0.95});  // 0.95 * 3 / 3 is less
}

TEST_CASE("Wilson's intervals are those that are published", "[study]") {
  // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998, table I,
  // method 3.
  const auto is = [](std::uint64_t successes, std::uint64_t trials, double low, double high) {
    const auto interval = proportion_interval(successes, trials);
    REQUIRE(interval);
    CHECK(interval->low == Approx(low).margin(0.00005));
    CHECK(interval->high == Approx(high).margin(0.00005));
  };
  is(81, 263, 0.2553, 0.3662);
  is(15, 148, 0.0624, 0.1605);
  is(0, 20, 0.0000, 0.1611);
  is(1, 29, 0.0061, 0.1718);
  is(20, 20, 1 - 0.1611, 1);
  CHECK(proportion_interval(0, 20)->low == 0);
  CHECK(proportion_interval(20, 20)->high == 1);
  CHECK_FALSE(proportion_interval(0, 0));
}

TEST_CASE("Wilson's interval is where the score test just does not reject", "[study]") {
  // (p^ - p)^2 = z^2 p (1 - p) / n at both ends; z(0.995) = 2.575829.
  for (const auto& [successes, trials] : {std::pair{3u, 10u}, std::pair{1u, 1000u}, std::pair{57u, 60u}}) {
    const auto interval = proportion_interval(successes, trials, 0.99);
    for (const double p : {interval->low, interval->high}) {
      const double n = trials, distance = successes / n - p;
      CHECK(distance * distance == Approx(2.575829 * 2.575829 * p * (1 - p) / n).epsilon(1e-5));
    }
  }
}

TEST_CASE("The number of seeds is the least whose interval would be small enough", "[study]") {
  // Two values 1 apart: deviation sqrt(0.5), t(1) = 12.706: half-width 6.35. By the table of t quantiles at 0.975
  // (NIST): of 10 values 2.262 * 0.7071 / sqrt(10) = 0.5058, of 11 values 2.228 * 0.7071 / sqrt(11) = 0.4750.
  Precision wished;
  wished.least = 2;
  wished.half_width = 0.5;
  CHECK(more_seeds(Values{1, 2}, wished) == MoreSeeds{9, false});
  wished.half_width = 0.51;
  CHECK(more_seeds(Values{1, 2}, wished) == MoreSeeds{8, false});
  wished.half_width = 6.36;
  CHECK(more_seeds(Values{1, 2}, wished) == MoreSeeds{0, true});
  wished.least = 10;
  CHECK(more_seeds(Values{1, 2}, wished) == MoreSeeds{8, true});
}

TEST_CASE("A relative wish is of the mean's magnitude, and stricter by 1 + the error", "[study]") {
  // 25 % of a mean of 2.5 with the correction 0.25 / 1.25 = 0.2: 0.5, as above.
  Precision wished;
  wished.least = 2;
  wished.relative = true;
  wished.half_width = 0.25;
  CHECK(more_seeds(Values{2, 3}, wished) == MoreSeeds{9, false});
  CHECK(more_seeds(Values{-2, -3}, wished) == MoreSeeds{9, false});
  // No number of seeds knows a mean of 0 to a share of itself; equal values know it at once.
  wished.most = 50;
  CHECK(more_seeds(Values{-1, 1}, wished) == MoreSeeds{48, false});
  CHECK(more_seeds(Values{0, 0}, wished) == MoreSeeds{0, true});
}

TEST_CASE("Nobody can say how many seeds are needed from fewer than two values", "[study]") {
  Precision wished;
  wished.half_width = 1;
  CHECK_FALSE(more_seeds(Values{}, wished));
  CHECK_FALSE(more_seeds(Values{1, std::nullopt, std::nullopt}, wished));
}

TEST_CASE("Seeds without a value are made up for, and the limit of seeds holds", "[study]") {
  Precision wished;
  wished.least = 2;
  wished.half_width = 0.5;
  CHECK(more_seeds(Values{1, std::nullopt, 2, std::nullopt}, wished) == MoreSeeds{18, false});
  wished.most = 10;
  CHECK(more_seeds(Values{1, 2}, wished) == MoreSeeds{8, false});
  CHECK(more_seeds(Values{1, std::nullopt, 2, std::nullopt}, wished) == MoreSeeds{6, false});
  wished.most = 4;
  CHECK(more_seeds(Values{1, std::nullopt, 2, std::nullopt}, wished) == MoreSeeds{0, false});
}

TEST_CASE("Where seeds are run until the interval is small, it covers a normal mean in 93 to 97 % of 1 000",
          "[study]") {
  Random random(3);
  std::normal_distribution<double> normal(1, 1);
  Precision wished;
  wished.half_width = 0.2;
  const Sequential s = sequential_coverage(1000, 1, wished, [&] { return normal(random); });
  INFO(s.covered << " of " << s.mean_seeds << " seeds");
  CHECK(s.covered >= 0.93);
  CHECK(s.covered <= 0.97);
  // With the deviation known, (1.96 / 0.2)^2 = 96 values would do.
  CHECK(s.mean_seeds > 96);
  CHECK(s.mean_seeds < 130);
}

TEST_CASE("Stopping early costs at most 3 points of coverage of normal values, whatever is asked for", "[study]") {
  Random random(4);
  std::normal_distribution<double> normal(1, 1);
  for (const double half_width : {0.8, 0.5, 0.4, 0.3}) {
    Precision wished;
    wished.half_width = half_width;
    const double covered = sequential_coverage(4000, 1, wished, [&] { return normal(random); }).covered;
    INFO(half_width << ": " << covered);
    CHECK(covered >= 0.92);
    CHECK(covered <= 0.97);
  }
}
