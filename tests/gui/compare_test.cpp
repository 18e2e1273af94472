#include "gui/ink.hpp"
#include "gui/stage.hpp"

#include "gui/data/comparison.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace bicoastal;
using namespace bicoastal::gui;
using test::Stage;
using test::TestFolder;

namespace {

std::string without_prices() {
  std::string text = test::small_scenario();
  const std::size_t from = text.find("\"cost\":"), to = text.find("\"faults\":");
  return text.erase(from, to - from);
}

/// Two runs side by side on the page that compares them.
void open_pair(Stage& stage, const std::string& a, const std::string& b) {
  stage.open(a);
  stage.program().open_beside(b);
  stage.settle();
  REQUIRE(stage.program().workspace().branches().size() == 2);
  REQUIRE(stage.program().workspace().branches()[1]->run);
  stage.ui().page = Page::compare;
  stage.frames(3);
}

const std::vector<ComparedFigure>& rows_of(Stage& stage) {
  const auto& branches = stage.program().workspace().branches();
  return stage.ui().comparison.of({"A", branches[0]->run}, {"B", branches[1]->run});
}

const ComparedFigure& row_of(Stage& stage, const std::string& name) {
  const auto& rows = rows_of(stage);
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const ComparedFigure& r) { return r.name == name; });
  REQUIRE(row != rows.end());
  return *row;
}

std::string said_at(const std::string& name) {
  const auto place = place_of(name);
  return place ? place->text : "(not shown)";
}

bool is_written(const std::string& text) {
  return std::any_of(ink().begin(), ink().end(), [&](const NamedPlace& place) { return place.text == text; });
}

}  // namespace

TEST_CASE("Bills that are made with different prices say so, and neither is called the better one", "[gui]") {
  const TestFolder folder;
  const std::string small = test::make_run(folder, test::small_scenario(), "small");
  Stage stage;
  SECTION("with the same prices nothing is said") {
    open_pair(stage, small, test::make_run(folder, test::small_scenario(), "other", {"--set", "/faults/0/for=5 s"}));
    CHECK(row_of(stage, "Cost a month").remark.empty());
    CHECK(said_at("remark 1") == "(not shown)");
    CHECK_THAT(said_at("compared Cost a month"), !Catch::Contains("*"));
    CHECK(row_of(stage, "Failures, to the business").second_is_better());  // a shorter outage fails fewer requests
  }
  SECTION("another table") {
    open_pair(stage, small,
              test::make_run(folder, test::small_scenario(), "own",
                             {"--set", "/cost/prices=none", "--set", "/cost/own/gb_month=3 USD"}));
    CHECK(said_at("remark 1") ==
          "* Different prices: the bill of A is made with aws-2024-11, that of B with the scenario's own.");
    CHECK_THAT(said_at("compared Cost a month"), Catch::StartsWith("Cost a month * $"));
    CHECK_FALSE(row_of(stage, "Cost a month").second_is_better());
    CHECK(row_of(stage, "Failures, to the business").remark.empty());
  }
  SECTION("the same table, and prices of its own") {
    open_pair(stage, small,
              test::make_run(folder, test::small_scenario(), "dear",
                             {"--set", "/cost/by_region={\"eu-west-1\": {\"instance_hour\": \"9 USD\"}}"}));
    CHECK_THAT(said_at("remark 1"), Catch::Contains("A and B differ in the prices that their scenarios set"));
    CHECK_FALSE(row_of(stage, "Cost of a million answers").second_is_better());
  }
  SECTION("none at all") {
    open_pair(stage, small, test::make_run(folder, without_prices(), "free"));
    CHECK(said_at("remark 1") == "* B has no bill: its scenario names no prices (cost.prices).");
    CHECK(row_of(stage, "Cost a month").difference("A", "B") == "only in A");
  }
  SECTION("other prices of failures") {
    open_pair(stage, small,
              test::make_run(folder, test::small_scenario(), "harm", {"--set", "/cost/per_failed_request=2 USD"}));
    CHECK(said_at("remark 1") ==
          "* A failed request and a lost write are priced differently: $0.02 and $5 in A, $2 and $5 in B.");
    CHECK(row_of(stage, "Cost a month").remark.empty());
    CHECK_FALSE(row_of(stage, "Failures, to the business").second_is_better());
  }
}

