#include "sim/lessons/lesson_file.hpp"

#include "sim/base/anomaly_names.hpp"
#include "sim/lessons/course.hpp"
#include "sim/lessons/desktop_places.hpp"
#include "sim/lessons/glossary.hpp"
#include "sim/lessons/goal_pursuit.hpp"
#include "sim/lessons/numbers_in_text.hpp"
#include "sim/scenario/embedded.hpp"
#include "sim/scenario/include.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/setting.hpp"
#include "sim/scenario/source_file.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace bicoastal {

namespace {

const Node& lesson_schema_tree() {
  static const Node tree = read_schema("lessons/schema.json");
  return tree;
}

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
  return text;
}

class LessonReader {
 public:
  LessonReader(const View& view, const std::string& file, const LoadOptions& options, Faults& faults,
               Diagnostics& others)
      : view_(view), file_(file), options_(options), faults_(faults), figures_(view, file_, options_, faults, others) {}

  Lesson read() {
    figures_.read();
    lesson_.file = file_;
    lesson_.name = lesson_name(file_);
    lesson_.title = view_["title"].text();
    lesson_.minutes = view_["minutes"].count();
    lesson_.question = live(view_["question"]);
    terms();
    const View sources = view_["sources"];
    for (std::size_t i = 0; i < sources.size(); ++i)
      lesson_.sources.push_back({sources[i]["says"].text(), sources[i]["where"].text()});
    for (const ClaimRun& run : runs_ = figures_.take_runs()) run_names_.push_back(run.name);
    const View steps = view_["steps"];
    for (std::size_t i = 0; i < steps.size(); ++i)
      if (steps[i].is_object()) step(steps[i]);
    const View teacher = view_["teacher"];
    lesson_.timing = teacher["timing"].text();
    lesson_.expect = teacher["expect"].text();
    for (std::size_t i = 0; i < teacher["discuss"].size(); ++i) lesson_.discuss.push_back(teacher["discuss"][i].text());
    lesson_.runs = std::move(runs_);
    lesson_.figures = figures_.take_figures();
    for (const ClaimFigure& figure : lesson_.figures)
      lesson_.means.push_back(view_["measures"][figure.name]["means"].text());
    check_numbers(lesson_, faults_);
    return std::move(lesson_);
  }

 private:
  View view_;
  const std::string& file_;
  const LoadOptions& options_;
  Faults& faults_;
  FiguresReader figures_;
  Lesson lesson_;
  std::vector<ClaimRun> runs_;
  std::vector<std::string> run_names_;

  void add(std::string_view code, const View& at, std::string message, std::string suggestion = {}) {
    faults_.add(code, at.place(), at.pointer(), std::move(message), std::move(suggestion));
  }

  LiveText live(const View& text) { return LiveText::read(text, figures_, faults_); }

  std::vector<LiveText> paragraphs(const View& list) {
    std::vector<LiveText> made;
    for (std::size_t i = 0; i < list.size(); ++i) made.push_back(live(list[i]));
    return made;
  }

  void terms() {
    const View terms = view_["terms"];
    std::vector<std::string> known;
    for (const GlossaryTerm& term : glossary()) known.push_back(term.term);
    for (std::size_t i = 0; i < terms.size(); ++i) {
      const std::string term = terms[i].text();
      if (std::ranges::find(known, term) == known.end())
        add("E834", terms[i], fmt::format("the glossary has no {}", in_quotes(term)), suggest_name(term, known));
      lesson_.terms.push_back(term);
    }
  }

  std::optional<std::size_t> run_of(const View& name) {
    const auto found = std::ranges::find(run_names_, name.text());
    if (found != run_names_.end()) return static_cast<std::size_t>(found - run_names_.begin());
    add("E801", name, fmt::format("no run {}", in_quotes(name.text())), suggest_name(name.text(), run_names_));
    return std::nullopt;
  }

  std::optional<LessonCondition> condition(const View& text) {
    auto read = Condition::read(text.text(), figures_.names());
    if (const auto* fault = std::get_if<ExpressionFault>(&read)) {
      figures_.refuse(text, *fault);
      return std::nullopt;
    }
    return LessonCondition{text.text(), std::move(std::get<Condition>(read)), text.place().line, text.pointer()};
  }

  std::vector<LessonCondition> conditions(const View& list) {
    std::vector<LessonCondition> made;
    for (std::size_t i = 0; i < list.size(); ++i)
      if (auto one = condition(list[i])) made.push_back(std::move(*one));
    return made;
  }

