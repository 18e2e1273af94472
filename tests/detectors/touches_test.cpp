#include "detectors/story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

const FaultId kFirst(std::size_t{0}), kSecond(std::size_t{1});

Story with_two_faults() {
  Story story;
  for (const double from : {1.0, 2.0})
    story.scenario.faults.push_back({"cut", "link_down", Time::seconds(from), Time::seconds(5), LinkDown{}});
  story.fault(1000, 0, true);
  story.fault(2000, 1, true);
  story.fault(5000, 0, false);
  story.fault(5000, 1, false);
  return story;
}

auto touched_by(FaultId fault, std::uint32_t session = 0, OpKind kind = OpKind::read) {
  return [=](OperationRecord& r) {
    r.fault = fault;
    r.kind = kind;
    r.session = SessionId(std::size_t{session});
  };
}

}  // namespace

TEST_CASE("A fault tells the requests, sessions and writes that it touched", "[detectors]") {
  Story story = with_two_faults();
  story.operation(1500, 1600, kA, Outcome::timeout, touched_by(kFirst, 0));
  story.operation(1600, 1700, kA, Outcome::ok, touched_by(kFirst, 0));  // a retry helped
  story.operation(1700, 1800, kA, Outcome::unavailable, touched_by(kFirst, 1, OpKind::write));
  story.operation(1800, 1810, kB, Outcome::ok);
  const Analysis a = story.analyse();
  CHECK(a.faults[0].requests == 3);
  CHECK(a.faults[0].failed_requests == 2);
  CHECK(a.faults[0].sessions == 2);
  CHECK(a.faults[0].writes == 1);
  CHECK(a.faults[0].blast_radius_sessions == Approx(2.0 / 30));
  CHECK(a.faults[0].blast_radius_requests == Approx(3.0 / 4));
  CHECK(a.faults[0].onset_s == 1);
  CHECK(a.faults[0].end_s == 5);
  CHECK(a.faults[0].touched());
  CHECK_FALSE(a.faults[1].touched());
  CHECK_FALSE(a.faults[1].rto);
}

TEST_CASE("A second fault that touched an operation is told by a record of its own", "[detectors]") {
  Story story = with_two_faults();
  const OpId op = story.operation(2500, 2700, kA, Outcome::timeout, touched_by(kFirst, 4, OpKind::write));
  TouchRecord touch;
  touch.fault = kSecond;
  touch.op = op;
  touch.session = SessionId(std::size_t{4});
  touch.kind = OpKind::write;
  story.tell(2600, touch);
  story.tell(2610, touch);  // said twice: still one
  const Analysis a = story.analyse();
  for (const FaultFigures& f : a.faults) {
    CHECK(f.requests == 1);
    CHECK(f.sessions == 1);
    CHECK(f.writes == 1);
    CHECK(f.failed_requests == 1);
  }
}

TEST_CASE("Requests count as issued meanwhile by when they began", "[detectors]") {
  Story story = with_two_faults();
  story.operation(990, 1090, kA, Outcome::timeout, touched_by(kFirst));  // under way at the onset
  story.operation(1000, 1010, kA, Outcome::ok);
  story.operation(4999, 5010, kA, Outcome::ok, touched_by(kFirst));
  story.operation(5000, 5010, kA, Outcome::ok);
  const Analysis a = story.analyse();
  CHECK(a.faults[0].requests == 2);
  CHECK(a.faults[0].blast_radius_requests == Approx(0.5));  // of two that began while it lasted
}

TEST_CASE("A batch that a fault touched counts once, whatever its records say", "[detectors]") {
  Story story = with_two_faults();
  BatchRecord batch;
  batch.from = StoreId(kA);
  batch.to = StoreId(kB);
  batch.batch = 7;
  batch.bytes = 1000;
  batch.writes = 3;
  story.tell(1900, batch);  // sent, untouched
  batch.fault = kFirst;
  batch.event = BatchEvent::failed;
  story.tell(2500, batch);
  batch.event = BatchEvent::sent;
  batch.batch = 8;
  story.tell(2600, batch);  // again, held back by the first
  TouchRecord touch;
  touch.fault = kSecond;
  touch.op = OpId((std::size_t{kA} << 48) | (std::size_t{kB} << 32) | 8);
  story.tell(2700, touch);
  batch.event = BatchEvent::arrived;
  story.tell(2800, batch);
  const Analysis a = story.analyse();
  CHECK(a.faults[0].batches == 2);
  CHECK(a.faults[1].batches == 1);
  CHECK(a.faults[1].requests == 0);
  CHECK(a.faults[1].touched());
}

TEST_CASE("A fault that had not begun when the history ended keeps the times of the scenario", "[detectors]") {
  Story story;
  story.scenario.faults.push_back({"late", "link_down", Time::seconds(8), Time::max(), LinkDown{}});
  story.operation(100, 110, kA, Outcome::ok);
  const Analysis a = story.analyse(std::nullopt);
  CHECK(a.faults[0].onset_s == 8);
  CHECK(a.faults[0].end_s == Approx(0.11));
  CHECK_FALSE(a.faults[0].touched());
}

}  // namespace bicoastal::test
