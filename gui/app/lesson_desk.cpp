#include "gui/app/lesson_desk.hpp"

#include "gui/app/shell.hpp"
#include "sim/base/anomaly_names.hpp"
#include "sim/lessons/course.hpp"
#include "sim/lessons/desktop_places.hpp"
#include "sim/lessons/lesson_file.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

bool same(const Override& a, const Override& b) { return a.pointer == b.pointer && a.value == b.value; }

bool begins_with(const std::vector<Override>& all, const std::vector<Override>& first) {
  return all.size() >= first.size() && std::equal(first.begin(), first.end(), all.begin(), same);
}

void look(const LessonSession& session, const RunView& run, const std::optional<std::size_t>& beside, UiState& ui) {
  const LessonLook& look = *session.step().look;
  const PointedAt pointed = pointed_at(look.place);
  const std::string_view page = pointed.place != nullptr ? pointed.place->page : std::string_view(look.place);
  for (std::size_t p = 0; p < kPages; ++p)
    if (page == kPageInfo[p].name) ui.page = static_cast<Page>(p);
  if (look.at)
    if (const auto at = look.at->value(session.figures().values())) ui.cursor_s = std::clamp(*at, 0.0, run.end_s);
  ui.inside.reset();
  ui.playing = false;
  if (pointed.place == nullptr) return;
  if (pointed.place->of == PlaceOf::run) ui.compared = beside;
  if (pointed.place->of == PlaceOf::anomaly) {
    const auto found =
        std::ranges::find_if(run.anomalies, [&](const Anomaly& one) { return anomaly_name(one.kind) == pointed.of; });
    if (found != run.anomalies.end()) ui.anomaly = static_cast<std::size_t>(found - run.anomalies.begin());
  }
}

}  // namespace

const std::vector<LessonDesk::Entry>& LessonDesk::course() const {
  if (!course_.empty()) return course_;
  for (const std::string& file : course_files())
    if (const Result<Lesson> lesson = read_lesson(file))
      course_.push_back({file, lesson->name, lesson->title, lesson->question.shown(LessonFigures(*lesson).values()),
                         lesson->minutes, lesson->steps.size()});
  return course_;
}

std::optional<std::size_t> LessonDesk::next_lesson() const {
  const auto open =
      std::ranges::find_if(course(), [&](const Entry& one) { return !progress_.of(one.name, one.steps).done; });
  return open == course().end() ? std::nullopt : std::optional(static_cast<std::size_t>(open - course().begin()));
}

std::optional<std::size_t> LessonDesk::number() const {
  if (!lesson_) return std::nullopt;
  const auto found = std::ranges::find(course(), lesson_->file, &Entry::file);
  return found == course().end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - course().begin()));
}

std::vector<Override> LessonDesk::changes_of(std::size_t run, std::span<const Override> more) const {
  std::vector<Override> changes = overrides_of(planned_run(*lesson_, run));
  changes.insert(changes.end(), more.begin(), more.end());
  return changes;
}

std::optional<std::size_t> LessonDesk::branch_of(const Workspace& workspace, std::size_t run) const {
  const std::vector<Override> changes = changes_of(run);
  const auto& all = workspace.branches();
  for (std::size_t b = 0; b < all.size(); ++b)
    if (all[b]->source == lesson_->runs[run].scenario && all[b]->changes.size() == changes.size() &&
        begins_with(all[b]->changes, changes))
      return b;
  return std::nullopt;
}

std::optional<double> LessonDesk::under_way(const Workspace& workspace) const {
  if (!session_ || session_->finished()) return std::nullopt;
  std::optional<double> least;
  for (const std::size_t run : session_->missing()) {
    const auto at = branch_of(workspace, run);
    if (!at) continue;
    const Branch& branch = *workspace.branches()[*at];
    if (branch.state == Branch::State::failed || branch.state == Branch::State::cancelled) continue;
    least = std::min(least.value_or(1), branch.done);
  }
  return least;
}

std::string LessonDesk::trouble(const Workspace& workspace) const {
  if (!session_ || session_->finished()) return {};
  for (const std::size_t run : session_->missing())
    if (const auto at = branch_of(workspace, run)) {
      const Branch& branch = *workspace.branches()[*at];
      if (branch.state == Branch::State::failed) return branch.trouble;
      if (branch.state == Branch::State::cancelled) return "The run was cancelled.";
    }
  return {};
}

