#include "gui/stage.hpp"

#include "gui/draw/places.hpp"
#include "sim/report/numbers.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

using namespace bicoastal;
using namespace bicoastal::gui;
using test::Stage;
using test::TestFolder;

namespace {

std::string shown(const char* name) {
  const auto place = place_of(name);
  return place ? place->text : "(not shown)";
}

std::string count(const nlohmann::ordered_json& number) { return show_count(number.get<std::uint64_t>()); }

/// What the panels say, against what `run --json` printed of the same scenario in a process of its own.
void same_figures(const std::string& scenario) {
  INFO(scenario);
  const TestFolder folder;
  const nlohmann::ordered_json told = nlohmann::ordered_json::parse(test::json_of(scenario));
  Stage stage(1920, 1080);
  stage.open(scenario);
  INFO(stage.program().workspace().now().trouble);
  REQUIRE(stage.program().workspace().now().run != nullptr);
  CHECK(stage.run().meta.digest == told["digest"]);

  const std::string status = shown("status");
  CHECK_THAT(status, Catch::Contains(show_share(told["availability"]["overall"]) + " answered"));
  CHECK_THAT(status, Catch::Contains("of " + count(told["requests"]["issued"]) + " requests"));
  CHECK_THAT(status, Catch::Contains(count(told["requests"]["failed"]) + " failed"));
  CHECK_THAT(status, Catch::Contains(count(told["staleness"]["stale_reads"]) + " stale reads"));

  stage.ui().page = Page::impact;
  for (std::size_t f = 0; f < told["faults"].size(); ++f) {
    const nlohmann::ordered_json& fault = told["faults"][f];
    stage.ui().fault = f;
    stage.frames(2);
    const nlohmann::ordered_json& rto = fault["rto_s"]["total"];
    CHECK(shown("impact RTO") == (rto.is_number()                         ? show_seconds(rto)
                                  : fault["rto_s"]["watched"].is_number() ? "not back"
                                                                          : "–"));
    CHECK(shown("impact Failed") == count(fault["touched"]["failed_requests"]));
    CHECK(shown("impact Blast radius") == show_share(fault["blast_radius"]["sessions"]));
    if (fault["rpo"]["writes"].get<std::uint64_t>() > 0)
      CHECK(shown("impact RPO") == show_seconds(fault["rpo"]["seconds"]));
    else
      CHECK(shown("impact RPO") == "0");
  }

  stage.ui().page = Page::anomalies;
  stage.frames(2);
  for (std::size_t kind = 0; kind < kAnomalyKinds; ++kind) {
    const auto place = place_of("##kind" + std::to_string(kind));
    const auto said = place ? place->text.substr(place->text.rfind(' ') + 1) : std::string("0");
    std::size_t n = 0;
    for (const auto& [key, value] : told["anomalies"].items())
      if (n++ == kind) CHECK(said == count(value));
  }
}

}  // namespace

TEST_CASE("Panels show the figures that run --json prints", "[gui]") {
  for (const char* name :
       {"patterns/global.json", "patterns/local.json", "patterns/partitioned.json", "conflicts/tags.json",
        "recovery/split-brain.json", "routing/overstay.json", "protection/overload.json", "fleet/probes.json",
        "deploys/good.json", "conflicts/stock.json"})
    same_figures(test::shipped(name));
}
