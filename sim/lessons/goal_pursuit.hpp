// The learner's own changes towards a goal: how they are named, whether they can be run, and what came of them.
#pragma once

#include "sim/lessons/lesson_figures.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

/// JSON on one line, a text without its quotes: as it may be typed.
std::string on_one_line(const std::string& json);

/// "/balancing/health_check/fall = 3"; the pointer alone where the value is of several parts.
std::string shown_kept(const LessonKept& kept);

/// A figure that a goal is decided by.
struct GoalRow {
  std::string means, before, now;
  std::string condition;  ///< that it stands in
  std::string wanted;     ///< the same for people, without the figure's name where it begins with it: "≤ 10 s"
  bool held = false;      ///< the condition, after the change
};
/// One a figure of each condition.
std::vector<GoalRow> goal_rows(const Lesson& lesson, const LessonGoal& goal, FigureValues before, FigureValues after);
/// All conditions hold.
bool all_reached(const LessonGoal& goal, FigureValues values);

/// Whether a lesson may offer a change of it: nobody solves a task by taking it away. The faults, who the users are and
/// what they ask for, the length of the run and what is expected of it are the task.
bool may_be_offered(std::string_view pointer);

/// What the goal keeps, and the changed scenario has otherwise; empty where it has left all of it alone.
std::string kept_but_changed(const LessonGoal& goal, const Scenario& changed);

/// The first of the changes that makes the task another one in place of solving it, and that the goal does not offer,
/// or what it keeps and they change; empty where there is none. A fault that is added is none.
std::string change_of_task(const Lesson& lesson, const LessonGoal& goal, std::span<const Override> changes,
                           const LoadOptions& options = {});

class GoalPursuit {
 public:
  /// `lesson` and `goal` outlive this.
  GoalPursuit(const Lesson& lesson, const LessonGoal& goal, LoadOptions options);

  /// Adds a change: "1b" (the second value offered for the first of the changes), "1 = 10 s",
  /// "/routing/dns_ttl=10 s", with or without --set before it. Why it cannot be run, a line each; none where it can.
  std::vector<std::string> take(std::string typed);
  void undo() { changes_.clear(); }
  void solve() { changes_ = goal_.solution; }
  const std::vector<Override>& changes() const { return changes_; }

  /// The next hint; the last one again where there are no more.
  const LiveText& hint();
  std::size_t hints() const { return hints_; }

 private:
  std::string spelt_out(const std::string& typed) const;
  const LessonChange* change_of(const std::string& left) const;

  const Lesson& lesson_;
  const LessonGoal& goal_;
  LoadOptions options_;
  std::vector<Override> changes_;
  std::size_t hints_ = 0;
};

}  // namespace bicoastal
