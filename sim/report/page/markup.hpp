// Pieces of HTML that are safe to put together.
//
// A Markup is made of words, which are escaped, and of elements around other markup: there is no way to make one of
// text that a browser would read as more than words. So nothing that a user wrote can become a tag, an attribute or a
// script, whoever writes a section of a page.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

class Markup {
 public:
  Markup() = default;
  /// Words as the reader is to see them. Implicit, so that words can stand wherever markup can.
  Markup(std::string_view words);
  Markup(const std::string& words) : Markup(std::string_view(words)) {}
  Markup(const char* words) : Markup(std::string_view(words)) {}

  Markup& operator+=(const Markup& more) {
    html_ += more.html_;
    return *this;
  }
  friend Markup operator+(Markup a, const Markup& b) { return std::move(a += b); }

  bool empty() const { return html_.empty(); }
  const std::string& html() const { return html_; }

 private:
  friend Markup element(std::string_view, std::initializer_list<struct Attribute>, const Markup&);
  std::string html_;
};

struct Attribute {
  std::string_view name;  ///< of the author of the page, as are names of elements
  std::string value;      ///< anybody's
};

/// <tag name="value">inside</tag>; elements that have no inside (br, rect) are closed where they begin.
Markup element(std::string_view tag, std::initializer_list<Attribute> attributes, const Markup& inside = {});
Markup element(std::string_view tag, const Markup& inside = {});

/// A name as people wrote it, which a narrow column may break behind its dots and underscores and nowhere else.
Markup breakable(std::string_view name);

/// A table: a caption that says what it shows (or a label), a head, and rows whose first cell names them.
class MarkupTable {
 public:
  enum class Align : unsigned char { left, right };
  struct Column {
    std::string title;
    Align align = Align::right;
  };
  MarkupTable(std::string caption, std::vector<Column> columns)
      : caption_(std::move(caption)), columns_(std::move(columns)) {}
  /// REQUIRES: one cell a column. `kind`: a class for the row.
  void add(const std::vector<Markup>& cells, std::string_view kind = {});
  /// What it is called where its caption is empty.
  void set_label(std::string label) { label_ = std::move(label); }
  bool empty() const { return rows_.empty(); }
  Markup markup() const;

 private:
  std::string caption_, label_;
  std::vector<Column> columns_;
  Markup rows_;
};

}  // namespace bicoastal
