#include "sim/cli/lesson_goal.hpp"

#include "sim/base/units.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/lesson_runs.hpp"
#include "sim/cli/lesson_words.hpp"
#include "sim/cli/plugins.hpp"
#include "sim/lessons/judge.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace bicoastal {

namespace {

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r"), last = text.find_last_not_of(" \t\r");
  return first == std::string_view::npos ? "" : std::string(text.substr(first, last - first + 1));
}

/// JSON on one line, a text without its quotes: as it may be typed.
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

class Pursuing {
 public:
  explicit Pursuing(const GoalPursuit& pursuit) : p_(pursuit) {}

  void all() {
    task();
    if (p_.demo) {
      solve();
      return;
    }
    for (;;) {
      print("  Your change: ");
      const std::optional<std::string> line = p_.next();
      if (!line) print("\n");
      if (line && p_.echo) print(fmt::format("{}\n", printable(*line, 90)));
      const std::string typed = line ? trimmed(*line) : "";
      if (typed.empty()) {
        print("  Left open. The lesson can be walked again.\n");
        return;
      }
      if (typed == "solve") {
        solve();
        return;
      }
      if (typed == "?") {
        hint();
      } else if (typed == "undo") {
        changes_.clear();
        print("  All is as it was.\n");
      } else if (take(typed) && try_it()) {
        return;
      }
    }
  }

 private:
  const GoalPursuit& p_;
  std::vector<Override> changes_;
  std::size_t hints_ = 0;

  void task() {
    LessonWords words;
    words.heading("Your turn", "");
    words.paragraph(p_.goal.ask.shown(p_.before.values()), Tone::strong);
    for (const LessonCondition& one : p_.goal.reach)
      words.item("to reach", fmt::format("{}    ({})", one.text, now_is(one, p_.before.values())));
    words.paragraph("You may change:");
    for (std::size_t i = 0; i < p_.goal.changes.size(); ++i) offer(words, i);
    if (!p_.demo)
      words.paragraph("Type 1a to choose, or a value of your own: 1 = …   (? a hint, undo, solve, Enter to leave it)",
                      Tone::faint);
    words.show();
  }

