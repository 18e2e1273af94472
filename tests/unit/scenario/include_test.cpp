#include "document.hpp"
#include "support/temporary_folder.hpp"

#include <string>

#include <catch2/catch.hpp>

using namespace bicoastal;

namespace {

Scenario load(const std::string& file) {
  Result<Scenario> s = load_scenario(file);
  if (!s) UNSCOPED_INFO(to_string(s.faults().front()));
  REQUIRE(s);
  return std::move(*s);
}

}  // namespace

TEST_CASE("includes are merged in order, objects deeply, and the including file has the last word", "[scenario]") {
  const test::TemporaryFolder folder;
  folder.write("one.json", R"({"keys": {"count": 1, "value": "1 B"}, "service": {"queue": 1}, "slo": 0.1})");
  folder.write("two.json", R"({"keys": {"count": 2}, "service": {"concurrency": 2}, "slo": 0.2})");
  const Scenario s = load(folder.write(
      "x.json", test::document({.more = R"("include": ["one.json", "two.json"], "service": {"concurrency": 3})"})));
  CHECK(s.keys.count == 2);
  CHECK(s.keys.value_bytes == 1);
  CHECK(s.service.queue == 1);
  CHECK(s.service.concurrency == 3);
  CHECK(s.slo == 0.2);
  CHECK(s.document.find("include") == std::string::npos);
}

TEST_CASE("arrays are replaced, not joined", "[scenario]") {
  const test::TemporaryFolder folder;
  folder.write("base.json", R"({"expect": ["failed == 0", "requests > 1"]})");
  const Scenario s =
      load(folder.write("x.json", test::document({.more = R"("include": "base.json", "expect": ["rto < 1 s"])"})));
  REQUIRE(s.expect.size() == 1);
  CHECK(s.expect[0].metric == "rto");
}

TEST_CASE("an object that chooses one of several forms is replaced as a whole", "[scenario]") {
  const test::TemporaryFolder folder;
  folder.write("base.json", R"({"service": {"time": {"exponential": "5 ms"}, "queue": 7}})");
  const Scenario s = load(folder.write(
      "x.json", test::document({.more = R"("include": "base.json", "service": {"time": {"constant": "2 ms"}})"})));
  CHECK(s.service.time == Distribution::constant(Time::millis(2)));
  CHECK(s.service.queue == 7);
}

TEST_CASE("includes are found beside the file that names them, in any depth, also by two ways", "[scenario]") {
  const test::TemporaryFolder folder;
  folder.write("parts/deep/leaf.json", R"({"seed": 3})");
  folder.write("parts/left.json", R"({"include": "deep/leaf.json"})");
  folder.write("parts/right.json", R"({"include": "./deep/../deep/leaf.json", "slo": 0.5})");
  const Scenario s =
      load(folder.write("x.json", test::document({.more = R"("include": ["parts/left.json", "parts/right.json"])"})));
  CHECK(s.seed == 3);
  CHECK(s.slo == 0.5);
}

TEST_CASE("a table of latencies is found beside the included file that names it", "[scenario]") {
  const test::TemporaryFolder folder;
  folder.write("parts/rtt.csv",
               "x,us-east-1,eu-west-1,ap-northeast-1\nus-east-1,0,2,4\neu-west-1,2,0,6\nap-northeast-1,4,6,0\n");
  folder.write("parts/net.json", R"({"network": {"latency": {"file": "rtt.csv"}}})");
  const Scenario s = load(folder.write("x.json", test::document({.more = R"("include": "parts/net.json")"})));
  CHECK(s.network.links[0].delay.base == Time::millis(1));
}

TEST_CASE("a fan of includes ends at a limit", "[scenario]") {
  const test::TemporaryFolder folder;
  // Each file includes the next one twice: 2^20 loads if nobody counts.
  for (int i = 0; i < 20; ++i) {
    const std::string next = fmt::format("f{}.json", i + 1);
    folder.write(fmt::format("f{}.json", i), fmt::format(R"({{"include": ["{}", "{}"]}})", next, next));
  }
  folder.write("f20.json", "{}");
  const Result<Scenario> s = load_scenario((folder.path() / "f0.json").string());
  REQUIRE_FALSE(s);
  CHECK(s.faults().front().code == "E512");
}
