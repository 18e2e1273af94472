// How fast the whole analysis goes, on one core. Not part of the timed tests: test_unit_analysis "[.speed]"
#include "support/scenarios.hpp"
#include "support/simulate.hpp"

#include <bicoastal/analysis.hpp>

#include <ctime>
#include <iostream>

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

double cpu_s() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

/// Operations per second of processor time, the best of five.
double speed(const Scenario& scenario, const std::vector<Record>& records) {
  double best = 0;
  for (int i = 0; i < 5; ++i) {
    const double begin = cpu_s();
    Analyser analyser(scenario);
    constexpr std::size_t kChunk = 2048;
    for (std::size_t at = 0; at < records.size(); at += kChunk)
      analyser.consume({records.data() + at, std::min(kChunk, records.size() - at)});
    const Analysis a = analyser.finish();
    best = std::max(best, static_cast<double>(a.overall.requests.issued) / (cpu_s() - begin));
  }
  return best;
}

Scenario w(double per_second, double duration_s) {
  Scenario s = make_regions({{0, 38, 73}, {0, 0, 108}, {0, 0, 0}});
  s.duration = Time::seconds(duration_s);
  s.service = {Distribution::exponential(Time::millis(2)), 64, 100000};
  s.keys = {100000, 0.99, 200};
  for (std::size_t r = 0; r < 3; ++r) add_clients(s, r, per_second, 0.9, 2000);
  return s;
}

}  // namespace

TEST_CASE("Speed of the whole analysis", "[.speed]") {
  const auto say = [](const char* what, const Scenario& s) {
    std::cout << what << ": " << speed(s, simulate(s)) * 1e-6 << " M operations/s" << std::endl;
  };
  say("600 requests/s a region", w(600, 300));
  say("50 000 requests/s a region", w(50000, 5));
  Scenario many_keys = w(600, 300);
  many_keys.keys.count = 10'000'000;
  say("10 M keys", many_keys);
  Scenario outage = w(600, 300);
  add_fault(outage, 60, 180, RegionDown{RegionId(std::size_t{0})});
  say("a region lost for three of five minutes", outage);
}

}  // namespace bicoastal::test
