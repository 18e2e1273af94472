#include "sim/cli/lesson_walk.hpp"

#include "sim/base/units.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/lesson_goal.hpp"
#include "sim/cli/lesson_runs.hpp"
#include "sim/cli/lesson_words.hpp"
#include "sim/lessons/glossary.hpp"
#include "sim/lessons/judge.hpp"
#include "sim/lessons/lesson_session.hpp"
#include "sim/lessons/look_in_words.hpp"
#include "sim/report/csv_line.hpp"
#include "sim/scenario/embedded.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// Names come from the learners, and spreadsheets evaluate what begins like a formula.
std::string not_a_formula(const std::string& name) {
  return name.find_first_of("=+-@") == 0 ? fmt::format("'{}", name) : name;
}

class Walking {
 public:
  explicit Walking(const LessonWalk& walk) : walk_(walk), lesson_(walk.lesson), session_(walk.lesson) {
    next_ = [this] {
      std::optional<std::string> line = walk_.next();
      if (!line) input_ended_ = true;
      return line;
    };
  }

  void all() {
    LessonWords words;
    words.title(lesson_.title, fmt::format("{} minutes", lesson_.minutes));
    words.paragraph(lesson_.question.shown(values()), Tone::strong);
    words.show();
    while (!session_.finished()) {
      step();
      session_.next();
      if (walk_.on_progress && !walk_.demo && !input_ended_) walk_.on_progress(session_.progress());
    }
    end();
  }

 private:
  const LessonWalk& walk_;
  const Lesson& lesson_;
  LessonSession session_;
  NextLine next_;             ///< of walk_, and notes where no more come
  bool way_told_ = false;     ///< how to open this lesson on the desktop
  bool input_ended_ = false;  ///< nobody is there any more: what is shown from then on, nobody has walked

  FigureValues values() const { return session_.figures().values(); }

  void step() {
    const LessonStep& step = session_.step();
    LessonWords words;
    words.heading(fmt::format("{} of {}", session_.at() + 1, lesson_.steps.size()), step.title);
    // Before the prediction only what its words need is run.
    find_out(session_.asking() ? session_.missing_for_words() : session_.missing());
    for (const LiveText& text : step.text) words.paragraph(text.shown(values()));
    words.show();
    if (step.predict && !walk_.demo) ask(*step.predict);
    find_out(session_.missing());
    if (step.predict && walk_.demo) demonstrate(*step.predict);
    if (step.predict) tell(*step.predict);
    outcome(step);
    if (step.goal) {
      if (pursue({lesson_, *step.goal, session_.figures(), next_, walk_.demo, walk_.echo})) session_.reach();
    } else if (walk_.at_hand && !session_.at_end()) {
      print("  Enter goes on. ");
      next_();
    }
  }

  /// Simulates what is not known yet.
  void find_out(const std::vector<std::size_t>& runs) {
    if (runs.empty()) return;
    std::vector<PlannedRun> planned;
    for (const std::size_t run : runs) planned.push_back(planned_run(lesson_, run));
    if (walk_.at_hand)
      print(fmt::format("  … {}\n", runs.size() == 1 ? "one run" : fmt::format("{} runs", runs.size())));
    const std::vector<RunValues> outcomes = run_for_lesson(planned);
    for (std::size_t i = 0; i < runs.size(); ++i) {
      if (const auto* trouble = std::get_if<std::string>(&outcomes[i]))
        throw std::runtime_error(fmt::format("the run of {} {}", shown_path(planned[i].scenario), *trouble));
      session_.take(runs[i], std::get<0>(outcomes[i]));
    }
  }

  void question(const LessonPrediction& prediction) {
    LessonWords words;
    words.blank();
    words.paragraph(prediction.ask.shown(values()), Tone::strong);
    for (std::size_t i = 0; i < prediction.options.size(); ++i)
      words.item(fmt::format("{}", i + 1), prediction.options[i].text.shown(values()));
    words.show();
  }

  void ask(const LessonPrediction& prediction) {
    question(prediction);
    for (;;) {
      print(fmt::format("  Your prediction ({}; Enter to skip): ", answers_asked(prediction)));
      const std::optional<std::string> line = next_();
      if (!line) print("\n");
      if (line && walk_.echo) print(fmt::format("{}\n", printable(*line, 80)));
      if (!line || line->empty()) {
        session_.skip();
        return;
      }
      const std::string why = session_.answer(*line);
      if (why.empty()) return;
      print(fmt::format("  {}\n", printable(why, 90)));
    }
  }

