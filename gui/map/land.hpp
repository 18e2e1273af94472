// The world's land: outlines, and the same as pieces that can be filled.
#pragma once

#include <vector>

namespace bicoastal::gui {

struct GeoXY {
  float longitude = 0, latitude = 0;  ///< degrees east and north
};

/// A trapezoid between two parallels: corners in order.
struct LandPiece {
  GeoXY corner[4];
};

struct Land {
  std::vector<std::vector<GeoXY>> coasts;  ///< rings; the last point is joined to the first
  std::vector<LandPiece> pieces;           ///< what lies inside
};

/// Natural Earth's land, simplified (reduce_land.py). Made once.
const Land& land();

}  // namespace bicoastal::gui
