#include "detectors/story.hpp"

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

Linearizability judge(const Story& story, std::optional<double> end_ms = 20000.0) {
  Analyser analyser(story.scenario, {.linearizability = true});
  analyser.consume(story.records(end_ms));
  return analyser.finish().linearizability;
}

RegisterOp op(double invoked_ms, double completed_ms, OpKind kind, VersionId version, OpId id, std::size_t session) {
  return {Story::at(invoked_ms), Story::at(completed_ms), kind, version, id, SessionId(session)};
}
RegisterOp written(double ms, const Story::Write& w) {
  return op(ms, ms + 2, OpKind::write, w.version, w.op, w.session);
}
RegisterOp read(double ms, VersionId version, OpId id, std::size_t session) {
  return op(ms, ms + 1, OpKind::read, version, id, session);
}

/// A write of session 0 to key 5 that is accepted, and of whose end its client hears nothing.
Story::Write unanswered(Story& story, double invoked_ms, double accepted_ms, double ended_ms, Outcome outcome) {
  const Story::Write w = story.accept(accepted_ms, 0, 5, kA);
  OperationRecord r;
  r.kind = OpKind::write;
  r.outcome = outcome;
  r.attempts = 1;
  r.session = SessionId(std::size_t{0});
  r.invoked = Story::at(invoked_ms);
  r.op = w.op;
  r.key = KeyId(std::size_t{5});
  r.population = PopulationId(std::size_t{0});
  story.tell(ended_ms, r);
  return w;
}

}  // namespace

TEST_CASE("A run is not judged unless it is asked for", "[detectors]") {
  Story story;
  story.write(100, 0, 5, kA);
  story.read_initial(150, 10, 5);
  const Analysis a = story.analyse();
  CHECK_FALSE(a.linearizability.checked);
  CHECK(a.linearizability.verdict == Verdict::unknown);
}

TEST_CASE("Reads that follow each acknowledged write are linearizable", "[detectors]") {
  Story story;
  const auto first = story.write(100, 0, 5, kA);
  story.read(150, 10, 5, first);
  const auto second = story.write(200, 10, 5, kA);
  story.read(203, 0, 5, second);
  story.write(300, 0, 6, kA);
  story.read_initial(400, 0, 7);
  const Linearizability l = judge(story);
  CHECK(l.checked);
  CHECK(l.verdict == Verdict::valid);
  CHECK(l.keys == 2);  // that were written
  CHECK(l.violated == 0);
  CHECK(l.undecided == 0);
  CHECK(l.delta_s == 0.0);
  CHECK_FALSE(l.delta_key.has_value());
  CHECK(l.examples.empty());
}

TEST_CASE("A read that misses an acknowledged write is not linearizable", "[detectors]") {
  Story story;
  const auto w = story.write(100, 0, 5, kA);      // acknowledged at 102
  const OpId r = story.read_initial(150, 10, 5);  // 48 ms later
  const Linearizability l = judge(story);
  CHECK(l.verdict == Verdict::violated);
  CHECK(l.violated == 1);
  CHECK(l.delta_s == Approx(0.048).margin(2e-9));
  CHECK(l.delta_key == KeyId(std::size_t{5}));
  REQUIRE(l.examples.size() == 1);
  CHECK(l.examples[0].key == KeyId(std::size_t{5}));
  CHECK(l.examples[0].ops == std::vector{written(100, w), read(150, {}, r, 10)});
}

TEST_CASE("A read of what was overwritten is shown with both writes", "[detectors]") {
  Story story;
  const auto old = story.write(100, 0, 5, kA);
  story.read(110, 10, 5, old);
  const auto young = story.write(200, 0, 5, kA);
  story.read(250, 0, 5, young);
  const OpId r = story.read(300, 10, 5, old);
  const Linearizability l = judge(story);
  CHECK(l.verdict == Verdict::violated);
  REQUIRE(l.examples.size() == 1);
  CHECK(l.examples[0].ops == std::vector{written(100, old), written(200, young), read(300, old.version, r, 10)});
}

