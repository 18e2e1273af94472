#include "sim/report/export/jepsen.hpp"

#include "unit/report/export_run.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;
using namespace bicoastal::test;
using Lines = std::vector<std::string>;

namespace {

constexpr auto kRead = OpKind::read;
constexpr auto kWrite = OpKind::write;

VersionId version(std::uint64_t sequence, std::size_t store = 0) { return VersionId(StoreId(store), 0, sequence); }

/// Lines without their index, which is checked here, and without those that write the initial value.
Lines exported(const RunFile& file, const JepsenOptions& options = {}) {
  Collected out;
  const auto made = export_jepsen(file, options, out.sink());
  REQUIRE(made);
  Lines lines;
  std::size_t index = 0;
  for (std::string line : out.lines()) {
    const std::string number = ", :index " + std::to_string(index++);
    const std::size_t at = line.find(number);
    REQUIRE(at != std::string::npos);
    line.erase(at, number.size());
    if (line.find("{:process 0,") == std::string::npos) lines.push_back(line);
  }
  CHECK(made->lines == index);
  return lines;
}

}  // namespace

TEST_CASE("a write and a read become invocations and completions in the order of time", "[report][export]") {
  StoredRun run;
  run.add(operation(1, kWrite, 7, Time(100), Time(400), Outcome::ok, version(1)))
      .add(accept(1, 7, Time(200), version(1)))
      .add(operation(2, kRead, 8, Time(300), Time(500), Outcome::ok, version(1)));
  CHECK(exported(run.file()) == Lines{"{:process 1, :type :invoke, :f :write, :key 5, :value 1, :time 100}",
                                      "{:process 2, :type :invoke, :f :read, :key 5, :value nil, :time 300}",
                                      "{:process 1, :type :ok, :f :write, :key 5, :value 1, :time 400}",
                                      "{:process 2, :type :ok, :f :read, :key 5, :value 1, :time 500}"});
}

TEST_CASE("Elle is told the same as transactions of one read or write, and nil for initial values",
          "[report][export]") {
  StoredRun run;
  run.add(operation(1, kRead, 7, Time(10), Time(20)))
      .add(operation(2, kWrite, 7, Time(100), Time(400), Outcome::ok, version(1)))
      .add(accept(2, 7, Time(200), version(1)));
  Collected out;
  const RunFile file = run.file();
  REQUIRE(export_jepsen(file, {.style = JepsenStyle::transactions}, out.sink()));
  CHECK(out.text ==
        "{:process 1, :type :invoke, :f :txn, :value [[:r 5 nil]], :time 10, :index 0}\n"
        "{:process 1, :type :ok, :f :txn, :value [[:r 5 nil]], :time 20, :index 1}\n"
        "{:process 1, :type :invoke, :f :txn, :value [[:w 5 1]], :time 100, :index 2}\n"
        "{:process 1, :type :ok, :f :txn, :value [[:w 5 1]], :time 400, :index 3}\n");
}

TEST_CASE("a key begins with a write of 0 by a process of its own", "[report][export]") {
  StoredRun run;
  run.add(operation(1, kRead, 7, Time(10), Time(20)));
  Collected out;
  const RunFile file = run.file();
  REQUIRE(export_jepsen(file, {}, out.sink()));
  CHECK(out.text ==
        "{:process 0, :type :invoke, :f :write, :key 5, :value 0, :time 10, :index 0}\n"
        "{:process 0, :type :ok, :f :write, :key 5, :value 0, :time 10, :index 1}\n"
        "{:process 1, :type :invoke, :f :read, :key 5, :value nil, :time 10, :index 2}\n"
        "{:process 1, :type :ok, :f :read, :key 5, :value 0, :time 20, :index 3}\n");
}

