// A lesson on the desktop: the course, the lesson that is walked, and its runs as branches of the workspace.
//
// What a lesson is, what may be told and when a goal is reached is decided in sim/lessons, as for the terminal. Here
// its runs are started and harvested: each is a branch whose expectations are the lesson's metrics, and so is every
// branch that the learner makes of one, on the workbench or by pulling a plug.
#pragma once

#include "gui/app/lesson_wish.hpp"
#include "gui/app/ui_state.hpp"
#include "gui/app/workspace.hpp"
#include "sim/lessons/goal_pursuit.hpp"
#include "sim/lessons/lesson_session.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal::gui {

/// What became of a change towards the goal.
struct GoalOutcome {
  std::vector<GoalRow> rows;
  bool reached = false;
  std::string other_task{};  ///< pointer of a change that makes it another task; it does not count then
  std::string done{};        ///< what the lesson says of it
};

class LessonDesk {
 public:
  struct Entry {
    std::string file, name, title, question;
    std::uint32_t minutes = 0;
    std::size_t steps = 0;
  };
  /// The lessons of the course, read when they are asked for first.
  const std::vector<Entry>& course() const;
  const CourseProgress& progress() const { return progress_; }
  /// Place in the course of the first lesson that is not done; nothing: all are.
  std::optional<std::size_t> next_lesson() const;

  /// Null: no lesson is walked.
  const LessonSession* session() const { return session_.get(); }
  const GoalPursuit* pursuit() const { return pursuit_.get(); }
  const std::optional<GoalOutcome>& outcome() const { return outcome_; }
  /// Place of the lesson in the course; nothing: it is a file of somebody's own.
  std::optional<std::size_t> number() const;
  /// What is wrong with what was asked for last: no such lesson, no answer, no change. A line each.
  const std::vector<std::string>& complaints() const { return complaints_; }
  const std::vector<std::string>& hints() const { return hints_; }

  /// What runs show must not be seen: something is asked.
  bool hides() const { return session_ && !session_->finished() && session_->asking(); }
  /// Of the step's runs that are under way: the share that is done. Nothing: none is.
  std::optional<double> under_way(const Workspace& workspace) const;
  /// Why a run of the step did not end well; empty where it did.
  std::string trouble(const Workspace& workspace) const;
  /// The step's own run, if it is there: what the desktop shows meanwhile.
  const RunView* run_of_step(const Workspace& workspace) const;

  void grant(const LessonWish& wish, Workspace& workspace);
  /// Starts what the step needs, harvests what has ended.
  void tick(Workspace& workspace);
  /// Shows what the step is about, once when it can be told. REQUIRES: the run that is shown has been fitted to.
  void show(Workspace& workspace, UiState& ui);
  /// Name of the place that the step points at; empty where it points at none, or must not yet.
  std::string highlight() const;

 private:
  void open(const std::string& what, Workspace& workspace);
  void arrive();
  void run_changes(Workspace& workspace);
  void add_run(std::size_t run, Workspace& workspace) const;
  void start_missing(Workspace& workspace);
  void run_failed_again(Workspace& workspace) const;
  void harvest(const Workspace& workspace);
  void judge_change(const Workspace& workspace);
  void keep_progress();
  std::vector<Override> changes_of(std::size_t run, std::span<const Override> more = {}) const;
  std::optional<std::size_t> branch_of(const Workspace& workspace, std::size_t run) const;

  mutable std::vector<Entry> course_;
  CourseProgress progress_ = CourseProgress::read(CourseProgress::usual_file());
  std::unique_ptr<Lesson> lesson_;
  std::unique_ptr<LessonSession> session_;
  std::unique_ptr<GoalPursuit> pursuit_;
  std::optional<GoalOutcome> outcome_;
  const RunView* judged_ = nullptr;  // run that the outcome is of
  std::vector<std::string> complaints_, hints_;
  // The step's run was brought up; the whole of it is in view; what it points at was gone to.
  bool shown_ = false, fitted_ = false, pointed_ = false;
};

}  // namespace bicoastal::gui
