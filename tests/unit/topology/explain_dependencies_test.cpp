#include "sim/topology/demand.hpp"
#include "sim/topology/explain.hpp"

#include "sim/scenario/load.hpp"
#include "support/dependencies.hpp"

#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

using namespace bicoastal;
using namespace bicoastal::test;

TEST_CASE("a request holds its slot for its own work and for what it needs of others", "[topology]") {
  Scenario s = make_regions({{0}}, 1);
  add_clients(s, 0, 100, 0.75);
  s.service.time = Distribution::constant(Time::millis(10));
  s.service.dependencies = {dependency("all", 20, 100), dependency("reads", 40, 100), dependency("writes", 80, 100),
                            dependency("spare", 1000, 100)};
  s.service.dependencies[0].share = 0.5;
  s.service.dependencies[1].calls = Dependency::Calls::reads;
  s.service.dependencies[2].calls = Dependency::Calls::writes;
  s.service.dependencies[3].calls = Dependency::Calls::fallback;
  CHECK(holding_seconds(s) == Approx(0.010 + 0.5 * 0.020 + 0.75 * 0.040 + 0.25 * 0.080));
  CHECK(capacity(s, RegionId(0), Losses(s)) == Approx(8 / holding_seconds(s)));
}

TEST_CASE("an explanation says what operations become without each dependency, and what it may cost", "[topology]") {
  const auto file = std::filesystem::path(BICOASTAL_SOURCE_DIR) / "scenarios" / "protection" / "retry-storm.json";
  const auto storm = load_scenario(file.string());
  REQUIRE(storm);
  const std::string text = explain(*storm);
  INFO(text);
  CHECK(text.find("database") != std::string::npos);
  CHECK(text.find("60 %") != std::string::npos);  // 240/s of 10 ms each in four slots
  CHECK(text.find("operations FAIL") != std::string::npos);
  CHECK(text.find(" 9 ") != std::string::npos);  // three attempts of three attempts
  const auto chain = load_scenario(file.parent_path().string() + "/fallback-chain.json");
  REQUIRE(chain);
  std::string words;  // without line breaks and runs of blanks
  for (const char c : explain(*chain)) {
    const char seen = c == '\n' ? ' ' : c;
    if (seen != ' ' || (!words.empty() && words.back() != ' ')) words += seen;
  }
  INFO(words);
  CHECK(words.find("as a fallback") != std::string::npos);
}
