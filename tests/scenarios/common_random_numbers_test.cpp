// How much sharper a comparison on the same seeds is than one on others: runs of one seed share the luck of their
// users.
#include "shipped.hpp"
#include "sim/study/interval.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

constexpr std::size_t kSeeds = 40;

const std::vector<std::string> kMeasures{"stale_share", "conflicts", "divergence"};
using Values = std::vector<double>;

/// scenarios/conflicts/tags.json, short and without its fault, for kSeeds seeds from `first` on: [measure][seed].
std::vector<Values> measured(const Override& change, std::size_t first) {
  std::vector<Values> values(kMeasures.size());
  for (std::size_t seed = first; seed < first + kSeeds; ++seed) {
    const Scenario scenario = load_shipped("conflicts/tags.json", {{"/duration", "\"20 s\""},
                                                                   {"/settle", "\"5 s\""},
                                                                   {"/faults", "[]"},
                                                                   {"/seed", std::to_string(seed)},
                                                                   change});
    const Values run = figures(scenario, [&](const Analysis& a) {
      Values of;
      for (const std::string& measure : kMeasures) of.push_back(a.measure(scenario, measure, "").value());
      return of;
    });
    for (std::size_t m = 0; m < run.size(); ++m) values[m].push_back(run[m]);
  }
  return values;
}

double variance_of_difference(const Values& a, const Values& b) {
  Values differences;
  for (std::size_t i = 0; i < a.size(); ++i) differences.push_back(b[i] - a[i]);
  const double deviation = deviation_of(differences);
  return deviation * deviation;
}

/// By measure: the variance of the difference on independent seeds, over that on the same ones.
Values gains(const Override& one, const Override& other) {
  const std::vector<Values> a = measured(one, 1), b = measured(other, 1), elsewhere = measured(other, 1001);
  Values times;
  for (std::size_t m = 0; m < a.size(); ++m)
    times.push_back(variance_of_difference(a[m], elsewhere[m]) / variance_of_difference(a[m], b[m]));
  return times;
}

const Override kWall{"/data/conflicts", R"({"policy": "lww", "clock": "wall", "skew": "20 ms"})"};
const Override kOrSet{"/data/conflicts", R"({"policy": "crdt", "crdt": "or-set"})"};
const Override kReject{"/data/conflicts", R"({"policy": "reject", "skew": "20 ms"})"};

}  // namespace

TEST_CASE("on the same seeds the variance of the difference of two policies is at least 5 times smaller",
          "[scenarios]") {
  const Values times = gains(kWall, kOrSet);
  for (std::size_t m = 0; m < times.size(); ++m) {
    INFO(kMeasures[m] << ": " << times[m] << " times");
    CHECK(times[m] >= 5);
  }
}

TEST_CASE("the same for two intervals of replication", "[scenarios]") {
  const Values times = gains({"/data/replication/flush", "\"10 ms\""}, {"/data/replication/flush", "\"50 ms\""});
  for (std::size_t m = 0; m < times.size(); ++m) {
    INFO(kMeasures[m] << ": " << times[m] << " times");
    CHECK(times[m] >= 5);
  }
}

TEST_CASE("against a policy that refuses writes it is so for what users have in common only", "[scenarios]") {
  // Regions differ for as long as writes are under way, under both. Which reads are stale has other reasons under each,
  // and one of the two has no conflicts at all: its difference varies as much as the other alone, whatever the seeds.
  const Values times = gains(kWall, kReject);
  INFO("stale_share " << times[0] << ", conflicts " << times[1] << ", divergence " << times[2]);
  CHECK(times[2] >= 5);
  CHECK(times[1] == Approx(1));
}