const RunView* LessonDesk::run_of_step(const Workspace& workspace) const {
  if (!session_ || session_->finished()) return nullptr;
  const LessonStep& step = session_->step();
  const std::optional<std::size_t> run = step.run ? step.run : step.goal ? std::optional(step.goal->run) : std::nullopt;
  if (!run) return nullptr;
  const auto at = branch_of(workspace, *run);
  return at ? workspace.branches()[*at]->run.get() : nullptr;
}

void LessonDesk::open(const std::string& what, Workspace& workspace) {
  std::vector<std::string> files;
  for (const Entry& entry : course()) files.push_back(entry.file);
  const auto file = find_lesson(what, files);
  if (const auto* none = std::get_if<NoLesson>(&file)) {
    complaints_ = {none->why};
    return;
  }
  Result<Lesson> lesson = read_lesson(std::get<std::string>(file));
  if (!lesson) {
    for (const Diagnostic& fault : lesson.faults()) complaints_.push_back(to_string(fault));
    return;
  }
  workspace.close();
  session_.reset();
  lesson_ = std::make_unique<Lesson>(*std::move(lesson));
  session_ = std::make_unique<LessonSession>(*lesson_);
  arrive();
}

/// At a step that was not looked at just before.
void LessonDesk::arrive() {
  shown_ = fitted_ = pointed_ = false;
  outcome_.reset();
  judged_ = nullptr;
  hints_.clear();
  pursuit_.reset();
  if (!session_->finished() && session_->step().goal)
    pursuit_ = std::make_unique<GoalPursuit>(*lesson_, *session_->step().goal, LoadOptions{});
}

void LessonDesk::grant(const LessonWish& wish, Workspace& workspace) {
  using What = LessonWish::What;
  complaints_.clear();
  if (wish.what == What::open) {
    open(wish.text, workspace);
    return;
  }
  if (!session_) return;
  switch (wish.what) {
    case What::open: break;
    case What::close: session_.reset(); break;
    case What::answer:
      if (const std::string why = session_->answer(wish.text); !why.empty()) complaints_ = {why};
      break;
    case What::next:
      if (session_->finished()) break;
      if (session_->asking()) {
        session_->skip();
        break;
      }
      session_->next();
      keep_progress();
      arrive();
      break;
    case What::back:
      if (session_->back()) arrive();
      break;
    case What::reset:
      session_->reset();
      run_failed_again(workspace);
      arrive();
      break;
    case What::change:
      if (!pursuit_) break;
      complaints_ = pursuit_->take(wish.text);
      if (complaints_.empty()) run_changes(workspace);
      break;
    case What::undo:
      if (pursuit_) pursuit_->undo();
      shown_ = fitted_ = false;  // the run without them comes up again
      break;
    case What::solve:
      if (!pursuit_) break;
      pursuit_->solve();
      run_changes(workspace);
      break;
    case What::hint:
      if (!pursuit_ || pursuit_->hints() == session_->step().goal->hints.size()) break;
      hints_.push_back(pursuit_->hint().shown(session_->figures().values()));
      break;
    case What::look: pointed_ = false; break;
  }
}

void LessonDesk::run_changes(Workspace& workspace) {
  const std::size_t run = session_->step().goal->run;
  std::string text;
  for (const Override& one : pursuit_->changes())
    text += fmt::format("{}{} = {}", text.empty() ? "" : "; ", one.pointer, on_one_line(one.value));
  workspace.add(lesson_->runs[run].scenario, changes_of(run, pursuit_->changes()), text);
}

void LessonDesk::add_run(std::size_t run, Workspace& workspace) const {
  std::string name = lesson_->runs[run].name;
  std::ranges::replace(name, '_', ' ');
  workspace.add(lesson_->runs[run].scenario, changes_of(run), name, false);
}

void LessonDesk::run_failed_again(Workspace& workspace) const {
  for (const std::size_t run : session_->missing())
    if (const auto at = branch_of(workspace, run)) {
      const Branch::State state = workspace.branches()[*at]->state;
      if (state != Branch::State::failed && state != Branch::State::cancelled) continue;
      workspace.choose(*at);
      workspace.run_again();
    }
}

