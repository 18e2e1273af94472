#include "sim/report/page/html_page.hpp"

#include "sim/base/check.hpp"
#include "sim/base/digest.hpp"
#include "sim/report/page/assets.hpp"

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// A library's source map is a request as soon as somebody opens the browser's tools. It is named in a comment that
/// ends the file.
std::string_view without_source_map(std::string_view text) {
  const std::size_t at = text.find("# sourceMappingURL=");
  return at == std::string_view::npos ? text : text.substr(0, at - 2);
}

std::string_view asset(std::string_view name) {
  const auto text = page_file(name);
  BC_CHECK(text.has_value());
  return without_source_map(*text);
}

/// In a JSON document `<` stands in texts only, where it can be written so that no parser of HTML sees it.
std::string in_script(std::string_view json) {
  std::string out;
  for (const char c : json) {
    if (c == '<')
      out += "\\u003c";
    else
      out += c;
  }
  return out;
}

struct Library {
  std::string_view name, script, style, driver, licence;
};

constexpr Library library(Drawing drawing) {
  if (drawing == Drawing::time_series)
    return {"dygraphs", "dygraph.js", "dygraph.css", "timeline.js", "dygraphs.copyright"};
  return {"Chart.js", "chart.js", "", "charts.js", "chart.js.copyright"};
}

Markup licences(Drawing drawing) {
  if (drawing == Drawing::none) return {};
  const Library used = library(drawing);
  return element("details", {{"class", "licence"}},
                 element("summary", fmt::format("Licence of {}, which draws the charts of this file", used.name)) +
                     element("pre", asset(used.licence)));
}

}  // namespace

std::string html_text(const HtmlPage& page) {
  const Markup body = page.body + licences(page.drawing);
  const std::string data = in_script(page.data);
  // What scripts of this page carry and no other can: nobody writes a scenario that has the hash of its own page.
  Digest digest;
  digest.add(body.html().data(), body.html().size());
  digest.add(data.data(), data.size());
  const std::string nonce = to_hex(digest.value());
  std::string text = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'nonce-{}'; "
      "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n",
      nonce, Markup(page.title).html());
  const auto style = [&](std::string_view name) { text += fmt::format("<style>\n{}</style>\n", asset(name)); };
  const auto script = [&](std::string_view name) {
    text += fmt::format("<script nonce=\"{}\">\n{}\n</script>\n", nonce, asset(name));
  };
  const Library used = library(page.drawing);
  if (page.drawing != Drawing::none && !used.style.empty()) style(used.style);
  style("page.css");
  text += fmt::format("</head>\n<body>\n{}\n<script type=\"application/json\" id=\"data\">{}</script>\n", body.html(),
                      data);
  if (page.drawing != Drawing::none) script(used.script);
  script("page.js");
  if (page.drawing != Drawing::none) script(used.driver);
  return text + "</body>\n</html>\n";
}

}  // namespace bicoastal
