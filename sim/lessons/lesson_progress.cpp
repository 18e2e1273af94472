#include "sim/lessons/lesson_progress.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

namespace bicoastal {

namespace fs = std::filesystem;

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
    if (words >> name >> state >> one.steps >> one.right >> one.asked) {
      one.done = state == "done";
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
      out << name << (one.done ? " done " : " begun ") << one.steps << ' ' << one.right << ' ' << one.asked << '\n';
    if (!out.flush()) return false;
  }
  std::error_code error;
  fs::rename(fresh, file, error);
  return !error;
}

const LessonProgress& CourseProgress::of(const std::string& lesson) const {
  static const LessonProgress kNone;
  const auto found = lessons_.find(lesson);
  return found == lessons_.end() ? kNone : found->second;
}

void CourseProgress::note(const std::string& lesson, const LessonProgress& progress) {
  LessonProgress& kept = lessons_[lesson];
  if (kept.done && !progress.done) return;
  kept = progress;
}

}  // namespace bicoastal
