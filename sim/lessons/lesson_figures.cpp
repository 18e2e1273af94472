#include "sim/lessons/lesson_figures.hpp"

#include "sim/report/numbers.hpp"
#include "sim/scenario/expecting.hpp"

#include <bicoastal/metrics.hpp>

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace bicoastal {

namespace {

class Uses {
 public:
  explicit Uses(const Lesson& lesson) : lesson_(lesson) {}

  void figure(std::size_t index) {
    const ClaimFigure& figure = lesson_.figures[index];
    if (!figure.formula) {
      runs.insert(figure.run);
      return;
    }
    for (const std::size_t used : figure.formula->used()) this->figure(used);
  }
  void figures(std::span<const std::size_t> all) {
    for (const std::size_t one : all) figure(one);
  }
  void text(const LiveText& text) { figures(text.used()); }
  void texts(const std::vector<LiveText>& all) {
    for (const LiveText& one : all) text(one);
  }
  void conditions(const std::vector<LessonCondition>& all) {
    for (const LessonCondition& one : all) figures(one.condition.used());
  }
  void prediction(const LessonPrediction& prediction) {
    text(prediction.ask);
    for (const LessonOption& option : prediction.options) {
      text(option.text);
      text(option.why);
      figures(option.that.condition.used());
    }
    if (!prediction.number) return;
    figures(prediction.number->answer.used());
    figures(prediction.number->within.used());
    if (prediction.chart) figures(prediction.chart->since.used());
    text(prediction.number->low);
    text(prediction.number->high);
  }

  std::set<std::size_t> runs;

 private:
  const Lesson& lesson_;
};

std::vector<std::size_t> in_order(const Uses& uses) { return {uses.runs.begin(), uses.runs.end()}; }

}  // namespace

PlannedRun planned_run(const Lesson& lesson, std::size_t run, std::span<const Override> more) {
  PlannedRun planned{lesson.runs[run].scenario, lesson.runs[run].overrides, {}};
  planned.overrides.insert(planned.overrides.end(), more.begin(), more.end());
  for (const ClaimFigure& figure : lesson.figures)
    if (!figure.formula && figure.run == run) planned.metrics.push_back(figure.text);
  return planned;
}

std::vector<Override> overrides_of(const PlannedRun& planned) {
  std::vector<Override> all = planned.overrides;
  all.push_back(expecting(planned.metrics));
  return all;
}

std::vector<std::optional<double>> values_in(const Figures& document) {
  std::vector<std::optional<double>> values;
  for (std::size_t e = 0; e < document.size("/expectations"); ++e) {
    const std::string at = fmt::format("/expectations/{}", e);
    const std::string metric = metric_name(document.text(fmt::format("{}/text", at)).value_or(""));
    // Of these a bound stands for a value that the run does not tell.
    const bool open = metric == "rto" || metric == "outlasts" || metric == "converge";
    const bool bound = document.truth(fmt::format("{}/at_least", at)).value_or(false);
    values.push_back(open && bound ? std::nullopt : document.number(fmt::format("{}/measured", at)));
  }
  return values;
}

std::string means_of(const Lesson& lesson, std::size_t figure) {
  if (!lesson.means[figure].empty()) return lesson.means[figure];
  const ClaimFigure& one = lesson.figures[figure];
  const Metric* metric = one.formula ? nullptr : find_metric(metric_name(one.text));
  return metric == nullptr ? one.name : std::string(metric->meaning);
}

std::string shown_figure(const Lesson& lesson, std::size_t figure, FigureValues values) {
  return values[figure] ? show_value(*values[figure], lesson.figures[figure].unit) : "not told";
}

LessonFigures::LessonFigures(const Lesson& lesson)
    : lesson_(lesson), known_(lesson.runs.size(), false), values_(lesson.figures.size()) {
  for (std::size_t f = 0; f < values_.size(); ++f)
    if (lesson.figures[f].formula) values_[f] = lesson.figures[f].formula->value(values_);
}

void LessonFigures::take(std::size_t run, std::span<const std::optional<double>> values) {
  known_[run] = true;
  std::size_t next = 0;
  for (std::size_t f = 0; f < values_.size(); ++f) {
    const ClaimFigure& figure = lesson_.figures[f];
    if (figure.formula)
      values_[f] = figure.formula->value(values_);
    else if (figure.run == run)
      values_[f] = values[next++];
  }
}

std::vector<std::size_t> runs_of(const Lesson& lesson, const LessonStep& step) {
  Uses uses(lesson);
  uses.texts(step.text);
  uses.texts(step.explain);
  uses.figures(step.show);
  uses.conditions(step.claims);
  if (step.look && step.look->at) uses.figures(step.look->at->used());
  if (step.run) uses.runs.insert(*step.run);
  if (step.predict) uses.prediction(*step.predict);
  if (step.goal) {
    uses.runs.insert(step.goal->run);
    uses.conditions(step.goal->reach);
    uses.text(step.goal->ask);
    uses.text(step.goal->done);
    uses.texts(step.goal->hints);
  }
  return in_order(uses);
}

std::vector<std::size_t> runs_before_prediction(const Lesson& lesson, const LessonStep& step) {
  Uses uses(lesson);
  uses.texts(step.text);
  if (step.predict) {
    uses.text(step.predict->ask);
    if (step.predict->chart) uses.figures(step.predict->chart->since.used());
    for (const LessonOption& option : step.predict->options) uses.text(option.text);
  }
  return in_order(uses);
}

}  // namespace bicoastal
