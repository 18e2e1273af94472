#include "sim/base/random.hpp"
#include "sim/model/checkers.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

using namespace bicoastal;

namespace {

/// What is so of a target from a moment on, and what a check makes of it.
struct Truth {
  Time at;
  bool host = true, process = true, store = true;
  std::optional<bool> lie{};
  Finding found(bool deep) const {
    if (lie) return *lie ? Finding::well : Finding::failing;
    if (!host) return Finding::silent;
    return process && (store || !deep) ? Finding::well : Finding::failing;
  }
};

struct Verdict {
  Time at;
  bool up;
  bool operator==(const Verdict&) const = default;
};

/// What stands after all that happens at one instant.
void note(std::vector<Verdict>& verdicts, Time at, bool up) {
  if (!verdicts.empty() && verdicts.back().at == at) verdicts.pop_back();
  if (up != (verdicts.empty() || verdicts.back().up)) verdicts.push_back({at, up});
}

/// Every check an event: what checkers agree on while their target changes as told.
std::vector<Verdict> eager(const HealthCheck& check, const std::vector<Time>& phases, const std::vector<Truth>& target,
                           Time end) {
  std::multimap<Time, int> changes;  // of the number of checkers that hold it up
  for (const Time phase : phases) {
    bool held_up = true;
    unsigned against = 0;
    for (Time c = phase; c < end; c += check.interval) {
      Finding found = Finding::well;
      for (const Truth& truth : target)
        if (truth.at <= c) found = truth.found(check.deep);
      const bool up = found == Finding::well;
      against = up != held_up ? against + 1 : 0;
      if (against < (up ? check.rise : check.fall)) continue;
      held_up = up;
      against = 0;
      changes.emplace(c + (found == Finding::silent ? check.timeout : Time()), up ? 1 : -1);
    }
  }
  std::vector<Verdict> verdicts;
  const auto n = static_cast<int>(phases.size());
  int up = n;
  for (const auto& [at, change] : changes) {
    up += change;
    if (at < end) note(verdicts, at, check.agree == 1 ? up == n : up > check.agree * n);
  }
  return verdicts;
}

std::vector<Verdict> lazy(const HealthCheck& check, const std::vector<Time>& phases, const std::vector<Truth>& target,
                          Time end) {
  Checkers checkers(check, phases);
  std::multimap<Time, std::uint32_t> flips;
  std::vector<Verdict> verdicts;
  const auto fire_until = [&](Time now) {
    while (!flips.empty() && flips.begin()->first < now) {
      const auto [at, flip] = *flips.begin();
      flips.erase(flips.begin());
      if (checkers.fire(flip)) note(verdicts, at, checkers.reported_up());
    }
  };
  for (const Truth& truth : target) {
    fire_until(truth.at);
    checkers.change(truth.at, truth.found(check.deep), [&](Time at, std::uint32_t flip) { flips.emplace(at, flip); });
  }
  fire_until(end);
  return verdicts;
}

}  // namespace

TEST_CASE("lazy checkers agree on what simulating every check of each of them leads to", "[model]") {
  RandomStream luck(1, "schedules");
  const auto below = [&](std::int64_t n) {
    return static_cast<std::int64_t>(luck.next_unit() * static_cast<double>(n));
  };
  std::size_t verdicts = 0, several = 0, deep = 0, lies = 0;
  for (int schedule = 0; schedule < 1000; ++schedule) {
    HealthCheck check;
    check.interval = Time(2 + below(19));
    check.timeout = Time(below(check.interval.ns + 1));
    check.fall = static_cast<std::uint32_t>(1 + below(4));
    check.rise = static_cast<std::uint32_t>(1 + below(4));
    check.checkers = static_cast<std::uint32_t>(1 + below(9));
    check.agree = below(5) == 0 ? 1 : luck.next_unit();
    check.deep = below(2) == 0;
    std::vector<Time> phases;
    for (std::uint32_t i = 0; i < check.checkers; ++i) phases.emplace_back(below(check.interval.ns));
    std::vector<Truth> target;
    Truth truth;
    for (std::int64_t i = below(13); i > 0; --i) {
      truth.at += Time(1 + below(90));
      switch (below(4)) {
        case 0: truth.host = !truth.host; break;
        case 1: truth.process = !truth.process; break;
        case 2: truth.store = !truth.store; break;
        default: truth.lie = truth.lie ? std::nullopt : std::optional(below(2) == 0);
      }
      lies += truth.lie ? 1u : 0u;
      target.push_back(truth);
    }
    const Time end = truth.at + check.interval * 12;
    const auto expected = eager(check, phases, target, end);
    CAPTURE(schedule, check.interval.ns, check.timeout.ns, check.fall, check.rise, check.checkers, check.agree);
    REQUIRE(lazy(check, phases, target, end) == expected);
    verdicts += expected.size();
    several += check.checkers > 1 ? expected.size() : 0;
    deep += check.deep ? expected.size() : 0;
  }
  // The schedules do lead to something.
  CHECK(verdicts > 1000);
  CHECK(several > 500);
  CHECK(deep > 300);
  CHECK(lies > 300);
}

