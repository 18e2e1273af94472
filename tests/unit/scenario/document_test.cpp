// Scenario::document: the whole scenario in one text that needs no other file.
#include "document.hpp"

#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

namespace fs = std::filesystem;
using namespace bicoastal;

namespace {

void check_same(const Scenario& a, const Scenario& b) {
  CHECK(a.document == b.document);
  CHECK(a.hash == b.hash);
  CHECK((a.name == b.name && a.seed == b.seed && a.duration == b.duration && a.warmup == b.warmup));
  REQUIRE(a.network.links.size() == b.network.links.size());
  for (std::size_t i = 0; i < a.network.links.size(); ++i) {
    CHECK(a.network.links[i].delay == b.network.links[i].delay);
    CHECK(a.network.links[i].bandwidth == b.network.links[i].bandwidth);
  }
  REQUIRE(a.clients.size() == b.clients.size());
  for (std::size_t i = 0; i < a.clients.size(); ++i) {
    CHECK(a.clients[i].name == b.clients[i].name);
    CHECK(a.clients[i].to_region == b.clients[i].to_region);
    CHECK(a.clients[i].home == b.clients[i].home);
  }
  CHECK(a.stores.size() == b.stores.size());
  CHECK(a.data.conflicts.clock_offset == b.data.conflicts.clock_offset);
  REQUIRE(a.faults.size() == b.faults.size());
  for (std::size_t i = 0; i < a.faults.size(); ++i) CHECK(a.faults[i].name == b.faults[i].name);
  CHECK(a.expect.size() == b.expect.size());
}

}  // namespace

TEST_CASE("each shipped scenario is valid, and its document gives the same scenario again", "[scenario]") {
  std::size_t seen = 0;
  const fs::path folder = fs::path(BICOASTAL_SOURCE_DIR) / "scenarios";
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const fs::path& file = entry.path();
    // Sweeps, lessons, claims, systems and prices have languages of their own; parts are included by others and are not
    // whole.
    const std::string name = "/" + file.lexically_relative(folder).string();
    if (file.extension() != ".json" || file.filename() == "schema.json" || name.find("/sweeps/") != std::string::npos ||
        name.find("/lessons/") != std::string::npos || name.find("/parts/") != std::string::npos ||
        name.find("/systems/") != std::string::npos || name.find("/prices/") != std::string::npos ||
        file.parent_path().filename() == "claims")
      continue;
    INFO(file);
    const Result<Scenario> s = load_scenario(file.string());
    if (!s)
      for (const Diagnostic& d : s.faults()) UNSCOPED_INFO(to_string(d));
    REQUIRE(s);
    const Result<Scenario> again = parse_scenario(s->document, "again");
    REQUIRE(again);
    check_same(*s, *again);
    ++seen;
  }
  CHECK(seen >= 1);
}

TEST_CASE("the hash tells scenarios apart, and not how they were written", "[scenario]") {
  const Scenario a = test::accepted(R"({"name": "n", "duration": "1 min", "regions": [{"name": "us-east-1"}],
      "clients": [{"region": "us-east-1", "arrivals": "1/s"}]})");
  const Scenario b =
      test::accepted(R"({"$schema": "../schema.json", "clients": [{"arrivals": "1/s", "region": "us-east-1"}],
      "duration": "1 min", "name": "n", "regions": [{"name": "us-east-1"}]})");
  const Scenario c = test::accepted(R"({"name": "n", "duration": "1 min", "regions": [{"name": "us-east-1"}],
      "clients": [{"region": "us-east-1", "arrivals": "2/s"}]})");
  CHECK(a.hash == b.hash);
  CHECK(a.hash != c.hash);
  CHECK(a.hash.size() == 16);
  CHECK(a.hash.find_first_not_of("0123456789abcdef") == std::string::npos);
}

TEST_CASE("the document keeps the user's own units and adds no defaults", "[scenario]") {
  const Scenario s = test::accepted(test::Frame{.duration = "0.5 h", .more = R"("slo": "99.50 %")"});
  CHECK(s.document.find("\"0.5 h\"") != std::string::npos);
  CHECK(s.document.find("\"99.50 %\"") != std::string::npos);
  CHECK(s.document.find("dns_ttl") == std::string::npos);
}
