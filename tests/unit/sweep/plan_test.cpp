// Plans of sweeps that are written by hand: how many points, which ones, under which ids.
#include "sim/sweep/sweep.hpp"

#include "support/temporary_folder.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>

#include <catch2/catch.hpp>

using namespace bicoastal;
using Catch::Matchers::Equals;

namespace {

const std::string kBase = std::string(BICOASTAL_SOURCE_DIR) + "/scenarios/sweeps/parts/two-regions.json";

/// What a test varies; `rest` are further members of the sweep, each with a comma before it.
std::string sweep_text(const std::string& axes, const std::string& rest = {},
                       const std::string& seeds = R"({"count": 3})") {
  return R"({"name": "test", "base": ")" + kBase + R"(", "axes": [)" + axes + R"(], "seeds": )" + seeds +
         R"(, "metrics": ["availability"])" + rest + "}";
}

Sweep planned(const std::string& text) {
  const test::TemporaryFolder folder;
  const std::string file = (folder.path() / "sweep.json").string();
  std::ofstream(file) << text;
  Result<Sweep> sweep = read_sweep(file, "test");
  if (!sweep)
    for (const Diagnostic& d : sweep.faults()) UNSCOPED_INFO(to_string(d));
  REQUIRE(sweep);
  return *std::move(sweep);
}

constexpr const char* kWrites = R"({"name": "writes", "pointer": "/data/writes", "values": ["global", "local"]})";
constexpr const char* kTtl = R"({"name": "ttl", "pointer": "/routing/dns_ttl", "values": ["5 s", "10 s", "1 min"]})";
const std::string kBoth = std::string(kWrites) + "," + kTtl;

std::vector<std::string> words_of(const Sweep& sweep) {
  std::vector<std::string> words;
  for (std::size_t p = 0; p < sweep.plan.points.size(); ++p) words.push_back(point_words(sweep.plan, p));
  return words;
}

std::vector<std::string> texts_on(const Sweep& sweep, std::size_t axis) {
  std::vector<std::string> texts;
  for (const SweepPoint& point : sweep.plan.points) texts.push_back(point.values[axis].text);
  return texts;
}

}  // namespace

TEST_CASE("a grid has every combination, the first axis changing slowest", "[sweep]") {
  const Sweep sweep = planned(sweep_text(kBoth));
  CHECK_THAT(words_of(sweep), Equals(std::vector<std::string>{"writes global, ttl 5 s", "writes global, ttl 10 s",
                                                              "writes global, ttl 1 min", "writes local, ttl 5 s",
                                                              "writes local, ttl 10 s", "writes local, ttl 1 min"}));
  CHECK(sweep.plan.numbers() == 18);
  CHECK(sweep.plan.seeds == std::vector<std::uint64_t>{1, 2, 3});
  CHECK(sweep.plan.axes[1].unit == "s");
  CHECK(sweep.plan.points[2].values[1].number == 60.0);
  CHECK_FALSE(sweep.plan.points[2].values[0].number);
  CHECK_THAT(sweep.plan.points[4].sets,
             Equals(std::vector<std::string>{"/data/writes=local", "/routing/dns_ttl=10 s"}));
}

TEST_CASE("ranges hold both ends, and what their step meets in between", "[sweep]") {
  const auto values = [](const std::string& range) {
    return texts_on(planned(sweep_text(R"({"name": "a", "pointer": "/routing/dns_ttl", )" + range + "}")), 0);
  };
  using Texts = std::vector<std::string>;
  CHECK_THAT(values(R"("range": {"from": "1 s", "to": "2 s", "step": "250 ms"})"),
             Equals(Texts{"1 s", "1.25 s", "1.5 s", "1.75 s", "2 s"}));
  CHECK_THAT(values(R"("range": {"from": "1 s", "to": "2.1 s", "step": "0.3 s"})"),
             Equals(Texts{"1 s", "1.3 s", "1.6 s", "1.9 s"}));
  CHECK_THAT(values(R"("log_range": {"from": "1 s", "to": "100 s", "count": 5})"),
             Equals(Texts{"1 s", "3.16227766017 s", "10 s", "31.6227766017 s", "100 s"}));
}

