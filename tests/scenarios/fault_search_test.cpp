// A search: faults of random kinds strike random targets at random times in random deployments. Whatever happens, a run
// ends, every operation is accounted for, and everybody is served again once all is healed.
#include "shipped.hpp"

#include "sim/base/random.hpp"
#include "sim/scenario/load.hpp"
#include "support/in_child.hpp"

#include <bicoastal/run.hpp>

#include <catch2/catch.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <random>
#include <unordered_set>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

constexpr std::array<const char*, 4> kRegions = {"us-east-1", "eu-west-1", "ap-northeast-1", "us-west-2"};
constexpr double kHealed = 27, kRecovered = 45, kEnd = 60;  // seconds

/// Draws the text of a scenario. The last fault is over at kHealed.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : luck_(seed, "fault search") {}

  std::string scenario(std::size_t faults) {
    regions_ = 2 + below(3);
    zones_ = 1 + below(3);
    replicas_ = 1 + below(2);
    std::vector<std::string> regions, clients, list;
    for (std::size_t r = 0; r < regions_; ++r) {
      const std::size_t attempts = 1 + below(3);
      const std::string retries =
          attempts > 1 ? fmt::format(R"(, "retries": {{"attempts": {}, "backoff": "100 ms"}})", attempts) : "";
      regions.push_back(
          fmt::format(R"({{"name": "{}", "zones": {}, "replicas_per_zone": {}}})", kRegions[r], zones_, replicas_));
      clients.push_back(
          fmt::format(R"({{"region": "{}", "sessions": 50, "arrivals": "{}/s", "reads": 0.6, "timeout": "2 s"{}}})",
                      kRegions[r], 10 + below(30), retries));
    }
    has_fleet_ = below(2) == 0;
    has_dependencies_ = below(2) == 0;
    for (std::size_t f = 0; f < faults; ++f) list.push_back(fault());
    return fmt::format(
        R"({{"name": "search", "seed": {}, "duration": "{} s", "settle": "2 min", "regions": [{}], "clients": [{}],
            "keys": {{"count": {}, "popularity": {{"zipf": 0.9}}}},
            "routing": {{"policy": "{}", {}"dns_ttl": "{} s",
                         "health_check": {{"interval": "1 s", "timeout": "500 ms", "fall": {}, "rise": 2}}}},
            "balancing": {{"policy": "{}", "health_check": {{"interval": "1 s", "timeout": "500 ms", "fall": 2}}}},
            "data": {}, "faults": [{}]{}{}}})",
        below(1u << 30), kEnd, fmt::join(regions, ", "), fmt::join(clients, ", "), 10 + below(1000), routing_,
        weights(), below(4), 1 + below(3), one_of({"round_robin", "least_outstanding", "two_choices"}), data(),
        fmt::join(list, ", "), fleet(), dependencies());
  }

 private:
  RandomStream luck_;
  std::size_t regions_ = 0, zones_ = 0, replicas_ = 0;
  std::string routing_;
  bool has_fleet_ = false, has_dependencies_ = false;

  std::size_t below(std::size_t n) { return static_cast<std::size_t>(to_unit(luck_.next()) * static_cast<double>(n)); }
  double between(double a, double b) { return a + to_unit(luck_.next()) * (b - a); }
  const char* one_of(std::initializer_list<const char*> all) { return all.begin()[below(all.size())]; }

  std::string weights() {
    routing_ = one_of({"latency", "weighted", "failover"});
    if (routing_ != "weighted") return "";
    return fmt::format(R"("weights": {{"{}": 3, "{}": 1}}, )", kRegions[0], kRegions[1]);
  }
  std::string data() {
    const std::string failover =
        fmt::format(R"("failover": {{"detect": {{"interval": "1 s", "timeout": "500 ms", "fall": 2}}, "decide": "{} s",
                       "promote": "1 s", "redirect_ttl": "1 s", {}, "failback": {}}})",
                    below(2), one_of({R"("fencing": true)", R"("fencing": false)", R"("lease": "4 s")"}),
                    one_of({"true", "false"}));
    switch (below(7)) {
      case 0: return R"({"writes": "local"})";
      case 1: return R"({"writes": "local", "conflicts": {"policy": "reject"}})";
      case 2: return R"({"writes": "local", "conflicts": {"policy": "version_vector"}})";
      case 3: return regions_ > 3 ? R"({"writes": "quorum", "quorum": {"sloppy": true}})" : R"({"writes": "quorum"})";
      case 4:
        return fmt::format(R"({{"writes": "global", "commit": "{}", {}}})", one_of({"asynchronous", "majority"}),
                           failover);
      case 5: return fmt::format(R"({{"writes": "partitioned", {}}})", failover);
      default:
        return fmt::format(R"({{"writes": "global", "copies": {{"per_region": 1}}, "reads": {{"from": "any"}}, {}}})",
                           failover);
    }
  }

  std::string fleet() {
    if (!has_fleet_) return "";
    return fmt::format(R"(, "fleet": {{"start": "{} s", "restart": "2 s",
                              "liveness": {{"interval": "1 s", "timeout": "500 ms", "fall": {}}}}})",
                       1 + below(3), 4 + below(3));
  }
  std::string dependencies() {
    if (!has_dependencies_) return "";
    return fmt::format(
        R"(, "service": {{"time": "2 ms", "concurrency": 100, "dependencies": [
             {{"name": "database", "time": {{"exponential": "5 ms"}}, "concurrency": 20, "queue": 100,
               "timeout": "200 ms", "breaker": {{"failures": 5, "open_for": "2 s"}}}},
             {{"name": "ratings", "time": "10 ms", "timeout": "100 ms", "critical": false, "share": "{} %"}}]}})",
        10 + below(90));
  }

  std::string region() { return kRegions[below(regions_)]; }
  std::string zone() { return region() + static_cast<char>('a' + below(zones_)); }
  std::string replica() { return fmt::format("{}/{}", zone(), 1 + below(replicas_)); }
  std::string replicas() {
    switch (below(3)) {
      case 0: return fmt::format(R"("replica": "{}")", replica());
      case 1: return fmt::format(R"("zone": "{}")", zone());
      default: return fmt::format(R"("region": "{}")", region());
    }
  }
  std::string link() {
    const std::size_t a = below(regions_), b = (a + 1 + below(regions_ - 1)) % regions_;
    return below(2) == 0 ? fmt::format(R"("between": ["{}", "{}"])", kRegions[a], kRegions[b])
                         : fmt::format(R"("from": "{}", "to": "{}")", kRegions[a], kRegions[b]);
  }
  std::string fault() {
    if (has_fleet_ && below(8) == 0)
      return fmt::format(R"({{"at": "{:.3f} s", "crash": {{{}}}}})", between(1, kHealed - 1), replicas());
    const double at = between(1, kHealed - 1), length = between(0.1, std::min(8.0, kHealed - at));
    return fmt::format(R"({{"at": "{:.3f} s", "for": "{:.3f} s", {}}})", at, length, what());
  }
  std::string what() {
    if (has_dependencies_ && below(5) == 0) {
      const char* which = one_of({"database", "ratings"});
      switch (below(3)) {
        case 0: return fmt::format(R"("dependency_down": {{"dependency": "{}"}})", which);
        case 1:
          return fmt::format(R"("dependency_slow": {{"dependency": "{}", "factor": {:.1f}}})", which, between(2, 50));
        default:
          return fmt::format(R"("dependency_errors": {{"dependency": "{}", "share": {:.2f}}})", which, between(0.1, 1));
      }
    }
    switch (below(19)) {
      case 0: return fmt::format(R"("replica_down": "{}")", replica());
      case 1: return fmt::format(R"("zone_down": "{}")", zone());
      case 2: return fmt::format(R"("region_down": "{}")", region());
      case 3: return fmt::format(R"("hang": {{{}}})", replicas());
      case 4: return fmt::format(R"("errors": {{{}, "share": {:.2f}}})", replicas(), between(0.1, 1));
      case 5: return fmt::format(R"("slow": {{{}, "factor": {:.1f}}})", replicas(), between(2, 50));
      case 6: return fmt::format(R"("store_down": "{}")", region());
      case 7: return fmt::format(R"("store_slow": {{"region": "{}", "add": "{:.0f} ms"}})", region(), between(1, 300));
      case 8: return fmt::format(R"("balancer_down": "{}")", region());
      case 9: return R"("name_service_down": true)";
      case 10: return fmt::format(R"("access_down": {{"users": ["{}"]}})", region());
      case 11:
        return fmt::format(R"("access_latency": {{"regions": ["{}"], "add": "{:.0f} ms"}})", region(), between(1, 300));
      case 12:
        return fmt::format(R"("checks_lie": {{"watcher": "{}", "regions": ["{}"], "say": "{}"}})",
                           one_of({"name_service", "balancer"}), region(), one_of({"up", "down"}));
      case 13: return fmt::format(R"("link_latency": {{{}, "add": "{:.0f} ms"}})", link(), between(1, 500));
      case 14: return fmt::format(R"("link_loss": {{{}, "share": {:.2f}}})", link(), between(0.01, 1));
      case 15: return fmt::format(R"("link_bandwidth": {{{}, "limit": "{:.0f} kbps"}})", link(), between(10, 1000));
      case 16: {
        const std::size_t cut = 1 + below(regions_ - 1);
        std::vector<std::string> a, b;
        for (std::size_t r = 0; r < regions_; ++r) (r < cut ? a : b).push_back(fmt::format("\"{}\"", kRegions[r]));
        return fmt::format(R"("partition": [[{}], [{}]])", fmt::join(a, ", "), fmt::join(b, ", "));
      }
      case 17: return fmt::format(R"("zone_down": "{}")", zone());
      default: return fmt::format(R"("region_down": "{}")", region());
    }
  }
};

