// Lessons on the desktop: the whole course is walked with nothing but keys, what it points at is there, answers stay
// hidden until they may be seen, and the learner's own changes are judged.
#include "gui/ink.hpp"
#include "gui/stage.hpp"

#include "gui/draw/places.hpp"
#include "gui/panels/measures.hpp"
#include "sim/lessons/desktop_places.hpp"
#include "sim/lessons/lesson_check.hpp"
#include "sim/lessons/lesson_file.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace bicoastal;
using namespace bicoastal::gui;
using test::Stage;
using test::TestFolder;

namespace {

const LessonSession& session_of(Stage& stage) {
  REQUIRE(stage.program().lessons().session() != nullptr);
  return *stage.program().lessons().session();
}

std::string right_to_type(const LessonSession& session) {
  const LessonPrediction& asked = *session.step().predict;
  return typed_answer(asked, right_answer(asked, session.figures().values()));
}

void begin(Stage& stage, const std::string& lesson) {
  REQUIRE(stage.program().open_lesson(lesson).empty());
  stage.frames(2);
  stage.settle();
}

/// Page down until the step is another one, or something is asked no more.
void go_on(Stage& stage) {
  const LessonSession& session = session_of(stage);
  const std::size_t at = session.at();
  const bool asked = session.asking();
  for (int i = 0; i < 12 && session.at() == at && !session.finished() && session.asking() == asked; ++i)
    stage.key(ImGuiKey_PageDown);
  stage.frames(2);
  stage.settle();
}

void answer(Stage& stage, const std::string& typed) {
  if (session_of(stage).step().predict->number) {
    stage.frames(3);
    if (stage.ui().lesson.presenting) {  // where keys are the clicker's, the field is asked for
      stage.key(ImGuiKey_Enter);
      stage.frames(3);
    }
    REQUIRE(ImGui::GetIO().WantTextInput);  // it is ready without a click
    stage.type(typed);
    stage.frame();
    stage.key(ImGuiKey_Enter);
  } else {
    stage.type(typed);
  }
  stage.frames(3);
  stage.settle();
}

/// Nothing covers anything else; looked at twice, since sizes are known a frame later.
void check_ink(Stage& stage) {
  keep_ink(true);
  stage.frames(3);
  CHECK(test::covered_texts(ImGui::GetIO().DisplaySize) == std::vector<std::string>());
  keep_ink(false);
}

void check_place(Stage& stage) {
  const LessonSession& session = session_of(stage);
  if (!session.step().look || session.step().look->place.empty()) return;
  const std::string name = stage.program().lessons().highlight();
  INFO(session.step().look->place);
  REQUIRE_FALSE(name.empty());
  if (name.starts_with("page ")) return;
  stage.settle();
  const auto place = place_of(name);
  REQUIRE(place);
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  CHECK(place->box.width() > 20);
  CHECK(place->box.height() > 8);
  CHECK(place->box.min.x >= 0);
  CHECK(place->box.max.x <= screen.x);
  CHECK(place->box.max.y <= screen.y);
}

void walk_with_keys(Stage& stage, const std::string& lesson) {
  INFO(lesson);
  begin(stage, lesson);
  const LessonSession& session = session_of(stage);
  while (!session.finished()) {
    const std::size_t at = session.at();
    INFO("step " << at + 1);
    if (session.asking()) {
      CHECK_FALSE(place_of("status"));  // which tells what the run came to
      CHECK_FALSE(place_of("time axis"));
      check_ink(stage);
      answer(stage, right_to_type(session));
      CHECK(session.verdict().right);
    }
    REQUIRE(session.telling());
    check_place(stage);
    check_ink(stage);
    if (session.step().goal) {
      REQUIRE_FALSE(session.reached());
      for (const Override& one : session.step().goal->solution) {
        stage.type("c");
        stage.frames(4);
        REQUIRE(ImGui::GetIO().WantTextInput);
        stage.type(one.pointer + "=" + on_one_line(one.value));
        stage.frame();
        stage.key(ImGuiKey_Enter);
        stage.frames(3);
        stage.settle();
      }
      for (const std::string& complaint : stage.program().lessons().complaints()) FAIL_CHECK(complaint);
      CHECK(session.reached());
      check_ink(stage);
    }
    go_on(stage);
    REQUIRE((session.finished() || session.at() == at + 1));
  }
}

}  // namespace

