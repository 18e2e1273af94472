// Where a place of the world is on the screen: plate carrée, true to scale at 35° north, where most regions are.
#pragma once

#include "gui/draw/box.hpp"
#include "gui/map/land.hpp"

#include <vector>

namespace bicoastal::gui {

/// Part of the world that is shown.
struct MapView {
  float longitude = 0, latitude = 20;  ///< degrees, of the middle
  float span = 360;                    ///< degrees of longitude from side to side
};

class Projection {
 public:
  static constexpr float kStretch = 1.22F;  ///< degrees of longitude that are as long as one of latitude, 1 / cos 35°

  Projection(const Box& box, const MapView& view) : box_(box), view_(view), scale_(box.width() / view.span) {}
  ImVec2 at(GeoXY p) const {
    return {box_.centre().x + (p.longitude - view_.longitude) * scale_,
            box_.centre().y - (p.latitude - view_.latitude) * scale_ * kStretch};
  }
  GeoXY place(ImVec2 p) const {
    return {view_.longitude + (p.x - box_.centre().x) / scale_,
            view_.latitude - (p.y - box_.centre().y) / scale_ / kStretch};
  }
  float scale() const { return scale_; }
  const Box& box() const { return box_; }

 private:
  Box box_;
  MapView view_;
  float scale_;  // pixels a degree of longitude
};

/// The view that holds all places with room around them, as wide as it must be for a box of this shape. The whole world
/// where there are none.
MapView view_of(const std::vector<GeoXY>& places, const Box& box);
/// No further out than the world.
MapView within_world(MapView view, const Box& box);

/// Land and coasts.
void draw_land(ImDrawList& to, const Projection& projection);

}  // namespace bicoastal::gui
