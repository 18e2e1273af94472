#include "sim/scenario/schema.hpp"

#include "sim/base/check.hpp"
#include "sim/base/units.hpp"
#include "sim/scenario/nearest.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bicoastal {

namespace {

struct Bound {
  Dimension dimension;
  double greatest;
  std::string_view shown;
};
/// Beyond these a value is a slip of the pen, or overflows what the simulator counts with.
constexpr std::array kBounds = {Bound{Dimension::time, 100 * 365.25 * 86400e9, "100 years"},
                                Bound{Dimension::rate, 1e9, "1e9/s"},
                                Bound{Dimension::bandwidth, 1e15, "1e6 GB/s"},
                                Bound{Dimension::size, 1e12, "1 TB"},
                                Bound{Dimension::share, 1, "100 %"},
                                Bound{Dimension::drift, 0.1, "100000 ppm"},
                                Bound{Dimension::money, 1e12, "1e12 USD"}};

Dimension dimension_named(std::string_view name) {
  for (const Bound& bound : kBounds)
    if (name_of(bound.dimension) == name) return bound.dimension;
  BC_CHECK(!"the schema names a known dimension");
}

std::string shown_value(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null: return "null";
    case Node::Kind::boolean: return node.truth ? "true" : "false";
    case Node::Kind::integer: return fmt::format("{}{}", node.number < 0 ? "-" : "", node.magnitude);
    case Node::Kind::number: return fmt::format("{}", node.number);
    case Node::Kind::text: return in_quotes(node.text);
    default: return std::string(kind_name(node.kind));
  }
}

bool has_type(const Node& node, std::string_view type) {
  using Kind = Node::Kind;
  if (type == "integer") return node.is_integer();
  if (type == "number") return node.is_number();
  if (type == "string") return node.kind == Kind::text;
  if (type == "boolean") return node.kind == Kind::boolean;
  if (type == "array") return node.kind == Kind::array;
  if (type == "object") return node.kind == Kind::object;
  return node.kind == Kind::null;
}

bool has_type(const Node& node, const Node& type) {
  if (type.is_text()) return has_type(node, type.text);
  return std::ranges::any_of(type.items, [&](const Node& t) { return has_type(node, t.text); });
}

std::string_view type_name(std::string_view type) {
  if (type == "integer") return "an integer";
  if (type == "number") return "a number";
  if (type == "string") return "a text";
  if (type == "boolean") return "true or false";
  if (type == "array") return "an array";
  return type == "object" ? "an object" : "null";
}

class Walk {
 public:
  Walk(const Node& root, Faults& faults) : root_(root), faults_(faults) {}

  void check(const Node& node, const Node& referring, const std::string& pointer) {
    const Node& schema = resolve_reference(referring, root_);
    if (const Node* type = schema.find("type"); type && !has_type(node, *type)) {
      wrong_type(node, schema, *type, pointer);
      return;  // nothing below it means what it should
    }
    if (!alternatives(node, schema, pointer)) return;
    switch (node.kind) {
      case Node::Kind::text: check_text(node, schema, pointer); break;
      case Node::Kind::integer:
      case Node::Kind::number: check_number(node, schema, pointer); break;
      case Node::Kind::array: check_array(node, schema, pointer); break;
      case Node::Kind::object: check_object(node, schema, pointer); break;
      default: break;
    }
  }

 private:
  const Node& root_;
  Faults& faults_;

  void add(std::string_view code, const Node& node, const std::string& pointer, std::string message,
           std::string suggestion = {}) {
    faults_.add(code, node.place, pointer, std::move(message), std::move(suggestion));
  }

  void wrong_type(const Node& node, const Node& schema, const Node& type, const std::string& pointer) {
    const Node* quantity = schema.find("x-quantity");
    if (quantity && node.is_number()) {
      const Dimension d = dimension_named(quantity->text);
      add("E210", node, pointer, fmt::format("{} has no unit", shown_value(node)),
          fmt::format("a text with a unit of {}: {}", name_of(d), units_of(d)));
      return;
    }
    std::vector<std::string_view> names;
    if (type.is_text()) names.push_back(type_name(type.text));
    for (const Node& t : type.items) names.push_back(type_name(t.text));
    const std::string_view found = kind_name(node.kind);
    const bool scalar = !node.is_array() && !node.is_object() && node.kind != Node::Kind::null;
    add("E204", node, pointer,
        fmt::format("{}{} where {} is needed", found, scalar ? " (" + shown_value(node) + ")" : "",
                    fmt::join(names, " or ")));
  }

