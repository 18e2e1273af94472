// What goes wrong is told, ends nothing, and is forgotten once it goes right.
#include "gui/stage.hpp"

#include "gui/data/stories.hpp"
#include "gui/draw/places.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

using namespace bicoastal;
using namespace bicoastal::gui;
using test::Stage;
using test::TestFolder;

namespace {

bool is_shown(std::string_view text) {
  return std::any_of(ink().begin(), ink().end(), [&](const NamedPlace& place) { return place.text == text; });
}

}  // namespace

TEST_CASE("What a file's first reading complained of is gone once the file can be read", "[gui]") {
  const TestFolder folder;
  const std::string good = test::make_run(folder, test::small_scenario(), "small"), path = folder / "later.db";
  std::ofstream(path) << "SQLite format 3 no";
  Stage stage;
  stage.open(path);
  Workspace& workspace = stage.program().workspace();
  REQUIRE(workspace.now().state == Branch::State::failed);
  REQUIRE_FALSE(workspace.now().trouble.empty());
  std::filesystem::copy_file(good, path, std::filesystem::copy_options::overwrite_existing);
  workspace.run_again();
  stage.settle();
  CHECK(workspace.now().state == Branch::State::ready);
  CHECK(workspace.now().trouble.empty());
}

TEST_CASE("A lesson is not opened beside a run, and a line says so; with nothing open it begins", "[gui]") {
  const TestFolder folder;
  const std::string lesson = test::shipped("lessons/01-nines.json");
  {
    Stage stage;
    stage.open(test::make_run(folder, test::small_scenario(), "small"));
    stage.program().open_beside(lesson);
    stage.frames(3);
    CHECK(stage.program().workspace().branches().size() == 1);
    CHECK_THAT(std::string(stage.program().said()), Catch::Contains("01-nines.json is a lesson"));
    CHECK(stage.program().lessons().session() == nullptr);
  }
  Stage stage;
  stage.program().open_beside(lesson);
  stage.frames(3);
  CHECK(stage.program().lessons().session() != nullptr);
  CHECK(stage.program().said().empty());
}

TEST_CASE("A story whose telling fails with an exception says why in its place", "[gui]") {
  const TestFolder folder;
  Stage stage;
  stage.open(test::make_run(folder, test::small_scenario(), "small"));
  REQUIRE_FALSE(stage.run().anomalies.empty());
  stage.ui().stories =
      Stories([](const RunView&, std::size_t) -> Story { throw std::runtime_error("the disk is on fire"); });
  stage.ui().page = Page::anomalies;
  stage.ui().anomaly = 0;
  keep_ink(true);
  stage.settle();
  CHECK(is_shown("This story cannot be told"));
  const Story* story = stage.ui().stories.of(stage.run(), 0);
  REQUIRE(story != nullptr);
  CHECK_THAT(story->trouble, Catch::Contains("cannot be read: the disk is on fire"));
  keep_ink(false);
}

TEST_CASE("A story's times have their unit over them, and its cause is told as the answer to why", "[gui]") {
  const TestFolder folder;
  Stage stage;
  stage.open(test::make_run(folder, test::small_scenario(), "small"));
  stage.ui().page = Page::anomalies;
  stage.ui().anomaly = 0;
  keep_ink(true);
  stage.settle();
  CHECK(is_shown("ms"));
  CHECK(std::any_of(ink().begin(), ink().end(), [](const NamedPlace& p) { return p.text.starts_with("Why: "); }));
  keep_ink(false);
}