TEST_CASE("operations of one session that overlap have processes of their own", "[report][export]") {
  StoredRun run;
  run.add(operation(1, kRead, 7, Time(10), Time(40)))
      .add(operation(2, kRead, 7, Time(20), Time(30)))
      .add(operation(3, kRead, 7, Time(35), Time(50)))
      .add(operation(4, kRead, 8, Time(60), Time(70)));
  CHECK(exported(run.file()) == Lines{"{:process 1, :type :invoke, :f :read, :key 5, :value nil, :time 10}",
                                      "{:process 2, :type :invoke, :f :read, :key 5, :value nil, :time 20}",
                                      "{:process 2, :type :ok, :f :read, :key 5, :value 0, :time 30}",
                                      "{:process 2, :type :invoke, :f :read, :key 5, :value nil, :time 35}",
                                      "{:process 1, :type :ok, :f :read, :key 5, :value 0, :time 40}",
                                      "{:process 2, :type :ok, :f :read, :key 5, :value 0, :time 50}",
                                      "{:process 3, :type :invoke, :f :read, :key 5, :value nil, :time 60}",
                                      "{:process 3, :type :ok, :f :read, :key 5, :value 0, :time 70}"});
}

TEST_CASE("a process that ends in info is not used again, and a read without an answer is no such end",
          "[report][export]") {
  StoredRun run;
  run.add(operation(1, kRead, 7, Time(10), Time(20), Outcome::timeout))
      .add(operation(2, kWrite, 7, Time(30), Time(40), Outcome::timeout))
      .add(operation(3, kWrite, 7, Time(50), Time(60), Outcome::in_flight));
  CHECK(exported(run.file()) ==
        Lines{"{:process 1, :type :invoke, :f :read, :key 5, :value nil, :time 10}",
              "{:process 1, :type :fail, :f :read, :key 5, :value nil, :time 20, :error :timeout}",
              "{:process 1, :type :invoke, :f :write, :key 5, :value 1, :time 30}",
              "{:process 1, :type :info, :f :write, :key 5, :value 1, :time 40, :error :timeout}",
              "{:process 2, :type :invoke, :f :write, :key 5, :value 2, :time 50}",
              "{:process 2, :type :info, :f :write, :key 5, :value 2, :time 60, :error :in-flight}"});
}

TEST_CASE("a refused write failed unless a store accepted one of its attempts, however late", "[report][export]") {
  OperationRecord early = operation(1, kWrite, 1, Time(10), Time(40), Outcome::unavailable);
  OperationRecord late = operation(2, kWrite, 2, Time(11), Time(41), Outcome::refused);
  OperationRecord never = operation(3, kWrite, 3, Time(12), Time(42), Outcome::conflict);
  early.attempts = late.attempts = never.attempts = 2;
  StoredRun run;
  run.add(early).add(late).add(never);
  run.add(accept(1, 1, Time(20), version(1))).add(accept(2, 2, Time(50), version(2)));
  CHECK(exported(run.file()) ==
        Lines{"{:process 1, :type :invoke, :f :write, :key 5, :value 1, :time 10}",
              "{:process 2, :type :invoke, :f :write, :key 5, :value 2, :time 11}",
              "{:process 3, :type :invoke, :f :write, :key 5, :value 3, :time 12}",
              "{:process 1, :type :info, :f :write, :key 5, :value 1, :time 40, :error :unavailable}",
              "{:process 2, :type :info, :f :write, :key 5, :value 2, :time 41, :error :refused}",
              "{:process 3, :type :fail, :f :write, :key 5, :value 3, :time 42, :error :conflict}"});
}

TEST_CASE("a write that two attempts brought to a store is one value, whichever of them is read", "[report][export]") {
  OperationRecord retried = operation(1, kWrite, 1, Time(10), Time(40), Outcome::ok, version(2));
  retried.attempts = 2;
  StoredRun run;
  run.add(retried)
      .add(accept(1, 1, Time(20), version(1)))
      .add(accept(1, 1, Time(30), version(2)))
      .add(accept(1, 1, Time(90), version(3)))  // a third attempt that waited in a queue
      .add(operation(2, kRead, 2, Time(25), Time(26), Outcome::ok, version(1)))
      .add(operation(3, kRead, 2, Time(50), Time(51), Outcome::ok, version(2)))
      .add(operation(4, kRead, 2, Time(95), Time(96), Outcome::ok, version(3)));
  std::size_t reads = 0;
  for (const std::string& line : exported(run.file()))
    if (line.find(":type :ok, :f :read") != std::string::npos) {
      CHECK_THAT(line, Catch::Contains(":value 1,"));
      ++reads;
    }
  CHECK(reads == 3);
}