TEST_CASE("linked values move together, and one axis can set several places", "[sweep]") {
  const Sweep sweep = planned(sweep_text(
      R"({"name": "size", "points": [{"name": "small", "set": {"/keys/count": 10, "/data/writes": "local"}},
                                     {"name": "as it is", "set": {}}]},
         {"name": "load", "pointer": "/clients/0/arrivals", "also": ["/clients/1/arrivals"], "values": ["10/s"]})"));
  REQUIRE(sweep.plan.points.size() == 2);
  const auto small = scenario_of(sweep, 0, 1), plain = scenario_of(sweep, 1, 1);
  REQUIRE(small);
  REQUIRE(plain);
  CHECK(small->document.find("\"count\": 10\n") != std::string::npos);
  CHECK(plain->document.find("\"count\": 1000\n") != std::string::npos);
  std::size_t tens = 0;
  for (std::size_t at = 0; (at = plain->document.find("\"10/s\"", at)) != std::string::npos; ++at) ++tens;
  CHECK(tens == 2);
}

TEST_CASE("what a condition names is left out, and counted", "[sweep]") {
  const Sweep sweep = planned(sweep_text(
      kBoth, R"(, "exclude": ["writes == global and ttl > 5 s", "ttl == 10 s", "writes != global and ttl <= 5 s"])"));
  CHECK_THAT(words_of(sweep), Equals(std::vector<std::string>{"writes global, ttl 5 s", "writes local, ttl 1 min"}));
  CHECK(sweep.excluded == 4);
}

TEST_CASE("blocks of a design are combined with each other", "[sweep]") {
  const Sweep sweep = planned(sweep_text(
      kBoth + R"(, {"name": "keys", "pointer": "/keys/count"})",
      R"(, "design": [{"grid": ["writes"]}, {"list": [{"ttl": "7 s", "keys": 100}, {"ttl": "1 min", "keys": 200}]}])"));
  CHECK_THAT(words_of(sweep),
             Equals(std::vector<std::string>{"writes global, ttl 7 s, keys 100", "writes global, ttl 1 min, keys 200",
                                             "writes local, ttl 7 s, keys 100", "writes local, ttl 1 min, keys 200"}));
}

TEST_CASE("a Latin hypercube has one point in each part of each axis", "[sweep]") {
  const std::string axes =
      R"({"name": "ttl", "pointer": "/routing/dns_ttl", "range": {"from": "1 s", "to": "21 s"}},
         {"name": "keys", "pointer": "/keys/count", "range": {"from": 1, "to": 20, "step": 1}},
         {"name": "rate", "pointer": "/clients/0/arrivals", "log_range": {"from": "1/s", "to": "100/s"}})";
  const auto cube = [&](const std::string& seed) {
    return planned(sweep_text(
        axes, R"(, "design": [{"latin_hypercube": {"axes": ["ttl", "keys", "rate"], "samples": 20, "seed": )" + seed +
                  "}}]"));
  };
  const Sweep sweep = cube("7");
  REQUIRE(sweep.plan.points.size() == 20);
  std::set<int> ttls, keys, rates;
  for (const SweepPoint& point : sweep.plan.points) {
    ttls.insert(static_cast<int>(*point.values[0].number - 1));
    keys.insert(static_cast<int>(*point.values[1].number));
    rates.insert(static_cast<int>(std::log10(*point.values[2].number) * 10));
  }
  CHECK(ttls.size() == 20);
  CHECK(keys.size() == 20);
  CHECK(*keys.begin() == 1);
  CHECK(*keys.rbegin() == 20);
  CHECK(rates.size() == 20);
  CHECK(words_of(cube("7")) == words_of(sweep));
  CHECK(words_of(cube("8")) != words_of(sweep));
}

