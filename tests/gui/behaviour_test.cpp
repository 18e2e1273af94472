#include "gui/stage.hpp"

#include "gui/data/templates.hpp"
#include "gui/panels/panels.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <random>

using namespace bicoastal;
using namespace bicoastal::gui;
using test::shipped;
using test::Stage;
using test::TestFolder;

namespace {

/// 200 frames of somebody who presses everything.
void play_with(Stage& stage, Page page, unsigned seed) {
  std::mt19937 random(seed);
  const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
  stage.ui().page = page;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  for (int i = 0; i < 200; ++i) {
    stage.ui().page = page;  // wherever a click has led
    stage.ui().opening = stage.ui().help = false;
    ImGuiIO& io = ImGui::GetIO();
    if (below(3) != 0)
      stage.move(
          {static_cast<float>(below(1 + unsigned(screen.x))), static_cast<float>(below(1 + unsigned(screen.y)))});
    io.MouseDown[0] = below(3) == 0;
    io.MouseDown[1] = below(9) == 0;
    io.KeyShift = below(5) == 0;
    if (below(4) == 0) stage.wheel(static_cast<float>(below(7)) - 3);
    if (below(4) == 0) stage.type(std::string(1, " .,bnmr+-pt?"[below(12)]));
    if (below(9) == 0) stage.key(ImGuiKey_Tab);
    if (below(9) == 0) stage.key(below(2) == 0 ? ImGuiKey_Escape : ImGuiKey_Enter);
    stage.frame(0.001 * below(100));
    // No run of its own for each press: that is another test.
    while (stage.program().workspace().branches().size() > 1) stage.program().workspace().undo();
  }
  ImGui::GetIO().MouseDown[0] = ImGui::GetIO().MouseDown[1] = false;
}

/// What a user may change by looking: nothing of these.
struct Untouched {
  explicit Untouched(const RunView& run)
      : end_s(run.end_s), windows(run.windows()), anomalies(run.anomalies.size()), document(run.scenario.document) {}
  bool operator==(const Untouched&) const = default;
  double end_s;
  std::size_t windows, anomalies;
  std::string document;
};

void survives(const std::string& path) {
  Stage stage;
  stage.open(path);
  INFO(stage.program().workspace().now().trouble);
  REQUIRE(stage.program().workspace().now().run != nullptr);
  const auto run = stage.program().workspace().now().run;
  const Untouched before(*run);
  for (std::size_t page = 0; page < kPages; ++page) {
    play_with(stage, static_cast<Page>(page), static_cast<unsigned>(page) + 11);
    REQUIRE(stage.program().workspace().now().run == run);
    CHECK(Untouched(*run) == before);
    CHECK(stage.ui().cursor_s >= 0);
    CHECK(stage.ui().cursor_s <= run->end_s);
    CHECK(stage.ui().from_s >= 0);
    CHECK(stage.ui().to_s <= run->end_s * (1 + 1e-9));
    CHECK(stage.ui().from_s < stage.ui().to_s);
  }
}

}  // namespace

TEST_CASE("Every page takes any input on a small run", "[gui]") {
  const TestFolder folder;
  survives(test::make_run(folder, test::small_scenario(), "small"));
}

TEST_CASE("Every page takes any input on a run in which nothing happens", "[gui]") {
  const TestFolder folder;
  survives(test::make_run(folder, R"({"name": "still", "duration": "1 s", "regions": [{"name": "nowhere"}],
    "clients": [{"region": "nowhere", "sessions": 1, "arrivals": "0.1/s"}],
    "service": {"time": "1 ms"}, "keys": {"count": 1}, "data": {"writes": "local"}})",
                          "still"));
}

TEST_CASE("Every page takes any input on a run that was killed", "[gui]") {
  const TestFolder folder;
  const std::string path = test::make_killed_run(folder);
  survives(path);
}

