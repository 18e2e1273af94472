// The schema file itself, and our walk over it held against valijson, a general validator.
#include "sim/scenario/schema.hpp"
#include "document.hpp"
#include "sim/scenario/latency.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/reference.hpp"

#include "sim/base/units.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <set>
#include <string>

#include <rapidcheck.h>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace fs = std::filesystem;
using namespace bicoastal;
using nlohmann::json;

namespace {

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

const json& schema_json() {
  static const json schema = json::parse(scenario_schema());
  return schema;
}

/// Calls `visit` for each schema in the schema (not for names of properties).
void each_schema(const json& schema, const std::function<void(const json&)>& visit) {
  visit(schema);
  for (const char* group : {"properties", "definitions"})
    if (schema.contains(group))
      for (const auto& [name, inner] : schema[group].items()) each_schema(inner, visit);
  for (const char* key : {"items", "additionalProperties"})
    if (schema.contains(key) && schema[key].is_object()) each_schema(schema[key], visit);
  if (schema.contains("oneOf"))
    for (const auto& inner : schema["oneOf"]) each_schema(inner, visit);
}

/// valijson's verdict, with patterns left out: std::regex recurses over the text, and units are checked apart.
class Oracle {
 public:
  Oracle() {
    json plain = schema_json();
    strip_patterns(plain);
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(plain), schema_);
  }
  bool accepts(const json& document) {
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    return validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter(document), nullptr);
  }

 private:
  valijson::Schema schema_;

  static void strip_patterns(json& node) {
    if (node.is_object() && node.contains("pattern") && node["pattern"].is_string()) node.erase("pattern");
    for (json& inner : node)
      if (inner.is_structured()) strip_patterns(inner);
  }
};

/// Our verdict on shape alone: quantities and names have rules of their own.
bool we_accept(const json& document) {
  Faults faults;
  const auto node = parse_json(document.dump(), faults.add_source("x"), faults);
  REQUIRE(node);
  check_schema(*node, faults);
  const Diagnostics found = faults.take();
  return std::ranges::all_of(found, [](const Diagnostic& d) {
    const bool only_of_text =
        d.code == "E211" || (d.code == "E208" && d.message.find("must not be empty") == std::string::npos &&
                             d.message.find("characters are more") == std::string::npos);
    const bool unit_of_text = d.code == "E210" && d.message.starts_with("\"");
    return only_of_text || unit_of_text;
  });
}

