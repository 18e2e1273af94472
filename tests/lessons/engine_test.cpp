// Judging predictions, numbers in texts, reading grades and progress, on lessons and texts made by hand.
#include "sim/lessons/goal_pursuit.hpp"
#include "sim/lessons/judge.hpp"
#include "sim/lessons/lesson_file.hpp"
#include "sim/lessons/lesson_progress.hpp"
#include "sim/lessons/lesson_session.hpp"
#include "sim/lessons/numbers_in_text.hpp"
#include "sim/lessons/reading_level.hpp"
#include "support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;

namespace {

using Values = std::vector<std::optional<double>>;

const std::vector<NamedFigure> kNames{{"rto", MetricUnit::seconds}};

Formula formula(const std::string& text) {
  auto read = Formula::read(text, kNames);
  return std::move(std::get<Formula>(read));
}

LessonPrediction of_number(const std::string& within) {
  LessonPrediction prediction;
  prediction.number = LessonNumber{formula("rto"), formula(within), MetricUnit::seconds, {}, {}};
  return prediction;
}

LessonAnswer answer_to(const LessonPrediction& prediction, const std::string& typed) {
  std::string why;
  const auto answer = read_answer(prediction, typed, why);
  INFO(typed);
  REQUIRE(answer);
  return *answer;
}

}  // namespace

TEST_CASE("a number is right within its tolerance, either way, and in any unit of its kind", "[lessons]") {
  const LessonPrediction prediction = of_number("10 s");
  const Values values{90.0};
  for (const char* right : {"90 s", "1.5 min", "80 s", "100 s", " 95s "})
    CHECK(judge(prediction, answer_to(prediction, right), values).right);
  for (const char* wrong : {"79 s", "101 s", "90 ms", "2 min"})
    CHECK_FALSE(judge(prediction, answer_to(prediction, wrong), values).right);
}

TEST_CASE("a tolerance can be a part of the answer", "[lessons]") {
  const LessonPrediction prediction = of_number("0.5 * rto");
  CHECK(judge(prediction, answer_to(prediction, "6 s"), Values{10.0}).right);
  CHECK_FALSE(judge(prediction, answer_to(prediction, "6 s"), Values{20.0}).right);
}

TEST_CASE("what is no answer is told what would be one", "[lessons]") {
  std::string why;
  CHECK_FALSE(read_answer(of_number("1 s"), "90", why));
  CHECK(why == "\"90\" is not a time with its unit, as 45 s");
  LessonPrediction choice;
  choice.options.resize(0);
  CHECK_FALSE(read_answer(choice, "1", why));
}

TEST_CASE("a figure that the run does not tell makes no number right", "[lessons]") {
  const LessonPrediction prediction = of_number("10 s");
  CHECK_FALSE(judge(prediction, answer_to(prediction, "90 s"), Values{std::nullopt}).right);
}

TEST_CASE("numbers are found in texts, and names are not numbers", "[lessons]") {
  CHECK(numbers_in("after 30 s, or 1,000 of 99.9 %.") == std::vector<std::string>{"30", "1,000", "99.9"});
  CHECK(numbers_in("us-east-1 at p99, N-1, r2").empty());
  CHECK(numbers_in("In 2021.") == std::vector<std::string>{"2021"});
}

TEST_CASE("the reading grade is that of Flesch and Kincaid", "[lessons]") {
  // Six words of one syllable in one sentence: 0.39 * 6 + 11.8 - 15.59.
  CHECK(count_reading("The cat sat on the mat.").grade() == Approx(-1.45));
  // Ser-vers fail of-ten. U-sers wait here.
  const ReadingCount two = count_reading("Servers fail often. Users wait here.");
  CHECK(two.words == 6);
  CHECK(two.sentences == 2);
  CHECK(two.syllables == 2 + 1 + 2 + 2 + 1 + 1);
}

TEST_CASE("syllables are groups of vowels without a silent e", "[lessons]") {
  CHECK(syllables_of("write") == 1);
  CHECK(syllables_of("table") == 2);
  CHECK(syllables_of("region") == 2);
  CHECK(syllables_of("replica") == 3);
  CHECK(syllables_of("the") == 1);
}

TEST_CASE("progress is kept, and beginning anew does not undo what was done", "[lessons]") {
  const test::TemporaryFolder folder;
  const std::string file = (folder.path() / "state" / "lessons").string();
  CourseProgress progress;
  progress.note("01-nines", {3, 2, 2, true});
  progress.note("02-x", {1, 0, 1, false});
  progress.note("01-nines", {1, 0, 0, false});
  REQUIRE(progress.write(file));
  const CourseProgress again = CourseProgress::read(file);
  CHECK(again.of("01-nines", 3).done);
  CHECK(again.of("01-nines", 3).right == 2);
  CHECK(again.of("02-x", 3).steps == 1);
  CHECK_FALSE(again.of("02-x", 3).done);
  CHECK(again.of("never", 3).steps == 0);
}

TEST_CASE("a damaged file of progress holds what can be read of it", "[lessons]") {
  const test::TemporaryFolder folder;
  const std::string file = folder.write("lessons", "01-nines done 3 2 2\n\xff\xff\n02-x begun one\n03-y begun 1 0 1\n");
  const CourseProgress progress = CourseProgress::read(file);
  CHECK(progress.of("01-nines", 3).done);
  CHECK(progress.of("02-x", 3).steps == 0);
  CHECK(progress.of("03-y", 3).steps == 1);
}

