#include "sim/cli/lesson_walk.hpp"

#include "sim/base/units.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/lesson_goal.hpp"
#include "sim/cli/lesson_runs.hpp"
#include "sim/cli/lesson_words.hpp"
#include "sim/lessons/glossary.hpp"
#include "sim/lessons/judge.hpp"
#include "sim/lessons/lesson_figures.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// A field of a CSV file (RFC 4180), always in quotes.
std::string csv_field(std::string_view text) {
  std::string field = "\"";
  for (const char c : text) field += c == '"' ? std::string("\"\"") : std::string(1, c);
  return field + "\"";
}

class Walking {
 public:
  explicit Walking(const LessonWalk& walk) : walk_(walk), lesson_(walk.lesson), figures_(walk.lesson) {}

  void all() {
    LessonWords words;
    words.title(lesson_.title, fmt::format("{} minutes", lesson_.minutes));
    words.paragraph(lesson_.question.shown(figures_.values()), Tone::strong);
    words.show();
    for (std::size_t i = 0; i < lesson_.steps.size(); ++i) {
      step(i);
      progress_.steps = i + 1;
      progress_.done = i + 1 == lesson_.steps.size();
      if (walk_.on_progress && !walk_.demo) walk_.on_progress(progress_);
    }
    end();
  }

 private:
  const LessonWalk& walk_;
  const Lesson& lesson_;
  LessonFigures figures_;
  LessonProgress progress_;

  void step(std::size_t index) {
    const LessonStep& step = lesson_.steps[index];
    LessonWords words;
    words.heading(fmt::format("{} of {}", index + 1, lesson_.steps.size()), step.title);
    // Before the prediction only what its words need is run.
    find_out(step.predict ? runs_before_prediction(lesson_, step) : runs_of(lesson_, step));
    for (const LiveText& text : step.text) words.paragraph(text.shown(figures_.values()));
    words.show();
    std::optional<LessonAnswer> answer;
    if (step.predict && !walk_.demo) answer = ask(*step.predict);
    find_out(runs_of(lesson_, step));
    if (step.predict && walk_.demo) answer = demonstrate(*step.predict);
    if (step.predict) tell(index, *step.predict, answer);
    outcome(step);
    if (step.goal) {
      pursue({lesson_, *step.goal, figures_, walk_.next, walk_.demo, walk_.echo});
    } else if (walk_.at_hand && index + 1 < lesson_.steps.size()) {
      print("  Enter goes on. ");
      walk_.next();
    }
  }

  /// Simulates what is not known yet.
  void find_out(const std::vector<std::size_t>& needed) {
    std::vector<std::size_t> runs;
    for (const std::size_t run : needed)
      if (!figures_.knows(run)) runs.push_back(run);
    if (runs.empty()) return;
    std::vector<PlannedRun> planned;
    for (const std::size_t run : runs) planned.push_back(planned_run(lesson_, run));
    if (walk_.at_hand)
      print(fmt::format("  … {}\n", runs.size() == 1 ? "one run" : fmt::format("{} runs", runs.size())));
    const std::vector<RunValues> outcomes = run_for_lesson(planned);
    for (std::size_t i = 0; i < runs.size(); ++i) {
      if (const auto* trouble = std::get_if<std::string>(&outcomes[i]))
        throw std::runtime_error(fmt::format("the run of {} {}", shown_path(planned[i].scenario), *trouble));
      figures_.take(runs[i], std::get<0>(outcomes[i]));
    }
  }

  void question(const LessonPrediction& prediction) {
    LessonWords words;
    words.blank();
    words.paragraph(prediction.ask.shown(figures_.values()), Tone::strong);
    for (std::size_t i = 0; i < prediction.options.size(); ++i)
      words.item(fmt::format("{}", i + 1), prediction.options[i].text.shown(figures_.values()));
    words.show();
  }

