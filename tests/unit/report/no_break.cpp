// Numbers and their units on one line.
#include "sim/report/no_break.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;

TEST_CASE("a number and the unit after it are joined, and nothing else is", "[report]") {
  CHECK(with_no_breaks("after 45 s, or 99.5 %.") == "after 45\u00a0s, or 99.5\u00a0%.");
  CHECK(with_no_breaks("(1 h)") == "(1\u00a0h)");
  CHECK(with_no_breaks("2 servers, 3 seconds, 4 d") == "2 servers, 3 seconds, 4\u00a0d");
  CHECK(with_no_breaks("the s, a % sign").find("\u00a0") == std::string::npos);
  CHECK(with_no_breaks("ends in 5 ") == "ends in 5 ");
}

TEST_CASE("plain blanks come back", "[report]") {
  const std::string text = "within 10 s of 1 h";
  CHECK(with_plain_blanks(with_no_breaks(text)) == text);
}
