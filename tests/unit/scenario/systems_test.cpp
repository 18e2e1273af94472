#include "document.hpp"

#include "sim/scenario/systems.hpp"
#include "support/temporary_folder.hpp"

#include <set>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

Frame with(const std::string& more) { return {.more = more}; }

}  // namespace

TEST_CASE("every preset reads as a scenario, and each of its settings says where it comes from",
          "[scenario][systems]") {
  const auto names = system_names();
  CHECK(names.size() >= 8);
  for (const std::string& name : names) {
    INFO(name);
    const auto preset = find_system(name);
    REQUIRE(preset);
    CHECK_FALSE(preset->title.empty());
    CHECK_FALSE(preset->about.empty());
    const TemporaryFolder folder;
    Frame six = with(R"("system": ")" + name + R"(")");  // Aurora's storage wants six copies
    six.regions += R"(, {"name": "us-west-2"}, {"name": "sa-east-1"}, {"name": "eu-central-1"})";
    const std::string text = document(six);
    CHECK(accepted(text).document.find("\"system\"") == std::string::npos);  // expanded
    const auto used = systems_used(folder.write("x.json", text), {});
    REQUIRE(used.size() == 1);
    std::set<const SettingSource*> needed;
    for (const PresetField& field : used[0].fields) {
      INFO(field.pointer);
      CHECK(field.source != nullptr);
      needed.insert(field.source);
    }
    CHECK(needed.size() == preset->sources.size());
    for (const SettingSource& source : preset->sources) {
      INFO(source.field);
      CHECK_FALSE(source.says.empty());
      if (source.status == "verified") CHECK((!source.where.empty() && !source.date.empty()));
      if (source.status == "recalled") CHECK_FALSE(source.where.empty());
      if (source.status == "assumed") CHECK((source.where.empty() && source.date.empty()));
      CHECK((source.status == "verified" || source.status == "recalled" || source.status == "assumed"));
    }
  }
}

TEST_CASE("the document prevails over its systems, and the later system over the earlier", "[scenario][systems]") {
  CHECK(accepted(with(R"("system": "route53")")).routing.health_check.interval == Time::seconds(30));
  CHECK(accepted(with(R"("system": ["route53", "route53-fast"])")).routing.health_check.interval == Time::seconds(10));
  const Scenario s = accepted(with(R"("system": ["route53", "dynamodb-global-tables"],
                                      "routing": {"health_check": {"fall": 2}})"));
  CHECK(s.routing.health_check.interval == Time::seconds(30));
  CHECK(s.routing.health_check.fall == 2);
  CHECK(s.data.writes == WritePattern::local);
}

TEST_CASE("settings of a system that have no effect are left out, and what is stored stands alone",
          "[scenario][systems]") {
  // With three regions every region holds every key: nobody is left to stand in for another one.
  const Scenario s = accepted(with(R"("system": "cassandra-all")"));
  CHECK(s.document.find("sloppy") == std::string::npos);
  CHECK(s.data.quorum.w == 3);
  const Scenario again = accepted(s.document);
  CHECK(again.hash == s.hash);
  CHECK(again.document == s.document);
  CHECK(refused(with(R"("system": "cassandra-all", "data": {"quorum": {"sloppy": true}})")).front().code == "E401");
}

TEST_CASE("a system that nobody knows is answered with the name that was meant", "[scenario][systems]") {
  const Diagnostics faults = refused(with(R"("system": ["route53", "dynamo-global-tables"])"));
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].code == "E317");
  CHECK(faults[0].pointer == "/system/1");
  CHECK(faults[0].suggestion.find("dynamodb-global-tables") != std::string::npos);
}

TEST_CASE("what a scenario makes of its systems names each field, its source, and what is set otherwise",
          "[scenario][systems]") {
  const TemporaryFolder folder;
  const std::string file =
      folder.write("x.json", document(with(R"("system": "route53", "routing": {"dns_ttl": "5 s"})")));
  REQUIRE(load_scenario(file, {}, std::nullopt));
  const auto used = systems_used(file, {});
  REQUIRE(used.size() == 1);
  std::set<std::string> own;
  for (const PresetField& field : used[0].fields) {
    INFO(field.pointer);
    CHECK(field.source != nullptr);
    if (field.own) own.insert(field.pointer + "=" + *field.own);
  }
  CHECK(own == std::set<std::string>{"/routing/dns_ttl=\"5 s\""});
}

TEST_CASE("a source covers a field and all below it, the nearest one first", "[scenario][systems]") {
  const SystemPreset preset{"x", "X", "", {}, {{"/a", "all", "", "", ""}, {"/a/b", "part", "", "", ""}}};
  CHECK(preset.source_of("/a/b/c")->says == "part");
  CHECK(preset.source_of("/a/bc")->says == "all");
  CHECK(preset.source_of("/ab") == nullptr);
}
