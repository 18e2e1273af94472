#include "sim/scenario/setting.hpp"

#include "sim/scenario/parse.hpp"
#include "sim/scenario/schema.hpp"

#include <algorithm>
#include <charconv>

namespace bicoastal {

namespace {

const Node* member(const Node& node, std::string_view name) {
  if (!node.is_array()) return node.find(name);
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
  const bool whole = error == std::errc() && end == name.data() + name.size();
  return whole && index < node.items.size() ? &node.items[index] : nullptr;
}

}  // namespace

std::optional<Node> setting_of(const Scenario& scenario, std::string_view pointer) {
  Faults ignored;
  auto document = parse_json(scenario.document, ignored.add_source("document"), ignored);
  if (!document) return std::nullopt;
  apply_defaults(*document);
  const Node* node = &*document;
  for (std::size_t at = 0; node != nullptr && at < pointer.size();) {
    const std::size_t end = std::min(pointer.find('/', at + 1), pointer.size());
    node = member(*node, pointer.substr(at + 1, end - at - 1));
    at = end;
  }
  return node == nullptr ? std::nullopt : std::optional(*node);
}

}  // namespace bicoastal
