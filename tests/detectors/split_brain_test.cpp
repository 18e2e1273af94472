#include "detectors/story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {
double split_brain_s(const Story& story) { return story.analyse().split_brain_s; }
}  // namespace

TEST_CASE("A brain is split from the promotion until the old primary follows", "[detectors]") {
  Story story(3, WritePattern::global);
  story.role(1000, RoleEvent::detected, kA);
  story.role(2000, RoleEvent::decided, kB);
  story.role(3000, RoleEvent::promoted, kB);
  story.role(7500, RoleEvent::rejoined, kA);
  CHECK(split_brain_s(story) == Approx(4.5));
}

TEST_CASE("With fencing there are never two primaries", "[detectors]") {
  Story story(3, WritePattern::global);
  story.role(1000, RoleEvent::detected, kA);
  story.role(2000, RoleEvent::decided, kB);
  story.role(2000, RoleEvent::fenced, kA);
  story.role(3000, RoleEvent::promoted, kB);
  story.role(7500, RoleEvent::rejoined, kA);
  CHECK(split_brain_s(story) == 0);
}

TEST_CASE("An old primary whose region is down accepts nothing", "[detectors]") {
  Story story(3, WritePattern::global);
  story.scenario.faults.push_back(
      {"A lost", "region_down", Time::seconds(1), Time::seconds(5), RegionDown{RegionId(kA)}});
  story.fault(1000, 0, true);
  story.role(3000, RoleEvent::promoted, kB);
  story.fault(5000, 0, false);
  story.role(5250, RoleEvent::rejoined, kA);  // a quarter of a second later
  CHECK(split_brain_s(story) == Approx(0.25));
}

TEST_CASE("Time in which two partitions are split counts once, and lasts to the end where it does not end",
          "[detectors]") {
  Story story(3, WritePattern::partitioned);  // A, B and C are home to a partition each
  story.role(1000, RoleEvent::promoted, kB, 0);
  story.role(2000, RoleEvent::promoted, kC, 1);
  story.role(3000, RoleEvent::rejoined, kA, 0);
  CHECK(split_brain_s(story) == Approx(19.0));
}

TEST_CASE("In a planned return writes pause: nothing is split", "[detectors]") {
  Story story(3, WritePattern::global);
  story.role(1000, RoleEvent::fenced, kA);
  story.role(1000, RoleEvent::promoted, kB);
  story.role(2000, RoleEvent::rejoined, kA);
  story.role(5000, RoleEvent::failback, kA);
  story.role(6000, RoleEvent::promoted, kA);
  CHECK(split_brain_s(story) == 0);
}

TEST_CASE("A primary that has its lease again accepts again: beside another one it is split", "[detectors]") {
  Story story(3, WritePattern::global);
  story.role(1000, RoleEvent::fenced, kA);
  story.role(2000, RoleEvent::renewed, kA);
  CHECK(split_brain_s(story) == 0);
  story.role(4000, RoleEvent::promoted, kB);
  story.role(5500, RoleEvent::fenced, kA);
  CHECK(split_brain_s(story) == Approx(1.5));
}

}  // namespace bicoastal::test
