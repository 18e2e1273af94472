// What a reader must know before believing figures, in sentences: sim/README.md has the reasons.
#pragma once

#include <bicoastal/scenario.hpp>

#include <string>
#include <vector>

namespace bicoastal {

/// What the model takes for granted in this scenario.
std::vector<std::string> taken_for_granted(const Scenario& scenario);
/// What no scenario of this version has.
std::vector<std::string> not_modelled();

}  // namespace bicoastal