  /// "answered, with two servers: 94.5 %"
  std::string now_is(const LessonCondition& one, FigureValues values) const {
    std::string text;
    for (const std::size_t figure : one.condition.used())
      text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", means_of(p_.lesson, figure),
                          shown_figure(p_.lesson, figure, values));
    return text;
  }

  void offer(LessonWords& words, std::size_t index) const {
    const LessonChange& change = p_.goal.changes[index];
    const std::string now = change.now.empty() ? "not set" : printable(on_one_line(change.now), 60);
    words.item(fmt::format("{}", index + 1), fmt::format("{}; now {}", change.means, now));
    for (std::size_t t = 0; t < change.tries.size(); ++t)
      words.item(fmt::format("  {}{}", index + 1, static_cast<char>('a' + t)), on_one_line(change.tries[t]));
  }

  void hint() {
    const LiveText& hint = p_.goal.hints[std::min(hints_, p_.goal.hints.size() - 1)];
    ++hints_;
    LessonWords words;
    words.labelled("Hint.", hint.shown(p_.before.values()), Tone::unsure);
    words.show();
  }

  /// "1b" as "/routing/dns_ttl=10 s"; anything else as it is.
  std::string spelt_out(const std::string& typed) const {
    if (typed.size() != 2 || typed[0] < '1' || typed[1] < 'a') return typed;
    const auto change = static_cast<std::size_t>(typed[0] - '1'), value = static_cast<std::size_t>(typed[1] - 'a');
    if (change >= p_.goal.changes.size() || value >= p_.goal.changes[change].tries.size()) return typed;
    return fmt::format("{}={}", p_.goal.changes[change].pointer, on_one_line(p_.goal.changes[change].tries[value]));
  }

  /// "1b", "1 = 10 s", "/routing/dns_ttl=10 s", with or without --set before it.
  bool take(std::string typed) {
    typed = spelt_out(typed);
    if (typed.starts_with("--set")) typed = trimmed(std::string_view(typed).substr(5));
    if (typed.size() > 1 && (typed.front() == '\'' || typed.front() == '"') && typed.back() == typed.front())
      typed = typed.substr(1, typed.size() - 2);
    const std::size_t equals = typed.find('=');
    const std::string left = trimmed(std::string_view(typed).substr(0, equals));
    const LessonChange* change = change_of(left);
    if (equals == std::string::npos || change == nullptr) {
      print(fmt::format("  {} is none of the changes; type 1a, or 1 = a value, or ? for a hint\n",
                        printable(in_quotes(left), 60)));
      return false;
    }
    const std::string value = trimmed(std::string_view(typed).substr(equals + 1));
    std::vector<Override> tried = changes_;
    std::erase_if(tried, [&](const Override& one) { return one.pointer == change->pointer; });
    tried.push_back({change->pointer, value});
    std::vector<Override> all = p_.lesson.runs[p_.goal.run].overrides;
    all.insert(all.end(), tried.begin(), tried.end());
    const auto scenario =
        load_scenario(p_.lesson.runs[p_.goal.run].scenario, all, std::nullopt, {.plugins = loaded_plugins()});
    if (!scenario) {
      for (const Diagnostic& fault : scenario.faults())
        print(fmt::format("  {}{}\n", printable(fault.message),
                          fault.suggestion.empty() ? "" : fmt::format(" ({})", printable(fault.suggestion))));
      return false;
    }
    changes_ = std::move(tried);
    return true;
  }

  const LessonChange* change_of(const std::string& left) const {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(left.data(), left.data() + left.size(), number);
    if (error == std::errc() && end == left.data() + left.size())
      return number >= 1 && number <= p_.goal.changes.size() ? &p_.goal.changes[number - 1] : nullptr;
    const auto found = std::ranges::find(p_.goal.changes, left, &LessonChange::pointer);
    return found == p_.goal.changes.end() ? nullptr : &*found;
  }

  /// Runs with the changes made so far. True where the goal is reached.
  bool try_it() {
    const std::vector<RunValues> outcome = run_for_lesson({planned_run(p_.lesson, p_.goal.run, changes_)});
    if (const auto* trouble = std::get_if<std::string>(&outcome.front())) {
      print(fmt::format("  the run {}\n", printable(*trouble)));
      return false;
    }
    LessonFigures after = p_.before;
    after.take(p_.goal.run, std::get<0>(outcome.front()));
    const std::vector<bool> held = reached(p_.goal, after.values());
    TextTable table({{"", TextTable::Align::left},
                     {"before", TextTable::Align::left},
                     {"now", TextTable::Align::left},
                     {"", TextTable::Align::left}});
    for (std::size_t i = 0; i < held.size(); ++i) {
      const LessonCondition& one = p_.goal.reach[i];
      for (const std::size_t figure : one.condition.used())
        table.add(
            {{means_of(p_.lesson, figure)},
             {shown_figure(p_.lesson, figure, p_.before.values())},
             {shown_figure(p_.lesson, figure, after.values()), Tone::strong},
             {fmt::format("{} {}", held[i] ? "reached:" : "to reach:", one.text), held[i] ? Tone::good : Tone::bad}});
    }
    LessonWords words;
    words.table(table);
    const bool all = std::ranges::find(held, false) == held.end();
    if (all)
      words.labelled("Reached.", p_.goal.done.shown(after.values()), Tone::good);
    else
      words.labelled("Not yet.", "Changes add up; undo takes them back.", Tone::unsure);
    words.show();
    return all;
  }

  void solve() {
    changes_ = p_.goal.solution;
    for (const Override& one : changes_) print(fmt::format("  Change: {} = {}\n", one.pointer, on_one_line(one.value)));
    try_it();
  }
};

}  // namespace

void pursue(const GoalPursuit& pursuit) { Pursuing(pursuit).all(); }

}  // namespace bicoastal