  void demonstrate(const LessonPrediction& prediction) {
    const std::string typed = typed_answer(prediction, right_answer(prediction, values()));
    question(prediction);
    print(fmt::format("  Prediction: {}\n", typed));
    session_.answer(typed);
  }

  void tell(const LessonPrediction& prediction) {
    const LessonAnswer right = right_answer(prediction, values());
    LessonWords words;
    words.blank();
    if (!session_.answer()) {
      collect(prediction, "", right, false);
      words.labelled("The answer:", shown_answer(prediction, right, values()), Tone::strong);
      words.show();
      return;
    }
    const LessonVerdict verdict = session_.verdict();
    if (verdict.right) {
      words.labelled("Right.",
                     prediction.number ? fmt::format("It is {}.", shown_answer(prediction, right, values())) : "",
                     Tone::good);
    } else {
      words.labelled("Not quite.", verdict.why, Tone::unsure);
      words.paragraph(fmt::format("The answer: {}", shown_answer(prediction, right, values())), Tone::strong);
    }
    words.show();
    collect(prediction, shown_answer(prediction, *session_.answer(), values()), right, verdict.right);
  }

  /// A row a question, an empty answer for one that was skipped. The first answer of who gave a name stays.
  void collect(const LessonPrediction& prediction, const std::string& answer, const LessonAnswer& right,
               bool is_right) {
    if (walk_.collect.empty() || walk_.demo) return;
    const bool fresh = !std::filesystem::exists(walk_.collect);
    const std::string who = not_a_formula(walk_.who), step = fmt::to_string(session_.at() + 1);
    if (!fresh && !who.empty() && is_collected(who, step)) {
      print("  The sheet has your first answer to this question. It stays.\n");
      return;
    }
    std::ofstream out(walk_.collect, std::ios::app);
    std::string csv;
    if (fresh) add_csv_line(csv, {"who", "lesson", "step", "question", "answer", "right_answer", "right"});
    add_csv_line(csv, {who, lesson_.name, step, prediction.ask.shown(values()), answer,
                       shown_answer(prediction, right, values()), is_right ? "yes" : "no"});
    out << csv;
    if (!out.flush()) throw OutputError(fmt::format("{} cannot be written", walk_.collect));
  }

  bool is_collected(const std::string& who, const std::string& step) const {
    std::string begin;
    add_csv_line(begin, {who, lesson_.name, step});
    begin.erase(begin.find_last_not_of("\r\n") + 1);
    begin += ',';
    std::ifstream in(walk_.collect);
    for (std::string line; std::getline(in, line);)
      if (line.starts_with(begin)) return true;
    return false;
  }

  void outcome(const LessonStep& step) {
    LessonWords words;
    if (!step.show.empty()) {
      words.blank();
      TextTable table({{"", TextTable::Align::left, 70}, {"", TextTable::Align::right}});
      for (const std::size_t figure : step.show)
        table.add({{means_of(lesson_, figure)}, {shown_figure(lesson_, figure, values()), Tone::strong}});
      words.table(table);
    }
    if (step.look) look(words, *step.look);
    if (!step.explain.empty()) words.blank();
    for (const LiveText& text : step.explain) words.paragraph(text.shown(values()));
    words.show();
  }

  /// What the desktop would go to and mark.
  void look(LessonWords& words, const LessonLook& look) {
    words.blank();
    words.labelled("Look at:", look.words, Tone::strong);
    if (look.place.empty()) return;
    words.labelled("On the desktop:", place_in_words(look, values()), Tone::faint);
    if (std::exchange(way_told_, true)) return;
    const std::string lesson = lesson_.file.starts_with(kShipped) ? lesson_.name : lesson_.file;
    words.labelled("To go there:", fmt::format("bicoastal gui --lesson {}", lesson), Tone::faint);
  }

  void end() {
    LessonWords words;
    if (!lesson_.terms.empty()) {
      words.heading("Words", "");
      for (const std::string& term : lesson_.terms)
        words.labelled(fmt::format("{}:", term), find_term(term)->means, Tone::strong);
    }
    words.blank();
    const LessonProgress progress = session_.progress();
    const std::string score =
        progress.asked == 0 ? "" : fmt::format(" {} of {} predictions right.", progress.right, progress.asked);
    words.paragraph(fmt::format("End of the lesson.{}", score), Tone::strong);
    if (input_ended_)
      words.paragraph("The answers ended before the lesson did. What came after them is not kept as progress.",
                      Tone::faint);
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
