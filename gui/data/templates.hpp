// Scenarios that come with the program, ready to run.
#pragma once

#include <string>
#include <vector>

namespace bicoastal::gui {

struct Template {
  std::string path;         ///< what `bicoastal run` is given: "shipped:/quickstart.json"
  std::string group;        ///< "outages", "conflicts"; empty: of none
  std::string name;         ///< of the scenario
  std::string description;  ///< one line
};

/// By group, those of none first. Read once.
const std::vector<Template>& templates();

/// What a first-time visitor is shown.
inline constexpr const char* kFirstScenario = "shipped:/quickstart.json";

}  // namespace bicoastal::gui
