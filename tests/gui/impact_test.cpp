#include "gui/ink.hpp"
#include "gui/stage.hpp"

#include "gui/app/export.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <map>
#include <set>
#include <sstream>

using namespace bicoastal;
using namespace bicoastal::gui;
using test::Stage;
using test::TestFolder;

namespace {

constexpr const char* kRegions[] = {"us-east-1",      "us-east-2",  "us-west-1",      "us-west-2",
                                    "eu-west-1",      "eu-west-2",  "eu-central-1",   "eu-north-1",
                                    "ap-northeast-1", "ap-south-1", "ap-southeast-1", "sa-east-1"};

/// Twelve regions with users in each, a bill, and two faults.
std::string twelve_regions() {
  std::string regions, clients;
  for (const char* name : kRegions) {
    regions += std::string(regions.empty() ? "" : ", ") + R"({"name": ")" + name + "\"}";
    clients += std::string(clients.empty() ? "" : ", ") + R"({"region": ")" + name +
               R"(", "sessions": 5, "arrivals": "10/s", "reads": 0.7})";
  }
  return R"({"name": "twelve", "seed": 7, "duration": "60 s", "warmup": "5 s", "regions": [)" + regions +
         R"(], "network": {"latency": "aws-2024-04"}, "clients": [)" + clients + R"(],
    "service": {"time": "2 ms"}, "keys": {"count": 20},
    "routing": {"dns_ttl": "5 s", "health_check": {"interval": "2 s", "fall": 2, "rise": 2}},
    "data": {"writes": "local"},
    "cost": {"prices": "aws-2024-11", "per_failed_request": "0.02 USD", "per_lost_write": "5 USD"},
    "faults": [{"at": "20 s", "for": "15 s", "region_down": "us-east-1", "name": "first"},
               {"at": "45 s", "for": "5 s", "region_down": "eu-west-1", "name": "second, of \"two\""}]})";
}

/// Texts that are seen while a panel is scrolled from its top to its end.
std::multiset<std::string> seen_in(Stage& stage, const Box& panel) {
  std::set<std::pair<std::string, int>> seen;  // with the column: names of regions stand in several places
  stage.move(panel.centre());
  for (int i = 0; i < 60; ++i) {
    for (const NamedPlace& text : ink())
      if (panel.holds(text.box.centre())) seen.emplace(text.text, static_cast<int>(text.box.min.x));
    stage.wheel(-1);
    stage.frame();
  }
  std::multiset<std::string> texts;
  for (const auto& [text, column] : seen) texts.insert(text);
  return texts;
}

std::vector<std::vector<std::string>> lines_of(const std::string& csv) {
  std::vector<std::vector<std::string>> lines;
  std::istringstream text(csv);
  for (std::string line; std::getline(text, line);) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i)
      if (line[i] == '"') {
        if (quoted && i + 1 < line.size() && line[i + 1] == '"')
          cells.back() += line[++i];
        else
          quoted = !quoted;
      } else if (line[i] == ',' && !quoted) {
        cells.emplace_back();
      } else if (line[i] != '\r') {
        cells.back() += line[i];
      }
    lines.push_back(std::move(cells));
  }
  return lines;
}

}  // namespace

TEST_CASE("The page of impact loses nothing, at any size and theme: it scrolls", "[gui]") {
  const TestFolder folder;
  const std::string run = test::make_run(folder, twelve_regions(), "twelve");
  for (const ThemeName theme : {ThemeName::dark, ThemeName::projector})
    for (const ImVec2 size : {ImVec2(960, 600), ImVec2(1280, 800), ImVec2(1920, 1080)}) {
      INFO(size.x << " " << name_of(theme));
      Stage stage(size.x, size.y, 1, theme);
      stage.open(run);
      stage.ui().page = Page::impact;
      keep_ink(true);
      stage.frames(3);
      CHECK(test::covered_texts(size) == std::vector<std::string>());
      const auto detail = place_of("impact"), bill = place_of("cost");
      REQUIRE((detail && bill));
      const std::multiset<std::string> of_fault = seen_in(stage, detail->box), of_bill = seen_in(stage, bill->box);
      for (const char* region : kRegions) {
        CHECK(of_fault.contains(region));
        CHECK(of_bill.contains(region));
      }
      for (const char* words : {"RTO", "RPO", "Blast radius", "Failed", "Error budget", "Cost", "Where the time went"})
        CHECK(of_fault.contains(words));
      for (const auto* texts : {&of_fault, &of_bill})
        for (const std::string& text : *texts) CHECK_THAT(text, !Catch::EndsWith("…"));
      keep_ink(false);
    }
}

TEST_CASE("What is copied of the impact has the faults, their users and the bill, and its parts add up", "[gui]") {
  const TestFolder folder;
  Stage stage;
  stage.open(test::make_run(folder, twelve_regions(), "twelve"));
  stage.ui().page = Page::impact;
  stage.frames(2);
  const auto lines = lines_of(table_of(stage.program().workspace(), stage.ui()));
  REQUIRE(lines.size() > 2);
  CHECK(lines[0] == std::vector<std::string>{"about", "fault", "region", "figure", "value"});
  std::map<std::vector<std::string>, double> values;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    REQUIRE(lines[i].size() == 5);
    const std::vector<std::string> what(lines[i].begin(), lines[i].end() - 1);
    CHECK(values.emplace(what, std::atof(lines[i][4].c_str())).second);
  }
  const auto of = [&](const char* about, const char* fault, const char* region, const std::string& figure) {
    const auto found = values.find({about, fault, region, figure});
    INFO(about << " " << fault << " " << region << " " << figure);
    REQUIRE(found != values.end());
    return found->second;
  };
  CHECK(of("fault", "first", "", "onset_s") == 20);
  CHECK(of("fault", "second, of \"two\"", "", "end_s") == 50);
  const double issued = stage.run().figures.number("/requests/issued").value_or(0);
  CHECK(of("fault", "first", "", "error_budget_spent") ==
        Approx(of("fault", "first", "", "failed") / ((1 - stage.run().scenario.slo) * issued)));
  double month = 0, compute = 0, failed = 0;
  for (const char* region : kRegions) {
    month += of("cost", "", region, "month_usd");
    compute += of("cost", "", region, "month_compute_usd");
    failed += of("users", "first", region, "failed");
    CHECK(of("users", "first", region, "ok") > 0);
  }
  CHECK(of("cost", "", "", "month_usd") == Approx(month));
  CHECK(of("cost", "", "", "month_compute_usd") == Approx(compute));
  // Nothing else fails requests in this run, so all of them are some user's.
  CHECK(failed == of("fault", "first", "", "failed"));
}
