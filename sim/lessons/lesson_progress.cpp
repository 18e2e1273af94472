#include "sim/lessons/lesson_progress.hpp"

#include "sim/lessons/course.hpp"
#include "sim/scenario/embedded.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <sstream>
#include <system_error>

#include <fmt/format.h>

namespace bicoastal {

namespace fs = std::filesystem;

std::size_t FirstAnswers::right() const { return static_cast<std::size_t>(std::ranges::count(marks, kRight)); }

std::size_t FirstAnswers::asked() const {
  return right() + static_cast<std::size_t>(std::ranges::count(marks, kWrong));
}

bool FirstAnswers::valid() const { return marks.find_first_not_of("+-s.") == std::string::npos; }

FirstAnswers FirstAnswers::before(const FirstAnswers& later) const {
  FirstAnswers all{marks};
  all.marks.resize(std::max(marks.size(), later.marks.size()), kNone);
  for (std::size_t s = 0; s < later.marks.size(); ++s)
    if (all.marks[s] == kNone) all.marks[s] = later.marks[s];
  return all;
}

std::string progress_key(std::string_view file) {
  if (file.starts_with(fmt::format("{}lessons/", kShipped))) return lesson_name(file);
  std::error_code error;
  const fs::path path = fs::weakly_canonical(fs::path(file), error);
  return error ? std::string(file) : path.string();
}

std::string shown_progress(const LessonProgress& progress, std::size_t steps) {
  if (progress.done) return "done";
  if (progress.steps == 0) return {};
  return progress.steps < steps ? fmt::format("step {} of {}", progress.steps, steps) : "walked, goal open";
}

std::string CourseProgress::usual_file() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state != nullptr && *state != '\0') return (fs::path(state) / "bicoastal" / "lessons").string();
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home == '\0') return {};
  return (fs::path(home) / ".local" / "state" / "bicoastal" / "lessons").string();
}

CourseProgress CourseProgress::read(const std::string& file) {
  CourseProgress progress;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string name, state;
    LessonProgress one;
    if (words >> std::quoted(name) >> state >> one.steps >> one.right >> one.asked) {
      one.done = state == "done";
      if (FirstAnswers first; words >> first.marks && first.valid()) one.first = first;
      progress.lessons_[name] = one;
    }
  }
  return progress;
}

bool CourseProgress::write(const std::string& file) const {
  std::error_code ignored;
  fs::create_directories(fs::path(file).parent_path(), ignored);
  const std::string fresh = file + ".new";
  {
    std::ofstream out(fresh);
    for (const auto& [name, one] : lessons_)
      out << std::quoted(name) << (one.done ? " done " : " begun ") << one.steps << ' ' << one.right << ' ' << one.asked
          << (one.first.marks.empty() ? "" : " ") << one.first.marks << '\n';
    if (!out.flush()) return false;
  }
  std::error_code error;
  fs::rename(fresh, file, error);
  return !error;
}

const LessonProgress& CourseProgress::of(const std::string& lesson, std::size_t steps) const {
  static const LessonProgress kNone;
  const auto found = lessons_.find(lesson);
  if (found == lessons_.end()) return kNone;
  const LessonProgress& kept = found->second;
  const bool possible =
      kept.steps <= steps && kept.asked <= steps && kept.right <= kept.asked && kept.first.marks.size() <= steps;
  return possible ? kept : kNone;
}

void CourseProgress::note(const std::string& lesson, const LessonProgress& progress) {
  LessonProgress& kept = lessons_[lesson];
  if (kept.done) return;
  const LessonProgress before = kept;
  kept = progress;
  kept.steps = std::max(before.steps, progress.steps);
  if (progress.first.marks.empty()) return;
  kept.first = before.first.before(progress.first);
  kept.right = kept.first.right();
  kept.asked = kept.first.asked();
}

}  // namespace bicoastal