TEST_CASE("New, then old, read by two sessions while the write is under way, is not linearizable", "[detectors]") {
  Story story;
  const auto w = story.accept(110, 0, 5, kA);
  const OpId young = story.read(120, 1, 5, w);      // from A
  const OpId old = story.read_initial(130, 10, 5);  // from B, which has not heard of it
  story.acknowledge(190, w, 100);
  const Linearizability l = judge(story);
  CHECK(l.verdict == Verdict::violated);
  CHECK(story.analyse().staleness.stale_reads == 0);  // nothing acknowledged is missed: only the order tells
  REQUIRE(l.examples.size() == 1);
  CHECK(l.examples[0].ops == std::vector{read(120, w.version, young, 1), read(130, {}, old, 10)});
}

TEST_CASE("Old, then new, read while the write is under way, is linearizable", "[detectors]") {
  Story story;
  const auto w = story.accept(110, 0, 5, kA);
  story.read_initial(120, 10, 5);
  story.read(130, 1, 5, w);
  story.acknowledge(190, w, 100);
  CHECK(judge(story).verdict == Verdict::valid);
}

TEST_CASE("A stale read need not be unlinearizable: two writes that overlap have no order", "[detectors]") {
  Story story;
  const auto first = story.accept(110, 0, 5, kA);
  const auto second = story.accept(120, 10, 5, kB);  // later by its stamp
  story.acknowledge(130, second, 100);
  story.acknowledge(140, first, 100);
  story.read(200, 0, 5, first);
  CHECK(story.analyse().staleness.stale_reads == 1);
  CHECK(judge(story).verdict == Verdict::valid);
}

TEST_CASE("An acknowledged write that is lost is not linearizable once the old value is read", "[detectors]") {
  Story story(3, WritePattern::global);
  const auto kept = story.write(100, 0, 5, kA);
  const auto gone = story.write(200, 0, 5, kA);
  story.lose(300, gone);
  const OpId r = story.read(400, 10, 5, kept);
  const Linearizability l = judge(story);
  CHECK(l.verdict == Verdict::violated);
  CHECK(l.delta_s == Approx(0.198).margin(2e-9));
  REQUIRE(l.examples.size() == 1);
  CHECK(l.examples[0].ops == std::vector{written(100, kept), written(200, gone), read(400, kept.version, r, 10)});
}

TEST_CASE("A write that timed out may be read later", "[detectors]") {
  Story story;
  const auto w = unanswered(story, 100, 150, 200, Outcome::timeout);
  story.read_initial(300, 10, 5);  // not yet
  story.read(400, 10, 5, w);
  CHECK(judge(story).verdict == Verdict::valid);
}

TEST_CASE("A write that timed out may be accepted after its client gave up, and read", "[detectors]") {
  Story story;
  const auto w = unanswered(story, 100, 250, 200, Outcome::timeout);
  story.read_initial(240, 10, 5);
  story.read(260, 10, 5, w);
  CHECK(judge(story).verdict == Verdict::valid);
}

TEST_CASE("A write that timed out may never be read", "[detectors]") {
  for (const Outcome outcome : {Outcome::timeout, Outcome::in_flight}) {
    Story story;
    unanswered(story, 100, 150, 200, outcome);
    story.read_initial(300, 10, 5);
    story.read_initial(400, 0, 5);
    CHECK(judge(story).verdict == Verdict::valid);
  }
}

TEST_CASE("A write that timed out and was read is not taken back", "[detectors]") {
  Story story;
  const auto w = unanswered(story, 100, 150, 200, Outcome::timeout);
  const OpId young = story.read(400, 10, 5, w);
  const OpId old = story.read_initial(500, 10, 5);
  const Linearizability l = judge(story);
  CHECK(l.verdict == Verdict::violated);
  REQUIRE(l.examples.size() == 1);
  CHECK(l.examples[0].ops == std::vector{read(400, w.version, young, 10), read(500, {}, old, 10)});
}

