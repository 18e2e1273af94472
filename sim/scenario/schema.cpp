#include "sim/scenario/schema.hpp"

#include "sim/base/check.hpp"
#include "sim/scenario/embedded.hpp"
#include "sim/scenario/parse.hpp"

#include <optional>

namespace bicoastal {

namespace {

void fill(Node& node, const Node& referring) {
  const Node& schema = resolve_reference(referring);
  if (node.is_array()) {
    if (const Node* items = schema.find("items"))
      for (Node& item : node.items) fill(item, *items);
    return;
  }
  const Node* properties = schema.find("properties");
  if (!node.is_object() || !properties) return;
  for (std::size_t i = 0; i < properties->keys.size(); ++i) {
    const Node& property = properties->items[i];
    const Node* by_default = property.find("default");
    Node* value = node.find(properties->keys[i]);
    if (!value && by_default) value = &node.put(properties->keys[i], *by_default);
    if (value) fill(*value, property);
  }
}

void mark_as_default(Node& node) {
  node.place = {};
  for (Node& item : node.items) mark_as_default(item);
}

}  // namespace

std::string_view scenario_schema() { return embedded_file("schema.json").value(); }

const Node& scenario_schema_tree() {
  static const Node tree = [] {
    Faults faults;
    std::optional<Node> parsed = parse_json(scenario_schema(), faults.add_source("schema.json"), faults);
    BC_CHECK(parsed.has_value());
    mark_as_default(*parsed);  // so that copies of its defaults say that nobody wrote them
    return std::move(*parsed);
  }();
  return tree;
}

const Node& resolve_reference(const Node& schema) {
  const Node* reference = schema.find("$ref");
  if (!reference) return schema;
  constexpr std::string_view kPrefix = "#/definitions/";
  BC_CHECK(reference->text.starts_with(kPrefix));
  const Node* found = scenario_schema_tree().find("definitions")->find(reference->text.substr(kPrefix.size()));
  BC_CHECK(found != nullptr);
  return *found;
}

void apply_defaults(Node& document) { fill(document, scenario_schema_tree()); }

}  // namespace bicoastal
