// Each invalid claims file of tests/invalid/claims, with the exact answer that it gets: x.json and x.expected.
#include "sim/claims/claims_file.hpp"
#include "sim/claims/errors.hpp"
#include "sim/scenario/errors.hpp"
#include "support/stored_answers.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include <catch2/catch.hpp>

namespace fs = std::filesystem;
using namespace bicoastal;

namespace {

const fs::path kFolder = fs::path(BICOASTAL_SOURCE_DIR) / "tests" / "invalid" / "claims";

Diagnostics faults_in(const std::string& file) {
  const auto claims = read_claims(file);
  return claims ? Diagnostics() : claims.faults();
}

}  // namespace

TEST_CASE("each stored invalid claims file is answered with exactly the diagnostics expected", "[claims]") {
  const std::set<std::string> seen = test::check_stored_answers(kFolder, faults_in);
  for (const ClaimError& error : kClaimErrors) {
    INFO(error.code);
    CHECK(seen.contains(std::string(error.code)));
    CHECK(std::ranges::count(kErrorCodes, error.code, &ErrorCode::code) == 0);
  }
}

TEST_CASE("codes of claims are listed once and in order", "[claims]") {
  CHECK(std::ranges::is_sorted(kClaimErrors, std::less_equal<>(), &ClaimError::code));
}

TEST_CASE("one id in two files is told with both of them", "[claims]") {
  std::vector<Claim> claims(2);
  claims[0].id = claims[1].id = "P1";
  claims[0].file = "a.json";
  claims[1].file = "b.json";
  const Diagnostics faults = repeated_ids(claims);
  REQUIRE(faults.size() == 1);
  CHECK(to_string(faults.front()) == "E304 b.json: claim \"P1\" stands in a.json, too");
}
