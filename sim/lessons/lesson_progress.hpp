// How far somebody has come in the course, kept in a file of lines: name, steps done, predictions that were right, and
// all that were made.
#pragma once

#include <cstddef>
#include <map>
#include <string>

namespace bicoastal {

struct LessonProgress {
  std::size_t steps = 0;
  std::size_t right = 0, asked = 0;
  bool done = false;
};

class CourseProgress {
 public:
  /// The file below $XDG_STATE_HOME, or ~/.local/state where that is not set. Empty where there is neither.
  static std::string usual_file();

  /// A file that is not there, or that is damaged, holds as much as can be read of it.
  static CourseProgress read(const std::string& file);
  /// False where it cannot be written.
  bool write(const std::string& file) const;

  const LessonProgress& of(const std::string& lesson) const;
  /// What was done before is not undone by beginning again.
  void note(const std::string& lesson, const LessonProgress& progress);

 private:
  std::map<std::string, LessonProgress> lessons_;
};

}  // namespace bicoastal