/// What became of the operations of a run.
struct Account {
  std::uint64_t issued = 0, recorded = 0, twice = 0, ok = 0, failed = 0, in_flight = 0;
  std::uint64_t late = 0, late_bad = 0;  ///< invoked after recovery; of these, not ok
  std::uint64_t ended = 0;
};

Account account_of(const Scenario& scenario) {
  struct Count final : RecordSink {
    Account sum;
    std::unordered_set<std::uint64_t> seen;
    void consume(std::span<const Record> records) override {
      for (const Record& r : records) {
        if (r.type == RecordType::end) ++sum.ended;
        if (r.type != RecordType::operation) continue;
        const auto o = r.as<OperationRecord>();
        ++sum.recorded;
        if (!seen.insert(o.op.value).second) ++sum.twice;
        (o.outcome == Outcome::ok ? sum.ok : o.outcome == Outcome::in_flight ? sum.in_flight : sum.failed) += 1;
        if (o.invoked < Time::seconds(kRecovered)) continue;
        ++sum.late;
        // A conflict is an answer, and one that has nothing to do with faults.
        if (o.outcome != Outcome::ok && o.outcome != Outcome::conflict) ++sum.late_bad;
      }
    }
  };
  return in_child<Account>([&] {
           alarm(60);  // a run that hangs dies
           Count count;
           const RunStats stats = run(scenario, {}, count);
           count.sum.issued = stats.requests;
           return std::vector<Account>{count.sum};
         })
      .at(0);
}

}  // namespace

