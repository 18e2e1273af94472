// Each invalid sweep of tests/invalid/sweeps, with the exact answer that it gets: x.json and x.expected.
#include "sim/scenario/errors.hpp"
#include "sim/sweep/errors.hpp"
#include "sim/sweep/sweep.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

namespace fs = std::filesystem;
using namespace bicoastal;

namespace {

const fs::path kFolder = fs::path(BICOASTAL_SOURCE_DIR) / "tests" / "invalid" / "sweeps";

std::string answer(const std::string& file) {
  const auto sweep = read_sweep(file, "test");
  if (sweep) return "accepted\n";
  std::string out;
  for (const Diagnostic& d : sweep.faults()) out += to_string(d) + '\n';
  return out;
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("each stored invalid sweep is answered with exactly the diagnostics expected", "[sweep]") {
  fs::current_path(kFolder);
  std::set<std::string> seen;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() != ".json") continue;
    INFO(entry.path());
    const std::string expected = text_of(fs::path(entry.path()).replace_extension(".expected"));
    CHECK(answer(entry.path().filename().string()) == expected);
    std::istringstream lines(expected);
    for (std::string line; std::getline(lines, line);) seen.insert(line.substr(0, 4));
  }
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
    CHECK(answer(entry.path().string()) == "accepted\n");
    ++seen;
  }
  CHECK(seen >= 2);
}
