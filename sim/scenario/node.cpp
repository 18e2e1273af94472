#include "sim/scenario/node.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace bicoastal {

bool Node::is_integer() const {
  return kind == Kind::integer || (kind == Kind::number && std::trunc(number) == number);
}

const Node* Node::find(std::string_view key) const {
  const auto at = std::ranges::find(keys, key);
  return at == keys.end() ? nullptr : &items[static_cast<std::size_t>(at - keys.begin())];
}

Node* Node::find(std::string_view key) { return const_cast<Node*>(std::as_const(*this).find(key)); }

Node& Node::put(std::string_view key, Node value) {
  if (Node* there = find(key)) return *there = std::move(value);
  keys.emplace_back(key);
  return items.emplace_back(std::move(value));
}

void Node::erase(std::string_view key) {
  const auto at = std::ranges::find(keys, key);
  if (at == keys.end()) return;
  items.erase(items.begin() + (at - keys.begin()));
  keys.erase(at);
}

Node text_node(std::string text, Place place) {
  Node node;
  node.kind = Node::Kind::text;
  node.text = std::move(text);
  node.place = place;
  return node;
}

std::string_view kind_name(Node::Kind kind) {
  constexpr std::array<std::string_view, 7> kNames = {"null",   "true or false", "an integer", "a number",
                                                      "a text", "an array",      "an object"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string child_pointer(std::string_view parent, std::string_view key) {
  std::string out(parent);
  out += '/';
  for (const char c : key) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

std::string child_pointer(std::string_view parent, std::size_t index) { return fmt::format("{}/{}", parent, index); }

}  // namespace bicoastal