TEST_CASE("Saltelli's design comes row by row: A, A with one axis of B, B", "[sweep]") {
  const std::string axes =
      R"({"name": "ttl", "pointer": "/routing/dns_ttl", "range": {"from": "1 s", "to": "21 s"}},
         {"name": "keys", "pointer": "/keys/count", "range": {"from": 1, "to": 2, "step": 1}},
         {"name": "rate", "pointer": "/clients/0/arrivals", "log_range": {"from": "1/s", "to": "100/s"}})";
  const Sweep sweep =
      planned(sweep_text(axes, R"(, "design": [{"saltelli": {"axes": ["ttl", "keys", "rate"], "base_samples": 16}}])"));
  CHECK(sweep.saltelli_rows == 16);
  REQUIRE(sweep.plan.points.size() == 16 * (3 + 2));
  const auto at = [&](std::size_t row, std::size_t place) { return sweep.plan.points[row * 5 + place].values; };
  std::size_t alike = 0;
  std::set<int> ttls, rates;
  for (std::size_t row = 0; row < 16; ++row) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      auto changed = at(row, 0);
      changed[axis] = at(row, 4)[axis];
      CHECK(at(row, 1 + axis) == changed);
    }
    alike += at(row, 0)[1] == at(row, 4)[1];
    ttls.insert(static_cast<int>((*at(row, 0)[0].number - 1) / 20 * 16));
    rates.insert(static_cast<int>(std::log10(*at(row, 4)[2].number) * 8));
  }
  CHECK(alike > 0);          // of two values, A and B often have the same one: such points are run twice
  CHECK(ttls.size() == 16);  // the shares of a power of two of points are even on each axis, in A and in B
  CHECK(rates.size() == 16);
}

TEST_CASE("ids are of the scenario and the seed alone", "[sweep]") {
  const Sweep sweep = planned(sweep_text(kBoth)),
              other = planned(sweep_text(kTtl + std::string(",") + kWrites, {}, R"({"list": [3, 9]})"));
  const auto ids = [](const Sweep& of) {
    std::set<std::string> all;
    for (const SweepPoint& point : of.plan.points) all.insert(run_id(point, 3));
    return all;
  };
  CHECK(ids(sweep).size() == 6);
  CHECK(ids(sweep) == ids(other));  // whatever the order of axes
  CHECK(sweep.plan.hash != other.plan.hash);
  CHECK(sweep.plan.hash == planned(sweep_text(kBoth)).plan.hash);
  CHECK(run_id(sweep.plan.points[0], 1) != run_id(sweep.plan.points[0], 2));
  CHECK(run_id(sweep.plan.points[0], 1).size() == 16);
}

TEST_CASE("what constraints name is measured, too, each figure once", "[sweep]") {
  const Sweep sweep =
      planned(sweep_text(kTtl, R"(, "constraints": ["availability >= 99 %", "rto <= 1 min", "rto > 0 s"])"));
  REQUIRE(sweep.plan.metrics.size() == 2);
  CHECK(sweep.plan.metrics[1] == SweepMetric{"rto", MetricUnit::seconds});
  REQUIRE(sweep.plan.constraints.size() == 3);
  CHECK(sweep.plan.constraints[0].limit == 0.99);
  CHECK(sweep.plan.constraints[1].metric == 1);
  CHECK(sweep.plan.constraints[1].limit == Approx(60));
  CHECK(scenario_of(sweep, 0, 5)->expect.size() == 2);
  CHECK(scenario_of(sweep, 0, 5)->seed == 5);
}

TEST_CASE("seeds until an interval is narrow are asked for in the metric's unit", "[sweep]") {
  const auto until = [](const std::string& width) {
    return *planned(sweep_text(kTtl, R"(, "constraints": ["rto <= 1 min"])",
                               R"({"first": 5, "until": {"metric": "rto", )" + width + "}}"))
                .until;
  };
  CHECK(until(R"("half_width": "500 ms")").precision.half_width == 0.5);
  CHECK(until(R"("half_width": "500 ms")").metric == 1);
  const SweepUntil relative = until(R"("relative_half_width": "5 %", "at_least": 4, "at_most": 40)");
  CHECK(relative.precision.relative);
  CHECK(relative.precision.half_width == 0.05);
  CHECK(relative.precision.least == 4);
  CHECK(relative.precision.most == 40);
}
