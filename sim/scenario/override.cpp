#include "sim/scenario/override.hpp"

#include "sim/base/units.hpp"
#include "sim/scenario/parse.hpp"

#include <charconv>
#include <optional>
#include <vector>

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// Reference tokens of a pointer that begins with '/'; nothing where a '~' is not followed by 0 or 1 (RFC 6901).
std::optional<std::vector<std::string>> tokens_of(std::string_view pointer) {
  std::vector<std::string> tokens;
  for (std::size_t at = 0; at < pointer.size(); ++at) {
    if (pointer[at] == '/') {
      tokens.emplace_back();
    } else if (pointer[at] == '~') {
      if (++at == pointer.size() || (pointer[at] != '0' && pointer[at] != '1')) return std::nullopt;
      tokens.back() += pointer[at] == '0' ? '~' : '/';
    } else {
      tokens.back() += pointer[at];
    }
  }
  return tokens;
}

std::optional<std::size_t> index_of(std::string_view token) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  const bool plain =
      error == std::errc() && end == token.data() + token.size() && (token.size() == 1 || token[0] != '0');
  return plain ? std::optional(index) : std::nullopt;
}

Place with_source(std::uint16_t source) { return {source, 0}; }

void place_all(Node& node, Place place) {
  node.place = place;
  for (Node& item : node.items) place_all(item, place);
}

/// JSON, or else the text itself. What begins like a container or a quoted text was meant to be JSON.
std::optional<Node> value_of(const Override& override, Place place, Faults& faults) {
  Faults tried;
  if (auto parsed = parse_json(override.value, tried.add_source("--set"), tried); parsed && tried.empty()) {
    place_all(*parsed, place);
    return parsed;
  }
  const std::size_t first = override.value.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && std::string_view("{[\"").find(override.value[first]) != std::string_view::npos) {
    const Diagnostics why = tried.take();
    faults.add("E503", place, override.pointer, fmt::format("{}: {}", in_quotes(override.value), why.front().message));
    return std::nullopt;
  }
  return text_node(override.value, place);
}

}  // namespace

Result<Override> parse_override(std::string_view text) {
  const std::size_t equals = text.find('=');
  const auto refuse = [&](std::string message) {
    return Diagnostic{
        "E501", "--set", 0, "", std::move(message), "write --set /pointer=value, e.g. /data/writes=local"};
  };
  if (equals == std::string_view::npos) return refuse(fmt::format("{} has no '='", in_quotes(text)));
  const std::string_view pointer = text.substr(0, equals);
  if (!pointer.starts_with('/')) return refuse(fmt::format("{} does not begin with '/'", in_quotes(pointer)));
  if (!tokens_of(pointer)) return refuse(fmt::format("{} holds a '~' that is neither ~0 nor ~1", in_quotes(pointer)));
  return Override{std::string(pointer), std::string(text.substr(equals + 1))};
}

void apply_override(Node& document, const Override& override, std::uint16_t source, Faults& faults) {
  const Place place = with_source(source);
  const auto tokens = tokens_of(override.pointer);
  if (!tokens || tokens->empty() || override.pointer.front() != '/') {
    faults.add("E502", place, override.pointer, "is not a JSON Pointer to a value in the document");
    return;
  }
  auto value = value_of(override, place, faults);
  if (!value) return;
  Node* at = &document;
  std::string here;
  for (std::size_t i = 0; i < tokens->size(); ++i) {
    const std::string& token = (*tokens)[i];
    const bool last = i + 1 == tokens->size();
    if (at->is_object()) {
      Node* next = at->find(token);
      if (!next) {
        Node made;
        const bool appended_to = i + 1 < tokens->size() && (*tokens)[i + 1] == "-";
        made.kind = appended_to ? Node::Kind::array : Node::Kind::object;
        made.place = place;
        next = &at->put(token, std::move(made));
      }
      at = next;
    } else if (at->is_array()) {
      const auto index = index_of(token);
      const bool append = last && (token == "-" || index == at->items.size());
      if (!append && (!index || *index >= at->items.size())) {
        faults.add("E502", place, override.pointer,
                   fmt::format("{} is not an element of {}, which has {}", in_quotes(token),
                               here.empty() ? "the document" : here, at->items.size()));
        return;
      }
      at = append ? &at->items.emplace_back() : &at->items[*index];
    } else {
      faults.add(
          "E502", place, override.pointer,
          fmt::format("{} is {}, which has no members", here.empty() ? "the document" : here, kind_name(at->kind)));
      return;
    }
    here = child_pointer(here, token);
  }
  *at = std::move(*value);
}

}  // namespace bicoastal
