#include "sim/lessons/goal_pursuit.hpp"

#include "sim/base/text.hpp"
#include "sim/base/units.hpp"
#include "sim/lessons/judge.hpp"
#include "sim/scenario/setting.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace bicoastal {

std::string on_one_line(const std::string& json) {
  std::string line;
  bool blank = false;
  for (const char c : json) {
    if (c == '\n' || (blank && c == ' ')) {
      blank = true;
      continue;
    }
    if (blank && !line.empty()) line += ' ';
    blank = false;
    line += c;
  }
  const bool plain = line.size() > 2 && line.front() == '"' && line.find('"', 1) == line.size() - 1;
  return plain ? line.substr(1, line.size() - 2) : line;
}

std::string shown_kept(const LessonKept& kept) {
  const std::string value = on_one_line(kept.now);
  return value.find_first_of("{[") == 0 ? kept.pointer : fmt::format("{} = {}", kept.pointer, value);
}

namespace {

std::string wanted(const std::string& condition, const std::string& figure) {
  std::string text = condition;
  if (text.starts_with(figure + " ")) text.erase(0, figure.size() + 1);
  for (const auto& [written, shown] : {std::pair(">=", "≥"), std::pair("<=", "≤"), std::pair("==", "=")})
    for (std::size_t at = text.find(written); at != std::string::npos; at = text.find(written))
      text.replace(at, 2, shown);
  return text;
}

}  // namespace

std::vector<GoalRow> goal_rows(const Lesson& lesson, const LessonGoal& goal, FigureValues before, FigureValues after) {
  std::vector<GoalRow> rows;
  const std::vector<bool> held = reached(goal, after);
  for (std::size_t i = 0; i < held.size(); ++i)
    for (const std::size_t figure : goal.reach[i].condition.used())
      rows.push_back({means_of(lesson, figure), shown_figure(lesson, figure, before),
                      shown_figure(lesson, figure, after), goal.reach[i].text,
                      wanted(goal.reach[i].text, lesson.figures[figure].name), held[i]});
  return rows;
}

bool all_reached(const LessonGoal& goal, FigureValues values) {
  const std::vector<bool> held = reached(goal, values);
  return std::ranges::find(held, false) == held.end();
}

bool may_be_offered(std::string_view pointer) {
  const auto below = [&](std::string_view part) {
    return pointer == part || pointer.starts_with(fmt::format("{}/", part));
  };
  for (const std::string_view part : {"/faults", "/duration", "/warmup", "/expect", "/seed"})
    if (below(part)) return false;
  if (!below("/clients")) return true;
  // How a client tries is its own; who the users are and what they ask for is the task.
  const std::size_t field = pointer.find('/', std::min(pointer.size(), std::string_view("/clients/").size()));
  if (field == std::string_view::npos) return false;
  const std::string_view name = pointer.substr(field + 1, pointer.find('/', field + 1) - field - 1);
  return name == "timeout" || name == "retries" || name == "next_region_on_retry" || name == "hedge_after";
}

std::string kept_but_changed(const LessonGoal& goal, const Scenario& changed) {
  for (const LessonKept& kept : goal.keeps) {
    const auto now = setting_of(changed, kept.pointer);
    if (!now || canonical_text(*now) != kept.now) return kept.pointer;
  }
  return {};
}

std::string change_of_task(const Lesson& lesson, const LessonGoal& goal, std::span<const Override> changes,
                           const LoadOptions& options) {
  for (const Override& one : changes) {
    if (std::ranges::find(goal.changes, one.pointer, &LessonChange::pointer) != goal.changes.end()) continue;
    if (one.pointer == "/faults/-") continue;
    if (!may_be_offered(one.pointer)) return one.pointer;
  }
  if (goal.keeps.empty()) return {};
  std::vector<Override> all = lesson.runs[goal.run].overrides;
  all.insert(all.end(), changes.begin(), changes.end());
  const auto changed = load_scenario(lesson.runs[goal.run].scenario, all, std::nullopt, options);
  return changed ? kept_but_changed(goal, *changed) : std::string();
}

GoalPursuit::GoalPursuit(const Lesson& lesson, const LessonGoal& goal, LoadOptions options)
    : lesson_(lesson), goal_(goal), options_(std::move(options)) {}

std::vector<std::string> GoalPursuit::take(std::string typed) {
  typed = spelt_out(std::string(trimmed(typed)));
  if (typed.starts_with("--set")) typed = trimmed(std::string_view(typed).substr(5));
  if (typed.size() > 1 && (typed.front() == '\'' || typed.front() == '"') && typed.back() == typed.front())
    typed = typed.substr(1, typed.size() - 2);
  const std::size_t equals = typed.find('=');
  const std::string left(trimmed(std::string_view(typed).substr(0, equals)));
  const LessonChange* change = change_of(left);
  if (equals == std::string::npos && change != nullptr)
    return {fmt::format("{} without a value; type 1a to choose one, or 1 = a value of your own", in_quotes(left))};
  if (change == nullptr)
    return {fmt::format("{} is none of the changes; type 1a, or 1 = a value, or ? for a hint", in_quotes(left))};
  const std::string value(trimmed(std::string_view(typed).substr(equals + 1)));
  std::vector<Override> tried = changes_;
  std::erase_if(tried, [&](const Override& one) { return one.pointer == change->pointer; });
  tried.push_back({change->pointer, value});
  std::vector<Override> all = lesson_.runs[goal_.run].overrides;
  all.insert(all.end(), tried.begin(), tried.end());
  const auto scenario = load_scenario(lesson_.runs[goal_.run].scenario, all, std::nullopt, options_);
  std::vector<std::string> faults;
  if (!scenario)
    for (const Diagnostic& fault : scenario.faults())
      faults.push_back(fault.suggestion.empty() ? fault.message
                                                : fmt::format("{} ({})", fault.message, fault.suggestion));
  else if (const std::string kept = kept_but_changed(goal_, *scenario); !kept.empty())
    faults.push_back(fmt::format("{} has to stay as it is", kept));
  else
    changes_ = std::move(tried);
  return faults;
}

const LiveText& GoalPursuit::hint() {
  hints_ = std::min(hints_ + 1, goal_.hints.size());
  return goal_.hints[hints_ - 1];
}

std::string GoalPursuit::spelt_out(const std::string& typed) const {
  if (typed.size() != 2 || typed[0] < '1' || typed[1] < 'a') return typed;
  const auto change = static_cast<std::size_t>(typed[0] - '1'), value = static_cast<std::size_t>(typed[1] - 'a');
  if (change >= goal_.changes.size() || value >= goal_.changes[change].tries.size()) return typed;
  return fmt::format("{}={}", goal_.changes[change].pointer, on_one_line(goal_.changes[change].tries[value]));
}

const LessonChange* GoalPursuit::change_of(const std::string& left) const {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(left.data(), left.data() + left.size(), number);
  if (error == std::errc() && end == left.data() + left.size())
    return number >= 1 && number <= goal_.changes.size() ? &goal_.changes[number - 1] : nullptr;
  const auto found = std::ranges::find(goal_.changes, left, &LessonChange::pointer);
  return found == goal_.changes.end() ? nullptr : &*found;
}

}  // namespace bicoastal