/// A document that uses most of the language.
json rich_document() {
  return json::parse(R"({
    "name": "rich", "duration": "10 min", "seed": 3, "slo": 0.99, "window": "1 s",
    "regions": [{"name": "us-east-1", "zones": 2, "location": {"latitude": 39, "longitude": -77.5}},
                {"name": "eu-west-1"}],
    "network": {"latency": {"places": ["us-east-1", "eu-west-1"], "rtt": [[null, "70 ms"], ["70 ms", null]]},
                "links": [{"between": ["us-east-1", "eu-west-1"], "bandwidth": "1 Gbps"}], "mesh": true},
    "clients": [{"region": "us-east-1", "arrivals": {"poisson": "10/s", "changes": [{"at": "1 min", "rate": "20/s"}]},
                 "reads": "50 %", "removes": 0.25, "max_amount": 3,
                 "read_back": {"pareto": {"least": "1 ms", "alpha": 2.5}},
                 "retries": {"attempts": 3, "jitter": "equal", "multiplier": 1.5}},
                {"location": {"latitude": 0, "longitude": 0},
                 "arrivals": {"closed": {"think": {"uniform": ["1 s", "2 s"]}}}}],
    "service": {"time": {"lognormal": {"median": "2 ms", "p99": "9 ms"}}, "queue": 0},
    "keys": {"count": 10, "popularity": "uniform", "type": "inventory", "items": 5, "initial": 7},
    "routing": {"policy": "weighted", "weights": {"us-east-1": 1, "eu-west-1": 2.5}, "health_check": {"fall": 2}},
    "data": {"writes": "global", "primary": "eu-west-1", "failover": {"detect": {"interval": "5 s"}, "fencing": false},
             "commit": "majority", "replication": {"order": "one_by_one"},
             "quorum": {"n": 2, "r": 1, "w": 2, "ask_all": false, "sloppy": true, "hand_off": "1 s",
                        "delays": {"write": {"mixture": [{"share": 0.5, "exponential": "1 ms"},
                                                         {"share": "50 %", "uniform": ["1 ms", "2 ms"]}]},
                                   "read_answer": "1 ms"}},
             "reads": {"from": "primary", "token": true, "primary_after_write": "1 s"},
             "conflicts": {"policy": "crdt", "clock": "hybrid", "offsets": {"us-east-1": "-3 ms"},
                           "priority": ["eu-west-1"],
                           "siblings": "union", "prune": 4, "crdt": "or-map", "share_rights": "2 s"},
             "copies": {"per_region": 1, "lag": {"exponential": "5 ms"}}},
    "faults": [{"at": "1 min", "link_down": {"from": "us-east-1", "to": "eu-west-1"}},
               {"at": "1 min", "for": "1 s", "partition": [["us-east-1"], ["eu-west-1"]]},
               {"at": "2 min", "link_loss": {"between": ["us-east-1", "eu-west-1"], "share": 0.5}},
               {"at": "1 min", "clock_jump": {"region": "us-east-1", "by": "-1 s"}},
               {"at": "1 min", "clock_drift": {"region": "us-east-1", "rate": "-20 ppm"}},
               {"at": "1 min", "errors": {"region": "us-east-1", "share": "5 %"}},
               {"at": "1 min", "hang": {"replica": "us-east-1a/1"}},
               {"at": "1 min", "store_slow": {"region": "us-east-1", "add": "5 ms"}},
               {"at": "1 min", "name_service_down": true},
               {"at": "1 min", "access_down": {}},
               {"at": "1 min", "access_latency": {"regions": ["us-east-1"], "add": "50 ms"}},
               {"at": "1 min", "checks_lie": {"watcher": "balancer", "say": "up"}},
               {"at": "2 min", "slow": {"zone": "us-east-1a", "factor": 3}}],
    "expect": ["availability >= 99 %"]})");
}

/// All values of a document, in a fixed order.
void collect(json& node, std::vector<json*>& out) {
  out.push_back(&node);
  for (json& inner : node)
    if (node.is_structured()) collect(inner, out);
}

}  // namespace

TEST_CASE("the schema uses no keyword that the walk does not know", "[scenario]") {
  const std::set<std::string> known = {"$schema",
                                       "title",
                                       "description",
                                       "type",
                                       "additionalProperties",
                                       "required",
                                       "properties",
                                       "items",
                                       "default",
                                       "examples",
                                       "definitions",
                                       "minimum",
                                       "maximum",
                                       "exclusiveMinimum",
                                       "minItems",
                                       "maxItems",
                                       "enum",
                                       "oneOf",
                                       "minLength",
                                       "maxLength",
                                       "minProperties",
                                       "maxProperties",
                                       "$ref",
                                       "pattern",
                                       "dependencies",
                                       "x-quantity",
                                       "x-sign",
                                       "x-name",
                                       "x-touches",
                                       "x-seen"};
  each_schema(schema_json(), [&](const json& schema) {
    for (const auto& [key, value] : schema.items()) {
      INFO(schema.dump());
      CHECK(known.contains(key));
    }
    // A pattern is for editors: what it asks is checked by x-quantity or x-name.
    if (schema.contains("pattern")) CHECK((schema.contains("x-quantity") || schema.contains("x-name")));
    // oneOf has only the form that the walk reads.
    if (schema.contains("oneOf"))
      for (const json& branch : schema["oneOf"]) {
        CHECK(branch.contains("type"));
        for (const auto& [key, value] : branch.items()) CHECK((key == "type" || key == "required" || key == "enum"));
      }
  });
}