TEST_CASE("Every page takes any input on a run of many regions, replicas and faults", "[gui]") {
  const TestFolder folder;
  std::string regions, clients, faults;
  for (int i = 0; i < 40; ++i) {
    regions += (i > 0 ? ", " : "") + std::string("{\"name\": \"region-") + std::to_string(i) +
               "\", \"zones\": 3, \"replicas_per_zone\": 20}";
    clients += (i > 0 ? ", " : "") + std::string("{\"region\": \"region-") + std::to_string(i) +
               "\", \"sessions\": 5, \"arrivals\": \"3/s\"}";
  }
  for (int i = 0; i < 200; ++i)
    faults += (i > 0 ? ", " : "") + std::string("{\"at\": \"") + std::to_string(i % 29) + " s\", \"for\": \"" +
              std::to_string(1 + i % 7) + " s\", \"replica_down\": \"region-" + std::to_string(i % 40) + "a/" +
              std::to_string(1 + i % 20) + "\", \"name\": \"fault " + std::to_string(i) + "\"}";
  std::string places, rows;
  for (int i = 0; i < 40; ++i) {
    places += (i > 0 ? ", \"region-" : "\"region-") + std::to_string(i) + "\"";
    rows += i > 0 ? ", [" : "[";
    for (int j = 0; j < 40; ++j) rows += (j > 0 ? ", " : "") + std::string(i == j ? "\"0 s\"" : "\"30 ms\"");
    rows += "]";
  }
  survives(test::make_run(
      folder,
      R"({"name": "many", "duration": "30 s", "regions": [)" + regions + R"(],
    "network": {"latency": {"places": [)" +
          places + R"(], "one_way": [)" + rows + R"(]}}, "clients": [)" + clients +
          R"(], "service": {"time": "1 ms"}, "keys": {"count": 50}, "data": {"writes": "local"}, "faults": [)" +
          faults + "]}",
      "many"));
}

TEST_CASE("Every page takes any input on a run whose names are hostile", "[gui]") {
  const TestFolder folder;
  const std::string name = R"(%s%n##x\u0000</script>\ud83d\ude00 \u202e)" + std::string(60, 'W');
  survives(test::make_run(
      folder, R"({"name": ")" + name + R"(", "description": ")" + std::string(4000, 'i') + R"(", "duration": "20 s",
    "regions": [{"name": "%d##a"}, {"name": "###"}],
    "network": {"latency": {"places": ["%d##a", "###"], "one_way": [["0 s", "20 ms"], ["20 ms", "0 s"]]}},
    "clients": [{"name": "%s", "region": "%d##a", "sessions": 3, "arrivals": "20/s", "reads": 0.2},
                {"region": "###", "sessions": 3, "arrivals": "20/s", "reads": 0.2}],
    "service": {"time": "1 ms"}, "keys": {"count": 2}, "data": {"writes": "local"},
    "faults": [{"at": "5 s", "for": "5 s", "name": "%n%n\"", "link_down": ["%d##a", "###"]}]})",
      "hostile"));
}

TEST_CASE("A file that is no run is answered with a screen that says why", "[gui]") {
  const TestFolder folder;
  std::ofstream(folder / "damaged.db") << "SQLite format 3 no";
  std::ofstream(folder / "wrong.json") << R"({"regions": 7})";
  Stage stage;
  for (const char* name : {"damaged.db", "wrong.json", "absent.json"}) {
    stage.open(folder / name);
    stage.frames(3);
    const Branch& branch = stage.program().workspace().now();
    CHECK(branch.state == Branch::State::failed);
    CHECK_FALSE(branch.trouble.empty());
  }
  CHECK_THAT(stage.program().workspace().now().trouble, Catch::Contains("absent.json"));
}

TEST_CASE("Playing moves the cursor by true time and ends with the run", "[gui]") {
  const TestFolder folder;
  Stage stage;
  stage.open(test::make_run(folder, test::small_scenario(), "small"));
  stage.ui().cursor_s = 10;
  stage.ui().speed = 5;
  stage.type(" ");
  stage.frame(0);
  REQUIRE(stage.ui().playing);
  for (int i = 0; i < 20; ++i) stage.frame(0.1);
  CHECK(stage.ui().cursor_s == Approx(10 + 20 * 0.1 * 5));
  for (int i = 0; i < 200; ++i) stage.frame(0.1);
  CHECK_FALSE(stage.ui().playing);
  CHECK(stage.ui().cursor_s == stage.run().end_s);
}

