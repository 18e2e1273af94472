#include "sim/conflict/plugin.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>

using namespace bicoastal;

namespace {

std::string library(const std::string& name) { return std::string(BICOASTAL_PLUGINS) + "/" + name + ".so"; }

const PolicyEntry* policy(std::string_view name) {
  const auto& all = conflict_policies();
  const auto found = std::find_if(all.begin(), all.end(), [&](const PolicyEntry& e) { return e.name == name; });
  return found != all.end() ? &*found : nullptr;
}

/// The one fault that the plugin is refused with. It must leave nothing behind.
Diagnostic refusal(const std::string& path) {
  const std::size_t before = conflict_policies().size();
  const auto result = load_plugin(path);
  REQUIRE_FALSE(result);
  REQUIRE(result.faults().size() == 1);
  CHECK(conflict_policies().size() == before);
  CHECK(result.faults()[0].file == path);
  return result.faults()[0];
}

/// Makes values with the policy that a scenario names.
Document last_of_two(const std::string& name, std::uint32_t first_session, std::uint32_t second_session) {
  Scenario scenario;
  scenario.regions.resize(2);
  scenario.data.conflicts.policy = name;
  const auto merger = make_merger(scenario);
  const auto value = merger->initial();
  Write write;
  write.version = VersionId(StoreId(0), 0, 1);
  write.session = SessionId(first_session);
  value->write(write);
  write.version = VersionId(StoreId(0), 0, 2);
  write.session = SessionId(second_session);
  value->write(write);
  return value->read().value;
}

}  // namespace

TEST_CASE("a plugin that keeps the laws becomes a policy like any other, once", "[conflict][plugin]") {
  if (policy("senior_wins") == nullptr) {
    const auto loaded = load_plugin(library("senior_wins"));
    REQUIRE(loaded);
    CHECK(loaded->types == bit_of(DataType::reg));
  }
  REQUIRE(policy("senior_wins") != nullptr);
  CHECK(policy("senior_wins")->summary == "the write of the session with the lowest number wins");
  CHECK(last_of_two("senior_wins", 1, 5).at(VersionId(StoreId(0), 0, 1).value) == 1);
  CHECK(last_of_two("senior_wins", 5, 1).at(VersionId(StoreId(0), 0, 2).value) == 1);
  CHECK(refusal(library("senior_wins")).code == "E715");
}

TEST_CASE("a plugin that does not merge is refused with what it breaks", "[conflict][plugin]") {
  const Diagnostic fault = refusal(library("not_a_merge"));
  CHECK(fault.code == "E716");
  CHECK_THAT(fault.message, Catch::StartsWith("policy \"not_a_merge\", keys of type register: "));
  CHECK_THAT(fault.message, Catch::Contains("merge is not commutative: one shows {"));
  CHECK_THAT(fault.message, Catch::EndsWith("(after 1 step)"));
}

TEST_CASE("a plugin that throws is refused with what it throws", "[conflict][plugin]") {
  const Diagnostic fault = refusal(library("throws"));
  CHECK(fault.code == "E716");
  CHECK_THAT(fault.message, Catch::Contains("it throws: two versions, and I do not know which"));
}

TEST_CASE("a library that is no plugin of this program is refused before any of it runs", "[conflict][plugin]") {
  CHECK(refusal(library("wrong_abi")).code == "E713");
  CHECK(refusal(library("taken_name")).message == "there is a policy \"lww\" already");
  CHECK(refusal(library("no_types")).message == "the plugin names no data type that it keeps");
  CHECK(refusal(library("no_plugin")).code == "E712");
  CHECK(refusal(library("not_there")).code == "E711");
  CHECK(refusal(BICOASTAL_SOURCE_DIR "/README.md").code == "E711");
}

TEST_CASE("our own merging policies pass the trial that plugins must pass", "[conflict][plugin]") {
  for (const PolicyEntry& entry : conflict_policies())
    if (entry.name == "version_vector")
      for (std::size_t t = 0; t < kDataTypes; ++t)
        CHECK_FALSE(breaks_a_law(entry.make_merger, static_cast<DataType>(t)).has_value());
}

TEST_CASE("a maker that makes nothing, or throws, breaks a law", "[conflict][plugin]") {
  const auto nothing = [](const Scenario&) { return std::unique_ptr<MergePolicy>(); };
  CHECK(breaks_a_law(nothing, DataType::reg) == "make() answers nothing");
  const auto throws = [](const Scenario&) -> std::unique_ptr<MergePolicy> { throw 3; };
  CHECK(breaks_a_law(throws, DataType::reg) == "it throws");
}

TEST_CASE("a plugin that was built outside is loaded", "[.outside]") {
  const char* const path = std::getenv("BICOASTAL_OUTSIDE");
  REQUIRE(path != nullptr);
  CHECK(load_plugin(path));
  CHECK(policy("senior_wins") != nullptr);
}
