// Markup as Markdown: what it becomes, and that words stay words.
#include "sim/report/page/markdown.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;

TEST_CASE("Headings, paragraphs, lists and code are Markdown's, with an empty line between blocks", "[report]") {
  const Markup page = element("h2", "What") +
                      element("section", element("p", Markup("All ") + element("b", "three:"))) +
                      element("ul", element("li", "one") + element("li", element("code", "a_b | c"))) +
                      element("pre", "run --seed 1\n");
  CHECK(markdown_of(page) == "## What\n\nAll **three:**\n\n- one\n- `a_b | c`\n\n```\nrun --seed 1\n```\n");
  CHECK(markdown_of({}).empty());
}

TEST_CASE("A table keeps its caption, alignment and cells; one without a head is a list", "[report]") {
  MarkupTable table("Latencies", {{"who", MarkupTable::Align::left}, {"p99"}});
  table.add({"us", Markup("40 ms") + element("br") + element("small", "37 ms to 42 ms")});
  CHECK(markdown_of(table.markup()) == "Latencies\n\n| who | p99 |\n|---|---:|\n| us | 40 ms (37 ms to 42 ms) |\n");
  const Markup facts = element("table", element("tbody", element("tr", element("th", "seed") + element("td", "42"))));
  CHECK(markdown_of(facts) == "- seed: 42\n");
}

TEST_CASE("Nothing that a user wrote ends a cell or becomes a tag, a link, emphasis or a formula", "[report]") {
  CHECK(markdown_of(element("p", "a|b <img> [x](y) *z* _w_ `c` $d$ &lt; \\e ~f~")) ==
        "a\\|b \\<img\\> \\[x\\](y) \\*z\\* \\_w\\_ \\`c\\` \\$d\\$ \\&lt; \\\\e \\~f\\~\n");
  CHECK(markdown_of(element("p", "lost_writes")) == "lost_writes\n");
  CHECK(markdown_of(element("p", "two\n\nlines")) == "two  lines\n");
  MarkupTable table({}, {{"a|b"}});
  table.add({element("code", "x | y")});
  CHECK(markdown_of(table.markup()) == "| a\\|b |\n|---:|\n| `x \\| y` |\n");
}

TEST_CASE("A line that begins like a heading, a list or a rule is none", "[report]") {
  CHECK(markdown_of(element("p", "# no")) == "\\# no\n");
  CHECK(markdown_of(element("p", "- no")) == "\\- no\n");
  CHECK(markdown_of(element("p", "1. no")) == "1\\. no\n");
  CHECK(markdown_of(element("p", "---")) == "\\---\n");
  CHECK(markdown_of(element("p", "96.8 % and -3 ms")) == "96.8 % and -3 ms\n");
  CHECK(markdown_of(element("p", "-3 ms")) == "-3 ms\n");
}

TEST_CASE("Backticks cannot leave code", "[report]") {
  CHECK(markdown_of(element("p", element("code", "a``b`"))) == "``` a``b` ```\n");
  CHECK(markdown_of(element("pre", "```\nx")) == "````\n```\nx\n````\n");
}

TEST_CASE("Pictures, what is said of them, and long documents are left out", "[report]") {
  const Markup page = element("figure", element("figcaption", "Chart")) +
                      element("p", {{"class", "note picture"}}, "Bars are intervals.") +
                      element("details", {{"class", "source"}}, element("summary", "In full") + element("pre", "{}")) +
                      element("p", "stays");
  CHECK(markdown_of(page) == "stays\n");
}

TEST_CASE("Where a browser may break a name is nothing that Markdown tells", "[report]") {
  CHECK(breakable("read_your_writes.p99").html() == "read_<wbr/>your_<wbr/>writes.<wbr/>p99");
  CHECK(breakable("_").html() == "_");
  MarkupTable table("", {{"lost_writes"}, {"a.b"}});
  table.add({"1", "2"});
  CHECK_THAT(markdown_of(table.markup()), Catch::Matchers::Contains("| lost_writes | a.b |"));
}
