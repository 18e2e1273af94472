// Each invalid lesson of tests/invalid/lessons, with the exact answer that it gets: x.json and x.expected.
#include "lessons/simulated.hpp"
#include "sim/claims/errors.hpp"
#include "sim/lessons/errors.hpp"
#include "sim/lessons/lesson_file.hpp"
#include "sim/scenario/errors.hpp"
#include "support/stored_answers.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include <catch2/catch.hpp>

namespace fs = std::filesystem;
using namespace bicoastal;

namespace {

const fs::path kFolder = fs::path(BICOASTAL_SOURCE_DIR) / "tests" / "invalid" / "lessons";

Diagnostics faults_in(const std::string& file) {
  const auto lesson = read_lesson(file);
  return lesson ? check_lesson(*lesson, test::run_all) : lesson.faults();
}

}  // namespace

TEST_CASE("each stored invalid lesson is answered with exactly the diagnostics expected", "[lessons]") {
  const std::set<std::string> seen = test::check_stored_answers(kFolder, faults_in);
  for (const LessonError& error : kLessonErrors) {
    INFO(error.code);
    CHECK(seen.contains(std::string(error.code)));
    CHECK(std::ranges::count(kErrorCodes, error.code, &ErrorCode::code) == 0);
    CHECK(std::ranges::count(kClaimErrors, error.code, &ClaimError::code) == 0);
  }
}
