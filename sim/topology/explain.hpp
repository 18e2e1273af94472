// What a scenario resolves to, before any run: as text for people, and as a graph for Graphviz.
#pragma once

#include <bicoastal/scenario.hpp>

#include <string>

namespace bicoastal {

/// Places, delays, routes, where reads and writes go and what that costs at least, capacity against load, single points
/// of failure, faults in time, expectations. Lines of at most 100 columns, no control characters.
std::string explain(const Scenario& scenario);

/// The deployment in Graphviz's language: regions as clusters, WAN links labelled with round trip and bandwidth, users
/// where they go. `dot -Tsvg` draws it.
std::string to_dot(const Scenario& scenario);

}  // namespace bicoastal
