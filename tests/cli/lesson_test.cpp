// The course as it is walked through a pipe: no keyboard, no mouse.
#include "cli/program.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>

#include <catch2/catch.hpp>

using namespace bicoastal::test;
using Catch::Matchers::Contains;

namespace {

/// A course of its own: progress goes to the scratch directory.
Ended lesson(const ScratchDirectory& dir, std::vector<std::string> arguments, const std::string& answers = "") {
  const std::string file = dir.file("answers", answers);
  arguments.insert(arguments.begin(), "lesson");
  How how{.directory = dir.path(), .environment = {"XDG_STATE_HOME=" + dir.path("state"), "COLUMNS=100"}};
  how.before_start = [file] {
    const int in = open(file.c_str(), O_RDONLY);
    if (in < 0 || dup2(in, STDIN_FILENO) < 0) _exit(126);
  };
  return run_program(arguments, how);
}

}  // namespace

TEST_CASE("The course is listed with its minutes, what was done, and what comes next", "[cli]") {
  const ScratchDirectory dir;
  const Ended before = lesson(dir, {});
  CHECK(before.code == 0);
  CHECK_THAT(before.out, Contains("Nines, and what they cost") && Contains("Next: bicoastal lesson 1"));
  CHECK(lesson(dir, {"1"}, "8 h\n2\n1 = 1 s\n").code == 0);
  CHECK_THAT(lesson(dir, {}).out, Contains("done, 2 of 2 right") && Contains("Next: bicoastal lesson 2"));
  CHECK_THAT(lesson(dir, {"--restart"}).out, Contains("Next: bicoastal lesson 1"));
}

TEST_CASE("Right answers are told so, and a right change reaches the goal", "[cli]") {
  const ScratchDirectory dir;
  // 99.9 % of a year leaves 365 * 24 * 0.001 = 8.76 h.
  const Ended walk = lesson(dir, {"nines"}, "8.8 h\n2\n1 = 1 s\n");
  CHECK(walk.code == 0);
  CHECK(walk.err.empty());
  CHECK_THAT(walk.out,
             Contains("Right. It is 8.76 h.") && Contains("Reached.") && Contains("2 of 2 predictions right"));
}

TEST_CASE("Each kind of wrong answer gets its explanation, and the right one", "[cli]") {
  const ScratchDirectory dir;
  const Ended low = lesson(dir, {"nines"}, "1 min\n1\n1 = 1 h\n\n");
  CHECK_THAT(low.out, Contains("Not quite. Too little.") && Contains("The answer: 8.76 h"));
  CHECK_THAT(low.out, Contains("does not know") && Contains("Not yet.") && Contains("Left open."));
  const Ended high = lesson(dir, {"nines"}, "3 d\n3\n\n");
  CHECK_THAT(high.out, Contains("Not quite. Too much.") && Contains("0 of 2 predictions right"));
}

TEST_CASE("What is no answer is asked for again, and the end of the input ends the asking", "[cli]") {
  const ScratchDirectory dir;
  const Ended walk = lesson(dir, {"nines"}, "eight\n8\n");
  CHECK(walk.code == 0);
  CHECK_THAT(walk.out, Contains("\"eight\" is not a time with its unit") && Contains("\"8\" is not a time"));
  CHECK_THAT(walk.out, Contains("End of the lesson."));
}

TEST_CASE("A goal gives hints, takes changes that add up, refuses others, and can be solved", "[cli]") {
  const ScratchDirectory dir;
  const Ended walk = lesson(dir, {"dns-or-balancer"}, "\n\n?\n2\n3 = 1 s\n/seed=3\n1 = soon\n1b\nundo\nsolve\n");
  CHECK(walk.code == 0);
  CHECK_THAT(walk.out, Contains("\"2\" without a value; type 1a to choose one"));
  CHECK_THAT(walk.out, Contains("to reach  until all users were served again: ≤ 30 s   (now 87 s)"));
  CHECK_THAT(walk.out, Contains("Hint.") && Contains("\"3\" is none of the changes") &&
                           Contains("\"/seed\" is none of the changes") && Contains("\"soon\" is not a time"));
  CHECK_THAT(walk.out, Contains("Not yet.") && Contains("All is as it was.") && Contains("Reached."));
}