TEST_CASE("A plug that is pulled with the mouse becomes branch B", "[gui]") {
  const TestFolder folder;
  Stage stage;
  stage.open(test::make_run(folder, test::small_scenario(), "small"));
  stage.ui().page = Page::world;
  stage.ui().cursor_s = 42;
  stage.frames(3);
  stage.click(test::centre_of("region eu-west-1"), 1);
  stage.frames(3);
  stage.click(test::centre_of("fault Lose power"));
  stage.settle();
  const Workspace& workspace = stage.program().workspace();
  REQUIRE(workspace.branches().size() == 2);
  INFO(workspace.now().trouble);
  REQUIRE(workspace.now().run != nullptr);
  const Scenario& scenario = workspace.now().run->scenario;
  REQUIRE(scenario.faults.size() == 2);
  CHECK(scenario.faults[1].kind == "region_down");
  CHECK(scenario.faults[1].name == "region_down eu-west-1");
  CHECK(scenario.faults[1].at == Time::seconds(42));
  CHECK(scenario.faults[1].until == Time::seconds(42 + stage.ui().fault_for_s));
}

TEST_CASE("A change of the scenario is run beside the run that it came from", "[gui]") {
  const TestFolder folder;
  Stage stage;
  stage.open(test::make_run(folder, test::small_scenario(), "small"));
  Workspace& workspace = stage.program().workspace();
  const std::string first = workspace.now().run->meta.digest;
  workspace.change({{"/faults/-", R"({"at": "40 s", "for": "10 s", "region_down": "eu-west-1"})"}}, "eu-west-1 too");
  CHECK(workspace.chosen() == 1);
  stage.settle();
  INFO(workspace.now().trouble);
  REQUIRE(workspace.now().run != nullptr);
  CHECK(workspace.now().name == "B");
  CHECK(workspace.now().run->scenario.faults.size() == 2);
  CHECK(workspace.now().run->meta.digest != first);
  CHECK(workspace.branches()[0]->run->meta.digest == first);
  stage.ui().page = Page::compare;
  stage.frames(3);
  stage.program().workspace().undo();
  stage.frames(2);
  CHECK(workspace.branches().size() == 1);
  CHECK(workspace.now().run->meta.digest == first);
  workspace.redo();
  stage.frames(2);
  REQUIRE(workspace.branches().size() == 2);
  CHECK(workspace.now().run->scenario.faults.size() == 2);
}

TEST_CASE("A run that is cancelled, crashes or finds no room leaves a message and no process", "[gui]") {
  const TestFolder folder;
  const std::string scenario = folder / "long.json";
  std::string text = test::small_scenario();
  text.replace(text.find("\"60 s\""), 6, "\"20 h\"");
  std::ofstream(scenario) << text;

  SECTION("cancelled") {
    Stage stage;
    stage.program().open(scenario);
    for (int i = 0; i < 100; ++i) stage.frame();
    stage.program().workspace().cancel();
    stage.settle();
    INFO(stage.program().workspace().now().trouble);
    CHECK(stage.program().workspace().now().state == Branch::State::cancelled);
    stage.frames(3);
  }
  SECTION("the window is closed meanwhile") {
    Stage stage;
    stage.program().open(scenario);
    stage.frames(20);
    REQUIRE(stage.program().workspace().busy());
  }
  SECTION("it crashes") {
    Workspace workspace("/bin/false");
    workspace.open(scenario);
    while (workspace.busy()) workspace.tick();
    CHECK(workspace.now().state == Branch::State::failed);
    CHECK_THAT(workspace.now().trouble, Catch::Contains("ended with code 1"));
  }
  SECTION("there is no such program") {
    Workspace workspace("/nowhere/bicoastal");
    workspace.open(scenario);
    while (workspace.busy()) workspace.tick();
    CHECK(workspace.now().state == Branch::State::failed);
    CHECK_THAT(workspace.now().trouble, Catch::Contains("/nowhere/bicoastal cannot be started"));
  }
  CHECK(test::children() == 0);
}

