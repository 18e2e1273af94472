#include "sim/cli/lesson_arguments.hpp"

#include "sim/cli/examples.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace bicoastal {

void add_lesson(CLI::App& app, LessonCommand& command) {
  CLI::App* lesson =
      app.add_subcommand("lesson", "Learn high availability: predict, run, understand, change one thing");
  lesson->footer(fmt::format("Examples:\n{}\n", kLessonExamples));
  lesson->add_option("what", command.what, "Number or name of a lesson, or lesson files; nothing: the list")
      ->type_name("LESSON");
  lesson->add_flag("--check", command.check,
                   "Run all that the lessons need, and say whether all that they claim is so");
  lesson->add_flag("--demo", command.demo, "Show a whole lesson with its answers; ask nothing");
  lesson->add_flag("--restart", command.restart, "Forget the progress");
  lesson->add_option("--answers", command.answers, "Answers, a line each, in place of the keyboard")->type_name("FILE");
  lesson->add_option("--collect", command.collect, "Append each prediction to this CSV file")->type_name("FILE");
  lesson->add_option("--who", command.who, "Whose predictions they are, for --collect")->type_name("NAME");
  lesson->add_option("--handouts", command.handouts, "Write pages to print: for learners and for the teacher")
      ->type_name("DIR");
}

}  // namespace bicoastal
