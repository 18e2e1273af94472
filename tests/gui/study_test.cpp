#include "gui/stage.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;
using namespace bicoastal::gui;
using test::Stage;
using test::TestFolder;

TEST_CASE("A click on a point of a study leads to its figures, and on to its run", "[gui]") {
  const TestFolder folder;
  Stage stage;
  stage.open(test::make_sweep(folder));
  const StudyView* study = stage.program().workspace().study();
  REQUIRE(study != nullptr);
  CHECK(stage.ui().page == Page::study);
  CHECK(study->study.points.size() == 6);  // three patterns, two intervals
  CHECK(study->changes.size() == 6);
  stage.frames(3);
  stage.click(test::centre_of("point 4"));
  REQUIRE(stage.ui().study_point);
  const std::size_t point = *stage.ui().study_point;
  stage.frames(2);
  stage.click(test::centre_of("##runpoint"));
  stage.settle();
  const Workspace& workspace = stage.program().workspace();
  INFO(workspace.now().trouble);
  REQUIRE(workspace.now().run != nullptr);
  CHECK(workspace.now().changes.size() == study->changes[point].size());
  CHECK(stage.ui().page == Page::world);
  CHECK(workspace.study() == study);
}

TEST_CASE("What is no study is not taken for one", "[gui]") {
  const TestFolder folder;
  Stage stage;
  stage.ui().page = Page::study;
  stage.frames(3);
  CHECK(stage.program().workspace().study() == nullptr);
  stage.open(test::make_run(folder, test::small_scenario(), "small"));
  CHECK(stage.program().workspace().study() == nullptr);
}
