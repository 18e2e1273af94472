#include "sim/lessons/numbers_in_text.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/format.h>

namespace bicoastal {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Of a name: letters, and what joins their parts.
bool is_name(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '/'; }

class NumberCheck {
 public:
  NumberCheck(const Lesson& lesson, Faults& faults) : lesson_(lesson), faults_(faults) {
    for (const LessonSource& source : lesson.sources) vouch(common_, source.says);
    for (const ClaimRun& run : lesson.runs)
      for (const Override& one : run.overrides) vouch(common_, one.value);
  }

  void question() { look(lesson_.question, common_); }

  void step(const LessonStep& step) {
    std::set<std::string> known = common_;
    for (const LessonCondition& claim : step.claims) vouch(known, claim.text);
    for (const LiveText& text : step.text) look(text, known);
    for (const LiveText& text : step.explain) look(text, known);
    if (step.predict) prediction(*step.predict, known);
    if (step.goal) goal(*step.goal, known);
  }

 private:
  const Lesson& lesson_;
  Faults& faults_;
  std::set<std::string> common_;

  static void vouch(std::set<std::string>& known, std::string_view text) {
    for (std::string& number : numbers_in(text)) known.insert(std::move(number));
  }

  void look(const LiveText& text, const std::set<std::string>& known) {
    for (const std::string& number : numbers_in(text.words()))
      if (!known.contains(number))
        faults_.add("E832", {0, static_cast<std::uint32_t>(text.line)}, text.pointer,
                    fmt::format("nothing vouches for {}", number),
                    "write a figure {{ … }}, or a condition with this number among the step's claims");
  }

  void prediction(const LessonPrediction& prediction, std::set<std::string> known) {
    for (const LessonOption& option : prediction.options) vouch(known, option.that.text);
    look(prediction.ask, known);
    for (const LessonOption& option : prediction.options) {
      look(option.text, known);
      look(option.why, known);
    }
    if (!prediction.number) return;
    look(prediction.number->low, known);
    look(prediction.number->high, known);
  }

  void goal(const LessonGoal& goal, std::set<std::string> known) {
    for (const LessonCondition& one : goal.reach) vouch(known, one.text);
    for (const Override& one : goal.solution) vouch(known, one.value);
    for (const LessonKept& one : goal.keeps) vouch(known, one.now);
    for (const LessonChange& change : goal.changes)
      for (const std::string& one : change.tries) vouch(known, one);
    look(goal.ask, known);
    for (const LiveText& hint : goal.hints) look(hint, known);
    look(goal.done, known);
  }
};

}  // namespace

std::vector<std::string> numbers_in(std::string_view text) {
  std::vector<std::string> numbers;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_digit(text[at])) continue;
    const bool named = at > 0 && is_name(text[at - 1]);
    std::size_t end = at;
    while (end < text.size() && (is_digit(text[end]) || ((text[end] == '.' || text[end] == ',') &&
                                                         end + 1 < text.size() && is_digit(text[end + 1]))))
      ++end;
    if (!named) numbers.emplace_back(text.substr(at, end - at));
    at = end - 1;
  }
  return numbers;
}

void check_numbers(const Lesson& lesson, Faults& faults) {
  NumberCheck check(lesson, faults);
  check.question();
  for (const LessonStep& step : lesson.steps) check.step(step);
}

}  // namespace bicoastal
