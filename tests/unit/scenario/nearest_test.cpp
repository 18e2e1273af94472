#include "sim/scenario/nearest.hpp"

#include <array>
#include <string>
#include <string_view>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

using namespace bicoastal;

TEST_CASE("edit distances are those of textbook examples", "[scenario]") {
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("saturday", "sunday") == 3);
  CHECK(edit_distance("ab", "ba") == 1);  // neighbours swapped count once
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("Region", "region") == 0);  // case is no difference
}

TEST_CASE("edit distance is symmetric and at most the longer length", "[scenario]") {
  CHECK(rc::check("symmetry", [](const std::string& a, const std::string& b) {
    RC_ASSERT(edit_distance(a, b) == edit_distance(b, a));
    RC_ASSERT(edit_distance(a, b) <= std::max(a.size(), b.size()));
    RC_ASSERT(edit_distance(a, a) == 0u);
  }));
}

TEST_CASE("the nearest name is suggested only where it is near", "[scenario]") {
  constexpr std::array<std::string_view, 4> kNames = {"service", "regions", "routing", "replicas_per_zone"};
  CHECK(nearest_name("servise", kNames) == "service");
  CHECK(nearest_name("reigons", kNames) == "regions");
  CHECK(nearest_name("replicas", kNames) == "replicas_per_zone");  // right as far as it goes
  CHECK(nearest_name("faults", kNames).empty());
  CHECK(nearest_name(std::string(100'000, 'x'), kNames).empty());
  CHECK(suggest_name("faults", kNames) == "known: service, regions, routing, replicas_per_zone");
}
