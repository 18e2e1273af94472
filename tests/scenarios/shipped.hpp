// Runs a shipped scenario in a child process and brings back what was measured.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/run.hpp>

#include "sim/history/run_file.hpp"
#include "sim/scenario/load.hpp"
#include "support/in_child.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

namespace bicoastal::test {

inline const std::filesystem::path& scenario_folder() {
  static const std::filesystem::path folder = std::filesystem::path(BICOASTAL_SOURCE_DIR) / "scenarios";
  return folder;
}

/// All of them, relative to the folder, in order.
inline const std::vector<std::string>& shipped_scenarios() {
  static const std::vector<std::string> files = [] {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(scenario_folder())) {
      // Claims, lessons, sweeps, systems and prices have tests of their own; claims are run by `validate`, lessons by
      // `lesson`. Parts are included by others and are not whole.
      const std::string name = entry.path().lexically_relative(scenario_folder()).string();
      const auto is_of = [&](const char* folder) { return name.find(folder) != std::string::npos; };
      if (entry.path().extension() == ".json" && entry.path().filename() != "schema.json" && !is_of("claims/") &&
          !is_of("lessons/") && !is_of("sweeps/") && !is_of("systems/") && !is_of("prices/") && !is_of("parts/"))
        found.push_back(name);
    }
    std::sort(found.begin(), found.end());
    return found;
  }();
  return files;
}

inline Scenario load_shipped(const std::string& file, const std::vector<Override>& overrides = {}) {
  auto scenario = load_scenario((scenario_folder() / file).string(), overrides);
  if (!scenario) throw std::runtime_error(to_string(scenario.faults().front()));
  return *scenario;
}

/// The figures that `measure` picks from the run's analysis.
template <class Measure>
std::vector<double> figures(const Scenario& scenario, Measure&& measure) {
  return in_child<double>([&] {
    Analyser analyser(scenario);
    run(scenario, {}, analyser);
    return measure(analyser.finish());
  });
}

using DigestText = std::array<char, 32>;

inline DigestText digest_text(const std::string& digest) {
  DigestText text{};
  std::memcpy(text.data(), digest.data(), std::min(digest.size(), text.size()));
  return text;
}

inline std::string digest_of(const Scenario& scenario, EngineMode mode) {
  const auto text = in_child<DigestText>([&] {
    Analyser analyser(scenario);
    RunOptions options;
    options.engine = mode;
    run(scenario, options, analyser);
    return std::vector{digest_text(analyser.finish().digest)};
  });
  return {text.at(0).data(), text.at(0).size()};
}

}  // namespace bicoastal::test