TEST_CASE("What a goal keeps is told, and who changes it by a part of it is refused", "[cli]") {
  const ScratchDirectory dir;
  dir.file("s.json", small_scenario());
  const std::string file =
      dir.file("kept.json", R"({"title": "x", "minutes": 5, "question": "What?", "runs": {"a": {"scenario": "s.json"}},
      "measures": {"up": {"run": "a", "metric": "availability"}, "failed": {"run": "a", "metric": "failed"}},
      "steps": [{"text": ["Up."], "goal": {"ask": "Do it.", "run": "a", "keep": ["/regions", "/balancing/policy"],
        "change": [{"pointer": "/balancing", "means": "b", "try": [{"health_check": {"interval": "1 s"}}]}],
        "reach": ["up < 0"], "hints": ["No."], "solution": {"/balancing": {"health_check": {"interval": "1 s"}}},
        "done": "Done."}}]})");
  const Ended walk = lesson(dir, {file}, "1 = {\"policy\": \"two_choices\"}\n1a\n\n");
  CHECK(walk.code == 0);
  CHECK_THAT(walk.out, Contains("stays     /regions\n") && Contains("stays     /balancing/policy = round_robin\n"));
  CHECK_THAT(walk.out, Contains("/balancing/policy has to stay as it is") && Contains("Not yet."));
}

TEST_CASE("Where the desktop would point is told in words: the page, the thing on it, and the moment", "[cli]") {
  const ScratchDirectory dir;
  // The fault begins at 30 s, and the slow checks are 10 s apart.
  const std::string out = lesson(dir, {"3", "--demo"}).out;
  CHECK_THAT(out, Contains("Look at: one request in four fails, until the checks have noticed\n"));
  CHECK_THAT(out, Contains("On the desktop: page World, the time line, at 40 s\n"));
  CHECK_THAT(out, Contains("To go there: bicoastal gui --lesson 03-health-checks\n"));
  CHECK_THAT(out, Contains("On the desktop: page Compare, this run beside run “slow”\n"));
  CHECK_THAT(lesson(dir, {"6", "--demo"}).out, Contains("page Anomalies, the story of a case of “read your writes”"));
  CHECK_THAT(lesson(dir, {"5", "--demo"}).out, Contains("page World, region ap-northeast-1 on the map"));
}

TEST_CASE("A demonstration answers itself, asks nothing and is no progress", "[cli]") {
  const ScratchDirectory dir;
  const Ended walk = lesson(dir, {"3", "--demo"});
  CHECK(walk.code == 0);
  CHECK_THAT(walk.out, Contains("Prediction: ") && Contains("Right.") && Contains("Reached."));
  CHECK_THAT(lesson(dir, {}).out, Contains("Next: bicoastal lesson 1"));
}

