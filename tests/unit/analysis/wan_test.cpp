#include "detectors/story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

const PairFigures& pair(const Analysis& a, std::size_t from, std::size_t to) {
  for (const PairFigures& p : a.pairs)
    if (p.from.index() == from && p.to.index() == to) return p;
  throw std::out_of_range("no such pair");
}

BatchRecord batch(std::size_t from, std::size_t to, BatchEvent event, std::int64_t bytes, std::uint32_t writes) {
  BatchRecord r;
  r.from = StoreId(from);
  r.to = StoreId(to);
  r.event = event;
  r.bytes = bytes;
  r.writes = writes;
  return r;
}

}  // namespace

TEST_CASE("Bytes and writes count as sent, by ordered pair", "[analysis]") {
  Story story;
  story.tell(100, batch(kA, kB, BatchEvent::sent, 1000, 3));
  story.tell(200, batch(kA, kB, BatchEvent::failed, 1000, 3));
  story.tell(300, batch(kA, kB, BatchEvent::sent, 1000, 3));
  story.tell(400, batch(kA, kB, BatchEvent::arrived, 1000, 3));
  story.tell(500, batch(kB, kA, BatchEvent::sent, 70, 1));
  const Analysis a = story.analyse();
  REQUIRE(a.pairs.size() == 6);
  CHECK(pair(a, kA, kB).batches == 2);
  CHECK(pair(a, kA, kB).failed_batches == 1);
  CHECK(pair(a, kA, kB).writes == 6);
  CHECK(pair(a, kA, kB).bytes == 2000);
  CHECK(pair(a, kB, kA).bytes == 70);
  CHECK(pair(a, kC, kA).batches == 0);
  CHECK(a.wan_bytes == 2070);
}

TEST_CASE("Lag runs from the acceptance to the first arrival, applied or superseded, whoever passed it on",
          "[analysis]") {
  Story story;
  const auto loser = story.accept(100, 0, 5, kA);
  const auto winner = story.accept(110, 10, 5, kB);
  story.apply(150, loser, kB);   // superseded: 50 ms
  story.apply(170, winner, kA);  // 60 ms
  auto passed_on = loser;
  passed_on.store = kB;
  story.apply(300, passed_on, kC);  // A's write, by way of B: 200 ms
  story.apply(400, loser, kC);      // once more
  const Analysis a = story.analyse();
  CHECK(pair(a, kA, kB).lag.count == 1);
  CHECK(pair(a, kA, kB).lag.max_s == Approx(0.050));
  CHECK(pair(a, kB, kA).lag.max_s == Approx(0.060));
  CHECK(pair(a, kA, kC).lag.count == 1);
  CHECK(pair(a, kA, kC).lag.max_s == Approx(0.200));
  CHECK(pair(a, kB, kC).lag.count == 0);
}

TEST_CASE("The greatest backlog is that of the samples", "[analysis]") {
  Story story;
  for (const std::int64_t writes : {3, 500, 20}) {
    BacklogRecord r;
    r.from = StoreId(kA);
    r.to = StoreId(kC);
    r.writes = writes;
    r.bytes = writes * 200;
    story.tell(100, r);
  }
  const Analysis a = story.analyse();
  CHECK(pair(a, kA, kC).max_backlog_writes == 500);
  CHECK(pair(a, kA, kC).max_backlog_bytes == 100000);
  CHECK(pair(a, kC, kA).max_backlog_writes == 0);
}

}  // namespace bicoastal::test
