#include "sim/base/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

namespace bicoastal {
namespace {

/// Nearest rank, from all values.
double exact_quantile(std::vector<std::int64_t> values, double q) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  const auto rank = static_cast<std::size_t>(std::max(1.0, std::ceil(q * n - 1e-9)));
  return static_cast<double>(values[rank - 1]);
}

std::vector<std::int64_t> any_values() {
  // Over many powers of two, as latencies are.
  return *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(rc::gen::exec([] {
    const int bits = *rc::gen::resize(100, rc::gen::inRange(0, 62));
    const auto raw = *rc::gen::resize(100, rc::gen::arbitrary<std::uint64_t>());
    return static_cast<std::int64_t>(raw & ((std::uint64_t{1} << bits) - 1));
  })));
}

Histogram of(const std::vector<std::int64_t>& values) {
  Histogram h;
  for (const std::int64_t v : values) h.add(v);
  return h;
}

constexpr double kQuantiles[] = {0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1};

}  // namespace

TEST_CASE("Quantiles of a histogram are within 0.8 % of those of its values", "[base]") {
  REQUIRE(rc::check([] {
    const auto values = any_values();
    const Histogram h = of(values);
    for (const double q : kQuantiles) {
      const double want = exact_quantile(values, q);
      RC_ASSERT(std::fabs(h.quantile(q) - want) <= want / 128);
    }
  }));
}

TEST_CASE("Count, mean, least and greatest value of a histogram are exact", "[base]") {
  Histogram h;
  CHECK(h.count() == 0);
  CHECK(h.mean() == 0);
  for (const std::int64_t v : {1'000'000'007LL, 3LL, 999LL}) h.add(v);
  CHECK(h.count() == 3);
  CHECK(h.mean() == Approx((1'000'000'007.0 + 3 + 999) / 3).epsilon(1e-15));
  CHECK(h.min() == 3);
  CHECK(h.max() == 1'000'000'007);
  CHECK(h.quantile(0) == 3);
  CHECK(h.quantile(1) == 1'000'000'007);
  // A sum beyond 64 bits: 100 times the greatest value there is.
  Histogram large;
  for (int i = 0; i < 100; ++i) large.add(std::numeric_limits<std::int64_t>::max());
  CHECK(large.mean() == Approx(9.223372036854775807e18).epsilon(1e-15));
}

TEST_CASE("Small values have buckets of their own", "[base]") {
  Histogram h;
  for (std::int64_t v = 0; v < 128; ++v) h.add(v);
  CHECK(h.quantile(0.5) == 63);  // rank 64 of 0, 1, 2 …
  CHECK(h.quantile(0.25) == 31);
  h.add(-5);  // counts as 0
  CHECK(h.min() == 0);
  CHECK(h.count() == 129);
}

TEST_CASE("Every value lies in its bucket, and buckets follow each other without a gap", "[base]") {
  std::size_t before = 0;
  for (std::uint64_t v = 1; v < 100'000; ++v) {
    const std::size_t bucket = Histogram::bucket_of(v);
    REQUIRE((bucket == before || bucket == before + 1));
    REQUIRE(std::fabs(Histogram::middle_of(bucket) - static_cast<double>(v)) <= static_cast<double>(v) / 128);
    before = bucket;
  }
}

TEST_CASE("Merged histograms are the histogram of all values, in any order", "[base]") {
  REQUIRE(rc::check([] {
    const auto a = any_values(), b = any_values();
    std::vector<std::int64_t> both = a;
    both.insert(both.end(), b.begin(), b.end());
    Histogram ab = of(a), ba = of(b);
    ab.merge(of(b));
    ba.merge(of(a));
    ab.merge(Histogram());
    const Histogram all = of(both);
    for (const Histogram* h : {&ab, &ba}) {
      RC_ASSERT(h->count() == all.count());
      RC_ASSERT(h->mean() == all.mean());
      RC_ASSERT(h->min() == all.min());
      RC_ASSERT(h->max() == all.max());
      for (const double q : kQuantiles) RC_ASSERT(h->quantile(q) == all.quantile(q));
    }
  }));
}

TEST_CASE("A cleared histogram is as good as new", "[base]") {
  REQUIRE(rc::check([] {
    const auto a = any_values(), b = any_values();
    Histogram used = of(a);
    used.clear();
    RC_ASSERT(used.count() == 0u);
    for (const std::int64_t v : b) used.add(v);
    const Histogram fresh = of(b);
    for (const double q : kQuantiles) RC_ASSERT(used.quantile(q) == fresh.quantile(q));
    RC_ASSERT(used.mean() == fresh.mean());
  }));
}

}  // namespace bicoastal
