// Runs a shipped scenario in a child process and brings back what was measured.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/run.hpp>

#include "sim/history/run_file.hpp"
#include "sim/scenario/load.hpp"
#include "support/in_child.hpp"
#include "support/temporary_folder.hpp"

#include <array>
#include <cstring>
#include <string>
#include <vector>

namespace bicoastal::test {

inline const std::vector<std::string>& shipped_scenarios() {
  static const std::vector<std::string> files = {"quickstart.json",
                                                 "world.json",
                                                 "patterns/global.json",
                                                 "patterns/partitioned.json",
                                                 "patterns/local.json",
                                                 "outages/aws-us-east-1-2021-12-07.json",
                                                 "outages/cloudflare-2020-11-02.json",
                                                 "outages/facebook-2021-10-04.json",
                                                 "outages/gcp-2019-06-02.json"};
  return files;
}

inline Scenario load_shipped(const std::string& file, const std::vector<Override>& overrides = {}) {
  auto scenario = load_scenario(std::string(BICOASTAL_SOURCE_DIR) + "/scenarios/" + file, overrides);
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