TEST_CASE("writes are numbered in the order of acceptance, over all stores", "[report][export]") {
  StoredRun run;
  run.add(operation(1, kWrite, 1, Time(10), Time(90), Outcome::ok, version(1, 1)))
      .add(operation(2, kWrite, 2, Time(20), Time(80), Outcome::ok, version(1, 0)))
      .add(accept(2, 2, Time(30), version(1, 0)))
      .add(accept(1, 1, Time(40), version(1, 1)));
  CHECK(exported(run.file()).front() == "{:process 1, :type :invoke, :f :write, :key 5, :value 2, :time 10}");
}

TEST_CASE("what a session does next comes after what it did, in the same nanosecond too", "[report][export]") {
  StoredRun run;
  run.add(operation(1, kRead, 7, Time(10), Time(20)))
      .add(operation(2, kRead, 7, Time(20), Time(20), Outcome::unavailable))
      .add(operation(3, kRead, 7, Time(30), Time(40)));
  CHECK(exported(run.file()) ==
        Lines{"{:process 1, :type :invoke, :f :read, :key 5, :value nil, :time 10}",
              "{:process 1, :type :ok, :f :read, :key 5, :value 0, :time 20}",
              "{:process 1, :type :invoke, :f :read, :key 5, :value nil, :time 20}",
              "{:process 1, :type :fail, :f :read, :key 5, :value nil, :time 20, :error :unavailable}",
              "{:process 1, :type :invoke, :f :read, :key 5, :value nil, :time 30}",
              "{:process 1, :type :ok, :f :read, :key 5, :value 0, :time 40}"});
}

TEST_CASE("of a run that was killed, an accepted write without an end begins where it was accepted",
          "[report][export]") {
  StoredRun run;
  run.add(accept(1, 1, Time(20), version(1)))
      .add(operation(2, kRead, 2, Time(10), Time(30), Outcome::ok, version(1)))
      .killed();
  CHECK(exported(run.file()) == Lines{"{:process 1, :type :invoke, :f :read, :key 5, :value nil, :time 10}",
                                      "{:process 2, :type :invoke, :f :write, :key 5, :value 1, :time 20}",
                                      "{:process 1, :type :ok, :f :read, :key 5, :value 1, :time 30}"});
}

TEST_CASE("of a run that was killed, nobody knows of a retried write whether it was accepted later",
          "[report][export]") {
  OperationRecord refused = operation(1, kWrite, 1, Time(10), Time(20), Outcome::refused);
  refused.attempts = 2;
  StoredRun run;
  run.add(refused).killed();
  CHECK_THAT(exported(run.file()).back(), Catch::Contains(":type :info"));
}

TEST_CASE("one key alone is exported without the others", "[report][export]") {
  OperationRecord other = operation(1, kRead, 1, Time(10), Time(20));
  other.key = KeyId(6);
  StoredRun run;
  run.add(other).add(operation(2, kRead, 2, Time(10), Time(20)));
  const RunFile file = run.file();
  CHECK(exported(file).size() == 4);
  CHECK(exported(file, {.key = KeyId(6)}) ==
        Lines{"{:process 1, :type :invoke, :f :read, :key 6, :value nil, :time 10}",
              "{:process 1, :type :ok, :f :read, :key 6, :value 0, :time 20}"});
}

TEST_CASE("keys that are no registers are not exported as such", "[report][export]") {
  OperationRecord increment = operation(1, kWrite, 1, Time(10), Time(20), Outcome::ok, version(1));
  increment.verb = Verb::increment;
  StoredRun run;
  run.add(increment);
  Collected out;
  const RunFile file = run.file();
  const auto made = export_jepsen(file, {}, out.sink());
  REQUIRE(made);
  CHECK_FALSE(made->registers);
  CHECK(out.text.empty());
}
