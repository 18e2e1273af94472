#include "sim/analysis/outage_tail.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

/// A fault from 100 s to 160 s in a run of 600 s, windows of 1 s, 50 operations in each, all of them answered up to the
/// fault, `good` of them afterwards, until all are again from `back` on. An operation lives for 5 s.
Outage outage(std::uint32_t good, int back, std::uint32_t offered_after = 50) {
  Outage o;
  o.fault = {Time::seconds(100), Time::seconds(160)};
  if (back < 600) o.back = Time::seconds(back);
  o.watched = Time::seconds(600);
  o.window = Time::seconds(1);
  o.life = Time::seconds(5);
  o.measured_from = Time::seconds(10);
  o.until = Time::seconds(600);
  o.count = [=](std::size_t w) {
    const int window = static_cast<int>(w);
    if (window < 100 || window >= back) return WindowCount{50, 0};
    const std::uint32_t offered = window < 160 ? 50 : offered_after;
    return WindowCount{good, offered - good};
  };
  return o;
}

}  // namespace

TEST_CASE("An outage that ends with its fault outlasts it by nothing", "[analysis]") {
  const OutageTail tail = tail_of(outage(0, 160));
  CHECK(tail.outlasts_s == 0.0);
  CHECK(tail.factor == Approx(1));
  CHECK_FALSE(tail.metastable);
  CHECK(tail_of(outage(0, 130)).outlasts_s == 0.0);
  CHECK(tail_of(outage(0, 130)).factor == Approx(0.5));
}

TEST_CASE("An outage that goes on for longer than an operation lives, under the load of before, is metastable",
          "[analysis]") {
  const OutageTail tail = tail_of(outage(10, 300));
  CHECK(tail.outlasts_s == 140.0);
  CHECK(tail.factor == Approx(200.0 / 60));
  CHECK(tail.offered == Approx(50));
  CHECK(tail.goodput == Approx(10));
  CHECK(tail.carried == Approx(50));
  CHECK(tail.metastable);
}

TEST_CASE("An outage that never ends is a bound, and metastable all the same", "[analysis]") {
  const OutageTail tail = tail_of(outage(0, 600));
  CHECK_FALSE(tail.outlasts_s);
  CHECK(tail.watched_s == Approx(440));
  CHECK(tail.factor == Approx(500.0 / 60));
  CHECK(tail.metastable);
}

TEST_CASE("What was begun under the fault is no sustaining effect", "[analysis]") {
  CHECK_FALSE(tail_of(outage(0, 175)).metastable);  // 5 s of life and ten windows
  CHECK(tail_of(outage(0, 176)).metastable);
}

TEST_CASE("What repairs itself after the fault is no sustaining effect until it is there", "[analysis]") {
  Outage o = outage(0, 200);
  o.repaired = Time::seconds(185);  // 5 s of life and ten windows leave nothing
  CHECK_FALSE(tail_of(o).metastable);
  o.repaired = Time::seconds(184);
  CHECK(tail_of(o).metastable);
  CHECK(tail_of(o).outlasts_s == 40.0);
}

TEST_CASE("A handful of operations is not enough to call an outage metastable", "[analysis]") {
  for (const int back : {194, 195}) {  // one a second, and 165 s is when nothing of the fault is left
    Outage o = outage(0, back);
    o.count = [back](std::size_t w) {
      const bool bad = w >= 100 && static_cast<int>(w) < back;
      return WindowCount{bad ? 0u : 1u, bad ? 1u : 0u};
    };
    CHECK(tail_of(o).metastable == (back == 195));
  }
}

TEST_CASE(
    "An outage under more load than was ever carried is overload, and one with half its answers is degraded service",
    "[analysis]") {
  CHECK(tail_of(outage(10, 300, 55)).metastable);
  CHECK_FALSE(tail_of(outage(10, 300, 56)).metastable);
  CHECK(tail_of(outage(24, 300)).metastable);
  CHECK_FALSE(tail_of(outage(25, 300)).metastable);
}

}  // namespace bicoastal::test