TEST_CASE("the loss of a target is noticed within the analytic range and after the analytic mean", "[model]") {
  // Failure at a uniform moment of an interval I; the k-th failed check counts at its start plus the timeout:
  // U(0, I) + (k - 1) I + timeout. Refused at once, the timeout is 0. Intervals and thresholds: AWS Route 53, AWS ALB,
  // Kubernetes' defaults, Azure Traffic Manager (3 failures are tolerated), Google Cloud load balancing.
  struct Row {
    std::string name;
    double interval_s;
    std::uint32_t threshold;
    double timeout_s, min_s, mean_s, max_s;
  };
  const std::vector<Row> rows = {
      {"Route 53, 30 s", 30, 3, 0, 60, 75, 90},
      {"Route 53, 10 s", 10, 3, 0, 20, 25, 30},
      {"ALB", 30, 2, 5, 35, 50, 65},
      {"Kubernetes", 10, 3, 1, 21, 26, 31},
      {"Azure Traffic Manager, 30 s", 30, 4, 10, 100, 115, 130},
      {"Azure Traffic Manager, 10 s", 10, 4, 5, 35, 40, 45},
      {"Google Cloud", 5, 2, 5, 10, 12.5, 15},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    HealthCheck check;
    check.interval = Time::seconds(row.interval_s);
    check.timeout = Time::seconds(row.timeout_s);
    check.fall = row.threshold;
    RandomStream phases(3, "phases/" + row.name);
    double sum = 0;
    bool in_range = true;
    for (int i = 0; i < 10'000; ++i) {
      LazyChecker checker(check, Time::seconds(row.interval_s * phases.next_unit()));
      const auto flip = checker.change(Time::seconds(1000), row.timeout_s == 0 ? Finding::failing : Finding::silent);
      REQUIRE(flip);
      const double after = flip->at.in_seconds() - 1000;
      in_range = in_range && after >= row.min_s && after <= row.max_s;
      sum += after;
    }
    CHECK(in_range);
    CHECK(sum / 10'000 == Approx(row.mean_s).epsilon(0.01));
  }
}

TEST_CASE("of 16 checkers of which more than 18 % must hold a target up, the 14th decides that it is down", "[model]") {
  // 2 of 16 are 12.5 %, 3 are 18.75 %. The m-th of n uniform draws has the mean m / (n + 1).
  HealthCheck check{Time::seconds(10), Time::seconds(1), 3, 2, 16, 0.18};
  double sum = 0;
  for (int i = 0; i < 10'000; ++i) {
    Checkers checkers(check, RandomStream(5, "target " + std::to_string(i)));
    std::multimap<Time, std::uint32_t> flips;
    checkers.change(Time::seconds(1000), Finding::failing,
                    [&](Time at, std::uint32_t flip) { flips.emplace(at, flip); });
    REQUIRE(flips.size() == 16);
    auto next = flips.begin();
    while (!checkers.fire(next->second)) ++next;
    CHECK(std::distance(flips.begin(), next) == 13);
    sum += next->first.in_seconds() - 1000;
  }
  CHECK(sum / 10'000 == Approx(20 + 10 * 14.0 / 17).epsilon(0.005));
}

TEST_CASE("an agreement of one asks for all checkers, and a share that is a whole number of them for one more",
          "[model]") {
  const auto flips_until_down = [](std::uint32_t checkers, double agree) {
    Checkers all(HealthCheck{Time::seconds(10), Time::seconds(1), 1, 1, checkers, agree}, RandomStream(1, "phases"));
    std::multimap<Time, std::uint32_t> flips;
    all.change(Time::seconds(100), Finding::failing, [&](Time at, std::uint32_t flip) { flips.emplace(at, flip); });
    std::size_t fired = 0;
    for (const auto& [at, flip] : flips) {
      ++fired;
      if (all.fire(flip)) break;
    }
    return fired;
  };
  CHECK(flips_until_down(10, 1) == 1);       // 9 are not all
  CHECK(flips_until_down(10, 0.9) == 1);     // 9 are not more than 90 %
  CHECK(flips_until_down(10, 0.5) == 5);     // 5 are not more than half
  CHECK(flips_until_down(100, 0.29) == 71);  // 29 are not more than 29 %
  CHECK(flips_until_down(10, 0) == 10);      // none is not more than none
  CHECK(flips_until_down(1, 0.5) == 1);
}
