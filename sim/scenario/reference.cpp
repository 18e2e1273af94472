#include "sim/scenario/reference.hpp"

#include "sim/base/units.hpp"
#include "sim/scenario/errors.hpp"
#include "sim/scenario/latency.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/prices.hpp"
#include "sim/scenario/schema.hpp"

#include <bicoastal/metrics.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bicoastal {

namespace {

/// Definitions that many fields share: one section each, at the end.
constexpr std::array<std::string_view, 3> kShared = {"distribution", "health_check", "location"};

std::string one_line(const Node& value) {
  switch (value.kind) {
    case Node::Kind::text: return fmt::format("\"{}\"", value.text);
    case Node::Kind::boolean: return value.truth ? "true" : "false";
    case Node::Kind::integer:
    case Node::Kind::number: return fmt::format("{}", value.number);
    case Node::Kind::array: {
      std::vector<std::string> items;
      for (const Node& item : value.items) items.push_back(one_line(item));
      return fmt::format("[{}]", fmt::join(items, ", "));
    }
    case Node::Kind::object: break;
    case Node::Kind::null: return "null";
  }
  std::vector<std::string> members;
  for (std::size_t i = 0; i < value.keys.size(); ++i)
    members.push_back(fmt::format("\"{}\": {}", value.keys[i], one_line(value.items[i])));
  return members.empty() ? "{}" : fmt::format("{{ {} }}", fmt::join(members, ", "));
}

/// "time", "matrix" … for a reference to a definition.
std::string_view definition_name(const Node& schema) {
  const Node* reference = schema.find("$ref");
  return reference ? std::string_view(reference->text).substr(std::string_view("#/definitions/").size())
                   : std::string_view();
}

bool is_shared(const Node& schema) { return std::ranges::find(kShared, definition_name(schema)) != kShared.end(); }

bool has_members(const Node& schema) {
  const Node* properties = resolve_reference(schema).find("properties");
  return properties && !properties->keys.empty();
}

std::string range_of(const Node& schema) {
  const Node *least = schema.find("minimum"), *above = schema.find("exclusiveMinimum"), *most = schema.find("maximum");
  std::string out;
  if (least) out += fmt::format(" from {}", least->number);
  if (above) out += fmt::format(" above {}", above->number);
  if (most) out += fmt::format(" to {}", most->number);
  return out;
}

std::string type_of(const Node& referring) {
  const Node& schema = resolve_reference(referring);
  const std::string_view definition = definition_name(referring);
  if (is_shared(referring)) {
    std::string title(definition);
    std::ranges::replace(title, '_', ' ');
    return fmt::format("[{}](#{})", title, definition == "health_check" ? "health-check" : definition);
  }
  if (const Node* quantity = schema.find("x-quantity"); quantity && !has_members(referring)) {
    const Node* sign = schema.find("x-sign");
    return fmt::format("{}{}", quantity->text, !sign ? "" : sign->text == "positive" ? " above 0" : " of either sign");
  }
  if (const Node* allowed = schema.find("enum")) {
    std::vector<std::string> names;
    for (const Node& name : allowed->items) names.push_back(fmt::format("`\"{}\"`", name.text));
    return fmt::format("{}", fmt::join(names, ", "));
  }
  if (const Node* known = schema.find("examples")) {  // names of ours; others can have further ones
    std::vector<std::string> names;
    for (const Node& name : known->items) names.push_back(fmt::format("`\"{}\"`", name.text));
    return fmt::format("{}, or another text", fmt::join(names, ", "));
  }
  const Node* type = schema.find("type");
  std::vector<std::string> names;
  const auto add = [&](const Node& t) {
    std::string name = t.text == "string" ? "text" : t.text == "boolean" ? "true or false" : t.text;
    if (t.text == "array" && schema.find("items")) name = fmt::format("array of {}", type_of(*schema.find("items")));
    if (t.text == "string" && schema.find("x-quantity")) name = schema.find("x-quantity")->text;
    names.push_back(name + (t.text == "integer" || t.text == "number" ? range_of(schema) : ""));
  };
  if (type->is_text()) add(*type);
  for (const Node& t : type->items) add(t);
  return fmt::format("{}", fmt::join(names, " or "));
}

std::string table_of(const Node& schema) {
  const Node* properties = schema.find("properties");
  const Node* required = schema.find("required");
  std::string out = "| field | value | default | meaning |\n|---|---|---|---|\n";
  for (std::size_t i = 0; i < properties->keys.size(); ++i) {
    const std::string& key = properties->keys[i];
    const Node& property = properties->items[i];
    const bool needed = required && std::ranges::any_of(required->items, [&](const Node& n) { return n.text == key; });
    const Node* by_default = property.find("default");
    const Node* meaning = property.find("description");
    out += fmt::format("| `{}` | {} | {} | {} |\n", key, type_of(property),
                       needed       ? "*required*"
                       : by_default ? fmt::format("`{}`", one_line(*by_default))
                                    : "",
                       meaning ? meaning->text : resolve_reference(property).find("description")->text);
  }
  return out;
}

/// A section for `path` and, below it, for each field that has fields of its own.
std::string sections(const std::string& path, const Node& referring) {
  const Node& schema = resolve_reference(referring);
  const Node* meaning = referring.find("description");
  if (!meaning) meaning = schema.find("description");
  std::string out = fmt::format("\n## {}\n\n{}\n\n{}", path, meaning->text, table_of(schema));
  const Node* properties = schema.find("properties");
  for (std::size_t i = 0; i < properties->keys.size(); ++i) {
    const Node& property = properties->items[i];
    const std::string below = path == "The file" ? properties->keys[i] : path + "." + properties->keys[i];
    if (is_shared(property)) continue;
    if (has_members(property)) out += sections(below, property);
    const Node* items = resolve_reference(property).find("items");
    if (items && has_members(*items) && !is_shared(*items)) out += sections(below + "[]", *items);
  }
  return out;
}

std::string units() {
  std::string out =
      "\n## Units\n\nA quantity is a text: a number, a space if you like, and a unit. Units are never guessed, so a "
      "time "
      "without one is an\nerror; counts, ratios and factors are plain numbers.\n\n| quantity | units |\n|---|---|\n";
  for (const Dimension d : {Dimension::time, Dimension::rate, Dimension::bandwidth, Dimension::size, Dimension::share,
                            Dimension::drift, Dimension::money})
    out += fmt::format("| {} | {}{} |\n", name_of(d), units_of(d),
                       d == Dimension::share ? ", or a number from 0 to 1" : "");
  return out;
}

/// What each kind of fault does, and how to see that it did.
std::string fault_kinds() {
  std::string out =
      "\n## Kinds of faults\n\nEvery run says of every fault what it touched; one that touched nothing says so. What a "
      "kind can touch, and where to look for it\nin a summary, or in the tables of a run file:\n\n| kind | what it "
      "does | can "
      "touch | seen by |\n|---|---|---|---|\n";
  const Node* kinds = scenario_schema_tree().find("definitions")->find("fault")->find("properties");
  for (std::size_t i = 0; i < kinds->keys.size(); ++i) {
    const Node& kind = kinds->items[i];
    const Node* touches = kind.find("x-touches");
    if (touches == nullptr) continue;  // when and how long: no kind
    out += fmt::format("| `{}` | {} | {} | {} |\n", kinds->keys[i], kind.find("description")->text, touches->text,
                       kind.find("x-seen")->text);
  }
  return out;
}

std::string tables() {
  std::string out = "\n## Tables of latencies\n\n| `network.latency` | what it holds |\n|---|---|\n";
  for (const LatencyPreset& preset : kLatencyPresets)
    out += fmt::format("| `\"{}\"` | {} |\n", preset.name, preset.meaning);
  return out + "\nSources and caveats: [latency/README.md](latency/README.md).\n";
}

std::string price_tables() {
  std::string out = "\n## Tables of prices\n\n| `cost.prices` | what it holds |\n|---|---|\n";
  for (const std::string& name : price_table_names())
    out += fmt::format("| `\"{}\"` | {} |\n", name, find_price_table(name)->title);
  return out +
         "\nSources and caveats: [prices/README.md](prices/README.md); `bicoastal list prices` shows each figure.\n";
}

std::string metrics() {
  constexpr std::array<std::string_view, 6> kUnits = {"share", "time", "count", "size", "rate", "money"};
  constexpr std::array<std::string_view, 5> kSelectors = {"", "region", "fault", "from->to", "dependency"};
  std::string out =
      "\n## Expectations\n\n`metric comparison value`, with one of `<` `<=` `==` `>=` `>`. What stands in brackets "
      "narrows "
      "it: `availability[eu-west-1] >= 99 %`.\n\n| metric | value | brackets | meaning |\n|---|---|---|---|\n";
  for (const Metric& m : kMetrics)
    out += fmt::format("| `{}` | {} | {} | {} |\n", m.name, kUnits[static_cast<std::size_t>(m.unit)],
                       kSelectors[static_cast<std::size_t>(m.selector)], m.meaning);
  return out;
}

std::string errors() {
  std::string out =
      "\n## Errors\n\nA file with faults is answered with all of them: code, file, line, JSON Pointer, what was found, "
      "what "
      "would be right.\n\n| code | meaning |\n|---|---|\n";
  for (const ErrorCode& error : kErrorCodes) out += fmt::format("| {} | {} |\n", error.code, error.meaning);
  return out;
}

}  // namespace

std::string scenario_reference() {
  std::string out =
      "# Scenario files\n\n"
      "<!-- Made from schema.json by the program itself; a test compares the two. Do not edit. -->\n\n"
      "A scenario is one JSON file. [schema.json](schema.json) describes it to editors: put `\"$schema\": "
      "\"schema.json\"` "
      "at its\nstart to have them complete and check it. `bicoastal check FILE` says what is wrong with a file; a "
      "field that "
      "has no effect\nin the configuration at hand counts as wrong. `--set /pointer=value` replaces one value for one "
      "run.\n";
  out += units();
  out += sections("The file", scenario_schema_tree());
  const Node* definitions = scenario_schema_tree().find("definitions");
  for (const std::string_view name : kShared) {
    std::string title(name);
    std::ranges::replace(title, '_', ' ');
    out += sections(title, *definitions->find(name));
  }
  return out + fault_kinds() + tables() + price_tables() + metrics() + errors();
}

}  // namespace bicoastal
