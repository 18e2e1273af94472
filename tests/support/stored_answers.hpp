// Bad input that is kept beside the answer that it must get: FOLDER/x.json and FOLDER/x.expected.
#pragma once

#include <bicoastal/result.hpp>

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

namespace bicoastal::test {

/// One line a diagnostic; "accepted" where there is none.
inline std::string lines_of(const Diagnostics& faults) {
  std::string lines;
  for (const Diagnostic& d : faults) lines += to_string(d) + '\n';
  return lines.empty() ? "accepted\n" : lines;
}

inline std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Checks every file of the folder, from within it: diagnostics name files as they were given. The codes that were
/// expected.
inline std::set<std::string> check_stored_answers(
    const std::filesystem::path& folder, const std::function<Diagnostics(const std::string& file)>& faults_in) {
  std::filesystem::current_path(folder);
  std::set<std::string> codes;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    INFO(entry.path());
    const std::string expected = text_of(std::filesystem::path(entry.path()).replace_extension(".expected"));
    REQUIRE_FALSE(expected.empty());
    CHECK(lines_of(faults_in(entry.path().filename().string())) == expected);
    std::istringstream lines(expected);
    for (std::string line; std::getline(lines, line);) codes.insert(line.substr(0, 4));
  }
  REQUIRE_FALSE(codes.empty());
  return codes;
}

}  // namespace bicoastal::test
