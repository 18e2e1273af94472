#include "sim/study/paired.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>
#include <vector>

using namespace bicoastal;

namespace {
using Values = std::vector<std::optional<double>>;
}

TEST_CASE("Student's t quantiles are those of the printed tables", "[study]") {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2: critical values, three decimals.
  CHECK(student_t_quantile(1, 0.975) == Approx(12.706).margin(0.0005));
  CHECK(student_t_quantile(2, 0.975) == Approx(4.303).margin(0.0005));
  CHECK(student_t_quantile(4, 0.975) == Approx(2.776).margin(0.0005));
  CHECK(student_t_quantile(9, 0.975) == Approx(2.262).margin(0.0005));
  CHECK(student_t_quantile(30, 0.995) == Approx(2.750).margin(0.0005));
  CHECK(student_t_quantile(4, 0.025) == Approx(-2.776).margin(0.0005));
}

TEST_CASE("The quantile with one degree of freedom is Cauchy's and with two has a closed form", "[study]") {
  const double pi = std::acos(-1.0);
  for (const double p : {0.6, 0.9, 0.975, 0.999}) {
    CHECK(student_t_quantile(1, p) == Approx(std::tan(pi * (p - 0.5))));
    const double x = 2 * p - 1;
    CHECK(student_t_quantile(2, p) == Approx(x * std::sqrt(2 / (1 - x * x))));
  }
}

TEST_CASE("A paired comparison of a hand-worked sample gives its interval", "[study]") {
  // Differences 1, 2, 3, 4, 5: mean 3, standard deviation sqrt(2.5), t(4, 0.975) = 2.776445.
  const Values a{10, 20, 30, 40, 50}, b{11, 22, 33, 44, 55};
  const PairedDifference d = compare_paired(a, b);
  const double half = 2.776445105 * std::sqrt(2.5) / std::sqrt(5.0);
  CHECK(d.pairs == 5);
  CHECK(d.mean_a == Approx(30));
  CHECK(d.mean_b == Approx(33));
  CHECK(d.difference == Approx(3));
  REQUIRE(d.interval);
  CHECK(d.interval->low == Approx(3 - half));
  CHECK(d.interval->high == Approx(3 + half));
  CHECK(d.distinguishable() == true);
  CHECK_FALSE(d.identical);
}

TEST_CASE("Student's own sleep data give the interval that textbooks print", "[study]") {
  // Biometrika 1908: additional hours of sleep of ten patients under two soporifics; paired t = 4.0621,
  // 95 % interval 0.7001 to 2.4599.
  const Values a{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
  const Values b{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
  const PairedDifference d = compare_paired(a, b);
  CHECK(d.difference == Approx(1.58));
  REQUIRE(d.interval);
  CHECK(d.interval->low == Approx(0.7001142).epsilon(1e-6));
  CHECK(d.interval->high == Approx(2.4598858).epsilon(1e-6));
}

TEST_CASE("A seed on which one side has no value is left out and counted", "[study]") {
  const Values a{1, std::nullopt, 3, 4}, b{2, 5, std::nullopt, 8};
  const PairedDifference d = compare_paired(a, b);
  CHECK(d.pairs == 2);
  CHECK(d.missing == 2);
  CHECK(d.difference == Approx(2.5));
}

TEST_CASE("One pair has a difference and no interval", "[study]") {
  const PairedDifference d = compare_paired(Values{1}, Values{4});
  CHECK(d.difference == Approx(3));
  CHECK_FALSE(d.interval);
  CHECK_FALSE(d.distinguishable());
}

TEST_CASE("Equal sides are identical, also where both have no value", "[study]") {
  CHECK(compare_paired(Values{1, std::nullopt}, Values{1, std::nullopt}).identical);
  CHECK_FALSE(compare_paired(Values{1, std::nullopt}, Values{1, 2}).identical);
}

TEST_CASE("A difference that is the same on every seed is distinguishable without doubt", "[study]") {
  const PairedDifference d = compare_paired(Values{1, 2, 3}, Values{2, 3, 4});
  REQUIRE(d.interval);
  CHECK(*d.interval == Interval{1, 1});
  CHECK(d.distinguishable() == true);
}

TEST_CASE("The 95 % interval covers the true difference in 95 % of 20 000 experiments", "[study]") {
  // Coverage of a fixed seed; 4 standard errors of a proportion of 0.95 over 20 000 are 0.0062.
  std::mt19937_64 random(20240607);
  std::normal_distribution<double> noise(0, 3), shared(100, 50);
  for (const std::size_t seeds : {std::size_t{2}, std::size_t{5}, std::size_t{20}}) {
    int covered = 0;
    const int experiments = 20000;
    for (int i = 0; i < experiments; ++i) {
      Values a, b;
      for (std::size_t s = 0; s < seeds; ++s) {
        const double common = shared(random);  // what both runs of a seed have in common must not matter
        a.emplace_back(common + noise(random));
        b.emplace_back(common + noise(random) + 1.5);
      }
      const auto interval = compare_paired(a, b).interval;
      covered += interval->low <= 1.5 && 1.5 <= interval->high;
    }
    CHECK(covered / double{experiments} == Approx(0.95).margin(0.0062));
  }
}

TEST_CASE("What rounding makes of equal sums is no difference", "[study]") {
  const Values a{3652.5, 0.1 + 0.2, 0.0}, b{3652.5 - 4.5e-13, 0.3, 0.0};
  const PairedDifference equal = compare_paired(a, b);
  CHECK(equal.difference == 0);
  CHECK_FALSE(equal.distinguishable().value_or(true));
  const Values more{3652.5 + 1e-6, 0.3 + 1e-6, 1e-6};
  CHECK(compare_paired(a, more).distinguishable().value_or(false));
}
