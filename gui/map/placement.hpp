// Where regions stand on the map, and where there is room for what is said of them.
#pragma once

#include <bicoastal/scenario.hpp>

#include "gui/map/projection.hpp"

#include <vector>

namespace bicoastal::gui {

/// Of the regions that have a place.
std::vector<GeoXY> places_of(const Scenario& scenario);

/// By region; those without a place stand on a ring in the middle.
std::vector<ImVec2> anchors_of(const Scenario& scenario, const Projection& projection);

/// A box of that size for each anchor, near it, inside `room`, that covers no other one (as far as there is room for
/// all). The same for the same input.
std::vector<Box> cards_of(const std::vector<ImVec2>& anchors, ImVec2 size, const Box& room);

}  // namespace bicoastal::gui
