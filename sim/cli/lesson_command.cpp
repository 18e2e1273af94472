#include "sim/cli/lesson_command.hpp"

#include "sim/base/units.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/lesson_runs.hpp"
#include "sim/cli/lesson_walk.hpp"
#include "sim/cli/plugins.hpp"
#include "sim/lessons/course.hpp"
#include "sim/lessons/handout.hpp"
#include "sim/lessons/lesson_figures.hpp"
#include "sim/lessons/lesson_file.hpp"
#include "sim/lessons/lesson_progress.hpp"
#include "sim/lessons/reading_level.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

namespace bicoastal {

namespace {

ExitCode list_course(const std::vector<std::string>& course, const CourseProgress& progress) {
  using Align = TextTable::Align;
  TextTable table({{"", Align::right}, {"lesson", Align::left}, {"minutes"}, {"you", Align::left}});
  std::uint32_t minutes = 0;
  std::optional<std::size_t> next;
  for (std::size_t i = 0; i < course.size(); ++i) {
    const Result<Lesson> lesson = read_lesson(course[i]);
    if (!lesson) {
      complain(lesson.faults());
      return kBadInput;
    }
    const LessonProgress& mine = progress.of(progress_key(course[i]), lesson->steps.size());
    if (!mine.done && !next) next = i + 1;
    minutes += lesson->minutes;
    std::string state = shown_progress(mine, lesson->steps.size());
    if (mine.asked > 0) state += fmt::format(", {} of {} right", mine.right, mine.asked);
    table.add({{fmt::format("{}", i + 1), Tone::faint},
               {lesson->title, Tone::strong},
               {fmt::format("{}", lesson->minutes)},
               {state, mine.done ? Tone::good : Tone::plain}});
  }
  print(table.render(ink_for(STDOUT_FILENO)));
  print(fmt::format("\n  {} lessons, {} minutes. {}\n", course.size(), minutes,
                    next ? fmt::format("Next: bicoastal lesson {}", *next) : "All done."));
  return kHolds;
}

/// Without the blanks at both ends, and without the CR of files from elsewhere.
NextLine lines_of(std::shared_ptr<std::istream> in) {
  return [in]() -> std::optional<std::string> {
    std::string line;
    if (!std::getline(*in, line)) return std::nullopt;
    constexpr const char* kBlanks = " \t\r";
    const std::size_t first = line.find_first_not_of(kBlanks);
    if (first == std::string::npos) return std::string();
    return line.substr(first, line.find_last_not_of(kBlanks) - first + 1);
  };
}

/// Two pages a lesson.
ExitCode write_handouts(const std::vector<std::string>& files, const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  for (const std::string& file : files) {
    const Result<Lesson> lesson = read_lesson(file, {.plugins = loaded_plugins()});
    if (!lesson) {
      complain(lesson.faults());
      return exit_code_of(lesson.faults());
    }
    std::vector<PlannedRun> planned;
    for (std::size_t r = 0; r < lesson->runs.size(); ++r) planned.push_back(planned_run(*lesson, r));
    const std::vector<RunValues> outcomes = run_for_lesson(planned);
    LessonFigures figures(*lesson);
    for (std::size_t r = 0; r < outcomes.size(); ++r) {
      if (const auto* trouble = std::get_if<std::string>(&outcomes[r])) throw std::runtime_error(*trouble);
      figures.take(r, std::get<0>(outcomes[r]));
    }
    const auto write = [&](const std::string& kind, const std::string& page) {
      const std::string path = fmt::format("{}/{}{}.html", directory, lesson->name, kind);
      std::ofstream out(path, std::ios::binary);
      out << page;
      if (!out.flush()) throw OutputError(fmt::format("{} cannot be written", path));
      print(fmt::format("{}\n", printable(path)));
    };
    write("", learners_page(*lesson, figures.values()));
    write("-teacher", teachers_page(*lesson, figures.values()));
  }
  return kHolds;
}

ExitCode walk_one(const LessonCommand& command, const std::string& file, const NextLine& next, CourseProgress& progress,
                  const std::string& kept_in) {
  const Result<Lesson> lesson = read_lesson(file, {.plugins = loaded_plugins()});
  if (!lesson) {
    complain(lesson.faults());
    return exit_code_of(lesson.faults());
  }
  const bool typed = command.answers.empty() && ::isatty(STDIN_FILENO) == 1;
  const auto keep = [&](const LessonProgress& mine) {
    progress.note(progress_key(file), mine);
    if (!kept_in.empty()) progress.write(kept_in);
  };
  return walk({*lesson, next, command.demo, typed, !typed, command.collect, command.who, keep});
}

}  // namespace

ExitCode check_lessons(const std::vector<std::string>& files) {
  ExitCode code = kHolds;
  ReadingCount all;  // of the files that are right
  for (const std::string& file : files) {
    const Result<Lesson> lesson = read_lesson(file, {.plugins = loaded_plugins()});
    const Diagnostics faults = lesson ? check_lesson(*lesson, run_for_lesson) : lesson.faults();
    if (!faults.empty()) {
      print(fmt::format("bad   {}\n", printable(shown_path(file))));
      complain(faults);
      code = kBadInput;
      continue;
    }
    const ReadingCount reading = count_reading(*lesson);
    all += reading;
    print(fmt::format("ok    {}: {} ({} steps, {} minutes, {} words, reading grade {:.1f})\n",
                      printable(shown_path(file)), printable(lesson->title, 80), lesson->steps.size(), lesson->minutes,
                      reading.words, reading.grade()));
  }
  if (files.size() > 1 && all.words > 0)
    print(fmt::format("      reading grade of all {:.1f} (Flesch-Kincaid; 9 is what most adults read with ease)\n",
                      all.grade()));
  return code;
}

ExitCode execute(const LessonCommand& command) {
  const std::vector<std::string> course = course_files();
  std::vector<std::string> files;
  for (const std::string& what : command.what) {
    const auto file = find_lesson(what, course);
    if (const auto* none = std::get_if<NoLesson>(&file)) {
      complain(printable(none->why, 200));
      return kUsage;
    }
    files.push_back(std::get<std::string>(file));
  }
  if (command.check) return check_lessons(files.empty() ? course : files);
  if (!command.handouts.empty()) {
    try {
      return write_handouts(files.empty() ? course : files, command.handouts);
    } catch (const Interrupted&) {
      complain("interrupted");
      return kInterrupted;
    }
  }
  const std::string kept_in = CourseProgress::usual_file();
  if (command.restart && !kept_in.empty()) CourseProgress().write(kept_in);
  CourseProgress progress = CourseProgress::read(kept_in);
  if (files.empty()) return list_course(course, progress);
  auto in = std::shared_ptr<std::istream>(&std::cin, [](std::istream*) {});
  if (!command.answers.empty()) {
    in = std::make_shared<std::ifstream>(command.answers);
    std::error_code ignored;
    if (!*in || std::filesystem::is_directory(command.answers, ignored)) {
      complain(fmt::format("{} cannot be read", printable(command.answers)));
      return kInputOutput;
    }
  }
  const NextLine next = lines_of(in);
  ExitCode code = kHolds;
  for (const std::string& file : files) {
    code = worse(code, walk_one(command, file, next, progress, kept_in));
    if (code == kInterrupted) break;
  }
  return code;
}

}  // namespace bicoastal