TEST_CASE("each field of the schema says in a sentence what it is", "[scenario]") {
  each_schema(schema_json(), [&](const json& schema) {
    if (!schema.contains("properties")) return;
    for (const auto& [name, property] : schema["properties"].items()) {
      INFO(name);
      REQUIRE(property.contains("description"));
      CHECK(property["description"].get<std::string>().ends_with('.'));
    }
  });
}

TEST_CASE("each integer has a greatest value, so that none can overflow", "[scenario]") {
  each_schema(schema_json(), [&](const json& schema) {
    if (schema.contains("type") && schema["type"] == "integer") {
      INFO(schema.dump());
      CHECK(schema.contains("minimum"));
      CHECK(schema.contains("maximum"));
    }
  });
}

TEST_CASE("patterns for editors agree with the units that we read", "[scenario]") {
  const std::vector<std::string> numbers = {"0", "1",  "12.5", "1e3", "2.5E-2", "-3",  "-",
                                            "",  ".5", "5.",   "x",   "1 2",    "0x1", "inf"};
  const std::vector<std::string> units = {
      "",     "ns",   "us",    "µs",    "ms",    "s",    "min",  "h",    "d",    "m",    "S",   "/s",
      "/min", "/h",   "/d",    "/ms",   "bps",   "kbps", "Mbps", "Gbps", "Tbps", "gbps", "B/s", "kB/s",
      "MB/s", "GB/s", "KiB/s", "MiB/s", "GiB/s", "TB/s", "B",    "kB",   "KB",   "MB",   "GB",  "TB",
      "KiB",  "MiB",  "GiB",   "TiB",   "%",     "ppm",  "ppb",  "% ",   "USD",  "EUR",  "usd", "$"};
  for (const auto& [name, definition] : schema_json()["definitions"].items()) {
    if (!definition.contains("x-quantity") || definition.contains("properties")) continue;
    const std::regex pattern(definition["pattern"].get<std::string>());
    const bool any_sign = definition.value("x-sign", "") == "any";
    for (const std::string& number : numbers)
      for (const std::string& unit : units)
        for (const char* space : {"", " "}) {
          const std::string text = number + space + unit;
          Dimension dimension{};
          for (int d = 0; d < 7; ++d)
            if (name_of(static_cast<Dimension>(d)) == definition["x-quantity"]) dimension = static_cast<Dimension>(d);
          const auto parsed = parse_quantity(text, dimension);
          const double* value = std::get_if<double>(&parsed);
          const bool ours = value != nullptr && (any_sign || number.front() != '-');
          INFO(name << ": \"" << text << "\"");
          CHECK(std::regex_match(text, pattern) == ours);
        }
  }
}

TEST_CASE("the walk and valijson agree on the document that uses most of the language", "[scenario]") {
  Oracle oracle;
  CHECK(oracle.accepts(rich_document()));
  CHECK(we_accept(rich_document()));
}

TEST_CASE("a general validator takes either form of the popularity of keys, and no other", "[scenario]") {
  Oracle oracle;
  const auto verdict = [&](const json& popularity) {
    json document = rich_document();
    document["keys"]["popularity"] = popularity;
    CHECK(we_accept(document) == oracle.accepts(document));
    return oracle.accepts(document);
  };
  CHECK(verdict("uniform"));
  CHECK(verdict(json{{"zipf", 0.99}}));
  CHECK_FALSE(verdict("zipf"));
  CHECK_FALSE(verdict(json::object()));
  CHECK_FALSE(verdict(json{{"zipf", 0.99}, {"uniform", true}}));
}