TEST_CASE("Predictions of a group are collected in one table", "[cli]") {
  const ScratchDirectory dir;
  const std::string table = dir.path("group.csv");
  lesson(dir, {"nines", "--collect", table, "--who", "Ada, Ltd"}, "8.8 h\n1\n\n");
  lesson(dir, {"nines", "--collect", table, "--who", "=Bob"}, "1 min\n2\n\n");
  const std::string text = read_file(table);
  CHECK_THAT(text, Catch::Matchers::StartsWith("who,lesson,step,question,answer,right_answer,right\r\n"));
  CHECK_THAT(text, Contains("\"Ada, Ltd\",01-nines,1,") && Contains(",8.8 h,8.76 h,yes\r\n"));
  CHECK_THAT(text, Contains("\r\n'=Bob,01-nines,1,") && Contains(",60 s,8.76 h,no\r\n"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 5);
}

TEST_CASE("A sheet has a row a question, skipped ones too, and keeps the first answer of everybody", "[cli]") {
  const ScratchDirectory dir;
  const std::string table = dir.path("group.csv");
  lesson(dir, {"nines", "--collect", table, "--who", "Ada"}, "\n2\n\n");
  CHECK_THAT(read_file(table), Contains("Ada,01-nines,1,How much down time do three nines leave you in a whole "
                                        "year?,,8.76 h,no\r\n"));
  const Ended again = lesson(dir, {"nines", "--collect", table, "--who", "Ada"}, "8.8 h\n1\n\n");
  CHECK_THAT(again.out, Contains("The sheet has your first answer"));
  lesson(dir, {"nines", "--collect", table, "--who", "Ad"}, "8.8 h\n2\n\n");
  const std::string text = read_file(table);
  CHECK(std::count(text.begin(), text.end(), '\n') == 5);  // its head, two of Ada, two of Ad
  // Nor is the score of the course better for a second walk: the first question was skipped, the second right.
  CHECK_THAT(lesson(dir, {}).out, Contains("1 of 1 right"));
}

TEST_CASE("Handouts are two pages a lesson: questions before answers, and for the teacher what to say", "[cli]") {
  const ScratchDirectory dir;
  CHECK(lesson(dir, {"nines", "--handouts", "pages"}).code == 0);
  const std::string learners = read_file(dir.path("pages/01-nines.html"));
  const std::string teachers = read_file(dir.path("pages/01-nines-teacher.html"));
  REQUIRE_THAT(learners, Contains("My prediction:") && Contains("What came out, and why") && Contains("<svg"));
  const std::size_t answers = learners.find("What came out, and why");
  for (const char* answer : {"8.76", "94.5"}) CHECK(learners.find(answer) > answers);
  CHECK_THAT(learners, Contains("(a time with its unit, as 45 s)") && Contains("now 5 s; try 2 s, or 1 s"));
  CHECK_THAT(teachers, Contains("Wrong predictions, and what to say") && Contains("To discuss"));
  CHECK_THAT(teachers, Contains("8.76 h") && Contains("Check each second."));  // the answer, a hint
  for (const std::string& page : {learners, teachers}) CHECK(page.find("src=") == std::string::npos);
}

TEST_CASE("Printed on both sides, answers and questions share no sheet, and bars of one chart have one unit", "[cli]") {
  const ScratchDirectory dir;
  CHECK(lesson(dir, {"nines", "--handouts", "pages"}).code == 0);
  const std::string page = read_file(dir.path("pages/01-nines.html"));
  // Whatever the questions take, a whole page of words and notes comes before the answers.
  const std::size_t notes = page.find("<section style=\"break-before:page\">");
  const std::size_t answers = page.find("<section style=\"break-before:page\">", notes + 1);
  REQUIRE(answers != std::string::npos);
  CHECK(page.find("Predict.") < notes);
  CHECK(page.rfind("Your turn.") < notes);
  CHECK(page.substr(notes, answers - notes).find("My notes") != std::string::npos);
  CHECK(page.find("What came out, and why") > answers);
  for (std::size_t at = page.find("<svg"); at != std::string::npos; at = page.find("<svg", at + 1)) {
    const std::string chart = page.substr(at, page.find("</svg>", at) - at);
    CHECK(
        (chart.find("answered, with") == std::string::npos || chart.find("requests that failed") == std::string::npos));
  }
}

TEST_CASE("No line of a lesson ends between a number and its unit", "[cli]") {
  const ScratchDirectory dir;
  const auto ends_in_digit = [](const std::string& line) {
    return !line.empty() && line.back() >= '0' && line.back() <= '9';
  };
  for (const char* number : {"1", "4", "12", "16"}) {
    const std::string out = lesson(dir, {number, "--demo"}).out;
    CHECK(out.find(" ") == std::string::npos);
    std::istringstream lines(out);
    for (std::string before, line; std::getline(lines, line); before = line) {
      const std::size_t first = line.find_first_not_of(' ');
      if (first == std::string::npos || !ends_in_digit(before)) continue;
      const std::string word = line.substr(first, line.find_first_of(" .,;:)", first) - first);
      for (const char* unit : {"s", "ms", "min", "h", "d", "%"}) CHECK(word != unit);
    }
  }
}

TEST_CASE("A lesson that claims too much is refused by both checks", "[cli]") {
  const ScratchDirectory dir;
  dir.file("s.json", small_scenario());
  const std::string file = dir.file(
      "lesson.json", R"({"title": "x", "minutes": 5, "question": "What?", "runs": {"a": {"scenario": "s.json"}},
      "measures": {"up": {"run": "a", "metric": "availability"}},
      "steps": [{"text": ["Up: {{ up }}"], "claims": ["up >= 200 %"]}]})");
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"check", file}, {"lesson", "--check", file}}) {
    const Ended ended = run_program(command);
    CHECK(ended.code == 65);
    CHECK_THAT(ended.err, Contains("E840") && Contains("\"up >= 200 %\" does not hold"));
  }
}

