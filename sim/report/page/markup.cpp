#include "sim/report/page/markup.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// Characters that mean something in HTML, in text or in an attribute; and control characters, which mean nothing.
std::string escaped(std::string_view words) {
  std::string out;
  out.reserve(words.size());
  for (const char c : words) switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      case '\n':
      case '\t': out += c; break;
      default: out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    }
  return out;
}

bool is_void(std::string_view tag) {
  static constexpr std::array<std::string_view, 9> kVoid{"br",   "wbr",    "hr",   "meta", "rect",
                                                         "line", "circle", "path", "col"};
  return std::ranges::find(kVoid, tag) != kVoid.end();
}

}  // namespace

Markup::Markup(std::string_view words) : html_(escaped(words)) {}

Markup element(std::string_view tag, std::initializer_list<Attribute> attributes, const Markup& inside) {
  Markup made;
  made.html_ = fmt::format("<{}", tag);
  for (const Attribute& one : attributes) {
    if (one.value.empty()) continue;  // as class="" says nothing
    made.html_ += fmt::format(" {}=\"{}\"", one.name, escaped(one.value));
  }
  if (is_void(tag)) {
    made.html_ += "/>";
  } else {
    made.html_ += fmt::format(">{}</{}>", inside.html_, tag);
  }
  return made;
}

Markup element(std::string_view tag, const Markup& inside) { return element(tag, {}, inside); }

Markup breakable(std::string_view name) {
  Markup made;
  while (!name.empty()) {
    const std::size_t seam = std::min(name.find_first_of("._"), name.size() - 1) + 1;
    if (!made.empty()) made += element("wbr");
    made += name.substr(0, seam);
    name.remove_prefix(seam);
  }
  return made;
}

void MarkupTable::add(const std::vector<Markup>& cells, std::string_view kind) {
  BC_CHECK(cells.size() == columns_.size());
  Markup row;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string align = columns_[i].align == Align::right ? "number" : "";
    row += i == 0 ? element("th", {{"scope", "row"}, {"class", align}}, cells[i])
                  : element("td", {{"class", align}}, cells[i]);
  }
  rows_ += element("tr", {{"class", std::string(kind)}}, row);
}

Markup MarkupTable::markup() const {
  Markup head;
  for (const Column& column : columns_)
    head += element("th", {{"scope", "col"}, {"class", column.align == Align::right ? "number" : ""}},
                    breakable(column.title));
  const Markup caption = caption_.empty() ? Markup() : element("caption", caption_);
  return element("div", {{"class", "scroll"}},
                 element("table", {{"aria-label", label_}},
                         caption + element("thead", element("tr", head)) + element("tbody", rows_)));
}

}  // namespace bicoastal
