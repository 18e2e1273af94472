#include "sim/report/numbers.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstdlib>
#include <limits>

#include <rapidcheck.h>

using namespace bicoastal;

TEST_CASE("Counts are grouped by thousands", "[report]") {
  CHECK(show_count(0) == "0");
  CHECK(show_count(999) == "999");
  CHECK(show_count(1000) == "1,000");
  CHECK(show_count(1026411) == "1,026,411");
  CHECK(show_count(std::numeric_limits<std::uint64_t>::max()) == "18,446,744,073,709,551,615");
}

TEST_CASE("Means of counts show decimals only where they matter", "[report]") {
  CHECK(show_amount(3) == "3");
  CHECK(show_amount(-1234) == "-1,234");
  CHECK(show_amount(2.4) == "2.4");
  CHECK(show_amount(1234.5) == "1,235");
  CHECK(show_amount(0.0031) == "0.0031");
}

TEST_CASE("Spans have three significant digits and the unit that a person would choose", "[report]") {
  CHECK(show_seconds(0) == "0 s");
  CHECK(show_seconds(2e-9) == "2 ns");
  CHECK(show_seconds(3.04e-6) == "3.04 us");
  CHECK(show_seconds(0.083) == "83 ms");
  CHECK(show_seconds(0.0831) == "83.1 ms");
  CHECK(show_seconds(0.9996) == "1 s");
  CHECK(show_seconds(1.2345) == "1.23 s");
  CHECK(show_seconds(74.25) == "74.2 s");
  CHECK(show_seconds(119) == "119 s");
  CHECK(show_seconds(120) == "2 min");
  CHECK(show_seconds(744) == "12.4 min");
  CHECK(show_seconds(3.5 * 3600) == "3.5 h");
  CHECK(show_seconds(86400 * 2.1) == "2.1 d");
  CHECK(show_seconds(-0.02) == "-20 ms");
  CHECK(show_seconds(std::numeric_limits<double>::infinity()) == "infinite");
}

TEST_CASE("Shares keep the digits that tell nines apart, and are 100 % only where they are", "[report]") {
  CHECK(show_share(1) == "100 %");
  CHECK(show_share(0) == "0 %");
  CHECK(show_share(0.9962) == "99.62 %");
  CHECK(show_share(0.99996) == "99.996 %");
  CHECK(show_share(0.9999999) == "99.99999 %");
  CHECK(show_share(0.5) == "50 %");
  CHECK(show_share(0.333333) == "33.3 %");
  CHECK(show_share(0.0042) == "0.42 %");
  CHECK(show_share(0.0000012) == "0.00012 %");
}

TEST_CASE("No share but 1 is shown as 100 %, no share but 0 as 0 %, and what is shown is near the truth", "[report]") {
  CHECK(rc::check([] {
    const double mantissa = *rc::gen::inRange(1, 1'000'000) * 1e-6;
    const double small = mantissa * std::pow(10.0, -*rc::gen::inRange(0, 7));
    const double share = *rc::gen::arbitrary<bool>() ? small : 1 - small;
    RC_PRE(share < 1);
    const double shown = std::strtod(show_share(share).c_str(), nullptr) / 100;
    RC_ASSERT(shown > 0);
    RC_ASSERT(shown < 1);
    RC_ASSERT(std::abs(shown - share) <= 0.051 * std::min(share, 1 - share) + 1e-12);
  }));
}

TEST_CASE("Bytes and rates are in powers of ten", "[report]") {
  CHECK(show_bytes(0) == "0 B");
  CHECK(show_bytes(999.6) == "1 kB");
  CHECK(show_bytes(1.2405e9) == "1.24 GB");
  CHECK(show_rate(1234567) == "1.23 M");
  CHECK(show_rate(942000) == "942 k");
  CHECK(show_rate(12.25) == "12.2");
}

TEST_CASE("A value of a metric is shown in the unit of the metric", "[report]") {
  CHECK(show_value(0.999, MetricUnit::share) == "99.9 %");
  CHECK(show_value(0.2, MetricUnit::seconds) == "200 ms");
  CHECK(show_value(12, MetricUnit::count) == "12");
  CHECK(show_value(1e7, MetricUnit::bytes) == "10 MB");
}
