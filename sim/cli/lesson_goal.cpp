#include "sim/cli/lesson_goal.hpp"

#include "sim/base/units.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/lesson_runs.hpp"
#include "sim/cli/lesson_words.hpp"
#include "sim/cli/plugins.hpp"
#include "sim/lessons/goal_pursuit.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

namespace {

class Pursuing {
 public:
  explicit Pursuing(const GoalAsked& asked)
      : p_(asked), pursuit_(asked.lesson, asked.goal, {.plugins = loaded_plugins()}) {}

  bool all() {
    task();
    if (p_.demo) return solve();
    for (;;) {
      print("  Your change: ");
      const std::optional<std::string> line = p_.next();
      if (!line) print("\n");
      if (line && p_.echo) print(fmt::format("{}\n", printable(*line, 90)));
      if (!line || line->empty()) {
        print("  Left open. The lesson can be walked again.\n");
        return false;
      }
      if (*line == "solve") return solve();
      if (*line == "?") {
        hint();
      } else if (*line == "undo") {
        pursuit_.undo();
        print("  All is as it was.\n");
      } else if (take(*line) && try_it()) {
        return true;
      }
    }
  }

 private:
  const GoalAsked& p_;
  GoalPursuit pursuit_;

  void task() {
    LessonWords words;
    words.heading("Your turn", "");
    words.paragraph(p_.goal.ask.shown(p_.before.values()), Tone::strong);
    for (const GoalRow& row : goal_rows(p_.lesson, p_.goal, p_.before.values(), p_.before.values()))
      words.item("to reach", fmt::format("{}: {}   (now {})", row.means, row.wanted, row.before));
    for (const LessonKept& one : p_.goal.keeps) words.item("stays   ", printable(shown_kept(one), 200));
    words.paragraph("You may change:");
    for (std::size_t i = 0; i < p_.goal.changes.size(); ++i) offer(words, i);
    if (!p_.demo)
      words.paragraph("Type 1a to choose, or a value of your own: 1 = …   (? a hint, undo, solve, Enter to leave it)",
                      Tone::faint);
    words.show();
  }

  void offer(LessonWords& words, std::size_t index) const {
    const LessonChange& change = p_.goal.changes[index];
    const std::string now = change.now.empty() ? "not set" : printable(on_one_line(change.now), 200);
    words.item(fmt::format("{}", index + 1), fmt::format("{}; now {}", change.means, now));
    for (std::size_t t = 0; t < change.tries.size(); ++t)
      words.item(fmt::format("  {}{}", index + 1, static_cast<char>('a' + t)), on_one_line(change.tries[t]));
  }

  void hint() {
    LessonWords words;
    words.labelled("Hint.", pursuit_.hint().shown(p_.before.values()), Tone::unsure);
    words.show();
  }

  bool take(const std::string& typed) {
    const std::vector<std::string> faults = pursuit_.take(typed);
    for (const std::string& fault : faults) print(fmt::format("  {}\n", printable(fault)));
    return faults.empty();
  }

  /// Runs with the changes made so far. True where the goal is reached.
  bool try_it() {
    const std::vector<RunValues> outcome = run_for_lesson({planned_run(p_.lesson, p_.goal.run, pursuit_.changes())});
    if (const auto* trouble = std::get_if<std::string>(&outcome.front())) {
      print(fmt::format("  the run {}\n", printable(*trouble)));
      return false;
    }
    LessonFigures after = p_.before;
    after.take(p_.goal.run, std::get<0>(outcome.front()));
    TextTable table({{"", TextTable::Align::left},
                     {"before", TextTable::Align::left},
                     {"now", TextTable::Align::left},
                     {"", TextTable::Align::left}});
    for (const GoalRow& row : goal_rows(p_.lesson, p_.goal, p_.before.values(), after.values()))
      table.add(
          {{row.means},
           {row.before},
           {row.now, Tone::strong},
           {fmt::format("{} {}", row.held ? "reached:" : "to reach:", row.wanted), row.held ? Tone::good : Tone::bad}});
    LessonWords words;
    words.table(table);
    const bool all = all_reached(p_.goal, after.values());
    if (all)
      words.labelled("Reached.", p_.goal.done.shown(after.values()), Tone::good);
    else
      words.labelled("Not yet.", "Changes add up; undo takes them back.", Tone::unsure);
    words.show();
    return all;
  }

  bool solve() {
    pursuit_.solve();
    for (const Override& one : pursuit_.changes())
      print(fmt::format("  Change: {} = {}\n", one.pointer, on_one_line(one.value)));
    return try_it();
  }
};

}  // namespace

bool pursue(const GoalAsked& asked) { return Pursuing(asked).all(); }

}  // namespace bicoastal
