#include "sim/model/lazy_checker.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <vector>

using namespace bicoastal;

namespace {

struct Flip {
  Time at;
  bool up;
  bool operator==(const Flip&) const = default;
};

/// Every check an event: what a checker reports when its target changes as told.
std::vector<Flip> eager(const HealthCheck& check, Time phase, const std::vector<Flip>& target, Time end) {
  std::vector<Flip> reports;
  bool reported = true;
  unsigned against = 0;
  for (Time c = phase; c < end; c += check.interval) {
    bool up = true;
    for (const Flip& change : target)
      if (change.at <= c) up = change.up;
    against = up != reported ? against + 1 : 0;
    if (against == (up ? check.rise : check.fall)) {
      reported = up;
      against = 0;
      reports.push_back({c + (up ? Time() : check.timeout), up});
    }
  }
  return reports;
}

std::vector<Flip> lazy(const HealthCheck& check, Time phase, const std::vector<Flip>& target, Time end) {
  LazyChecker checker(check, phase);
  std::multimap<Time, std::uint32_t> flips;
  std::vector<Flip> reports;
  const auto fire_until = [&](Time now) {
    while (!flips.empty() && flips.begin()->first < now) {
      const auto [at, generation] = *flips.begin();
      flips.erase(flips.begin());
      if (checker.fire(generation)) reports.push_back({at, checker.reported_up()});
    }
  };
  for (const Flip& change : target) {
    fire_until(change.at);
    if (const auto flip = checker.change(change.at, change.up, true)) flips.emplace(flip->at, flip->generation);
  }
  fire_until(Time::max());
  reports.erase(std::remove_if(reports.begin(), reports.end(), [&](const Flip& r) { return r.at >= end; }),
                reports.end());
  return reports;
}

}  // namespace

TEST_CASE("the lazy checker reports what simulating every check reports", "[model]") {
  const bool holds = rc::check([] {
    HealthCheck check;
    check.interval = Time(*rc::gen::inRange(2, 20));
    check.timeout = Time(*rc::gen::inRange<std::int64_t>(0, check.interval.ns));
    check.fall = static_cast<std::uint32_t>(*rc::gen::inRange(1, 5));
    check.rise = static_cast<std::uint32_t>(*rc::gen::inRange(1, 5));
    const Time phase(*rc::gen::inRange<std::int64_t>(0, check.interval.ns));
    std::vector<Flip> target;
    Time at;
    for (int i = *rc::gen::inRange(0, 12); i > 0; --i) {
      at += Time(*rc::gen::inRange(1, 90));
      target.push_back({at, target.size() % 2 == 1});
    }
    const Time end = at + check.interval * 12;
    RC_ASSERT(lazy(check, phase, target, end) == eager(check, phase, target, end));
  });
  CHECK(holds);
}

TEST_CASE("three checks every ten seconds notice a silent target after 20 to 30 seconds and the timeout", "[model]") {
  HealthCheck check;  // 10 s, 3 failures, 1 s
  for (int phase = 0; phase < 10; ++phase) {
    LazyChecker checker(check, Time::seconds(phase));
    const auto flip = checker.change(Time::seconds(100.5), false, true);
    REQUIRE(flip);
    const double after = flip->at.in_seconds() - 100.5;
    CHECK(after >= 21);
    CHECK(after <= 31);
  }
}
