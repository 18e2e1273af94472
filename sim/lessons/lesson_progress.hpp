// How far somebody has come in the course, kept in a file of lines: name, steps walked, predictions that were right,
// all that were made, and a mark for what was foretold first at each step. Of a question that is answered again, by
// beginning the step or the lesson anew, the first answer counts: who answers again has seen the right one. A lesson of
// the course goes by its name, one that stands elsewhere by its path.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace bicoastal {

/// A mark a step.
struct FirstAnswers {
  static constexpr char kRight = '+', kWrong = '-', kSkipped = 's', kNone = '.';
  std::string marks{};

  std::size_t right() const;
  std::size_t asked() const;  ///< right or wrong
  /// False of what was not written as marks.
  bool valid() const;
  /// These, and those of `later` where there are none yet.
  FirstAnswers before(const FirstAnswers& later) const;
};

struct LessonProgress {
  std::size_t steps = 0;
  std::size_t right = 0, asked = 0;
  bool done = false;     ///< walked to the end, and every goal reached
  FirstAnswers first{};  ///< that `right` and `asked` count; empty of what was kept before there were marks
};

/// What the lesson of a file goes by.
std::string progress_key(std::string_view file);
/// "done", "step 2 of 3", "walked, goal open"; empty where it was not begun.
std::string shown_progress(const LessonProgress& progress, std::size_t steps);

class CourseProgress {
 public:
  /// The file below $XDG_STATE_HOME, or ~/.local/state where that is not set. Empty where there is neither.
  static std::string usual_file();

  /// A file that is not there, or that is damaged, holds as much as can be read of it.
  static CourseProgress read(const std::string& file);
  /// False where it cannot be written.
  bool write(const std::string& file) const;

  /// Nothing where what was kept cannot be of a lesson of so many steps.
  const LessonProgress& of(const std::string& lesson, std::size_t steps) const;
  /// What was done before is not undone by beginning again, nor is a first answer bettered.
  void note(const std::string& lesson, const LessonProgress& progress);

 private:
  std::map<std::string, LessonProgress> lessons_;
};

}  // namespace bicoastal