  std::optional<Formula> formula(const View& text) {
    auto read = Formula::read(text.text(), figures_.names());
    if (const auto* fault = std::get_if<ExpressionFault>(&read)) {
      figures_.refuse(text, *fault);
      return std::nullopt;
    }
    return std::move(std::get<Formula>(read));
  }

  void step(const View& view) {
    LessonStep made;
    made.title = view["title"].text();
    made.text = paragraphs(view["text"]);
    if (const View run = view["run"]; run.exists()) made.run = run_of(run);
    if (const View predict = view["predict"]; predict.is_object()) prediction(predict, made);
    const View show = view["show"];
    for (std::size_t i = 0; i < show.size(); ++i) shown(show[i], made);
    if (const View look = view["look_at"]; look.is_object()) look_at(look, made);
    made.explain = paragraphs(view["explain"]);
    made.claims = conditions(view["claims"]);
    if (const View wanted = view["goal"]; wanted.is_object() && !faults_.any_under(wanted.pointer()))
      goal(wanted, made);
    lesson_.steps.push_back(std::move(made));
  }

  static LessonPlace place_of(const View& view) { return {view.place().line, view.pointer()}; }

  void shown(const View& name, LessonStep& made) {
    const auto found = std::ranges::find(figures_.names(), name.text(), &NamedFigure::name);
    if (found == figures_.names().end()) {
      figures_.refuse(name, {fmt::format("nothing is called {}", in_quotes(name.text())), {}, name.text()});
      return;
    }
    made.show.push_back(static_cast<std::size_t>(found - figures_.names().begin()));
    made.shown_at.push_back(place_of(name));
  }

  void look_at(const View& view, LessonStep& made) {
    LessonLook look{view["words"].text(), view["place"].text()};
    if (const View place = view["place"]; place.exists()) check_place(place, made);
    if (const View at = view["at"]; at.exists()) {
      look.at = formula(at);
      if (look.at && look.at->unit() != MetricUnit::seconds) add("E307", at, "is no time");
      look.line = at.place().line;
      look.pointer = at.pointer();
      if (made.run)
        if (const Result<Scenario> scenario =
                load_scenario(runs_[*made.run].scenario, runs_[*made.run].overrides, {}, options_))
          look.end_s = scenario->duration.in_seconds();
    }
    made.look = std::move(look);
  }

  void check_place(const View& place, const LessonStep& step) {
    const std::string name = place.text();
    if (std::ranges::find(kDesktopPages, name) != kDesktopPages.end()) return;
    const PointedAt pointed = pointed_at(name);
    if (std::ranges::find(kDesktopPlaces, name, &DesktopPlace::name) != kDesktopPlaces.end() && !pointed.place) {
      add("E837", place, fmt::format("{} does not say which", in_quotes(name)), "as \"story causality\" does");
      return;
    }
    if (pointed.place == nullptr) {
      std::vector<std::string> known(kDesktopPages.begin(), kDesktopPages.end());
      for (const DesktopPlace& one : kDesktopPlaces) known.emplace_back(one.name);
      add("E837", place, fmt::format("the desktop has no {}", in_quotes(name)), suggest_name(name, known));
      return;
    }
    std::vector<std::string> things;
    if (pointed.place->of == PlaceOf::nothing) return;
    if (pointed.place->of == PlaceOf::anomaly) things.assign(kAnomalyNames.begin(), kAnomalyNames.end());
    if (pointed.place->of == PlaceOf::run) things = run_names_;
    if (pointed.place->of == PlaceOf::region && step.run) {
      const Result<Scenario> scenario =
          load_scenario(runs_[*step.run].scenario, runs_[*step.run].overrides, {}, options_);
      if (!scenario) return;  // told where the run is tried
      for (const Region& region : scenario->regions) things.push_back(region.name);
    }
    const std::string of(pointed.of);
    if (std::ranges::find(things, of) == things.end())
      add("E837", place, fmt::format("{} is not to be seen at this step", in_quotes(name)), suggest_name(of, things));
  }

  std::optional<LessonChart> on_chart(const View& view, const LessonNumber& number) {
    auto since = formula(view["since"]);
    if (!since) return std::nullopt;
    if (number.unit != MetricUnit::seconds)
      add("E838", view, "the answer is no time");
    else if (since->unit() != MetricUnit::seconds)
      add("E838", view["since"], "is no moment");
    return LessonChart{view["measure"].text(), std::move(*since)};
  }

