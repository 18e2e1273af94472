// The claims that come with the program, as data: all that the index names are right and complete.
#include "sim/claims/claims_file.hpp"
#include "sim/scenario/embedded.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include <catch2/catch.hpp>

namespace fs = std::filesystem;
using namespace bicoastal;

TEST_CASE("every shipped claim can be read, from the program itself and from its file", "[claims]") {
  const fs::path root(BICOASTAL_SOURCE_DIR);
  std::set<std::string> read;
  for (const ExpectedClaim& expected : expected_claims()) {
    if (expected.file.empty()) continue;
    INFO(expected.id);
    for (const std::string& file : {expected.file, (root / shown_path(expected.file)).string()}) {
      const auto claims = read_claims(file);
      if (!claims)
        for (const Diagnostic& d : claims.faults()) UNSCOPED_INFO(to_string(d));
      REQUIRE(claims);
      const auto found = std::ranges::find(*claims, expected.id, &Claim::id);
      REQUIRE(found != claims->end());
      CHECK(found->subject == expected.subject);
    }
    read.insert(fs::path(expected.file).filename().string());
  }
  for (const auto& entry : fs::directory_iterator(root / "scenarios" / "claims")) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".json" || name == "schema.json" || name == "index.json") continue;
    INFO(name << " is in no row of index.json");
    CHECK(read.contains(name));
  }
}

TEST_CASE("the index has each pattern, system and mechanism once", "[claims]") {
  std::vector<std::string> ids, wanted;
  for (const ExpectedClaim& expected : expected_claims()) ids.push_back(expected.id);
  for (const auto& [letter, count] : {std::pair{'P', 15}, {'S', 18}, {'M', 16}})
    for (int i = 1; i <= count; ++i) wanted.push_back(letter + std::to_string(i));
  CHECK(ids == wanted);
}

TEST_CASE("a shipped file includes shipped files, and one that is not there is told", "[claims]") {
  CHECK(embedded_file("claims/schema.json").has_value());
  const auto none = read_claims("shipped:/claims/none.json");
  REQUIRE_FALSE(none);
  CHECK(none.faults().front().code == "E101");
}

TEST_CASE("the example on the page about claims is right", "[claims]") {
  const fs::path folder = fs::path(BICOASTAL_SOURCE_DIR) / "scenarios" / "claims";
  std::ifstream in(folder / "README.md");
  std::string page(std::istreambuf_iterator<char>(in), {});
  const std::string fence = "```json\n", place = "deployments/";
  const std::size_t begin = page.find(fence) + fence.size();
  std::string example = page.substr(begin, page.find("```", begin) - begin);
  for (std::size_t at = 0; (at = example.find(place, at)) != std::string::npos; at += folder.string().size() + 2)
    example.insert(at, folder.string() + "/");
  const test::TemporaryFolder temporary;
  const auto claims = read_claims(temporary.write("example.json", example));
  if (!claims)
    for (const Diagnostic& d : claims.faults()) UNSCOPED_INFO(to_string(d));
  REQUIRE(claims);
  CHECK(claims->front().checks.size() == 2);
}

TEST_CASE("the published table has a row for each claim that is there", "[claims]") {
  std::ifstream in(fs::path(BICOASTAL_SOURCE_DIR) / "results" / "claims.md");
  const std::string table(std::istreambuf_iterator<char>(in), {});
  for (const ExpectedClaim& expected : expected_claims()) {
    INFO(expected.id << ": bicoastal validate claims --to markdown > results/claims.md");
    CHECK((table.find("\n| [" + expected.id + "](") != std::string::npos) == !expected.file.empty());
  }
}
