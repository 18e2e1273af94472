#include "sim/report/witness_page.hpp"
#include "sim/report/witness_text.hpp"

#include "unit/report/made_run.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include <string>

using namespace bicoastal;
using namespace bicoastal::test;
using Catch::Matchers::Contains;

namespace {

constexpr std::size_t kUs = 0, kEu = 1;
const VersionId kWritten(StoreId(kUs), 0, 1), kOther(StoreId(kEu), 0, 1);

Time ms(double milliseconds) { return Time::seconds(100) + Time::millis(milliseconds); }

WitnessOp write_op(Part part, char name, std::size_t session, std::size_t store, VersionId version, double from) {
  WitnessOp op;
  op.part = part;
  op.name = name;
  op.kind = OpKind::write;
  op.session = SessionId(session);
  op.key = KeyId(std::size_t{7});
  op.version = version;
  op.store = StoreId(store);
  op.invoked = ms(from);
  op.accepted = ms(from + 5);
  op.stamp = op.accepted.ns;
  op.ended = ms(from + 10);
  return op;
}

/// Session 1 writes in us-east-1; session 2 reads in eu-west-1 before the write is there.
Witness stale_read() {
  Witness w;
  w.anomaly.kind = AnomalyKind::stale_read;
  w.anomaly.key = KeyId(std::size_t{7});
  w.anomaly.time = ms(40);
  WitnessOp read;
  read.part = Part::stale_read;
  read.session = SessionId(std::size_t{2});
  read.key = w.anomaly.key;
  read.store = StoreId(kEu);
  read.invoked = ms(30);
  read.ended = ms(40);
  w.ops = {write_op(Part::missed, 'A', 1, kUs, kWritten, 0), read};
  WitnessEvent there{.kind = WitnessEvent::Kind::arrived, .at = ms(50), .version = kWritten};
  there.from = StoreId(kUs);
  there.to = StoreId(kEu);
  there.sent = ms(15);
  w.events = {there};
  w.cause.kind = CauseKind::lag;
  w.cause.usual = Time::millis(44);
  w.cause.delivery = Delivery{.version = kWritten,
                              .from = StoreId(kUs),
                              .to = StoreId(kEu),
                              .accepted = ms(5),
                              .sent = ms(15),
                              .arrived = ms(50),
                              .needed = ms(40)};
  return w;
}

Witness clocks_at_odds() {
  Witness w;
  w.anomaly.kind = AnomalyKind::discarded_write;
  w.anomaly.key = KeyId(std::size_t{7});
  w.anomaly.time = ms(60);
  w.ops = {write_op(Part::winner, 'A', 1, kUs, kWritten, 0), write_op(Part::loser, 'B', 2, kEu, kOther, 20)};
  w.ops[0].stamp += Time::millis(30).ns;
  w.cause.kind = CauseKind::clock_skew;
  w.cause.skew = Time::millis(30);
  return w;
}

}  // namespace

TEST_CASE("A witness is told in a sentence, a diagram and a reason", "[report]") {
  const Scenario s = made_scenario();
  CHECK(witness_page(stale_read(), s, {57, 12, 144}, Ink{}, Glyphs::unicode) ==
        R"(Anomaly 57: stale read, 12 of 144
key 7, at 100.040000 s of the run; 0 ms in the diagram is 100.000000 s

Session 2 read key 7 in eu-west-1 and was given the value of the very beginning. Write A,
acknowledged in us-east-1 20 ms before the read began, was missing there.

        ms         session 1             us-east-1             eu-west-1             session 2
                       │                     │                     │                     │
       0.0             ├─ write A ──────────►│                     │                     │
       5.0             │                     ● accepts A           │                     │
      10.0             │◄──────── A is done ─┤                     │                     │
      30.0             │                     │                     │◄───────────── read ─┤
      40.0             │                     │                     ├─ nothing yet ──────►│
      50.0             │                     ├─ A, sent at 15.0 ──►│                     │
                       │                     │                     │                     │

Why: replication takes its time. A from us-east-1 to eu-west-1 took 45 ms (usually 44 ms); the read
was answered 35 ms after A was accepted. By then A had been under way for 25 ms.
)");
}

TEST_CASE("Clock skew is told with how far the clocks were apart and who should have won", "[report]") {
  const Scenario s = made_scenario();
  // Accepted at 5 and 25 ms; stamped 35 and 25 ms.
  CHECK(why_it_happened(clocks_at_odds(), s) ==
        "clock skew. B was accepted 20 ms after A, but is stamped 10 ms before it: the clock of us-east-1 was 30 ms "
        "ahead of that of eu-west-1. With right clocks B would have prevailed.");
  const std::string page = witness_page(clocks_at_odds(), s, {0, 1, 1}, Ink{}, Glyphs::ascii);
  CHECK_THAT(page, Contains("stamped 35.0") && Contains("stamped 25.0"));
}

TEST_CASE("A witness as a document has the same operations, events and cause", "[report]") {
  const Scenario s = made_scenario();
  const auto json = nlohmann::json::parse(witness_json(stale_read(), s, {57, 12, 144}));
  CHECK(json["number"] == 57);
  CHECK(json["kind"] == "stale_read");
  CHECK(json["sentence"] == what_happened(stale_read(), s));
  CHECK(json["cause"]["kind"] == "lag");
  CHECK(json["cause"]["usual_ms"] == 44.0);
  CHECK(json["cause"]["fault"].is_null());
  CHECK(json["cause"]["delivery"]["to"] == "eu-west-1");
  REQUIRE(json["operations"].size() == 2);
  CHECK(json["operations"][0]["name"] == "A");
  CHECK(json["operations"][1]["returned"].is_null());
  CHECK(json["operations"][1]["session"] == 2);
  REQUIRE(json["events"].size() == 1);
  CHECK(json["events"][0]["event"] == "arrived");
  CHECK(json["events"][0]["write"] == "A");
}

TEST_CASE("A witness without operations says why", "[report]") {
  const Scenario s = made_scenario();
  Witness w = stale_read();
  w.ops.clear();
  const std::string page = witness_page(w, s, {57, 12, 144}, Ink{}, Glyphs::unicode);
  CHECK_THAT(page, Contains("The run file does not hold all") && Contains("stale read"));
  CHECK_THAT(page, !Contains("Why"));
}