  /// Each says something, and not what one before it says.
  void check_words(const View& options) {
    std::vector<std::string> seen;
    for (std::size_t i = 0; i < options.size(); ++i) {
      for (const char* key : {"text", "why"})
        if (const View words = options[i][key]; words.exists() && without_blanks(words.text()).empty())
          add("E839", words, "has no words",
              key == std::string_view("why") ? "say what is wrong with it, or leave \"why\" out of the right answer"
                                             : "say what the answer is");
      const std::string text = without_blanks(options[i]["text"].text());
      if (const auto same = std::ranges::find(seen, text); same != seen.end() && !text.empty())
        add("E839", options[i]["text"], fmt::format("is what answer {} says", same - seen.begin() + 1),
            "nobody can choose between them: take one away, or say how it differs");
      seen.push_back(text);
    }
  }

  void prediction(const View& view, LessonStep& made) {
    LessonPrediction prediction{live(view["ask"]), {}};
    const View options = view["options"];
    std::string right;  // "1 and 3"
    std::size_t count = 0;
    for (std::size_t i = 0; i < options.size(); ++i) {
      auto that = condition(options[i]["that"]);
      if (!options[i]["why"].exists()) right += fmt::format("{}{}", count++ == 0 ? "" : " and ", i + 1);
      if (that) prediction.options.push_back({live(options[i]["text"]), std::move(*that), live(options[i]["why"])});
    }
    check_words(options);
    if (options.exists() && count != 1 && !faults_.any_under(options.pointer()))
      add("E831", options,
          count == 0 ? std::string("all answers have a \"why\"") : fmt::format("answers {} have no \"why\"", right),
          "the right one has none, and each wrong one says why it is wrong");
    if (const View number = view["number"]; number.is_object()) {
      auto answer = formula(number["answer"]), within = formula(number["within"]);
      if (!answer || !within) return;
      if (answer->unit() != within->unit()) add("E307", number["within"], "is not in the unit of the answer");
      const MetricUnit unit = answer->unit().value_or(MetricUnit::count);
      prediction.number = LessonNumber{std::move(*answer),        std::move(*within),   unit,
                                       live(number["low"]),       live(number["high"]), place_of(number["answer"]),
                                       place_of(number["within"])};
      if (const View chart = number["on_chart"]; chart.is_object())
        prediction.chart = on_chart(chart, *prediction.number);
    }
    made.predict = std::move(prediction);
  }

  void goal(const View& view, LessonStep& made) {
    const auto run = run_of(view["run"]);
    if (!run) return;
    LessonGoal goal{live(view["ask"]),
                    *run,
                    {},
                    {},
                    conditions(view["reach"]),
                    paragraphs(view["hints"]),
                    {},
                    live(view["done"]),
                    view.place().line,
                    view.pointer()};
    const View changes = view["change"];
    for (std::size_t i = 0; i < changes.size(); ++i) {
      LessonChange change{changes[i]["pointer"].text(), changes[i]["means"].text(), {}, {}};
      for (std::size_t t = 0; t < changes[i]["try"].size(); ++t)
        change.tries.push_back(canonical_text(*changes[i]["try"][t].node()));
      goal.changes.push_back(std::move(change));
    }
    if (const View solution = view["solution"]; solution.is_object())
      for (std::size_t i = 0; i < solution.node()->keys.size(); ++i)
        goal.solution.push_back({solution.node()->keys[i], canonical_text(solution.node()->items[i])});
    check_goal(view, goal);
    made.goal = std::move(goal);
  }

  /// A learner who takes what is offered is not refused.
  void check_tries(const View& changes, const LessonGoal& goal) {
    for (std::size_t i = 0; i < goal.changes.size(); ++i)
      for (std::size_t t = 0; t < goal.changes[i].tries.size(); ++t) {
        std::vector<Override> overrides = runs_[goal.run].overrides;
        overrides.push_back({goal.changes[i].pointer, goal.changes[i].tries[t]});
        const auto tried = load_scenario(runs_[goal.run].scenario, overrides, {}, options_);
        if (!tried)
          add(tried.faults().front().code, changes[i]["try"][t],
              fmt::format("{}: {}", tried.faults().front().pointer, tried.faults().front().message),
              tried.faults().front().suggestion);
        else
          leaves_alone(changes[i]["try"][t], goal, *tried);
      }
  }

