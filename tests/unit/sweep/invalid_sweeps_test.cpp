// Each invalid sweep of tests/invalid/sweeps, with the exact answer that it gets: x.json and x.expected.
#include "sim/scenario/errors.hpp"
#include "sim/sweep/errors.hpp"
#include "sim/sweep/sweep.hpp"
#include "support/stored_answers.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>
#include <string>

#include <catch2/catch.hpp>

namespace fs = std::filesystem;
using namespace bicoastal;

namespace {

const fs::path kFolder = fs::path(BICOASTAL_SOURCE_DIR) / "tests" / "invalid" / "sweeps";

Diagnostics faults_in(const std::string& file) {
  const auto sweep = read_sweep(file, "test");
  return sweep ? Diagnostics() : sweep.faults();
}

}  // namespace

TEST_CASE("each stored invalid sweep is answered with exactly the diagnostics expected", "[sweep]") {
  const std::set<std::string> seen = test::check_stored_answers(kFolder, faults_in);
  for (const SweepError& error : kSweepErrors) {
    INFO(error.code);
    CHECK(seen.contains(std::string(error.code)));
    CHECK(std::ranges::count(kErrorCodes, error.code, &ErrorCode::code) == 0);
  }
}

TEST_CASE("codes of sweeps are listed once and in order", "[sweep]") {
  CHECK(std::ranges::is_sorted(kSweepErrors, std::less_equal<>(), &SweepError::code));
}

TEST_CASE("each shipped sweep is right", "[sweep]") {
  std::size_t seen = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(BICOASTAL_SOURCE_DIR) / "scenarios" / "sweeps")) {
    if (entry.path().extension() != ".json" || entry.path().filename() == "schema.json") continue;
    INFO(entry.path());
    CHECK(test::lines_of(faults_in(entry.path().string())) == "accepted\n");
    ++seen;
  }
  CHECK(seen >= 2);
}
