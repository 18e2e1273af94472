#include "sim/scenario/schema.hpp"

#include "sim/base/check.hpp"
#include "sim/scenario/embedded.hpp"
#include "sim/scenario/parse.hpp"

#include <optional>

namespace bicoastal {

namespace {

void fill(Node& node, const Node& referring, const Node& root) {
  const Node& schema = resolve_reference(referring, root);
  if (node.is_array()) {
    if (const Node* items = schema.find("items"))
      for (Node& item : node.items) fill(item, *items, root);
    return;
  }
  const Node* properties = schema.find("properties");
  if (!node.is_object() || !properties) return;
  for (std::size_t i = 0; i < properties->keys.size(); ++i) {
    const Node& property = properties->items[i];
    const Node* by_default = property.find("default");
    Node* value = node.find(properties->keys[i]);
    if (!value && by_default) value = &node.put(properties->keys[i], *by_default);
    if (value) fill(*value, property, root);
  }
}

void mark_as_default(Node& node) {
  node.place = {};
  for (Node& item : node.items) mark_as_default(item);
}

}  // namespace

std::string_view scenario_schema() { return embedded_file("schema.json").value(); }

const Node& scenario_schema_tree() {
  static const Node tree = read_schema("schema.json");
  return tree;
}

Node read_schema(std::string_view embedded_name) {
  Faults faults;
  std::optional<Node> parsed =
      parse_json(embedded_file(embedded_name).value(), faults.add_source(std::string(embedded_name)), faults);
  BC_CHECK(parsed.has_value());
  mark_as_default(*parsed);  // so that copies of its defaults say that nobody wrote them
  return std::move(*parsed);
}

const Node& resolve_reference(const Node& schema, const Node& root) {
  const Node* reference = schema.find("$ref");
  if (!reference) return schema;
  constexpr std::string_view kPrefix = "#/definitions/";
  BC_CHECK(reference->text.starts_with(kPrefix));
  const Node* found = root.find("definitions")->find(reference->text.substr(kPrefix.size()));
  BC_CHECK(found != nullptr);
  return *found;
}

void apply_defaults(Node& document, const Node& root) { fill(document, root, root); }

}  // namespace bicoastal