TEST_CASE("The whole course is walked with keys alone, and all that it points at is drawn", "[gui][lessons]") {
  const TestFolder folder;
  Stage stage;
  for (const std::string& file : course_files()) walk_with_keys(stage, file);
  CHECK_FALSE(stage.program().lessons().next_lesson());  // and that is remembered
  const CourseProgress kept = CourseProgress::read(CourseProgress::usual_file());
  for (const LessonDesk::Entry& entry : stage.program().lessons().course()) {
    INFO(entry.name);
    CHECK(kept.of(entry.name, entry.steps).done);
    CHECK(kept.of(entry.name, entry.steps).right == kept.of(entry.name, entry.steps).asked);
  }
  stage.program().lessons().grant({LessonWish::What::close}, stage.program().workspace());
  stage.frames(3);
}

TEST_CASE("A lesson is legible on a projector and in any size, presented or not", "[gui][lessons]") {
  const TestFolder folder;
  struct Screen {
    float width, height, scale;
    bool presented;
  };
  for (const Screen& screen : {Screen{1280, 800, 1, true}, Screen{1920, 1080, 1, true}, Screen{3840, 2160, 2, true},
                               Screen{2560, 1600, 2, false}, Screen{1920, 1080, 1, false}}) {
    INFO(screen.width << " by " << screen.height << (screen.presented ? ", presented" : ""));
    Stage stage(screen.width, screen.height, screen.scale, ThemeName::projector);
    if (screen.presented) {
      stage.program().present();
      REQUIRE(stage.program().restyle());
      unsigned char* pixels = nullptr;
      int w = 0, h = 0;
      ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &w, &h);
    }
    walk_with_keys(stage, "3");
  }
}

TEST_CASE("Pages, charts and places that lessons may name are those of the desktop", "[gui][lessons]") {
  for (std::size_t p = 0; p < kPages; ++p) CHECK(kDesktopPages[p] == kPageInfo[p].name);
  for (std::size_t m = 0; m < kMeasures; ++m)
    CHECK(pointed_at(std::string("chart ") + info_of(static_cast<Measure>(m)).key).place != nullptr);
  const TestFolder folder;
  Stage stage;
  stage.open(test::make_run(folder, test::small_scenario(), "small"));
  stage.program().workspace().change({{"/faults/0/for", "\"5 s\""}}, "shorter");
  stage.settle();
  for (const DesktopPlace& place : kDesktopPlaces) {
    for (std::size_t p = 0; p < kPages; ++p)
      if (place.page == kPageInfo[p].name) stage.ui().page = static_cast<Page>(p);
    stage.ui().anomaly = 0;
    stage.settle();
    INFO(place.name);
    CHECK(place_of(place.of == PlaceOf::region ? "region eu-west-1" : std::string(place.name)));
  }
}

TEST_CASE("A wrong prediction is told why, the right one is shown, and the step can be begun again", "[gui][lessons]") {
  const TestFolder folder;
  Stage stage;
  begin(stage, "2");
  const LessonSession& session = session_of(stage);
  CHECK_FALSE(place_of("lesson verdict"));
  stage.type("1");  // the lost server
  stage.frames(3);
  REQUIRE(place_of("lesson verdict"));
  CHECK(place_of("lesson verdict")->text == "Not quite.");
  stage.click(test::centre_of("##lesson reset"));
  stage.frames(3);
  CHECK(session.asking());
  CHECK(session.progress().asked == 1);  // the first answer counts, for the right one has been seen
  CHECK(session.progress().right == 0);
  CHECK_FALSE(place_of("lesson verdict"));
}