TEST_CASE("What if another policy had been in force is answered in the same place", "[gui]") {
  const TestFolder folder;
  Stage stage;
  stage.open(shipped("conflicts/tags.json"));
  REQUIRE(stage.program().workspace().now().run != nullptr);
  const RunView& run = stage.run();
  stage.ui().page = Page::anomalies;
  const auto conflict = std::find_if(run.anomalies.begin(), run.anomalies.end(),
                                     [](const Anomaly& a) { return a.kind == AnomalyKind::discarded_write; });
  REQUIRE(conflict != run.anomalies.end());
  stage.ui().anomaly = static_cast<std::size_t>(conflict - run.anomalies.begin());
  stage.frames(3);
  stage.settle();
  stage.click(test::centre_of("##whatif"));
  const WhatIf& what_if = stage.program().workspace().what_if();
  REQUIRE(what_if.busy());
  while (what_if.busy()) stage.frame();
  INFO(what_if.trouble());
  REQUIRE(what_if.answered());
  CHECK(what_if.is_about(run));
  const std::vector<PolicyFate> fates = what_if.fates(AnomalyKind::discarded_write);
  const auto reject =
      std::find_if(fates.begin(), fates.end(), [](const PolicyFate& f) { return f.policy == "reject"; });
  REQUIRE(reject != fates.end());
  // What is refused was not acknowledged, so nothing acknowledged is thrown away.
  CHECK(reject->before > 0);
  CHECK(reject->after == 0);
  CHECK(reject->vanish == reject->before);
  stage.frames(3);
}

TEST_CASE("Ready scenarios are there for whoever has no file, and can be run", "[gui]") {
  const std::vector<Template>& all = templates();
  CHECK(all.size() > 20);
  CHECK(all.front().group.empty());
  for (const Template& entry : all) {
    INFO(entry.path);
    CHECK_FALSE(entry.name.empty());
    CHECK_FALSE(entry.description.empty());
    CHECK(load_scenario(entry.path));
  }
  CHECK(std::any_of(all.begin(), all.end(), [](const Template& t) { return t.path == kFirstScenario; }));
}

TEST_CASE("A value that is typed into the form becomes a change that can be run, or is told to be wrong", "[gui]") {
  const TestFolder folder;
  Stage stage;
  stage.open(test::make_run(folder, test::small_scenario(), "small"));
  Draft& draft = stage.ui().draft;
  stage.ui().page = Page::workbench;
  stage.frames(3);
  draft.change("/routing/dns_ttl", "30 s");
  stage.frames(2);
  CHECK(draft.faults().empty());
  CHECK(draft.in_words() == "/routing/dns_ttl = 30 s");
  draft.change("/routing/dns_ttl", "30 parsecs");
  stage.frames(2);
  REQUIRE(draft.faults().size() == 1);
  CHECK(draft.faults().front().pointer == "/routing/dns_ttl");
  draft.take_back("/routing/dns_ttl");
  CHECK(draft.faults().empty());
  CHECK(draft.changes().empty());
  draft.change("/data/writes", "partitioned");
  stage.frames(2);
  stage.click(test::centre_of("##run"));
  stage.settle();
  INFO(stage.program().workspace().now().trouble);
  REQUIRE(stage.program().workspace().branches().size() == 2);
  REQUIRE(stage.program().workspace().now().run != nullptr);
  CHECK(stage.run().scenario.data.writes == WritePattern::partitioned);
}

TEST_CASE("A change runs the scenario of the run that is looked at, whatever was changed and undone before", "[gui]") {
  const TestFolder folder;
  const std::string small = test::make_run(folder, test::small_scenario(), "small");
  const std::string other = test::make_run(folder, test::small_scenario(), "other", {"--set", "/name=other"});
  Stage stage;
  stage.open(small);
  Workspace& workspace = stage.program().workspace();
  stage.program().open_beside(other);
  stage.settle();
  workspace.change({{"/faults/0/for", "\"5 s\""}}, "of the first");
  stage.settle();
  workspace.undo();
  workspace.choose(1);
  workspace.change({{"/faults/0/for", "\"6 s\""}}, "of the second");
  stage.settle();
  REQUIRE(workspace.now().run);
  CHECK(workspace.now().run->scenario.name == "other");
}