TEST_CASE("A lesson that is not there is told with those that are near", "[cli]") {
  const ScratchDirectory dir;
  CHECK(lesson(dir, {"99"}).code == 64);
  const Ended ended = lesson(dir, {"01-nine"});
  CHECK(ended.code == 0);  // a part of a name will do
  CHECK(lesson(dir, {"quorumms"}).code == 64);
  CHECK(lesson(dir, {"nowhere.json"}).code == 65);
}

TEST_CASE("Who answers nothing has done nothing, and who leaves a goal open has not done the lesson", "[cli]") {
  const ScratchDirectory dir;
  CHECK_THAT(lesson(dir, {"1"}).out, Contains("The answers ended before"));
  CHECK_THAT(lesson(dir, {}).out, !Contains("step ") && !Contains("done,") && Contains("Next: bicoastal lesson 1"));
  CHECK_THAT(lesson(dir, {"1"}, "8 h\n2\n").out, Contains("The answers ended before"));
  CHECK_THAT(lesson(dir, {}).out, Contains("step 2 of 3"));
  CHECK_THAT(lesson(dir, {"1"}, "8 h\n2\n\n").out, !Contains("The answers ended before"));
  CHECK_THAT(lesson(dir, {}).out, Contains("walked, goal open") && Contains("Next: bicoastal lesson 1"));
  lesson(dir, {"1"}, "8 h\n2\nsolve\n");
  CHECK_THAT(lesson(dir, {}).out, Contains("done, 2 of 2 right") && Contains("Next: bicoastal lesson 2"));
}

TEST_CASE("Commands of a goal are known with blanks and carriage returns around them", "[cli]") {
  const ScratchDirectory dir;
  const Ended walk = lesson(dir, {"nines"}, "8 h\r\n2\r\n ? \r\nundo \r\n\tsolve\r\n");
  CHECK_THAT(walk.out, Contains("Hint.") && Contains("All is as it was.") && Contains("Reached."));
  CHECK_THAT(walk.out, !Contains("is none of the changes"));
}

TEST_CASE("A lesson of somebody's own is no progress in the course, whatever its name", "[cli]") {
  const ScratchDirectory dir;
  dir.file("s.json", small_scenario());
  const std::string file = dir.file(
      "01-nines.json", R"({"title": "x", "minutes": 5, "question": "What?", "runs": {"a": {"scenario": "s.json"}},
      "measures": {"up": {"run": "a", "metric": "availability"}}, "steps": [{"text": ["Up: {{ up }}"]}]})");
  CHECK(lesson(dir, {file}).code == 0);
  CHECK_THAT(read_file(dir.path("state/bicoastal/lessons")), Contains(file) && Contains(" done 1 0 0"));
  CHECK_THAT(lesson(dir, {}).out, Contains("Next: bicoastal lesson 1"));
}

TEST_CASE("A folder holds no answers", "[cli]") {
  const ScratchDirectory dir;
  const Ended ended = lesson(dir, {"1", "--answers", dir.path()});
  CHECK(ended.code == 74);
  CHECK_THAT(ended.err, Contains("cannot be read"));
}
