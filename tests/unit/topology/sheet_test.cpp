#include "sim/topology/sheet.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>

using namespace bicoastal;

namespace {

std::vector<std::string> lines_of(const Sheet& sheet) {
  std::vector<std::string> lines;
  std::istringstream in(sheet.str());
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("spans, rates, sizes and shares have three digits and a unit", "[topology]") {
  CHECK(written::span(Time()) == "0 s");
  CHECK(written::span(Time(999)) == "999 ns");
  CHECK(written::span(Time::millis(67.54)) == "67.5 ms");
  CHECK(written::span(Time::millis(999.9)) == "1 s");
  CHECK(written::span(Time::seconds(100)) == "100 s");
  CHECK(written::span(Time::seconds(180)) == "3 min");
  CHECK(written::span(Time::seconds(7200)) == "2 h");
  CHECK(written::span(Time::seconds(-0.005)) == "-5 ms");
  CHECK(written::rate(600) == "600 /s");
  CHECK(written::rate(0.25) == "0.25 /s");
  CHECK(written::rate(12345) == "12,345 /s");
  CHECK(written::rate(2.5e6) == "2.5 M/s");
  CHECK(written::bandwidth(1.25e8) == "1 Gbps");
  CHECK(written::size(264) == "264 B");
  CHECK(written::size(1500) == "1.5 kB");
  CHECK(written::share(1.0 / 3) == "33.3 %");
  CHECK(written::count(1'234'567) == "1,234,567");
  CHECK(written::count(1, "zone") == "1 zone");
  CHECK(written::count(3, "read copy", "read copies") == "3 read copies");
}

TEST_CASE("a list names what fits and counts the rest", "[topology]") {
  CHECK(written::list({}) == "");
  CHECK(written::list({"a"}) == "a");
  CHECK(written::list({"a", "b", "c"}) == "a, b and c");
  CHECK(written::list({"a", "b", "c", "d"}, 2) == "a, b and 2 more");
  CHECK(written::list({"a", "b", "c"}, 2) == "a, b and c");  // "1 more" would take as much room as the name
}

TEST_CASE("columns line up, numbers to the right, and long texts are broken at blanks", "[topology]") {
  Sheet sheet;
  sheet.table({"name", ">n", "what"},
              {{"a", "1", "x"}, {"long-one", "100", std::string(30, 'x') + " " + std::string(60, 'y')}});
  const auto lines = lines_of(sheet);
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] == "  name        n  what");
  CHECK(lines[1] == "  a           1  x");
  CHECK(lines[2] == "  long-one  100  " + std::string(30, 'x'));
  CHECK(lines[3] == std::string(17, ' ') + std::string(60, 'y'));
}

TEST_CASE("control characters of any kind do not get through", "[topology]") {
  Sheet sheet;
  sheet.text(
      "a\x1b[2Jb\x7f"
      "c\xc2\x9b"
      "d\xe2\x80\xae"
      "e\r");
  CHECK(sheet.str() == "a?[2Jb?c?d?e?\n");
  Sheet letters;
  letters.text("Zürich 東京 \xe2\x80\x93");
  CHECK(letters.str() == "Zürich 東京 \xe2\x80\x93\n");
}

TEST_CASE("whatever is written, no line is wider than the page or ends in a blank", "[topology]") {
  const bool holds = rc::check([] {
    const auto text = rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc \xc3\xa4-\n\t")));
    const auto columns = *rc::gen::inRange<std::size_t>(1, 9);
    const auto titles = *rc::gen::container<std::vector<std::string>>(
        columns, rc::gen::elementOf(std::vector<std::string>{"", "name", ">n", ">bandwidth"}));
    std::vector<std::vector<std::string>> rows;
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
      rows.push_back(*rc::gen::container<std::vector<std::string>>(columns, rc::gen::resize(400, text)));
    Sheet sheet;
    sheet.heading(*text);
    sheet.item(*text, *text);
    sheet.table(titles, rows);
    for (const std::string& line : lines_of(sheet)) {
      RC_ASSERT(static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
                  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
                })) <= Sheet::kWidth);
      RC_ASSERT(line.empty() || line.back() != ' ');
    }
  });
  CHECK(holds);
}
