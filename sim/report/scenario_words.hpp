// What a scenario is, in words for reports.
#pragma once

#include <bicoastal/scenario.hpp>

#include <cstdint>
#include <string>

namespace bicoastal {

/// Where writes go, and what settles conflicts.
std::string pattern_text(const Scenario& scenario);
/// How users find their region.
std::string routing_text(const Scenario& scenario);
/// User sessions, of all populations.
std::uint64_t sessions_of(const Scenario& scenario);

}  // namespace bicoastal
