#include "sim/lessons/judge.hpp"

#include "sim/base/text.hpp"
#include "sim/base/units.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal {

namespace {

std::string_view example_of(MetricUnit unit) {
  switch (unit) {
    case MetricUnit::seconds: return "a time with its unit, as 45 s";
    case MetricUnit::share: return "a share, as 99.5 %";
    case MetricUnit::bytes: return "a size with its unit, as 10 MB";
    case MetricUnit::rate: return "a rate, as 100/s";
    case MetricUnit::money: return "an amount of money, as 1200 USD";
    case MetricUnit::count: break;
  }
  return "a number, as 12";
}

std::optional<double> plain_number(std::string text) {
  std::erase(text, ',');
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value)
                                                                                   : std::nullopt;
}

std::optional<double> quantity(const std::string& text, MetricUnit unit) {
  if (unit == MetricUnit::count) return plain_number(text);
  const Dimension dimension = unit == MetricUnit::seconds ? Dimension::time
                              : unit == MetricUnit::share ? Dimension::share
                              : unit == MetricUnit::bytes ? Dimension::size
                              : unit == MetricUnit::money ? Dimension::money
                                                          : Dimension::rate;
  const auto parsed = parse_quantity(text, dimension);
  const double* value = std::get_if<double>(&parsed);
  if (value == nullptr) return std::nullopt;
  return unit == MetricUnit::seconds ? *value / 1e9 : *value;
}

}  // namespace

std::string answers_asked(const LessonPrediction& prediction) {
  if (prediction.number) return std::string(example_of(prediction.number->unit));
  return fmt::format("1 to {}", prediction.options.size());
}

std::optional<LessonAnswer> read_answer(const LessonPrediction& prediction, std::string_view typed, std::string& why) {
  const std::string text(trimmed(typed));
  why = fmt::format("{} is not {}", in_quotes(text), answers_asked(prediction));
  if (prediction.number) {
    const auto number = quantity(text, prediction.number->unit);
    return number ? std::optional(LessonAnswer{0, *number}) : std::nullopt;
  }
  std::size_t option = 0;
  if (text.size() == 1 && text[0] >= 'a' && text[0] <= 'z') option = static_cast<std::size_t>(text[0] - 'a') + 1;
  if (text.size() == 1 && text[0] >= '1' && text[0] <= '9') option = static_cast<std::size_t>(text[0] - '0');
  if (option < 1 || option > prediction.options.size()) return std::nullopt;
  return LessonAnswer{option - 1, 0};
}

std::string shown_answer(const LessonPrediction& prediction, const LessonAnswer& answer, FigureValues values) {
  return prediction.number ? show_value(answer.number, prediction.number->unit)
                           : prediction.options[answer.option].text.shown(values);
}

std::string typed_answer(const LessonPrediction& prediction, const LessonAnswer& answer) {
  return prediction.number ? show_value(answer.number, prediction.number->unit) : fmt::format("{}", answer.option + 1);
}

LessonAnswer right_answer(const LessonPrediction& prediction, FigureValues values) {
  if (prediction.number) return {0, prediction.number->answer.value(values).value_or(0)};
  const auto right = std::ranges::find_if(prediction.options, [](const LessonOption& o) { return o.why.empty(); });
  return {static_cast<std::size_t>(right - prediction.options.begin()), 0};
}

LessonVerdict judge(const LessonPrediction& prediction, const LessonAnswer& answer, FigureValues values) {
  if (!prediction.number) {
    const LessonOption& option = prediction.options[answer.option];
    return {option.why.empty(), option.why.shown(values)};
  }
  const LessonNumber& number = *prediction.number;
  const auto truth = number.answer.value(values), within = number.within.value(values);
  if (!truth || !within) return {};
  if (std::abs(answer.number - *truth) <= *within) return {true, {}};
  return {false, (answer.number < *truth ? number.low : number.high).shown(values)};
}

std::vector<bool> reached(const LessonGoal& goal, FigureValues values) {
  std::vector<bool> held;
  for (const LessonCondition& one : goal.reach) held.push_back(one.condition.holds(values).value_or(false));
  return held;
}

std::string figures_in(const Lesson& lesson, const Condition& condition, FigureValues values) {
  std::string text;
  std::vector<std::size_t> seen;
  for (const std::size_t figure : condition.used()) {
    if (std::ranges::find(seen, figure) != seen.end()) continue;
    seen.push_back(figure);
    const std::string value = values[figure] ? show_value(*values[figure], lesson.figures[figure].unit) : "not told";
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", lesson.figures[figure].name, value);
  }
  return text;
}

}  // namespace bicoastal