  std::optional<LessonAnswer> ask(const LessonPrediction& prediction) {
    question(prediction);
    for (;;) {
      print(fmt::format("  Your prediction ({}; Enter to skip): ", answers_asked(prediction)));
      const std::optional<std::string> line = walk_.next();
      if (!line) {
        print("\n");
        return std::nullopt;
      }
      if (walk_.echo) print(fmt::format("{}\n", printable(*line, 80)));
      if (line->find_first_not_of(" \t\r") == std::string::npos) return std::nullopt;
      std::string why;
      if (const auto answer = read_answer(prediction, *line, why)) return answer;
      print(fmt::format("  {}\n", printable(why, 90)));
    }
  }

  LessonAnswer demonstrate(const LessonPrediction& prediction) {
    const LessonAnswer answer = right_answer(prediction, figures_.values());
    question(prediction);
    print(fmt::format("  Prediction: {}\n", typed_answer(prediction, answer)));
    return answer;
  }

  void tell(std::size_t index, const LessonPrediction& prediction, const std::optional<LessonAnswer>& answer) {
    const FigureValues values = figures_.values();
    const LessonAnswer right = right_answer(prediction, values);
    LessonWords words;
    words.blank();
    if (!answer) {
      words.labelled("The answer:", shown_answer(prediction, right, values), Tone::strong);
      words.show();
      return;
    }
    const LessonVerdict verdict = judge(prediction, *answer, values);
    ++progress_.asked;
    progress_.right += verdict.right ? 1 : 0;
    if (verdict.right) {
      words.labelled("Right.",
                     prediction.number ? fmt::format("It is {}.", shown_answer(prediction, right, values)) : "",
                     Tone::good);
    } else {
      words.labelled("Not quite.", verdict.why, Tone::unsure);
      words.paragraph(fmt::format("The answer: {}", shown_answer(prediction, right, values)), Tone::strong);
    }
    words.show();
    if (!walk_.collect.empty() && !walk_.demo) collect(index, prediction, *answer, right, verdict.right);
  }

  void collect(std::size_t index, const LessonPrediction& prediction, const LessonAnswer& answer,
               const LessonAnswer& right, bool is_right) {
    const bool fresh = !std::filesystem::exists(walk_.collect);
    std::ofstream out(walk_.collect, std::ios::app);
    const FigureValues values = figures_.values();
    if (fresh) out << "who,lesson,step,question,answer,right_answer,right\n";
    out << csv_field(walk_.who) << ',' << csv_field(lesson_.name) << ',' << index + 1 << ','
        << csv_field(prediction.ask.shown(values)) << ',' << csv_field(shown_answer(prediction, answer, values)) << ','
        << csv_field(shown_answer(prediction, right, values)) << ',' << (is_right ? "yes" : "no") << '\n';
    if (!out.flush()) throw OutputError(fmt::format("{} cannot be written", walk_.collect));
  }

  void outcome(const LessonStep& step) {
    LessonWords words;
    if (!step.show.empty()) {
      words.blank();
      TextTable table({{"", TextTable::Align::left, 70}, {"", TextTable::Align::right}});
      for (const std::size_t figure : step.show)
        table.add({{means_of(lesson_, figure)}, {shown_figure(lesson_, figure, figures_.values()), Tone::strong}});
      words.table(table);
    }
    if (!step.look_words.empty() && step.look_place.empty()) words.labelled("Look at:", step.look_words, Tone::faint);
    if (!step.explain.empty()) words.blank();
    for (const LiveText& text : step.explain) words.paragraph(text.shown(figures_.values()));
    words.show();
  }

  void end() {
    LessonWords words;
    if (!lesson_.terms.empty()) {
      words.heading("Words", "");
      for (const std::string& term : lesson_.terms)
        words.labelled(fmt::format("{}:", term), find_term(term)->means, Tone::strong);
    }
    words.blank();
    const std::string score =
        progress_.asked == 0 ? "" : fmt::format(" {} of {} predictions right.", progress_.right, progress_.asked);
    words.paragraph(fmt::format("End of the lesson.{}", score), Tone::strong);
    words.show();
  }
};

}  // namespace

ExitCode walk(const LessonWalk& walk) {
  try {
    Walking(walk).all();
    return kHolds;
  } catch (const Interrupted&) {
    complain("interrupted");
    return kInterrupted;
  }
}

}  // namespace bicoastal
