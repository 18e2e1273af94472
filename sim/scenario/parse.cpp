#include "sim/scenario/parse.hpp"

#include "sim/base/units.hpp"
#include "sim/scenario/source_file.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

/// Hands the text to the lexer byte by byte and counts, because the SAX interface tells no positions.
class CountingIterator {
 public:
  using difference_type = std::ptrdiff_t;
  using value_type = char;
  using pointer = const char*;
  using reference = const char&;
  using iterator_category = std::input_iterator_tag;

  CountingIterator(const char* at, const char** shared) : at_(at), shared_(shared) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    *shared_ = ++at_;
    return *this;
  }
  CountingIterator operator++(int) {
    const CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& o) const { return at_ == o.at_; }
  bool operator!=(const CountingIterator& o) const { return at_ != o.at_; }

 private:
  const char* at_;
  const char** shared_;
};

/// Builds the tree. Open containers wait on a stack of their own, so that depth costs no recursion.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(std::string_view text, std::uint16_t source, Faults& faults)
      : text_(text), source_(source), faults_(faults), counted_(text.data()), reached(text.data()) {}

  bool null() override { return add(make(Node::Kind::null)); }
  bool boolean(bool value) override {
    Node node = make(Node::Kind::boolean);
    node.truth = value;
    return add(std::move(node));
  }
  bool number_integer(number_integer_t value) override {
    const auto bits = static_cast<std::uint64_t>(value);
    return add_integer(value < 0 ? ~bits + 1 : bits, static_cast<double>(value));
  }
  bool number_unsigned(number_unsigned_t value) override { return add_integer(value, static_cast<double>(value)); }
  bool number_float(number_float_t value, const string_t&) override {
    Node node = make(Node::Kind::number, 1);
    node.number = value;
    return add(std::move(node));
  }
  bool string(string_t& value) override {
    Node node = make(Node::Kind::text);
    node.text = std::move(value);
    return add(std::move(node));
  }
  bool binary(binary_t&) override { return false; }  // JSON text has none
  bool start_object(std::size_t) override { return open(Node::Kind::object); }
  bool start_array(std::size_t) override { return open(Node::Kind::array); }
  bool end_array() override { return close(); }
  bool end_object() override { return close(); }
  bool key(string_t& value) override {
    Open& top = open_.back();
    if (!top.names.insert(value).second)
      faults_.add("E109", {source_, line()}, child_pointer(pointer(), value),
                  fmt::format("{} stands twice in this object", in_quotes(value)));
    if (top.names.size() > kMaxMembers) {
      faults_.add("E110", {source_, line()}, pointer(), fmt::format("more than {} keys in one object", kMaxMembers));
      return false;
    }
    top.key = std::move(value);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
    const Place place{source_, line()};
    std::string what = error.what();
    if (error.id == 406) {
      faults_.add("E111", place, pointer_here(), "this number is too large");
    } else if (is_truncated(what)) {
      faults_.add("E107", place, pointer_here(), "the text ends too early", "is the file complete?");
    } else {
      faults_.add("E106", place, "", without_noise(what), hint(what));
    }
    return false;
  }

  Node root;

 private:
  struct Open {
    Node node;
    std::string key;  ///< of the member that is being read
    std::unordered_set<std::string> names;
  };

  std::string_view text_;
  std::uint16_t source_;
  Faults& faults_;
  std::vector<Open> open_;
  std::size_t values_ = 0;
  const char* counted_;  ///< newlines before this were counted
  std::uint32_t line_ = 1;

 public:
  const char* reached;  ///< how far the lexer has read

 private:
  /// Line of the token just read. A number is only known to end when the byte behind it was read: `behind` is 1 then.
  std::uint32_t line(std::ptrdiff_t behind = 0) {
    const char* end = std::max(counted_, reached - std::min(behind, reached - text_.data()));
    line_ += static_cast<std::uint32_t>(std::count(counted_, end, '\n'));
    counted_ = end;
    return line_;
  }
  Node make(Node::Kind kind, std::ptrdiff_t behind = 0) {
    Node node;
    node.kind = kind;
    node.place = {source_, line(behind)};
    return node;
  }
  /// The lexer ran out of text, or was stopped in the middle of the last word of it.
  bool is_truncated(const std::string& what) const {
    if (what.find("unexpected end of input") != std::string::npos) return true;
    const bool at_end = reached == text_.data() + text_.size();
    return at_end && !open_.empty() && text_.back() != '}' && text_.back() != ']';
  }
  /// Only what is wrong: not where the parser thinks it is, nor the text that it read on the way.
  static std::string without_noise(std::string what) {
    if (const auto cut = what.find("syntax error"); cut != std::string::npos) what.erase(0, cut);
    const auto read = what.find("; last read: '");
    if (read == std::string::npos) return what;
    const auto expected = what.rfind("'; expected ");
    return what.substr(0, read) + (expected == std::string::npos || expected < read ? "" : what.substr(expected + 1));
  }
  std::string hint(const std::string& what) const {
    const auto unexpected = [&](const char* c) {
      return what.find(fmt::format("unexpected '{}'", c)) != std::string::npos;
    };
    if (unexpected("}") || unexpected("]")) return "is there a comma too many before it?";
    const bool comment = reached > text_.data() && (reached[-1] == '/' || reached[-1] == '#');
    return comment ? "JSON has no comments" : "";
  }
  std::string pointer() const {
    std::string out;
    for (std::size_t i = 0; i + 1 < open_.size(); ++i) out = step(out, open_[i]);
    return out;
  }
  std::string pointer_here() const { return open_.empty() ? "" : step(pointer(), open_.back()); }
  static std::string step(const std::string& parent, const Open& open) {
    if (open.node.is_object() && open.key.empty()) return parent;  // between two members
    return open.node.is_object() ? child_pointer(parent, open.key) : child_pointer(parent, open.node.items.size());
  }
  bool add_integer(std::uint64_t magnitude, double value) {
    Node node = make(Node::Kind::integer, 1);
    node.magnitude = magnitude;
    node.number = value;
    return add(std::move(node));
  }
  bool add(Node node) {
    if (++values_ > kMaxValues) {
      faults_.add("E110", node.place, "", fmt::format("more than {} values in one file", kMaxValues));
      return false;
    }
    if (open_.empty()) {
      root = std::move(node);
      return true;
    }
    Open& top = open_.back();
    if (top.node.is_object()) top.node.keys.push_back(std::exchange(top.key, {}));
    top.node.items.push_back(std::move(node));
    return true;
  }
  bool open(Node::Kind kind) {
    if (open_.size() >= kMaxDepth) {
      faults_.add("E108", {source_, line()}, "", fmt::format("nested more than {} deep", kMaxDepth));
      return false;
    }
    open_.push_back({make(kind), {}, {}});
    return true;
  }
  bool close() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    return add(std::move(node));
  }
};