TEST_CASE("A comparison has the figures of every fault, however many there are, and is made once a pair", "[gui]") {
  const TestFolder folder;
  std::string faults;
  for (int i = 0; i < 120; ++i)
    faults += R"(, {"at": ")" + std::to_string(5 + i % 50) +
              R"( s", "for": "1 s", "region_down": "us-east-1", "name": "f)" + std::to_string(i) + "\"}";
  std::string text = test::small_scenario();
  text.insert(text.rfind(']'), faults);
  Stage stage;
  open_pair(stage, test::make_run(folder, text, "many"), test::make_run(folder, test::small_scenario(), "one"));
  const auto& rows = rows_of(stage);
  const auto of_faults = std::count_if(rows.begin(), rows.end(),
                                       [](const ComparedFigure& r) { return r.name.starts_with("Writes lost by f"); });
  CHECK(of_faults == 120);
  const ComparedFigure* before = rows.data();
  stage.frames(3);
  CHECK(rows_of(stage).data() == before);
  const auto& branches = stage.program().workspace().branches();
  CHECK(stage.ui().comparison.of({"A", branches[0]->run}, {"B", branches[0]->run}).front().weight() == 0);
  // Some hundred rows: the end of the list can be scrolled to.
  const std::string last = rows_of(stage).back().name;
  stage.frames(2);
  CHECK_FALSE(place_of("compared " + last));
  stage.move(test::centre_of("differences"));
  for (int i = 0; i < 100; ++i) {
    stage.wheel(-5);
    stage.frame();
  }
  CHECK(place_of("compared " + last));
}

TEST_CASE("Ratios close to one are told from it, and large ones are short", "[gui]") {
  const auto said = [](double a, double b) { return ComparedFigure{"x", a, b, nullptr}.difference("A", "B"); };
  CHECK(said(2, 2) == "same");
  CHECK(said(0, 2) == "↑ from none");
  CHECK(said(2, 0) == "↓ to none");
  CHECK(said(4, 3) == "↓ 1.33 ×");
  CHECK(said(1, 1.0004) == "↑ 1.0004 ×");
  CHECK(said(1, 25'000) == "↑ 25 k ×");
}

TEST_CASE("Both curves of a comparison have one legend, in which everything has a colour", "[gui]") {
  const TestFolder folder;
  std::string others, places, rows;
  for (int i = 0; i < 12; ++i) {
    const std::string name = "region-number-" + std::to_string(i + 1);
    others += (i > 0 ? ", " : "") + std::string(R"({"name": ")") + name + "\"}";
    places += (i > 0 ? ", \"" : "\"") + name + "\"";
    rows += i > 0 ? ", [" : "[";
    for (int j = 0; j < 12; ++j) rows += (j > 0 ? ", " : "") + std::string(i == j ? "\"0 s\"" : "\"30 ms\"");
    rows += "]";
  }
  const std::string twelve =
      test::make_run(folder,
                     R"({"name": "twelve", "duration": "30 s", "regions": [)" + others +
                         R"(], "network": {"latency": {"places": [)" + places + R"(], "one_way": [)" + rows + R"(]}},
      "clients": [{"region": "region-number-3", "sessions": 5, "arrivals": "20/s"}],
      "service": {"time": "1 ms"}, "keys": {"count": 50}, "data": {"writes": "local"}})",
                     "twelve");
  const std::string small = test::make_run(folder, test::small_scenario(), "small");
  for (const ImVec2 size : {ImVec2(960, 600), ImVec2(1280, 800), ImVec2(1920, 1080)}) {
    Stage stage(size.x, size.y);
    open_pair(stage, twelve, small);
    keep_ink(true);
    stage.frames(3);
    for (int i = 0; i < 12; ++i) CHECK(is_written("region-number-" + std::to_string(i + 1)));
    for (const char* name : {"us-east-1", "eu-west-1", "ap-northeast-1"}) CHECK(is_written(name));
    CHECK(test::covered_texts(size) == std::vector<std::string>());
    keep_ink(false);
  }
}
