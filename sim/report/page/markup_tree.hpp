// Markup taken apart again: the tree of elements that it was put together from, for other forms than HTML.
#pragma once

#include "sim/report/page/markup.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bicoastal {

struct MarkupNode {
  std::string tag;    ///< empty: words
  std::string words;  ///< as they were before they were escaped
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<MarkupNode> inside;

  bool is(std::string_view name) const { return tag == name; }
  /// Empty where there is none.
  std::string_view attribute(std::string_view name) const;
  /// Whether the attribute `class` has this word in it.
  bool has_class(std::string_view name) const;
};

/// The pieces that stand beside each other at the top. Knows what element() and Markup write, and no more of HTML.
std::vector<MarkupNode> tree_of(const Markup& markup);

}  // namespace bicoastal
