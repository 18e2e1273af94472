// The course as it is shipped: all that its lessons say is so, and they say it in words that are easy to read.
#include "lessons/simulated.hpp"
#include "sim/lessons/glossary.hpp"
#include "sim/lessons/lesson_file.hpp"
#include "sim/lessons/reading_level.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <fmt/format.h>
#include <catch2/catch.hpp>

namespace fs = std::filesystem;
using namespace bicoastal;

namespace {

Lesson lesson_of(const std::string& file) {
  Result<Lesson> lesson = read_lesson(file);
  if (!lesson) FAIL(to_string(lesson.faults().front()));
  return std::move(*lesson);
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

const fs::path kFolder = fs::path(BICOASTAL_SOURCE_DIR) / "scenarios" / "lessons";

}  // namespace

TEST_CASE("all that the lessons claim is so, goals are open at first and reached by their solutions", "[lessons]") {
  for (const std::string& file : course_files()) {
    INFO(file);
    const Lesson lesson = lesson_of(file);
    for (const Diagnostic& fault : check_lesson(lesson, test::run_all)) FAIL_CHECK(to_string(fault));
  }
}

TEST_CASE("the course has its lessons in order, each short and with something to foretell", "[lessons]") {
  const std::vector<std::string> files = course_files();
  CHECK(files.size() >= 14);
  for (std::size_t i = 0; i < files.size(); ++i) {
    INFO(files[i]);
    const Lesson lesson = lesson_of(files[i]);
    CHECK(lesson.name.starts_with(fmt::format("{:02}-", i + 1)));
    CHECK(lesson.minutes >= 5);
    CHECK(lesson.minutes <= 12);
    CHECK_FALSE(lesson.discuss.empty());
    const auto asks = [](const LessonStep& step) { return step.predict.has_value(); };
    const auto changes = [](const LessonStep& step) { return step.goal.has_value(); };
    CHECK(std::ranges::any_of(lesson.steps, asks));
    CHECK(std::ranges::any_of(lesson.steps, changes));
  }
}

TEST_CASE("the course reads at grade nine or below, every lesson of it", "[lessons]") {
  ReadingCount all;
  for (const std::string& file : course_files()) {
    const ReadingCount one = count_reading(lesson_of(file));
    INFO(file);
    CHECK(one.grade() <= 9);
    CHECK(one.words > 100);
    all += one;
  }
  CHECK(all.grade() <= 9);
  WARN(fmt::format("reading grade of the course: {:.1f}", all.grade()));
}

TEST_CASE("the reading grade is of all that learners read: what is said to wrong answers, goals, hints", "[lessons]") {
  Lesson lesson = lesson_of("shipped:/lessons/01-nines.json");
  std::size_t words = count_reading(lesson).words;
  const auto less_without = [&](const char* what, LiveText& text) {
    INFO(what);
    const std::size_t mine = count_reading(text.words()).words;
    CHECK(mine > 0);
    text = LiveText();
    const std::size_t left = count_reading(lesson).words;
    CHECK(left == words - mine);
    words = left;
  };
  LessonStep& number = lesson.steps[0];
  LessonStep& options = lesson.steps[1];
  LessonGoal& goal = *lesson.steps[2].goal;
  less_without("too little", number.predict->number->low);
  less_without("too much", number.predict->number->high);
  less_without("a wrong answer", options.predict->options[0].why);
  less_without("an answer", options.predict->options[1].text);
  less_without("the task", goal.ask);
  less_without("a hint", goal.hints.back());
  less_without("what is said in the end", goal.done);
}

TEST_CASE("every term of the glossary has a meaning, a source, and a lesson that uses it", "[lessons]") {
  std::set<std::string> used;
  for (const std::string& file : course_files())
    for (const std::string& term : lesson_of(file).terms) used.insert(term);
  for (const GlossaryTerm& term : glossary()) {
    INFO(term.term);
    CHECK_FALSE(term.means.empty());
    CHECK_FALSE(term.source.empty());
    CHECK(used.contains(term.term));
  }
}

TEST_CASE("the overview names each lesson with its minutes", "[lessons]") {
  const std::string overview = text_of(kFolder / "README.md");
  std::size_t at = 0;
  for (const std::string& file : course_files()) {
    const Lesson lesson = lesson_of(file);
    const std::string row = fmt::format("| [{}]({}.json) | {} | {} |", lesson.title, lesson.name, lesson.minutes,
                                        lesson.question.shown({}));
    INFO(row);
    const std::size_t found = overview.find(row);
    CHECK(found != std::string::npos);
    CHECK(found >= at);
    at = found;
  }
}