TEST_CASE("A prediction is skipped, and counts neither as right nor as asked", "[gui][lessons]") {
  const TestFolder folder;
  Stage stage;
  begin(stage, "2");
  go_on(stage);
  CHECK(session_of(stage).telling());
  CHECK(session_of(stage).progress().asked == 0);
}

TEST_CASE("Each step begins with the whole of its run in view, however long the one before was", "[gui][lessons]") {
  const TestFolder folder;
  Stage stage;
  begin(stage, "4");  // 7 min behind a name, then 100 s behind a balancer, then the name again
  const LessonSession& session = session_of(stage);
  while (true) {
    const std::size_t at = session.at();
    INFO("step " << at + 1);
    CHECK(stage.ui().from_s == 0);
    CHECK(stage.ui().to_s == Approx(stage.run().end_s));
    if (session.step().goal) break;
    go_on(stage);
  }
}

TEST_CASE("A moment is foretold by a click on the chart", "[gui][lessons]") {
  const TestFolder folder;
  Stage stage;
  begin(stage, "3");
  const auto canvas = place_of("lesson canvas");
  REQUIRE(canvas);
  // The run lasts 101 s with its last requests, and the fault begins at 30 s.
  const double end_s = stage.run().end_s;
  const float x = canvas->box.min.x + canvas->box.width() * static_cast<float>(60 / end_s);
  stage.click({x, canvas->box.centre().y});
  stage.frames(2);
  CHECK(std::string(stage.ui().lesson.typed.data()) == "30 s");
  stage.click(test::centre_of("##lesson prediction now"));
  stage.frames(2);
  REQUIRE(session_of(stage).answer());
  CHECK(session_of(stage).answer()->number == Approx(30).margin(1));
}

TEST_CASE("A change on the workbench counts towards a goal, a change of the task does not", "[gui][lessons]") {
  const TestFolder folder;
  Stage stage;
  begin(stage, "3");
  const LessonSession& session = session_of(stage);
  while (!session.step().goal) go_on(stage);
  Workspace& workspace = stage.program().workspace();
  workspace.change({{"/faults", "[]"}}, "no fault");
  stage.settle();
  REQUIRE(stage.program().lessons().outcome());
  CHECK(stage.program().lessons().outcome()->other_task == "/faults");
  CHECK_FALSE(session.reached());
  workspace.undo();
  stage.frames(3);
  CHECK_FALSE(stage.program().lessons().outcome());
  stage.ui().page = Page::workbench;
  stage.frames(3);
  stage.ui().draft.change("/balancing/health_check/interval", "2 s");
  stage.frames(2);
  for (const Diagnostic& fault : stage.ui().draft.faults()) FAIL_CHECK(to_string(fault));
  stage.click(test::centre_of("##run"));
  stage.settle();
  CHECK(workspace.branches().size() == 3);
  REQUIRE(stage.program().lessons().outcome());
  CHECK(session.reached());
}

TEST_CASE("A goal is given hints, and is solved for who asks", "[gui][lessons]") {
  const TestFolder folder;
  Stage stage;
  begin(stage, "3");
  const LessonSession& session = session_of(stage);
  while (!session.step().goal) go_on(stage);
  const std::size_t hints = session.step().goal->hints.size();
  for (std::size_t h = 0; h < hints + 2; ++h) {
    stage.type("h");
    stage.frames(2);
  }
  CHECK(stage.program().lessons().hints().size() == hints);
  stage.click(test::centre_of("##lesson try 1a"));
  stage.settle();
  REQUIRE(place_of("lesson outcome"));
  CHECK(place_of("lesson outcome")->text == "Not yet.");
  stage.click(test::centre_of("##lesson solve"));
  stage.settle();
  CHECK(place_of("lesson outcome")->text == "Reached.");
}

