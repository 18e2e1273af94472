// The entry of every test program.
//
// Long tests are hidden by their tag "[.long]"; BICOASTAL_ALL_TESTS in the environment runs them beside the others.
// Properties are tried with the seed in BICOASTAL_SEED, which ctest gives so that its runs are alike; with a new seed
// each time under BICOASTAL_ALL_TESTS or where there is none; with what RC_PARAMS says where that is set. rapidcheck
// prints it.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include <cstdlib>

int main(int argc, char** argv) {
  Catch::Session session;
  if (const int wrong = session.applyCommandLine(argc, argv); wrong != 0) return wrong;
  std::vector<std::string>& chosen = session.configData().testsOrTags;
  const bool all = std::getenv("BICOASTAL_ALL_TESTS") != nullptr;
  if (chosen.empty() && all) chosen = {"~[.],[.long]"};
  if (const char* const seed = std::getenv("BICOASTAL_SEED"); seed != nullptr && !all)
    setenv("RC_PARAMS", (std::string("seed=") + seed).c_str(), 0);
  return session.run();
}