nlohmann::json to_nlohmann(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null: return nullptr;
    case Node::Kind::boolean: return node.truth;
    case Node::Kind::integer:
      if (node.number < 0) return static_cast<std::int64_t>(~node.magnitude + 1);
      return node.magnitude;
    case Node::Kind::number: return node.number;
    case Node::Kind::text: return node.text;
    case Node::Kind::array: {
      auto out = nlohmann::json::array();
      for (const Node& item : node.items) out.push_back(to_nlohmann(item));
      return out;
    }
    case Node::Kind::object: break;
  }
  auto out = nlohmann::json::object();
  for (std::size_t i = 0; i < node.keys.size(); ++i) out[node.keys[i]] = to_nlohmann(node.items[i]);
  return out;
}

}  // namespace

std::optional<Node> parse_json(std::string_view text, std::uint16_t source, Faults& faults) {
  if (!check_utf8(text, source, faults)) return std::nullopt;
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    faults.add("E112", {source, 0}, "", "is empty");
    return std::nullopt;
  }
  Builder builder(text, source, faults);
  const CountingIterator begin(text.data(), &builder.reached), end(text.data() + text.size(), &builder.reached);
  if (!nlohmann::json::sax_parse(begin, end, &builder)) return std::nullopt;
  return std::move(builder.root);
}

std::string canonical_text(const Node& node) { return to_nlohmann(node).dump(1) + '\n'; }

}  // namespace bicoastal
