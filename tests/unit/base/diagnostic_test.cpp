#include <bicoastal/result.hpp>

#include <catch2/catch.hpp>

using namespace bicoastal;

TEST_CASE("a diagnostic is one line of code, place, pointer, message and suggestion", "[base]") {
  CHECK(to_string({"E203", "scenarios/x.json", 41, "/regions/1/zones", "0 is not at least 1", ""}) ==
        "E203 scenarios/x.json:41 /regions/1/zones: 0 is not at least 1");
  CHECK(to_string({"E201", "x.json", 3, "/warmpu", "unknown key \"warmpu\"", "did you mean \"warmup\"?"}) ==
        "E201 x.json:3 /warmpu: unknown key \"warmpu\" (did you mean \"warmup\"?)");
}

TEST_CASE("absent parts of a diagnostic are left out", "[base]") {
  CHECK(to_string({"E101", "x.json", 0, "", "no such file", ""}) == "E101 x.json: no such file");
  CHECK(to_string({"E501", "", 0, "", "no '='", ""}) == "E501: no '='");
  CHECK(to_string({"E502", "--set", 0, "/a", "points nowhere", ""}) == "E502 --set /a: points nowhere");
}

TEST_CASE("control characters of the user's text never reach the terminal", "[base]") {
  CHECK(to_string({"E201", "x", 1, "/\x1b[2J", "a\nb\x7f", ""}) == "E201 x:1 /\\u001b[2J: a\\u000ab\\u007f");
}
