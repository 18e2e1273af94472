// What a terminal gets: a bar, colours, and neither where they are not wanted.
#include "cli/program.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal::test;
using Catch::Matchers::Contains;

namespace {

constexpr const char* kBarIsDrawnOver = "\r\x1b[K[";
constexpr const char* kYellow = "\x1b[33m";  // of INTERRUPTED

std::string shown(const std::vector<std::string>& environment, const std::vector<std::string>& options = {}) {
  const ScratchDirectory dir;
  std::vector<std::string> arguments{"run", dir.file("s.json", small_scenario({.duration = "1000 h"}))};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return run_on_terminal(arguments, environment, 3);
}

}  // namespace

TEST_CASE("On a terminal one line shows progress, rate and time left, and goes before the summary comes", "[cli]") {
  const std::string text = shown({"TERM=xterm-256color", "NO_COLOR="});
  CHECK_THAT(text, Contains(kBarIsDrawnOver) && Contains("requests/s") && Contains("of 41.7 d"));
  const std::size_t last_bar = text.rfind(kBarIsDrawnOver), summary = text.find("INTERRUPTED");
  REQUIRE(last_bar != std::string::npos);
  REQUIRE(summary != std::string::npos);
  CHECK(last_bar < summary);
  CHECK(text.find("\r\x1b[K", last_bar + 1) < summary);  // taken away
  CHECK_THAT(text, Contains(kYellow));
  CHECK(text.substr(0, last_bar).find('\n') == std::string::npos);  // the bar is one line
}

TEST_CASE("On a terminal NO_COLOR takes the colours and leaves the bar", "[cli]") {
  const std::string text = shown({"TERM=xterm-256color", "NO_COLOR=1"});
  CHECK_THAT(text, Contains(kBarIsDrawnOver) && Contains("INTERRUPTED") && !Contains("\x1b[3") && !Contains("\x1b[1m"));
}

TEST_CASE("A dumb terminal gets no control sequence", "[cli]") {
  const std::string text = shown({"TERM=dumb"});
  CHECK_THAT(text, Contains("requests/s") && Contains("INTERRUPTED") && !Contains("\x1b"));
}

TEST_CASE("On a terminal --quiet draws no bar", "[cli]") {
  CHECK_THAT(shown({"TERM=xterm", "NO_COLOR=1"}, {"--quiet"}), Contains("INTERRUPTED") && !Contains("\x1b"));
}
