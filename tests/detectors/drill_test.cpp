#include "detectors/story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

Story drill_of(std::vector<DrillStep> plan) {
  Story story(3, WritePattern::global);
  story.scenario.drill = std::move(plan);
  story.scenario.faults.push_back(
      {"A lost", "region_down", Time::seconds(1), Time::seconds(8), RegionDown{RegionId(kA)}});
  return story;
}

const DrillStep kFailOver{"over", DrillStep::Kind::fail_over, Time::seconds(3)};
const DrillStep kVerify{"data", DrillStep::Kind::verify, Time::seconds(1)};
const DrillStep kBack{"back", DrillStep::Kind::fail_back, Time::seconds(1)};
const DrillStep kRecover{"users", DrillStep::Kind::recover, Time::seconds(4)};

}  // namespace

TEST_CASE("A failover takes from the fault to the promotion, and what was acknowledged is found", "[detectors]") {
  Story story = drill_of({kFailOver, kVerify});
  const auto w = story.write(100, 0, 7, kA);
  story.apply(150, w, kB);
  story.fault(1000, 0, true);
  story.role(2000, RoleEvent::detected, kA);
  story.role(2500, RoleEvent::decided, kB);
  story.role(3500, RoleEvent::promoted, kB);
  const auto drill = story.analyse().drill;
  REQUIRE(drill.size() == 2);
  CHECK(drill[0].began_s == Approx(1));
  CHECK(drill[0].took_s.value() == Approx(2.5));
  CHECK(drill[0].in_time);
  CHECK(drill[1].began_s == Approx(3.5));
  CHECK(drill[1].took_s.value() == 0);
  CHECK(drill[1].missing == 0);
  CHECK(drill[1].in_time);
}

TEST_CASE("An acknowledged write that the new primary lacks is missing; one that comes late takes its time",
          "[detectors]") {
  Story story = drill_of({kFailOver, kVerify});
  const auto late = story.write(900, 0, 7, kA), never = story.write(910, 1, 8, kA);
  story.fault(1000, 0, true);
  story.role(2000, RoleEvent::detected, kA);
  story.role(3000, RoleEvent::promoted, kB);
  story.apply(3600, late, kB);
  const auto drill = story.analyse().drill;
  CHECK(drill[1].missing == 2);
  CHECK(drill[1].never == 1);
  CHECK_FALSE(drill[1].took_s);
  CHECK_FALSE(drill[1].in_time);
  story.apply(3700, never, kB);
  const auto found = story.analyse().drill;
  CHECK(found[1].missing == 2);
  CHECK(found[1].never == 0);
  CHECK(found[1].took_s.value() == Approx(0.7));
  CHECK(found[1].in_time);
}

TEST_CASE("A write that was not acknowledged is nobody's loss, a lost one never comes", "[detectors]") {
  Story story = drill_of({kFailOver, kVerify});
  story.accept(950, 0, 7, kA);
  const auto lost = story.write(900, 1, 8, kA);
  story.fault(1000, 0, true);
  story.role(2000, RoleEvent::detected, kA);
  story.lose(3000, lost);
  story.role(3000, RoleEvent::promoted, kB);
  const auto drill = story.analyse().drill;
  CHECK(drill[1].missing == 1);
  CHECK(drill[1].never == 1);
}

TEST_CASE("A write that the new primary had and took back is not there", "[detectors]") {
  Story story = drill_of({kFailOver, kVerify});
  const auto w = story.write(100, 0, 7, kA);
  story.apply(150, w, kB);
  story.roll_back(200, kB, 7);
  story.fault(1000, 0, true);
  story.role(2000, RoleEvent::detected, kA);
  story.role(3000, RoleEvent::promoted, kB);
  CHECK(story.analyse().drill[1].missing == 1);
}

TEST_CASE("The failover of several partitions is done when the last has moved", "[detectors]") {
  Story story = drill_of({kFailOver});
  story.scenario.data.writes = WritePattern::partitioned;
  story.fault(1000, 0, true);
  story.role(2000, RoleEvent::detected, kA, 0);
  story.role(2000, RoleEvent::detected, kA, 1);
  story.role(3000, RoleEvent::promoted, kB, 0);
  CHECK_FALSE(story.analyse().drill[0].took_s);
  story.role(3900, RoleEvent::promoted, kB, 1);
  CHECK(story.analyse().drill[0].took_s.value() == Approx(2.9));
}

TEST_CASE("A fail-back takes from the begin of the planned return until the primary is at home", "[detectors]") {
  Story story = drill_of({kFailOver, kVerify, kBack, kVerify});
  story.fault(1000, 0, true);
  story.role(2000, RoleEvent::detected, kA);
  story.role(3000, RoleEvent::promoted, kB);
  const auto w = story.write(4000, 0, 7, kB);
  story.apply(4050, w, kA);
  story.role(6000, RoleEvent::failback, kA);
  story.role(7500, RoleEvent::promoted, kA);
  const auto drill = story.analyse().drill;
  CHECK(drill[2].began_s == Approx(6));
  CHECK(drill[2].took_s.value() == Approx(1.5));
  CHECK_FALSE(drill[2].in_time);  // the plan says 1 s
  CHECK(drill[3].missing == 0);
  CHECK(drill[3].in_time);
}

TEST_CASE("Users are served again when no window is bad any more", "[detectors]") {
  Story story = drill_of({kFailOver, kRecover});
  for (int s = 0; s < 9; ++s)
    for (int i = 0; i < 10; ++i)
      story.operation(s * 1000 + i * 10, s * 1000 + i * 10 + 1, kA, s >= 1 && s < 4 ? Outcome::timeout : Outcome::ok);
  story.fault(1000, 0, true);
  story.role(2000, RoleEvent::detected, kA);
  story.role(3000, RoleEvent::promoted, kB);
  const auto drill = story.analyse().drill;
  CHECK(drill[1].took_s.value() == Approx(3));
  CHECK(drill[1].in_time);
}

TEST_CASE("What did not happen was not done", "[detectors]") {
  const auto drill = drill_of({kFailOver, kVerify, kBack}).analyse().drill;
  REQUIRE(drill.size() == 3);
  for (const DrillFigures& step : drill) {
    CHECK_FALSE(step.began_s);
    CHECK_FALSE(step.in_time);
  }
}

}  // namespace bicoastal::test
