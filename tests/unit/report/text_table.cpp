#include "sim/report/text_table.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck.h>

using namespace bicoastal;
using Align = TextTable::Align;

TEST_CASE("Columns line up and no line ends in a blank", "[report]") {
  TextTable table({{"region", Align::left}, {"requests"}, {"note", Align::left}});
  table.add({{"us-east-1"}, {"1,000"}, {"far"}});
  table.add({{"eu"}, {"12"}, {""}});
  CHECK(table.render(Ink{}) ==
        "  region     requests  note\n"
        "  us-east-1     1,000  far\n"
        "  eu               12\n");
}

TEST_CASE("A table without titles has no title line", "[report]") {
  TextTable table({{"", Align::left}, {"", Align::left}});
  table.add({{"a"}, {"b"}});
  CHECK(table.render(Ink{}, 0) == "a  b\n");
}

TEST_CASE("Colour changes no column", "[report]") {
  TextTable table({{"", Align::left}, {""}});
  table.add({{"up", Tone::good}, {"1"}});
  table.add({{"gone", Tone::bad}, {"22"}});
  CHECK(table.render(Ink{true}, 0) == "\x1b[32mup\x1b[0m     1\n\x1b[1;31mgone\x1b[0m  22\n");
}

TEST_CASE("Width counts what a terminal shows", "[report]") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("S\u00e3o Paulo") == 9);
  CHECK(display_width("\u6771\u4eac") == 4);
  CHECK(display_width("e\u0301") == 1);  // combining acute
}

TEST_CASE("A name cannot send control sequences to the terminal", "[report]") {
  CHECK(printable("a\x1b[2Jb\nc\x7f") == "a?[2Jb?c?");
  CHECK(printable("\u202Eevil") == "?evil");
  CHECK(printable("\xff\xc3") == "??");
  CHECK(printable("\u00e9\u6771") == "\u00e9\u6771");
}

TEST_CASE("A long name is cut in the middle, where names differ least", "[report]") {
  CHECK(printable("production-us-east-1", 12) == "produ..ast-1");
  CHECK(printable("short", 12) == "short");
}

TEST_CASE("A cut name is never wider than asked", "[report]") {
  CHECK(rc::check([](const std::string& text) {
    const auto width = *rc::gen::inRange<std::size_t>(2, 40);
    RC_ASSERT(display_width(printable(text, width)) <= width);
  }));
}
