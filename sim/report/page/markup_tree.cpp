#include "sim/report/page/markup_tree.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <array>

namespace bicoastal {

namespace {

constexpr std::array<std::pair<std::string_view, char>, 5> kEntities{
    {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};

std::string unescaped(std::string_view html) {
  std::string words;
  words.reserve(html.size());
  while (!html.empty()) {
    const auto entity = std::ranges::find_if(kEntities, [&](const auto& e) { return html.starts_with(e.first); });
    words += entity == kEntities.end() ? html.front() : entity->second;
    html.remove_prefix(entity == kEntities.end() ? 1 : entity->first.size());
  }
  return words;
}

/// Attributes of `<tag a="1" b="2"`, from behind the tag.
std::vector<std::pair<std::string, std::string>> attributes_of(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> attributes;
  for (std::size_t at = text.find("=\""); at != std::string_view::npos; at = text.find("=\"")) {
    const std::size_t end = text.find('"', at + 2);
    attributes.emplace_back(text.substr(1, at - 1), unescaped(text.substr(at + 2, end - at - 2)));
    text.remove_prefix(end + 1);
  }
  return attributes;
}

}  // namespace

std::string_view MarkupNode::attribute(std::string_view name) const {
  const auto found = std::ranges::find(attributes, name, [](const auto& each) { return std::string_view(each.first); });
  return found == attributes.end() ? std::string_view() : std::string_view(found->second);
}

bool MarkupNode::has_class(std::string_view name) const {
  const std::string classes = ' ' + std::string(attribute("class")) + ' ';
  return classes.find(' ' + std::string(name) + ' ') != std::string::npos;
}

std::vector<MarkupNode> tree_of(const Markup& markup) {
  std::string_view html = markup.html();
  std::vector<MarkupNode> open(1);  // the first is around everything
  while (!html.empty()) {
    if (html.front() != '<') {
      const std::string_view words = html.substr(0, html.find('<'));
      std::vector<MarkupNode>& inside = open.back().inside;
      if (inside.empty() || !inside.back().tag.empty()) inside.emplace_back();
      inside.back().words += unescaped(words);
      html.remove_prefix(words.size());
      continue;
    }
    const std::size_t end = html.find('>');  // those of words and values are escaped
    BC_CHECK(end != std::string_view::npos);
    const std::string_view inner = html.substr(1, end - 1);
    html.remove_prefix(end + 1);
    const bool closes = inner.starts_with('/'), is_void = inner.ends_with('/');
    if (inner == "wbr/") continue;  // where a browser may break a word, which is one word
    if (!closes) {
      const std::string_view tag = inner.substr(0, inner.find_first_of(" /"));
      MarkupNode node;
      node.tag = tag;
      node.attributes = attributes_of(inner.substr(tag.size()));
      open.push_back(std::move(node));
    }
    if (closes || is_void) {
      BC_CHECK(open.size() > 1);
      MarkupNode done = std::move(open.back());
      open.pop_back();
      open.back().inside.push_back(std::move(done));
    }
  }
  BC_CHECK(open.size() == 1);
  return std::move(open.front().inside);
}

}  // namespace bicoastal
