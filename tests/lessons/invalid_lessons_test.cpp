// Each invalid lesson of tests/invalid/lessons, with the exact answer that it gets: x.json and x.expected.
#include "lessons/simulated.hpp"
#include "sim/claims/errors.hpp"
#include "sim/lessons/errors.hpp"
#include "sim/lessons/lesson_file.hpp"
#include "sim/scenario/errors.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

namespace fs = std::filesystem;
using namespace bicoastal;

namespace {

const fs::path kFolder = fs::path(BICOASTAL_SOURCE_DIR) / "tests" / "invalid" / "lessons";

std::string answer(const std::string& file) {
  const auto lesson = read_lesson(file);
  std::string out;
  for (const Diagnostic& d : lesson ? check_lesson(*lesson, test::run_all) : lesson.faults())
    out += to_string(d) + '\n';
  return out.empty() ? "accepted\n" : out;
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("each stored invalid lesson is answered with exactly the diagnostics expected", "[lessons]") {
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
  for (const LessonError& error : kLessonErrors) {
    INFO(error.code);
    CHECK(seen.contains(std::string(error.code)));
    CHECK(std::ranges::count(kErrorCodes, error.code, &ErrorCode::code) == 0);
    CHECK(std::ranges::count(kClaimErrors, error.code, &ClaimError::code) == 0);
  }
}
