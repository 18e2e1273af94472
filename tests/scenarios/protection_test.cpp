#include "shipped.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

double value(const Scenario& s, const Analysis& a, const char* metric, const char* of = "") {
  return a.measure(s, metric, of).value_or(-1);
}

}  // namespace

TEST_CASE("a retry storm outlasts its trigger, and ends with it where retries are limited", "[scenarios]") {
  const Scenario storm = load_shipped("protection/retry-storm.json");
  const auto outage = figures(storm, [&](const Analysis& a) {
    const OutageTail& tail = a.faults.at(0).tail.value();
    return std::vector{tail.outlasts_s ? 1.0 : 0,
                       tail.factor,
                       tail.metastable ? 1.0 : 0,
                       tail.offered,
                       tail.carried,
                       tail.goodput,
                       value(storm, a, "dependency.amplification")};
  });
  CHECK(outage[0] == 0);  // it never ended
  CHECK(outage[1] > 3);
  CHECK(outage[2] == 1);
  CHECK(outage[3] == Approx(240).epsilon(0.05));  // what was asked for
  CHECK(outage[4] == Approx(240).epsilon(0.05));  // and had been answered
  CHECK(outage[5] < 0.2 * 240);
  CHECK(outage[6] > 2);
  const Scenario stopped = load_shipped("protection/retry-storm-stopped.json");
  const auto limited = figures(stopped, [&](const Analysis& a) {
    return std::vector{value(stopped, a, "outlasts"), value(stopped, a, "metastable"),
                       value(stopped, a, "dependency.amplification")};
  });
  CHECK(limited[0] >= 0);
  CHECK(limited[0] <= 10);
  CHECK(limited[1] == 0);
  CHECK(limited[2] <= 1.1);
}

TEST_CASE("under more load than there is room for goodput collapses without shedding, and stays with it",
          "[scenarios]") {
  // Two replicas with four slots, 20 ms of work: 400 requests a second.
  const auto goodput = [](const char* file, double load) {
    const Scenario s = load_shipped(file, {{"/clients/0/arrivals", fmt::format("\"{}/s\"", load * 400)}});
    return figures(s, [&](const Analysis& a) { return std::vector{value(s, a, "goodput")}; })[0];
  };
  const char* const open = "protection/overload.json";
  const char* const shed = "protection/overload-shed.json";
  CHECK(goodput(open, 0.5) == Approx(200).epsilon(0.05));
  CHECK(goodput(shed, 0.5) == Approx(200).epsilon(0.05));
  for (const double load : {1.5, 2.0, 3.0}) {
    INFO(load);
    CHECK(goodput(open, load) < 0.1 * 400);
    CHECK(goodput(shed, load) > 0.95 * 400);
    CHECK(goodput(shed, load) < 1.03 * 400);
  }
}

TEST_CASE("without its bulkhead a slow dependency that nobody needs takes pages down", "[scenarios]") {
  const auto availability = [](const std::vector<Override>& overrides) {
    const Scenario s = load_shipped("protection/bulkhead.json", overrides);
    return figures(s, [&](const Analysis& a) { return std::vector{value(s, a, "availability")}; })[0];
  };
  CHECK(availability({}) > 0.99);
  CHECK(availability({{"/service/dependencies/1/bulkhead", "0"}}) < 0.8);
}

TEST_CASE("without its flag a feature that takes time costs the SLO under load", "[scenarios]") {
  const auto measured = [](const std::vector<Override>& overrides) {
    const Scenario s = load_shipped("protection/feature-flag.json", overrides);
    return figures(s, [&](const Analysis& a) {
      return std::vector{value(s, a, "availability"), value(s, a, "good_windows")};
    });
  };
  const auto with = measured({}), without = measured({{"/service/dependencies/1/off_above", "\"100 %\""}});
  CHECK(with[0] >= 0.999);
  CHECK(without[0] < 0.9);
  CHECK(with[1] >= 0.99);
  CHECK(without[1] < 0.6);
}

TEST_CASE("each step of a fallback chain serves while all before it have failed", "[scenarios]") {
  const Scenario s = load_shipped("protection/fallback-chain.json");
  const auto served = figures(s, [&](const Analysis& a) {
    return std::vector{value(s, a, "dependency.served", "read replica"), value(s, a, "dependency.served", "page cache"),
                       value(s, a, "dependency.served", "search index"), value(s, a, "degraded"),
                       value(s, a, "failed")};
  });
  // 100 requests a second: the read replica has 30 s before it and 10 s after it to itself, the cache 30 and 10, the
  // index 10 and 10; nothing is left for 20 s. Breakers that are open for 10 s notice a recovery that much later.
  CHECK(served[0] == Approx(100 * (30 + 10)).margin(100 * 12));
  CHECK(served[1] == Approx(100 * (30 + 10)).margin(100 * 12));
  CHECK(served[2] == Approx(100 * (10 + 10)).margin(100 * 12));
  CHECK(served[0] + served[1] + served[2] == served[3]);
  CHECK(served[4] == Approx(100 * 20).epsilon(0.1));
}