TEST_CASE("beside a reference stands nothing that a general validator would pass over", "[scenario]") {
  each_schema(schema_json(), [](const json& schema) {
    if (!schema.contains("$ref")) return;
    INFO(schema.dump());
    for (const auto& [key, value] : schema.items())
      CHECK((key == "$ref" || key == "description" || key == "default" || key.starts_with("x-")));
  });
}

TEST_CASE("the walk and valijson agree on every stored scenario, valid and invalid", "[scenario]") {
  Oracle oracle;
  std::size_t compared = 0;
  const fs::path root(BICOASTAL_SOURCE_DIR);
  for (const fs::path& folder : {root / "scenarios", root / "tests" / "invalid"})
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".json" || entry.path().filename() == "schema.json") continue;
      // A repeated key is refused by us and dropped without a word by other parsers.
      if (entry.path().filename() == "duplicate_keys.json") continue;
      const json document = json::parse(text_of(entry.path()), nullptr, false);
      if (document.is_discarded()) continue;
      INFO(entry.path());
      CHECK(we_accept(document) == oracle.accepts(document));
      ++compared;
    }
  CHECK(compared > 80);
}

TEST_CASE("the walk and valijson agree on random changes of a document", "[scenario]") {
  Oracle oracle;
  const std::vector<json> values = {json(nullptr),
                                    json(true),
                                    json(0),
                                    json(-1),
                                    json(1),
                                    json(0.5),
                                    json(1'000'000'000),
                                    json("x"),
                                    json("10 ms"),
                                    json(""),
                                    json::array(),
                                    json::object(),
                                    json::array({1}),
                                    json{{"zipf", 1}},
                                    json{{"pareto", {{"least", "1 ms"}, {"alpha", 2}}}},
                                    json{{"share", 0.5}, {"constant", "1 ms"}},
                                    json("uniform"),
                                    json(std::string(80, 'n')),
                                    json{{"from", "a"}},
                                    json{{"closed", 1}}};
  // No 1.0 among them: draft 7 calls it an integer, valijson does not.
  std::size_t refused = 0;
  CHECK(rc::check("one change", [&](std::uint32_t where, std::uint32_t what, std::uint8_t how) {
    json document = rich_document();
    std::vector<json*> all;
    collect(document, all);
    json& chosen = *all[where % all.size()];
    const json& value = values[what % values.size()];
    if (how % 3 == 0 || !chosen.is_object() || chosen.empty())
      chosen = value;
    else if (how % 3 == 1)
      chosen.erase(std::next(chosen.begin(), what % chosen.size()).key());
    else
      chosen[std::vector<std::string>{"at", "from", "between", "x", "poisson", "constant", "name", "location",
                                      "mixture"}[what % 9]] = value;
    if (!document.is_structured()) return;
    const bool theirs = oracle.accepts(document);
    refused += theirs ? 0 : 1;
    RC_LOG() << document.dump() << '\n';
    RC_ASSERT(we_accept(document) == theirs);
  }));
  CHECK(refused > 20);  // the changes do bite
}

TEST_CASE("the schema is a draft-7 schema that names its own defaults rightly", "[scenario]") {
  CHECK(schema_json()["$schema"] == "http://json-schema.org/draft-07/schema#");
  CHECK(scenario_schema() == text_of(fs::path(BICOASTAL_SOURCE_DIR) / "scenarios" / "schema.json"));
  // Defaults, applied to a minimal document and written out, are a document without fault of shape.
  Faults faults;
  auto node = parse_json(test::document({}), faults.add_source("x"), faults);
  REQUIRE(node);
  apply_defaults(*node);
  check_schema(*node, faults);
  CHECK(faults.take().empty());
  CHECK(node->find("data")->find("failover")->find("detect")->find("fall")->number == 3);
  CHECK(node->find("regions")->items[1].find("zones")->number == 3);
}

TEST_CASE("the reference page is the one that the schema gives", "[scenario]") {
  CHECK(scenario_reference() == text_of(fs::path(BICOASTAL_SOURCE_DIR) / "scenarios" / "README.md"));
}
