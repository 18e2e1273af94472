#include "sim/analysis/atomicity.hpp"
#include "detectors/story.hpp"
#include "sim/analysis/register_histories.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

Verdict judge(const Story& story) {
  RegisterHistories histories(story.scenario);
  histories.consume(story.records());
  return two_atomic(histories.of(KeyId(std::size_t{5})));
}

}  // namespace

TEST_CASE("A read may return the last write but one", "[detectors]") {
  Story story;
  const auto first = story.write(100, 0, 5, kA);
  const auto second = story.write(200, 0, 5, kA);
  story.read(300, 10, 5, first);
  story.read(310, 0, 5, second);
  story.read(320, 10, 5, first);
  CHECK(judge(story) == Verdict::valid);
}

TEST_CASE("A read of the last write but two is not 2-atomic", "[detectors]") {
  Story story;
  const auto first = story.write(100, 0, 5, kA);
  story.write(200, 0, 5, kA);
  story.write(300, 0, 5, kA);
  story.read(400, 10, 5, first);
  CHECK(judge(story) == Verdict::violated);
}

TEST_CASE("The initial value counts as a write before all others", "[detectors]") {
  Story story;
  story.write(100, 0, 5, kA);
  story.read_initial(200, 10, 5);
  CHECK(judge(story) == Verdict::valid);
  story.write(300, 0, 5, kA);
  story.read_initial(400, 10, 5);
  CHECK(judge(story) == Verdict::violated);
}

TEST_CASE("Writes under way together are put in the order that reads need", "[detectors]") {
  Story story;
  const auto first = story.accept(110, 0, 5, kA);
  const auto second = story.accept(120, 1, 5, kA);
  const auto third = story.accept(130, 2, 5, kA);
  for (const auto& w : {first, second, third}) story.acknowledge(150, w, 100);
  story.read(200, 10, 5, third);
  story.read(210, 10, 5, first);
  CHECK(judge(story) == Verdict::valid);
  story.read(220, 10, 5, second);  // one of the three must have been two behind
  CHECK(judge(story) == Verdict::violated);
}

TEST_CASE("A write that timed out stands between two others only where it is read", "[detectors]") {
  Story story;
  const auto first = story.write(100, 0, 5, kA);
  const auto silent = story.accept(150, 0, 5, kA);
  story.operation(149, 180, kA, Outcome::timeout, [&](OperationRecord& r) {
    r.kind = OpKind::write;
    r.op = silent.op;
    r.key = KeyId(std::size_t{5});
  });
  story.write(200, 0, 5, kA);
  story.read(300, 10, 5, first);
  CHECK(judge(story) == Verdict::valid);
  story.read(190, 10, 5, silent);  // so it was there between them
  CHECK(judge(story) == Verdict::violated);
}

TEST_CASE("Nothing is two behind a write that came later than its reader", "[detectors]") {
  Story story;
  Story::Write future;
  future.version = VersionId(StoreId(kA), 0, 1);
  story.read(50, 10, 5, future);
  story.write(100, 0, 5, kA);
  CHECK(judge(story) == Verdict::violated);
}

TEST_CASE("A read of what nobody is known to have written leaves 2-atomicity undecided", "[detectors]") {
  Story story;
  Story::Write unheard_of;
  unheard_of.version = VersionId(StoreId(kB), 0, 7);
  story.write(100, 0, 5, kA);
  story.read(200, 10, 5, unheard_of);
  CHECK(judge(story) == Verdict::unknown);
}

}  // namespace bicoastal::test
