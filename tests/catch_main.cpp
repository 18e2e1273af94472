// The entry of every test program. Long tests are hidden by their tag "[.long]"; BICOASTAL_ALL_TESTS in the environment
// runs them beside the others.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include <cstdlib>

int main(int argc, char** argv) {
  Catch::Session session;
  if (const int wrong = session.applyCommandLine(argc, argv); wrong != 0) return wrong;
  std::vector<std::string>& chosen = session.configData().testsOrTags;
  if (chosen.empty() && std::getenv("BICOASTAL_ALL_TESTS") != nullptr) chosen = {"~[.],[.long]"};
  return session.run();
}
