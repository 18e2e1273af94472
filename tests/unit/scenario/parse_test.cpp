#include "sim/scenario/parse.hpp"

#include <string>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

using namespace bicoastal;

namespace {

struct Parsed {
  std::optional<Node> node;
  Diagnostics faults;
};

Parsed parse(const std::string& text) {
  Faults faults;
  auto node = parse_json(text, faults.add_source("x"), faults);
  return {std::move(node), faults.take()};
}

}  // namespace

TEST_CASE("each value knows the line that it was written on", "[scenario]") {
  const auto [node, faults] = parse("{\n\"a\": 1,\n\n\"b\": [true,\n2\n,\n\"x\"],\n \"c\":\n{}}");
  REQUIRE(node);
  CHECK(node->place.line == 1);
  CHECK(node->find("a")->place.line == 2);
  CHECK(node->find("b")->place.line == 4);
  CHECK(node->find("b")->items[0].place.line == 4);
  CHECK(node->find("b")->items[1].place.line == 5);  // a number ends only where the next line begins
  CHECK(node->find("b")->items[2].place.line == 7);
  CHECK(node->find("c")->place.line == 9);
}

TEST_CASE("numbers keep their kind and their value", "[scenario]") {
  const auto [node, faults] = parse("[0, -7, 18446744073709551615, 1.5, 2.0, 1e3, -9223372036854775808]");
  REQUIRE(node);
  const auto& v = node->items;
  CHECK((v[0].kind == Node::Kind::integer && v[0].number == 0));
  CHECK((v[1].number == -7 && v[1].magnitude == 7));
  CHECK(v[2].magnitude == 18446744073709551615u);
  CHECK((v[3].kind == Node::Kind::number && !v[3].is_integer()));
  CHECK((v[4].is_integer() && v[4].kind == Node::Kind::number));
  CHECK(v[5].is_integer());
  CHECK(v[6].magnitude == 9223372036854775808u);
  CHECK(canonical_text(*node) ==
        "[\n 0,\n -7,\n 18446744073709551615,\n 1.5,\n 2.0,\n 1000.0,\n -9223372036854775808\n]\n");
}

TEST_CASE("canonical text does not depend on the order of keys, spaces or how a number is spelt", "[scenario]") {
  const auto a = parse(R"({"b": 0.90, "a": {"y": 1, "x": [ ]}})").node;
  const auto b = parse("{\"a\":{\"x\":[],\"y\":1},\n\"b\":9e-1}").node;
  REQUIRE((a && b));
  CHECK(canonical_text(*a) == canonical_text(*b));
}

TEST_CASE("canonical text is read back as the same document", "[scenario]") {
  CHECK(rc::check("round trip", [](const std::vector<std::int64_t>& integers, const std::vector<double>& numbers) {
    std::string text = "[";
    for (const auto i : integers) text += std::to_string(i) + ",";
    for (const auto d : numbers) {
      char buffer[64];
      std::snprintf(buffer, sizeof buffer, "%.17g,", d);
      text += buffer;
    }
    const auto once = parse(text + "null]").node;
    RC_ASSERT(once.has_value());
    const auto twice = parse(canonical_text(*once)).node;
    RC_ASSERT(twice.has_value());
    RC_ASSERT(canonical_text(*once) == canonical_text(*twice));
    for (std::size_t i = 0; i < numbers.size(); ++i) RC_ASSERT(twice->items[integers.size() + i].number == numbers[i]);
  }));
}

TEST_CASE("64 levels are read and 65 are not", "[scenario]") {
  const auto nested = [](std::size_t n) { return std::string(n, '[') + std::string(n, ']'); };
  CHECK(parse(nested(kMaxDepth)).node);
  const auto deeper = parse(nested(kMaxDepth + 1));
  CHECK_FALSE(deeper.node);
  REQUIRE(deeper.faults.size() == 1);
  CHECK(deeper.faults[0].code == "E108");
}

TEST_CASE("a byte order mark is no part of the text", "[scenario]") { CHECK(parse("\xEF\xBB\xBF{\"a\": 1}").node); }

TEST_CASE("any bytes give a document or a fault", "[scenario]") {
  CHECK(rc::check("any bytes", [](const std::string& text) {
    const Parsed parsed = parse(text);
    RC_ASSERT(parsed.node.has_value() || !parsed.faults.empty());
  }));
}

TEST_CASE("JSON cut anywhere is recognised as cut", "[scenario]") {
  const std::string whole = R"({"a": [1, {"b": "text"}, true], "c": {"d": "e"}})";
  for (std::size_t n = 1; n < whole.size(); ++n) {
    const Parsed parsed = parse(whole.substr(0, n));
    INFO(whole.substr(0, n));
    CHECK_FALSE(parsed.node);
    REQUIRE(parsed.faults.size() == 1);
    CHECK(parsed.faults[0].code == "E107");
  }
}
