#include "sim/report/export/shiviz.hpp"

#include "unit/report/export_run.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

VersionId made_version(std::uint64_t sequence, std::size_t store = 0) { return VersionId(StoreId(store), 0, sequence); }

ApplyRecord apply(std::size_t at, std::size_t from, Time time, VersionId what, VersionId over = {}) {
  ApplyRecord a;
  a.time = time;
  a.store = StoreId(at);
  a.from = StoreId(from);
  a.key = KeyId(5);
  a.version = what;
  a.displaced = over;
  return a;
}

OperationRecord at_store(OperationRecord operation, std::size_t store) {
  operation.store = StoreId(store);
  return operation;
}

}  // namespace

TEST_CASE("a write, its way to another region and a read there are told with their clocks", "[report][export]") {
  Scenario scenario = made_scenario();
  scenario.stores[1].name = "eu west/leader";  // a host's name holds no space
  StoredRun run(scenario);
  run.add(operation(1, OpKind::write, 7, Time::millis(1), Time::millis(3), Outcome::ok, made_version(1)))
      .add(accept(1, 7, Time::millis(2), made_version(1)))
      .add(apply(1, 0, Time::millis(40), made_version(1)))
      .add(
          at_store(operation(2, OpKind::read, 8, Time::millis(50), Time::millis(52), Outcome::ok, made_version(1)), 1));
  Collected out;
  const RunFile file = run.file();
  const auto made = export_shiviz(file, {.key = KeyId(5)}, out.sink());
  REQUIRE(made);
  CHECK(made->entries == 7);
  CHECK(made->hosts == 4);
  CHECK(out.text == R"x((?<event>.*)\n(?<host>\S*) (?<clock>{.*})

0.001000 s: writes key 5
session-7 {"session-7":1}
0.002000 s: accepts us-east-1/leader#1 over the initial value
us-east-1/leader {"session-7":1,"us-east-1/leader":1}
0.003000 s: has written us-east-1/leader#1, 2.000 ms
session-7 {"session-7":2,"us-east-1/leader":1}
0.040000 s: applies us-east-1/leader#1 over the initial value
eu-west/leader {"eu-west/leader":1,"session-7":1,"us-east-1/leader":1}
0.050000 s: reads key 5
session-8 {"session-8":1}
0.051000 s: shows us-east-1/leader#1
eu-west/leader {"eu-west/leader":2,"session-7":1,"session-8":1,"us-east-1/leader":1}
0.052000 s: has read us-east-1/leader#1, 2.000 ms
session-8 {"eu-west/leader":2,"session-7":1,"session-8":2,"us-east-1/leader":1}
)x");
}

TEST_CASE("a read is shown its version while that was the current one", "[report][export]") {
  StoredRun run;
  run.add(accept(1, 7, Time(1000), made_version(1)))
      .add(accept(2, 7, Time(1040), made_version(2), made_version(1)))
      .add(accept(3, 7, Time(1080), made_version(3), made_version(2)))
      .add(operation(10, OpKind::read, 8, Time(900), Time(1100)))                                 // initial: 900 - 1000
      .add(operation(11, OpKind::read, 8, Time(1010), Time(1200), Outcome::ok, made_version(1)))  // 1010 - 1040
      .add(operation(12, OpKind::read, 8, Time(1000), Time(1200), Outcome::ok, made_version(2)))  // 1040 - 1080
      .add(operation(13, OpKind::read, 8, Time(1000), Time(1200), Outcome::ok, made_version(3)));  // 1080 - 1200
  Collected out;
  const RunFile file = run.file();
  REQUIRE(export_shiviz(file, {.key = KeyId(5)}, out.sink()));
  std::vector<std::string> shown;
  for (const std::string& line : out.lines())
    if (line.find(" shows ") != std::string::npos) shown.push_back(line);
  CHECK(shown == std::vector<std::string>{"0.000001 s: shows the initial value", "0.000001 s: shows us-east-1/leader#1",
                                          "0.000001 s: shows us-east-1/leader#2",
                                          "0.000001 s: shows us-east-1/leader#3"});
  CHECK(out.text.find("shows the initial value") < out.text.find("accepts us-east-1/leader#1"));
  CHECK(out.text.find("shows us-east-1/leader#1") < out.text.find("accepts us-east-1/leader#2"));
  CHECK(out.text.find("shows us-east-1/leader#2") < out.text.find("accepts us-east-1/leader#3"));
}

TEST_CASE("without a key, the one with most anomalies is told, and without these the one most written",
          "[report][export]") {
  for (const bool anomalous : {true, false}) {
    StoredRun run;
    for (std::uint64_t i = 1; i <= 6; ++i) {
      AcceptRecord one = accept(i, 7, Time::seconds(static_cast<double>(i)), made_version(i));
      one.key = KeyId(i <= 4 ? 5 : 6);
      run.add(one);
    }
    if (anomalous) run.anomaly(AnomalyKind::conflict, Time::seconds(6), KeyId(6));
    Collected out;
    const RunFile file = run.file();
    const auto made = export_shiviz(file, {}, out.sink());
    REQUIRE(made);
    CHECK(made->key == KeyId(anomalous ? 6 : 5));
    CHECK(made->entries == (anomalous ? 2 : 4));
    CHECK(made->anomalies == (anomalous ? 1 : 0));
  }
}

TEST_CASE("the limit keeps what led to the first anomaly", "[report][export]") {
  StoredRun run;
  for (std::uint64_t i = 1; i <= 100; ++i)
    run.add(accept(i, 7, Time::seconds(static_cast<double>(i)), made_version(i)));
  run.anomaly(AnomalyKind::conflict, Time::seconds(50), KeyId(5));
  Collected out;
  const RunFile file = run.file();
  const auto made = export_shiviz(file, {.limit = 9}, out.sink());
  REQUIRE(made);
  CHECK(made->entries == 9);
  CHECK(made->covered.from == Time::seconds(45));
  CHECK(made->covered.to == Time::seconds(53));
}