  void leaves_alone(const View& at, const LessonGoal& goal, const Scenario& changed) {
    if (const std::string kept = kept_but_changed(goal, changed); !kept.empty())
      add("E836", at, fmt::format("changes {}, which the goal keeps", in_quotes(kept)),
          "offer something else, or take it out of \"keep\"");
  }

  /// What is there, and what a learner could change otherwise.
  void keeps(const View& list, LessonGoal& goal, const Scenario& base) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string pointer = list[i].text();
      const auto now = setting_of(base, pointer);
      if (!now)
        add("E830", list[i], fmt::format("the scenario of run {} has nothing there", in_quotes(runs_[goal.run].name)),
            "the JSON Pointer of a setting that it has, as \"/regions\"");
      else if (!may_be_offered(pointer))
        add("E836", list[i], fmt::format("{} stays as it is anyway", in_quotes(pointer)), "take it out of \"keep\"");
      else
        goal.keeps.push_back({pointer, canonical_text(*now)});
    }
  }

  void check_goal(const View& view, LessonGoal& goal) {
    const auto of_run = [&](std::size_t figure) {
      const ClaimFigure& one = figures_.figures()[figure];
      return !one.formula && one.run == goal.run;
    };
    const auto decided = [&](const LessonCondition& one) { return std::ranges::any_of(one.condition.used(), of_run); };
    for (std::size_t i = 0; i < goal.reach.size(); ++i)
      if (!decided(goal.reach[i]))
        add("E835", view["reach"][i],
            fmt::format("{} uses no metric of run {}", in_quotes(goal.reach[i].text), in_quotes(view["run"].text())));
    for (const Override& one : goal.solution)
      if (std::ranges::find(goal.changes, one.pointer, &LessonChange::pointer) == goal.changes.end())
        add("E836", view["solution"][one.pointer], fmt::format("{} is not among the changes", in_quotes(one.pointer)));
    for (std::size_t i = 0; i < goal.changes.size(); ++i)
      if (!may_be_offered(goal.changes[i].pointer))
        add("E836", view["change"][i]["pointer"],
            fmt::format("a change of {} makes it another task", in_quotes(goal.changes[i].pointer)),
            "offer what the system does: not its faults, its users, its length or its seed");
    const Result<Scenario> base = load_scenario(runs_[goal.run].scenario, runs_[goal.run].overrides, {}, options_);
    if (!base) return;  // told where the run is tried
    for (LessonChange& change : goal.changes)
      if (const auto now = setting_of(*base, change.pointer)) change.now = canonical_text(*now);
    keeps(view["keep"], goal, *base);
    check_tries(view["change"], goal);
    std::vector<Override> overrides = runs_[goal.run].overrides;
    overrides.insert(overrides.end(), goal.solution.begin(), goal.solution.end());
    const auto solved = load_scenario(runs_[goal.run].scenario, overrides, {}, options_);
    if (!solved)
      add(solved.faults().front().code, view["solution"],
          fmt::format("{}: {}", solved.faults().front().pointer, solved.faults().front().message),
          solved.faults().front().suggestion);
    else
      leaves_alone(view["solution"], goal, *solved);
  }
};

}  // namespace

Result<Lesson> read_lesson(const std::string& file, const LoadOptions& options) {
  Faults faults;
  const auto text = read_source(file, std::nullopt, faults);
  if (!text) return faults.take();
  auto document = parse_json(*text, faults.add_source(shown_path(file)), faults);
  if (!document) return faults.take();
  check_schema(*document, faults, lesson_schema_tree());
  if (!document->is_object() || faults.full()) return faults.take();
  apply_defaults(*document, lesson_schema_tree());
  Diagnostics others;
  const View view(&*document, "");
  Lesson lesson = LessonReader(view, file, options, faults, others).read();
  if (faults.empty() && others.empty()) return lesson;
  Diagnostics all = faults.take();
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

std::vector<std::string> course_files() {
  std::vector<std::string> files;
  for (const std::string_view name : embedded_files())
    if (name.starts_with("lessons/") && name.size() > 9 && name[8] >= '0' && name[8] <= '9')
      files.push_back(fmt::format("{}{}", kShipped, name));
  std::ranges::sort(files);
  return files;
}

}  // namespace bicoastal