TEST_CASE("what cannot have been kept of a lesson is not told", "[lessons]") {
  const test::TemporaryFolder folder;
  const CourseProgress progress = CourseProgress::read(
      folder.write("lessons", "01-a begun 99 0 0\n02-b begun 2 3 1\n03-c begun 2 0 -1\n04-d begun 2 1 2\n"));
  for (const char* damaged : {"01-a", "02-b", "03-c"}) {
    INFO(damaged);
    CHECK(progress.of(damaged, 3).steps == 0);
  }
  CHECK(progress.of("04-d", 3).steps == 2);
  CHECK(progress.of("04-d", 1).steps == 0);  // it has become shorter
}

TEST_CASE("a lesson that was walked with its goal left open says so, and is not done", "[lessons]") {
  CHECK(shown_progress({3, 0, 0, true}, 3) == "done");
  CHECK(shown_progress({3, 0, 0, false}, 3) == "walked, goal open");
  CHECK(shown_progress({2, 0, 0, false}, 3) == "step 2 of 3");
  CHECK(shown_progress({}, 3).empty());
}

TEST_CASE("lessons of the same name in several folders are kept apart, blanks in their paths or not", "[lessons]") {
  CHECK(progress_key("shipped:/lessons/01-nines.json") == "01-nines");
  CHECK(progress_key("shipped:/elsewhere/01-nines.json") != "01-nines");
  const test::TemporaryFolder folder;
  const std::string mine = progress_key((folder.path() / "my own" / "01-nines.json").string());
  CHECK(mine == progress_key((folder.path() / "my own" / "." / "01-nines.json").string()));
  CourseProgress progress;
  progress.note("01-nines", {3, 2, 2, true});
  progress.note(mine, {1, 0, 1, false});
  const std::string file = (folder.path() / "lessons").string();
  REQUIRE(progress.write(file));
  const CourseProgress again = CourseProgress::read(file);
  CHECK(again.of("01-nines", 3).done);
  CHECK(again.of(mine, 3).steps == 1);
  CHECK(again.of(mine, 3).asked == 1);
}

TEST_CASE("a lesson may offer what the system and its clients do, and not what the task is", "[lessons]") {
  for (const char* pointer : {"/data/writes", "/clients/0/retries", "/clients/0/retries/attempts",
                              "/clients/12/timeout", "/deploys/0/bake", "/faultless"})
    CHECK(may_be_offered(pointer));
  for (const char* pointer : {"/faults", "/faults/0/for", "/faults/-", "/clients", "/clients/0", "/clients/0/arrivals",
                              "/clients/0/sessions", "/duration", "/warmup", "/seed", "/expect/0"})
    CHECK_FALSE(may_be_offered(pointer));
}

TEST_CASE("a change of what a goal keeps is another task, of itself or by what it is in; the rest of it is free",
          "[lessons]") {
  const Result<Lesson> lesson = read_lesson("shipped:/lessons/03-health-checks.json");
  REQUIRE(lesson);
  const LessonGoal& goal = *lesson->steps.back().goal;
  const auto change = [&](const std::string& pointer, const std::string& value) {
    const std::vector<Override> changes{{pointer, value}};
    return change_of_task(*lesson, goal, changes);
  };
  const std::string kept = "/balancing/health_check/fall";
  CHECK(change(kept, "2") == kept);
  CHECK(change("/balancing/health_check", R"({"interval": "1 s", "fall": 1})") == kept);
  CHECK(change(kept, "3").empty());  // as it is
  CHECK(change("/balancing/health_check", R"({"interval": "1 s", "fall": 3})").empty());
  CHECK(change("/balancing/health_check/interval", "1 s").empty());
}

TEST_CASE("of a question that is answered again the first answer counts", "[lessons]") {
  const Result<Lesson> lesson = read_lesson("shipped:/lessons/01-nines.json");
  REQUIRE(lesson);
  LessonSession session(*lesson);
  for (const std::size_t run : session.missing()) session.take(run, {});
  REQUIRE(session.answer("1 min").empty());  // three nines are 8.76 h
  CHECK(session.progress().asked == 1);
  CHECK(session.progress().right == 0);
  session.reset();
  CHECK(session.asking());
  REQUIRE(session.answer("8.76 h").empty());
  CHECK(session.verdict().right);  // said so, but not counted
  CHECK(session.progress().asked == 1);
  CHECK(session.progress().right == 0);
}

TEST_CASE("who skipped a question has seen its answer: what they say then does not count", "[lessons]") {
  const Result<Lesson> lesson = read_lesson("shipped:/lessons/01-nines.json");
  REQUIRE(lesson);
  LessonSession session(*lesson);
  session.skip();
  session.reset();
  REQUIRE(session.answer("8.76 h").empty());
  CHECK(session.progress().asked == 0);
}

TEST_CASE("a second walk adds what the first left open, and betters nothing", "[lessons]") {
  CourseProgress progress;
  progress.note("01-nines", {1, 0, 1, false, {"-.."}});
  progress.note("01-nines", {2, 2, 2, false, {"++."}});
  const test::TemporaryFolder folder;
  const std::string file = (folder.path() / "lessons").string();
  REQUIRE(progress.write(file));
  const CourseProgress again = CourseProgress::read(file);
  CHECK(again.of("01-nines", 3).steps == 2);
  CHECK(again.of("01-nines", 3).asked == 2);
  CHECK(again.of("01-nines", 3).right == 1);
  progress.note("01-nines", {3, 2, 2, true, {"++."}});
  CHECK(progress.of("01-nines", 3).done);
  CHECK(progress.of("01-nines", 3).right == 1);
}
