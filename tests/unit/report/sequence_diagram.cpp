#include "sim/report/sequence_diagram.hpp"
#include "sim/report/page/sequence_picture.hpp"

#include <catch2/catch.hpp>

#include <sstream>
#include <string>

using namespace bicoastal;

namespace {

std::string times(std::size_t count, const std::string& what) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += what;
  return text;
}

/// Two lanes, whose lines stand in columns 26 and 54.
SequenceDiagram two_lanes(Glyphs glyphs) {
  SequenceDiagram diagram({{"one"}, {"two"}}, glyphs);
  diagram.gap();
  diagram.arrow("0.0", 0, 1, "write A");
  diagram.note("1.5", 1, "accepts A");
  diagram.arrow("2.0", 1, 0, "ok");
  diagram.broken_arrow("3.0", 0, 1, "A");
  diagram.rule("-1,000.0", "fault");
  return diagram;
}

}  // namespace

TEST_CASE("A sequence diagram has time down the side, arrows between lanes, and rules across", "[report]") {
  const std::string blank = times(26, " ") + "│" + times(27, " ") + "│\n";
  CHECK(two_lanes(Glyphs::unicode).render(Ink{}) ==
        "        ms" + times(15, " ") + "one" + times(25, " ") + "two\n" + blank + "       0.0" + times(16, " ") +
            "├─ write A " + times(16, "─") + "►│\n" + "       1.5" + times(16, " ") + "│" + times(27, " ") +
            "● accepts A\n" + "       2.0" + times(16, " ") + "│◄" + times(21, "─") + " ok ─┤\n" + "       3.0" +
            times(16, " ") + "├─ A " + times(22, "─") + "✗│\n" + "  -1,000.0  ─── fault " + times(46, "─") + "\n");
}

TEST_CASE("Without Unicode a sequence diagram is plain ASCII", "[report]") {
  const std::string text = two_lanes(Glyphs::ascii).render(Ink{});
  for (const char c : text) CHECK((c == '\n' || (c >= ' ' && c <= '~')));
  CHECK(text.find("|- write A ---------------->|") != std::string::npos);
  CHECK(text.find("|- A ----------------------x|") != std::string::npos);
}

TEST_CASE("No line of a sequence diagram is wider than 100 columns, whatever stands in it", "[report]") {
  for (std::size_t lanes = 1; lanes <= 7; ++lanes) {
    std::vector<std::vector<std::string>> titles(lanes, {std::string(200, 'x')});
    SequenceDiagram diagram(titles);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      diagram.note("1.0", lane, times(40, "word "));
      diagram.note("1.0", lane, std::string(300, 'y'));
      diagram.arrow("123,456,789.0", lane, lanes - 1 - lane, std::string(300, 'z'));
    }
    diagram.rule("2.0", times(60, "fault "));
    std::istringstream lines(diagram.render(Ink{}));
    for (std::string line; std::getline(lines, line);) CHECK(display_width(line) <= 100);
  }
}

TEST_CASE("A note that is too long for its lane goes on below, beside the same line", "[report]") {
  SequenceDiagram diagram({{"one"}, {"two"}});
  diagram.note("1.0", 0, "has a later one and therefore drops A");
  CHECK(diagram.render(Ink{}) == "        ms" + times(15, " ") + "one" + times(25, " ") + "two\n" + "       1.0" +
                                     times(16, " ") + "● has a later one and" + times(7, " ") + "│\n" + times(26, " ") +
                                     "│ therefore drops A" + times(9, " ") + "│\n");
}

TEST_CASE("A sequence diagram is a picture with the same arrows, notes, rules and times", "[report]") {
  const std::string svg = picture_of(two_lanes(Glyphs::unicode), "a <story>").html();
  for (const char* words : {">one<", ">two<", ">write A<", ">accepts A<", ">ok<", ">fault<", ">0.0<", ">-1,000.0<"}) {
    INFO(words);
    CHECK(svg.find(words) != std::string::npos);
  }
  CHECK(svg.find("aria-label=\"a &lt;story&gt;\"") != std::string::npos);
  // Two lanes of 230 pixels right of 84 for the times: lifelines at 199 and 429, the first arrow between them.
  CHECK(svg.find("<line x1=\"199\"") != std::string::npos);
  CHECK(svg.find("<line x1=\"429\"") != std::string::npos);
  CHECK(svg.find("x2=\"428\"") != std::string::npos);
}
