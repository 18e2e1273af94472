// Each invalid scenario beside this file, with the exact answer that it gets: x.json and x.expected.
#include "sim/scenario/errors.hpp"
#include "sim/scenario/load.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace fs = std::filesystem;
using namespace bicoastal;

namespace {

const fs::path kFolder = fs::path(BICOASTAL_SOURCE_DIR) / "tests" / "invalid";

std::vector<std::string> stored_files() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kFolder))
    if (entry.path().extension() == ".json") names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  return names;
}

std::string answer(const std::string& file) {
  const Result<Scenario> result = load_scenario(file);
  if (result) return "accepted\n";
  std::string out;
  for (const Diagnostic& d : result.faults()) out += to_string(d) + '\n';
  return out;
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("each stored invalid scenario is answered with exactly the diagnostics expected", "[invalid]") {
  fs::current_path(kFolder);  // diagnostics name files as they were given
  const std::vector<std::string> files = stored_files();
  CHECK(files.size() >= 130);
  for (const std::string& file : files) {
    INFO(file);
    const fs::path expected = fs::path(file).replace_extension(".expected");
    REQUIRE(fs::exists(expected));
    CHECK(answer(file) == text_of(expected));
  }
}

TEST_CASE("every code in an expected answer is in the table of codes", "[invalid]") {
  std::set<std::string> seen;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() != ".expected") continue;
    std::istringstream lines(text_of(entry.path()));
    for (std::string line; std::getline(lines, line);) {
      const std::string code = line.substr(0, 4);
      INFO(entry.path() << ": " << line);
      CHECK(std::ranges::count(kErrorCodes, code, &ErrorCode::code) == 1);
      seen.insert(code);
    }
  }
  // What a stored file cannot show is made by the other tests: unreadable, too large, too deep, overrides.
  CHECK(seen.size() >= 35);
}

TEST_CASE("codes are listed once and in order", "[invalid]") {
  CHECK(std::ranges::is_sorted(kErrorCodes, std::less_equal<>(), &ErrorCode::code));
}
