#include "sim/report/page/html_page.hpp"
#include "sim/report/page/assets.hpp"

#include "unit/report/page_text.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace bicoastal;
using namespace bicoastal::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

constexpr const char* kHostile = "</script><img src=x onerror=\"alert('x')\"> & \x1b[2J";

}  // namespace

TEST_CASE("Words are escaped wherever markup is made of them", "[report]") {
  CHECK(Markup(kHostile).html() ==
        "&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;x&#39;)&quot;&gt; &amp;  [2J");
  CHECK(element("p", {{"title", "a\" onclick=\"b"}}, "1 < 2").html() ==
        "<p title=\"a&quot; onclick=&quot;b\">1 &lt; 2</p>");
  CHECK(element("p", element("b", "x") + " & y").html() == "<p><b>x</b> &amp; y</p>");
  CHECK(element("br").html() == "<br/>");
  CHECK(element("p", {{"class", ""}}, "an empty attribute is left out").html() ==
        "<p>an empty attribute is left out</p>");
}

TEST_CASE("A table names its rows and columns for those who hear it", "[report]") {
  MarkupTable table("Users", {{"region", MarkupTable::Align::left}, {"requests"}});
  CHECK(table.empty());
  table.add({"<us>", "12"}, "sum");
  CHECK(table.markup().html() ==
        "<div class=\"scroll\"><table><caption>Users</caption><thead><tr><th scope=\"col\">region</th>"
        "<th scope=\"col\" class=\"number\">requests</th></tr></thead><tbody><tr class=\"sum\">"
        "<th scope=\"row\">&lt;us&gt;</th><td class=\"number\">12</td></tr></tbody></table></div>");
}

TEST_CASE("A page holds hostile text as text, in its title, its body and its data", "[report]") {
  const HtmlPage page{.title = kHostile,
                      .body = element("h1", kHostile),
                      .data = R"({"name": "</script><script>alert(1)</script><!--"})"};
  const std::string text = html_text(page);
  CHECK_THAT(text, StartsWith("<!DOCTYPE html>\n<html lang=\"en\">"));
  CHECK_THAT(text, !Contains("<img") && !Contains("alert(1)</script>") && !Contains("<!--"));
  CHECK_THAT(text, Contains(R"("name": "\u003c/script>\u003cscript>alert(1)\u003c/script>\u003c!--")"));
  CHECK(count_of(text, "<script") == 2);  // the data, and what every page does
  CHECK(count_of(text, "</script>") == 2);
}

TEST_CASE("A page lets the browser fetch nothing, and run no script but its own", "[report]") {
  for (const Drawing drawing : {Drawing::none, Drawing::charts, Drawing::time_series}) {
    const std::string text = html_text({.title = "x", .body = "y", .data = "{}", .drawing = drawing});
    CHECK_THAT(text, Contains("Content-Security-Policy\" content=\"default-src 'none'; script-src 'nonce-"));
    CHECK_THAT(text, !Contains(" src=\"") && !Contains("<link") && !Contains("@import") && !Contains("url(") &&
                         !Contains("sourceMappingURL"));
    const std::size_t at = text.find("'nonce-") + 7;
    const std::string nonce = text.substr(at, 32);
    // All of them, but for the data, which is no script.
    CHECK(count_of(text, "<script nonce=\"" + nonce + "\">") == count_of(text, "<script") - 1);
  }
}

TEST_CASE("Libraries stand in a page with their licences, and only where they are used", "[report]") {
  const std::string plain = html_text({.title = "x", .body = "y"});
  CHECK(plain.size() < 40'000);
  CHECK_THAT(plain, !Contains("Chart.js") && !Contains("dygraphs"));
  const std::string charts = html_text({.title = "x", .body = "y", .drawing = Drawing::charts});
  CHECK_THAT(charts, Contains("(c) 2022 Chart.js Contributors") && Contains("THE SOFTWARE IS PROVIDED"));
  const std::string series = html_text({.title = "x", .body = "y", .drawing = Drawing::time_series});
  CHECK_THAT(series, Contains("Dan Vanderkam") && Contains("THE SOFTWARE IS PROVIDED"));
}

TEST_CASE("No embedded file can end the element that it stands in", "[report]") {
  CHECK(page_files().size() >= 9);
  for (const std::string_view name : page_files()) {
    INFO(name);
    const std::string text(*page_file(name));
    CHECK_THAT(text, !Contains("</script", Catch::CaseSensitive::No) && !Contains("</style", Catch::CaseSensitive::No));
  }
  CHECK_FALSE(page_file("none.js"));
}