TEST_CASE("random faults crash nothing, lose no operation, and all recovers after the last heal", "[scenarios]") {
  constexpr std::size_t kScenarios = 1000, kFaults = 10;
  const char* seed = std::getenv("BICOASTAL_SEED");
  const std::uint64_t first = seed != nullptr ? std::strtoull(seed, nullptr, 10) : std::random_device{}();
  std::uint64_t operations = 0;
  for (std::size_t i = 0; i < kScenarios; ++i) {
    const std::string text = Draw(first + i).scenario(kFaults);
    Result<Scenario> scenario = parse_scenario(text, "search.json");
    if (!scenario) {
      for (const Diagnostic& d : scenario.faults()) UNSCOPED_INFO(to_string(d));
      FAIL(text);
    }
    Account sum;
    try {
      sum = account_of(*scenario);
    } catch (const std::exception& trouble) {
      FAIL(trouble.what() << "\n" << text);
    }
    operations += sum.issued;
    if (sum.ended != 1 || sum.recorded != sum.issued || sum.twice > 0 ||
        sum.issued != sum.ok + sum.failed + sum.in_flight || sum.late == 0 || sum.late_bad > 0)
      FAIL_CHECK("issued " << sum.issued << ", recorded " << sum.recorded << ", twice " << sum.twice << ", late bad "
                           << sum.late_bad << " of " << sum.late << "\n"
                           << text);
  }
  CHECK(operations > 1000 * kScenarios);
}

TEST_CASE("a primary that was replaced is nobody's successor before it has followed", "[scenarios]") {
  // Found by the search: the region lost first was promoted again while its own replication was still held back.
  const Result<Scenario> scenario =
      load_scenario(BICOASTAL_SOURCE_DIR "/tests/scenarios/successor_of_its_successor.json");
  REQUIRE(scenario);
  const Account sum = account_of(*scenario);
  CHECK(sum.late > 500);
  CHECK(sum.late_bad == 0);
}
