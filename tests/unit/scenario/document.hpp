// Small documents for tests: a valid frame, and what a test wants to say in it.
#pragma once

#include "sim/scenario/load.hpp"

#include <string>

#include <fmt/format.h>
#include <catch2/catch.hpp>

namespace bicoastal::test {

struct Frame {
  std::string duration = "10 min";
  std::string regions = R"({"name": "us-east-1"}, {"name": "eu-west-1"}, {"name": "ap-northeast-1"})";
  std::string clients = R"({"region": "us-east-1", "arrivals": "10/s"})";
  std::string more = {};  ///< further members, e.g. R"("seed": 7)"
};

inline std::string document(const Frame& frame) {
  return fmt::format(R"({{"name": "test", "duration": "{}", "regions": [{}], "clients": [{}]{}{}}})", frame.duration,
                     frame.regions, frame.clients, frame.more.empty() ? "" : ", ", frame.more);
}

inline Scenario accepted(const std::string& text) {
  Result<Scenario> result = parse_scenario(text, "test.json");
  if (!result)
    for (const Diagnostic& d : result.faults()) UNSCOPED_INFO(to_string(d));
  REQUIRE(result);
  return std::move(*result);
}
inline Scenario accepted(const Frame& frame) { return accepted(document(frame)); }

inline Diagnostics refused(const std::string& text) {
  Result<Scenario> result = parse_scenario(text, "test.json");
  REQUIRE_FALSE(result);
  return result.faults();
}
inline Diagnostics refused(const Frame& frame) { return refused(document(frame)); }

}  // namespace bicoastal::test