TEST_CASE("A goal is solved, undone and begun again with keys alone", "[gui][lessons]") {
  const TestFolder folder;
  Stage stage;
  begin(stage, "3");
  const LessonSession& session = session_of(stage);
  while (!session.step().goal) go_on(stage);
  stage.type("s");
  stage.frames(3);
  stage.settle();
  CHECK(session.reached());
  CHECK_FALSE(stage.program().lessons().pursuit()->changes().empty());
  stage.type("u");
  stage.frames(3);
  CHECK(stage.program().lessons().pursuit()->changes().empty());
  stage.type("h");
  stage.frames(2);
  REQUIRE(stage.program().lessons().hints().size() == 1);
  stage.type("x");
  stage.frames(3);
  CHECK(stage.program().lessons().hints().empty());
  CHECK_FALSE(session.reached());
}

TEST_CASE("A lesson is presented in the theme that was asked for", "[gui][lessons]") {
  const TestFolder folder;
  Stage stage;
  stage.program().present(ThemeName::light);
  stage.program().restyle();
  CHECK(theme().name == ThemeName::light);
  CHECK(stage.ui().lesson.presenting);
  stage.program().present();  // goes on as it is
  CHECK_FALSE(stage.program().restyle());
}

TEST_CASE("Presenting sets theme and type, is driven by a clicker, and leaves all as it was", "[gui][lessons]") {
  const TestFolder folder;
  Stage stage;
  begin(stage, "2");
  constexpr int kF5 = 294;
  const auto restyle = [&] {
    if (!stage.program().restyle()) return;
    unsigned char* pixels = nullptr;
    int w = 0, h = 0;
    ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &w, &h);
  };
  ImGui::GetIO().KeysDown[kF5] = true;
  stage.frame();
  restyle();
  stage.frames(2);
  CHECK(stage.ui().lesson.presenting);
  CHECK(theme().name == ThemeName::projector);
  CHECK(style().lesson->FontSize > style().body->FontSize * 1.3F);
  CHECK(session_of(stage).asking());
  CHECK_FALSE(place_of("lesson verdict"));
  go_on(stage);  // the answer comes when it is asked for
  CHECK(session_of(stage).telling());
  CHECK(session_of(stage).at() == 0);
  go_on(stage);
  CHECK(session_of(stage).at() == 1);
  stage.key(ImGuiKey_PageUp);
  CHECK(session_of(stage).at() == 0);
  stage.key(ImGuiKey_Escape);
  restyle();
  stage.frames(2);
  CHECK_FALSE(stage.ui().lesson.presenting);
  CHECK(theme().name == ThemeName::dark);
}

TEST_CASE("A lesson that is not there, or whose runs fail, is told so", "[gui][lessons]") {
  const TestFolder folder;
  Stage stage;
  CHECK_THAT(stage.program().open_lesson("99"), Catch::Contains("there are lessons 1 to"));
  CHECK_THAT(stage.program().open_lesson("helth"), Catch::Contains("no lesson"));
  stage.frames(3);
  begin(stage, "2");
  Workspace& workspace = stage.program().workspace();
  for (const auto& branch : workspace.branches()) {
    branch->state = Branch::State::failed;
    branch->run.reset();
    branch->trouble = "no room on the disk";
  }
  stage.ui().lesson.open = true;
  CHECK(stage.program().lessons().session()->missing().empty());  // they had been made
  REQUIRE(stage.program().open_lesson("3").empty());
  stage.frame();
  for (const auto& branch : workspace.branches()) {
    branch->child.reset();
    branch->state = Branch::State::failed;
    branch->trouble = "no room on the disk";
  }
  stage.frames(3);
  CHECK(stage.program().lessons().trouble(workspace) == "no room on the disk");
  CHECK(session_of(stage).asking());  // who waits for the run may answer all the same
  stage.click(test::centre_of("##lesson reset"));
  stage.settle();
  CHECK(stage.program().lessons().trouble(workspace).empty());
  CHECK(session_of(stage).missing().empty());
}