void LessonDesk::start_missing(Workspace& workspace) {
  for (const std::size_t run : session_->missing())
    if (!branch_of(workspace, run)) add_run(run, workspace);
}

void LessonDesk::harvest(const Workspace& workspace) {
  for (const std::size_t run : session_->missing()) {
    const auto at = branch_of(workspace, run);
    if (at && workspace.branches()[*at]->state == Branch::State::ready)
      session_->take(run, values_in(workspace.branches()[*at]->run->figures));
  }
}

/// Of the branch that is looked at, where it comes from the goal's run.
void LessonDesk::judge_change(const Workspace& workspace) {
  if (!session_->step().goal || workspace.empty() || !session_->missing().empty()) return;
  const LessonGoal& goal = *session_->step().goal;
  const Branch& branch = workspace.now();
  const std::vector<Override> base = changes_of(goal.run);
  const bool mine = branch.source == lesson_->runs[goal.run].scenario && branch.changes.size() > base.size() &&
                    begins_with(branch.changes, base);
  if (!mine || branch.state != Branch::State::ready) {
    outcome_.reset();
    judged_ = nullptr;
    return;
  }
  if (judged_ == branch.run.get()) return;
  judged_ = branch.run.get();
  LessonFigures after = session_->figures();
  after.take(goal.run, values_in(branch.run->figures));
  const std::span<const Override> changes(branch.changes.begin() + static_cast<std::ptrdiff_t>(base.size()),
                                          branch.changes.end());
  outcome_ = GoalOutcome{goal_rows(*lesson_, goal, session_->figures().values(), after.values()),
                         all_reached(goal, after.values()), change_of_task(*lesson_, goal, changes),
                         goal.done.shown(after.values())};
  if (!outcome_->other_task.empty()) outcome_->reached = false;
  if (!outcome_->reached) return;
  session_->reach();
  keep_progress();
}

void LessonDesk::keep_progress() {
  progress_.note(progress_key(lesson_->file), session_->progress());
  if (const std::string file = CourseProgress::usual_file(); !file.empty()) progress_.write(file);
}

void LessonDesk::tick(Workspace& workspace) {
  if (!session_ || session_->finished()) return;
  start_missing(workspace);
  harvest(workspace);
  judge_change(workspace);
}

void LessonDesk::show(Workspace& workspace, UiState& ui) {
  if (!session_ || session_->finished()) return;
  const LessonStep& step = session_->step();
  const std::optional<std::size_t> run = step.run ? step.run : step.goal ? std::optional(step.goal->run) : std::nullopt;
  if (!shown_ && run) {
    const auto at = branch_of(workspace, *run);
    if (!at) {  // its figures are known, but somebody took it away
      add_run(*run, workspace);
      return;
    }
    workspace.choose(*at);
    shown_ = true;
    ui.page = Page::world;
    return;  // the next frame fits the state to it
  }
  if (shown_ && !fitted_) {  // what the step before looked at may be nowhere in this run
    if (workspace.empty() || workspace.now().state != Branch::State::ready) return;
    look_at(*workspace.now().run, ui);
    fitted_ = true;
  }
  if (pointed_ || !session_->telling() || !step.look || step.look->place.empty()) return;
  const RunView* seen = workspace.empty() ? nullptr : workspace.now().run.get();
  if (seen == nullptr || workspace.now().state != Branch::State::ready) return;
  std::optional<std::size_t> beside;
  if (const PointedAt pointed = pointed_at(step.look->place); pointed.place && pointed.place->of == PlaceOf::run) {
    const auto other = std::ranges::find(lesson_->runs, pointed.of, &ClaimRun::name);
    beside = branch_of(workspace, static_cast<std::size_t>(other - lesson_->runs.begin()));
  }
  look(*session_, *seen, beside, ui);
  pointed_ = true;
}

std::string LessonDesk::highlight() const {
  if (!session_ || session_->finished() || !pointed_ || !session_->step().look) return {};
  const std::string& name = session_->step().look->place;
  const PointedAt pointed = pointed_at(name);
  if (pointed.place == nullptr) return fmt::format("page {}", name);
  const bool whole = pointed.place->of == PlaceOf::anomaly || pointed.place->of == PlaceOf::run;
  return whole ? std::string(pointed.place->name) : name;
}

}  // namespace bicoastal::gui