  void check_text(const Node& node, const Node& schema, const std::string& pointer) {
    if (const Node* allowed = schema.find("enum")) check_enum(node, *allowed, pointer);
    if (const Node* quantity = schema.find("x-quantity"))
      check_quantity(node, dimension_named(quantity->text), schema.find("x-sign"), pointer);
    const auto length = static_cast<double>(
        std::ranges::count_if(node.text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
    if (const Node* least = schema.find("minLength"); least && length < least->number) {
      add("E208", node, pointer, "must not be empty");
      return;
    }
    if (const Node* most = schema.find("maxLength"); most && length > most->number)
      add("E208", node, pointer, fmt::format("{} characters are more than {}", length, most->number));
    if (schema.find("x-name")) check_name(node, schema, pointer);
  }

  void check_enum(const Node& node, const Node& allowed, const std::string& pointer) {
    std::vector<std::string> names;
    for (const Node& name : allowed.items) names.push_back(name.text);
    if (std::ranges::find(names, node.text) != names.end()) return;
    add("E205", node, pointer, fmt::format("{} is not known here", in_quotes(node.text)),
        suggest_name(node.text, names));
  }

  void check_quantity(const Node& node, Dimension dimension, const Node* sign, const std::string& pointer) {
    const auto parsed = parse_quantity(node.text, dimension);
    if (const auto* fault = std::get_if<UnitFault>(&parsed)) {
      add("E210", node, pointer, fault->message, fault->suggestion);
      return;
    }
    const double value = std::get<double>(parsed);
    const std::string text = in_quotes(node.text);
    if (value < 0 && !(sign && sign->text == "any"))
      add("E211", node, pointer, fmt::format("{} is negative", text));
    else if (value == 0 && sign && sign->text == "positive")
      add("E211", node, pointer, fmt::format("{} is not above zero", text));
    const Bound& bound = kBounds[static_cast<std::size_t>(dimension)];
    if (std::abs(value) > bound.greatest)
      add("E211", node, pointer, fmt::format("{} is more than {}", text, bound.shown));
    // Time counts nanoseconds: what is above zero must not become zero.
    if (dimension == Dimension::time && value != 0 && std::abs(value) < 0.5)
      add("E211", node, pointer, fmt::format("{} is less than a nanosecond", text));
  }

  void check_name(const Node& node, const Node& schema, const std::string& pointer) {
    // The characters that the pattern excludes, "^[^…]+$": they have a meaning where names are used. Names that only
    // reports show have none.
    const Node* given = schema.find("pattern");
    const std::string pattern = given != nullptr ? given->text : "^[^]+$";
    for (const char c : node.text) {
      const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
      const bool excluded = std::string_view("[]/,<>|").find(c) != std::string_view::npos &&
                            std::string_view(pattern).substr(3, pattern.size() - 6).find(c) != std::string_view::npos;
      if (!control && !excluded) continue;
      add("E208", node, pointer,
          control ? fmt::format("{} holds a control character", in_quotes(node.text))
                  : fmt::format("{} holds '{}', which a name must not", in_quotes(node.text), c));
      return;
    }
    if (node.text.front() == ' ' || node.text.back() == ' ')
      add("E208", node, pointer, fmt::format("{} begins or ends with a space", in_quotes(node.text)));
  }

  void check_number(const Node& node, const Node& schema, const std::string& pointer) {
    const std::string shown = shown_value(node);
    if (const Node* least = schema.find("minimum"); least && node.number < least->number)
      add("E203", node, pointer, fmt::format("{} is not at least {}", shown, shown_value(*least)));
    if (const Node* most = schema.find("maximum"); most && node.number > most->number)
      add("E203", node, pointer, fmt::format("{} is not at most {}", shown, shown_value(*most)));
    if (const Node* above = schema.find("exclusiveMinimum"); above && node.number <= above->number)
      add("E203", node, pointer, fmt::format("{} is not above {}", shown, shown_value(*above)));
  }

  static std::string elements(double count) { return fmt::format("{} {}", count, count == 1 ? "element" : "elements"); }

  void check_array(const Node& node, const Node& schema, const std::string& pointer) {
    const auto size = static_cast<double>(node.items.size());
    const Node* least = schema.find("minItems");
    const Node* most = schema.find("maxItems");
    if (least && most && least->number == most->number && size != least->number)
      add("E207", node, pointer, fmt::format("has {}, not {}", elements(size), least->number));
    else if (least && size < least->number)
      add("E207", node, pointer, fmt::format("has {}, fewer than {}", elements(size), least->number));
    else if (most && size > most->number) {
      add("E207", node, pointer, fmt::format("has {}, more than {}", elements(size), most->number));
      return;  // what a million elements say is not worth the time
    }
    const Node* items = schema.find("items");
    for (std::size_t i = 0; items && i < node.items.size(); ++i)
      check(node.items[i], *items, child_pointer(pointer, i));
  }

  void check_object(const Node& node, const Node& schema, const std::string& pointer) {
    const Node* properties = schema.find("properties");
    const Node* additional = schema.find("additionalProperties");
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
      const Node& value = node.items[i];
      const std::string here = child_pointer(pointer, node.keys[i]);
      if (const Node* known = properties ? properties->find(node.keys[i]) : nullptr)
        check(value, *known, here);
      else if (additional && additional->kind == Node::Kind::boolean)
        add("E201", value, here, fmt::format("unknown key {}", in_quotes(node.keys[i])),
            properties ? suggest_name(node.keys[i], properties->keys) : "");
      else if (additional)
        check(value, *additional, here);
    }
    check_required(node, schema, pointer);
    check_count(node, schema, pointer);
  }

  void check_required(const Node& node, const Node& schema, const std::string& pointer) {
    if (const Node* required = schema.find("required"))
      for (const Node& key : required->items)
        if (!node.find(key.text)) add("E202", node, pointer, fmt::format("{} is missing", in_quotes(key.text)));
    const Node* dependencies = schema.find("dependencies");
    for (std::size_t i = 0; dependencies && i < dependencies->keys.size(); ++i) {
      const Node* cause = node.find(dependencies->keys[i]);
      if (!cause) continue;
      for (const Node& needed : dependencies->items[i].items)
        if (!node.find(needed.text))
          add("E202", *cause, child_pointer(pointer, dependencies->keys[i]),
              fmt::format("{} needs {} beside it", in_quotes(dependencies->keys[i]), in_quotes(needed.text)));
    }
  }

  void check_count(const Node& node, const Node& schema, const std::string& pointer) {
    const Node* least = schema.find("minProperties");
    const Node* most = schema.find("maxProperties");
    const Node* properties = schema.find("properties");
    if (!least || !most || !properties) return;
    std::vector<std::string_view> found;
    for (const std::string& key : properties->keys)
      if (node.find(key)) found.push_back(key);
    const auto count = static_cast<double>(found.size());
    // Where a key is unknown, it was meant to be the one.
    if (count > most->number || (count < least->number && node.keys.empty()))
      one_needed(node, pointer, found, {properties->keys.begin(), properties->keys.end()});
  }

  void one_needed(const Node& node, const std::string& pointer, const std::vector<std::string_view>& found,
                  const std::vector<std::string_view>& known) {
    add("E206", node, pointer,
        found.empty() ? fmt::format("none of {} is given", fmt::join(known, ", "))
                      : fmt::format("{} exclude each other", fmt::join(found, " and ")),
        "exactly one is needed");
  }

  /// oneOf, in the form in which our schema has it: branches of a type, with keys that are required or texts allowed.
  /// False where no branch is for a value of this type.
  bool alternatives(const Node& node, const Node& schema, const std::string& pointer) {
    const Node* one_of = schema.find("oneOf");
    if (!one_of) return true;
    std::vector<std::string_view> known, found;
    for (const Node& branch : one_of->items) {
      if (!has_type(node, *branch.find("type"))) continue;
      if (const Node* allowed = branch.find("enum")) check_enum(node, *allowed, pointer);
      const Node* required = branch.find("required");
      if (!required) return true;
      known.push_back(required->items.front().text);
      if (std::ranges::all_of(required->items, [&](const Node& key) { return node.find(key.text) != nullptr; }))
        found.push_back(required->items.front().text);
    }
    if (found.size() == 1 || (found.empty() && probably_misspelt(node, schema, known))) return true;
    one_needed(node, pointer, found, known);
    return true;
  }

  /// True where a key that is unknown is near one of those wanted, or one of those wanted is there but incomplete: that
  /// fault is reported by itself.
  static bool probably_misspelt(const Node& node, const Node& schema, const std::vector<std::string_view>& wanted) {
    const Node* properties = schema.find("properties");
    return std::ranges::any_of(node.keys, [&](const std::string& key) {
      if (std::ranges::find(wanted, std::string_view(key)) != wanted.end()) return true;
      return !properties->find(key) && !nearest_name(key, wanted).empty();
    });
  }
};

}  // namespace

void check_schema(const Node& document, Faults& faults, const Node& root) {
  Walk(root, faults).check(document, root, "");
}

}  // namespace bicoastal
