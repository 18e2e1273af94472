// Availability, latency and the series: formulas on operations whose every date is chosen.
#include "detectors/story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

TEST_CASE("Availability is the share of ended operations that were answered, by home region and over all",
          "[analysis]") {
  Story story;
  for (int i = 0; i < 9; ++i) story.operation(100 + i, 110 + i, kA, Outcome::ok);
  story.operation(150, 250, kA, Outcome::timeout);
  story.operation(160, 161, kB, Outcome::refused);
  story.operation(170, 172, kB, Outcome::unavailable, [](OperationRecord& r) { r.attempts = 3; });
  story.operation(180, 181, kB, Outcome::ok);
  story.operation(190, 20000, kB, Outcome::in_flight);
  const Analysis a = story.analyse();
  CHECK(*a.by_region[kA].requests.availability() == Approx(0.9));
  CHECK(*a.by_region[kB].requests.availability() == Approx(1.0 / 3));  // what has not ended does not count
  CHECK_FALSE(a.by_region[kC].requests.availability());
  CHECK(*a.overall.requests.availability() == Approx(10.0 / 13));
  const Requests& r = a.overall.requests;
  CHECK(r.issued == 14);
  CHECK(r.ok == 10);
  CHECK(r.failed == 3);
  CHECK(r.in_flight == 1);
  CHECK(r.retried == 1);
  CHECK(r.by_outcome == std::array<std::uint64_t, 6>{10, 1, 1, 1, 0, 1});
}

TEST_CASE("Operations of the warm-up, and after the load, are not measured", "[analysis]") {
  Story story;
  story.scenario.warmup = Time::seconds(2);
  story.operation(1999, 2100, kA, Outcome::timeout);
  story.operation(2000, 2010, kA, Outcome::ok);
  story.operation(9999, 10050, kA, Outcome::ok);
  story.operation(10000, 10010, kA, Outcome::timeout);
  const Analysis a = story.analyse();
  CHECK(a.overall.requests.issued == 2);
  CHECK(*a.overall.requests.availability() == 1);
  CHECK(a.overall.read.count == 2);
}

TEST_CASE("A window is good where the success rate of what ended in it reaches the SLO", "[analysis]") {
  Story story;  // SLO 90 %, windows of a second
  for (int i = 0; i < 9; ++i) story.operation(i, 10 + i, kA, Outcome::ok);
  story.operation(950, 999, kA, Outcome::refused);   // exactly 90 % in window 0
  story.operation(995, 1005, kA, Outcome::timeout);  // ends in window 1
  for (int i = 0; i < 8; ++i) story.operation(1100 + i, 1110 + i, kA, Outcome::ok);
  for (int i = 0; i < 80; ++i) story.operation(1100 + i, 1110 + i, kB, Outcome::ok);  // makes window 1 good over all
  story.operation(5000, 5010, kB, Outcome::refused);
  const Analysis a = story.analyse();
  CHECK(a.by_region[kA].windows == 2);
  CHECK(a.by_region[kA].good_windows == 1);
  CHECK(a.by_region[kB].windows == 2);
  CHECK(a.by_region[kB].good_windows == 1);
  CHECK(a.overall.windows == 3);
  CHECK(a.overall.good_windows == 2);
  CHECK(a.by_region[kC].windows == 0);
}

TEST_CASE("Latencies are those of operations that ended well, by kind and home region", "[analysis]") {
  Story story;
  for (int i = 1; i <= 100; ++i) story.operation(100, 100 + i, kA, Outcome::ok);  // 1, 2 … 100 ms
  story.operation(100, 5100, kA, Outcome::timeout);
  const auto write = [](OperationRecord& r) { r.kind = OpKind::write; };
  story.operation(100, 350, kB, Outcome::ok, write);
  story.operation(100, 450, kC, Outcome::ok, write);
  const Analysis a = story.analyse();
  const Percentiles& read = a.by_region[kA].read;
  CHECK(read.count == 100);
  CHECK(read.mean_s == Approx(0.0505));
  CHECK(read.p50_s == Approx(0.050).epsilon(1.0 / 128));
  CHECK(read.p90_s == Approx(0.090).epsilon(1.0 / 128));
  CHECK(read.p99_s == Approx(0.099).epsilon(1.0 / 128));
  CHECK(read.max_s == Approx(0.100));
  CHECK(a.by_region[kA].write.count == 0);
  CHECK(a.by_region[kB].write.mean_s == Approx(0.250));
  CHECK(a.overall.write.count == 2);
  CHECK(a.overall.write.mean_s == Approx(0.300));
  CHECK(a.overall.write.max_s == Approx(0.350));
  CHECK(a.overall.read.count == 100);
}

TEST_CASE("The series tells each window what was issued and what ended in it, the warm-up included", "[analysis]") {
  Story story;
  story.scenario.warmup = Time::seconds(5);
  story.operation(100, 150, kA, Outcome::ok);
  story.operation(900, 1100, kA, Outcome::ok);  // issued in window 0, ends in window 1
  story.operation(950, 1050, kA, Outcome::timeout);
  story.operation(1500, 1510, kA, Outcome::ok, [](OperationRecord& r) { r.kind = OpKind::write; });
  story.operation(3000, 20000, kA, Outcome::in_flight);
  const Analysis a = story.analyse();
  REQUIRE(a.series.size() == 3);
  const auto& windows = a.series[kA];
  REQUIRE(windows.size() == 21);  // until the end record at 20 s
  CHECK(windows[0].issued == 3);
  CHECK(windows[0].ok == 1);
  CHECK(windows[0].failed == 0);
  CHECK(windows[0].read_p50_ms == Approx(50).epsilon(1.0 / 128));
  CHECK(windows[1].issued == 1);
  CHECK(windows[1].ok == 2);
  CHECK(windows[1].failed == 1);
  CHECK(windows[1].read_p99_ms == Approx(200).epsilon(1.0 / 128));
  CHECK(windows[1].write_p50_ms == Approx(10).epsilon(1.0 / 128));
  CHECK(windows[3].issued == 1);
  CHECK(windows[20].ok == 0);
  for (const auto& region : {kB, kC})
    for (const Window& w : a.series[region]) CHECK(w.issued + w.ok + w.failed == 0);
}

}  // namespace bicoastal::test
