// Two cases of one region that everybody meets first: copies behind a load balancer, and a replica that is read right
// after a write. (Carts, increments, seats and accounts stand with their types.)
#include "detectors/story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

constexpr std::size_t kLeader = 0, kCopy1 = 1, kCopy2 = 2;

/// A leader and two read copies of one region.
Story behind_a_balancer() {
  Story story(1);
  story.scenario.stores.push_back({"A/copy1", RegionId(kA), ZoneId(kA), false});
  story.scenario.stores.push_back({"A/copy2", RegionId(kA), ZoneId(kA), false});
  return story;
}

}  // namespace

TEST_CASE("Classic: a refresh through the load balancer shows the page of before", "[detectors]") {
  Story story = behind_a_balancer();
  const auto post = story.write(100, 0, 5, kLeader);
  story.apply(110, post, kCopy1);
  story.read(200, 7, 5, post);                         // the balancer chose the first copy
  const OpId refresh = story.read_initial(300, 7, 5);  // and now the second, which lags
  story.apply(400, post, kCopy2);
  story.read(500, 7, 5, post);
  const Analysis a = story.analyse();
  CHECK(a.sessions.monotonic_reads == 1);
  CHECK(a.sessions.read_your_writes == 0);  // it is somebody else's post
  CHECK(a.staleness.stale_reads == 1);
  const auto found = only(a, AnomalyKind::monotonic_reads);
  REQUIRE(found.size() == 1);
  CHECK(found[0].op == refresh);
  CHECK(found[0].session == SessionId(std::size_t{7}));
  CHECK(found[0].version.is_initial());
  CHECK(found[0].other == post.version);
}

TEST_CASE("Classic: who saves a form and is sent to a replica sees it empty", "[detectors]") {
  Story story = behind_a_balancer();
  const auto form = story.write(100, 7, 5, kLeader);
  const OpId look = story.read_initial(105, 7, 5);  // acknowledged at 102; the copies follow at 110
  story.apply(110, form, kCopy1);
  story.apply(110, form, kCopy2);
  story.read(120, 7, 5, form);
  const Analysis a = story.analyse();
  CHECK(a.sessions.read_your_writes == 1);
  CHECK(a.sessions.monotonic_reads == 0);
  const auto found = only(a, AnomalyKind::read_your_writes);
  REQUIRE(found.size() == 1);
  CHECK(found[0].op == look);
  CHECK(found[0].other == form.version);
}

TEST_CASE("Classic, and right: the session that stays with one copy sees neither", "[detectors]") {
  Story story = behind_a_balancer();
  const auto post = story.write(100, 7, 5, kLeader);
  story.apply(110, post, kCopy1);
  story.read(120, 7, 5, post);
  story.read(130, 7, 5, post);
  story.apply(400, post, kCopy2);
  const Analysis a = story.analyse();
  CHECK(a.sessions.monotonic_reads == 0);
  CHECK(a.sessions.read_your_writes == 0);
  CHECK(a.staleness.stale_reads == 0);
}

}  // namespace bicoastal::test