TEST_CASE("A write that timed out does not take effect before it was begun", "[detectors]") {
  Story story;
  const auto old = story.write(100, 0, 5, kA);
  const auto w = unanswered(story, 200, 201, 300, Outcome::timeout);
  // Begun before either, and it returns `w`: fine, `w` was written while it was under way.
  const OpId early = story.operation(50, 400, 1, Outcome::ok, [&](OperationRecord& r) {
    r.key = KeyId(std::size_t{5});
    r.version = w.version;
    r.stamp = w.stamp;
  });
  CHECK(judge(story).verdict == Verdict::valid);
  // But `w` comes after `old` and was there at 400.
  const OpId r = story.read(500, 0, 5, old);
  const Linearizability l = judge(story);
  CHECK(l.verdict == Verdict::violated);
  REQUIRE(l.examples.size() == 1);
  CHECK(l.examples[0].ops ==
        std::vector{op(50, 400, OpKind::read, w.version, early, 10),
                    written(100, old),
                    {Story::at(200), Time::max(), OpKind::write, w.version, w.op, SessionId(std::size_t{0})},
                    read(500, old.version, r, 0)});
}

TEST_CASE("A refused write that was accepted all the same, in an earlier attempt, may be read", "[detectors]") {
  Story story;
  const auto w = unanswered(story, 100, 150, 200, Outcome::refused);
  story.read(300, 10, 5, w);
  CHECK(judge(story).verdict == Verdict::valid);
}

TEST_CASE("A value is not read before its write began, however one shifts the reads", "[detectors]") {
  Story story;
  Story::Write future;
  future.version = VersionId(StoreId(kA), 0, 1);
  future.stamp = Story::at(101).ns;
  const OpId r = story.read(50, 10, 5, future);
  const auto w = story.write(100, 0, 5, kA);
  REQUIRE(w.version == future.version);
  const Linearizability l = judge(story);
  CHECK(l.verdict == Verdict::violated);
  CHECK_FALSE(l.delta_s.has_value());
  REQUIRE(l.examples.size() == 1);
  CHECK(l.examples[0].ops == std::vector{read(50, w.version, r, 10), written(100, w)});
}

TEST_CASE("A read of what nobody is known to have written leaves the run undecided", "[detectors]") {
  Story story;
  Story::Write unheard_of;
  unheard_of.version = VersionId(StoreId(kB), 0, 7);
  story.write(100, 0, 6, kA);
  story.read(200, 10, 5, unheard_of);
  const Linearizability l = judge(story);
  CHECK(l.verdict == Verdict::unknown);
  CHECK(l.undecided == 1);
  CHECK(l.violated == 0);
}

TEST_CASE("A history without its end is not valid, but it can be violated", "[detectors]") {
  Story story;
  story.write(100, 0, 5, kA);
  CHECK(judge(story, std::nullopt).verdict == Verdict::unknown);
  story.read_initial(200, 0, 5);
  CHECK(judge(story, std::nullopt).verdict == Verdict::violated);
}

TEST_CASE("What is more than a register is not judged as one", "[detectors]") {
  Story story;
  story.write(100, 0, 5, kA);
  story.read_initial(150, 10, 5);
  SECTION("another data type") { story.scenario.keys.type = DataType::counter; }
  SECTION("a merging policy") { story.scenario.data.conflicts.merges = true; }
  const Linearizability l = judge(story);
  CHECK(l.checked);
  CHECK(l.verdict == Verdict::unknown);
  CHECK(l.keys == 0);
  CHECK_FALSE(l.delta_s.has_value());
}

TEST_CASE("A read that begins at the instant of an acknowledgement must return the write", "[detectors]") {
  Story story;
  story.write(100, 0, 5, kA);
  story.read_initial(102, 10, 5);
  const Linearizability l = judge(story);
  CHECK(l.verdict == Verdict::violated);
  CHECK(l.delta_s == 1e-9);  // the least that puts it before
}

}  // namespace bicoastal::test
