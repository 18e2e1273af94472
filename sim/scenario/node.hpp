// A JSON value that knows where it was written.
//
// Documents are trees of Nodes from the parser to the resolver, so that every diagnostic can name file and line, also
// after includes were merged and overrides applied.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

/// Where a value was written: index into Sources, and 1-based line (0 where lines mean nothing).
struct Place {
  static constexpr std::uint16_t kDefault = 0xFFFF;  ///< written by nobody: a default of the schema
  std::uint16_t source = kDefault;
  std::uint32_t line = 0;
};

struct Node {
  enum class Kind : std::uint8_t { null, boolean, integer, number, text, array, object };

  Kind kind = Kind::null;
  bool truth = false;  ///< boolean
  Place place;
  double number = 0;              ///< integer and number
  std::uint64_t magnitude = 0;    ///< integer: its absolute value, exact
  std::string text;               ///< text
  std::vector<std::string> keys;  ///< object: in the order of the file; keys[i] belongs to items[i]
  std::vector<Node> items;        ///< array and object

  bool is_object() const { return kind == Kind::object; }
  bool is_array() const { return kind == Kind::array; }
  bool is_text() const { return kind == Kind::text; }
  bool is_number() const { return kind == Kind::integer || kind == Kind::number; }
  /// As JSON Schema has it: 3.0 is an integer.
  bool is_integer() const;

  /// Member of an object; null where there is none, or where this is no object.
  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);
  /// Adds a member, or replaces it. REQUIRES: is_object().
  Node& put(std::string_view key, Node value);
  /// REQUIRES: is_object(). Nothing where there is none.
  void erase(std::string_view key);
};

Node text_node(std::string text, Place place);

/// What a diagnostic calls the kind of a value: "a number", "an object" …
std::string_view kind_name(Node::Kind kind);

/// JSON Pointers (RFC 6901).
std::string child_pointer(std::string_view parent, std::string_view key);
std::string child_pointer(std::string_view parent, std::size_t index);

}  // namespace bicoastal
