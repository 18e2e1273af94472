#include "gui/map/projection.hpp"

#include "gui/draw/theme.hpp"

#include <algorithm>
#include <cmath>

namespace bicoastal::gui {

namespace {

constexpr float kNorth = 80, kSouth = -56;  // of what is worth showing
constexpr float kLeastSpan = 24;            // degrees: closer than that the outlines are coarse

bool sees(const Projection& projection, const Box& extent) { return projection.box().overlaps(extent); }

/// Whether the middle of some pixel of the screen lies between them, as far as a renderer rounds; nothing else is ever
/// filled. Most pieces of a whole world are slivers between two rows of pixels.
bool meets_a_pixel(float low, float high, float pixels) {
  constexpr float kRounding = 1.0F / 64;
  return std::floor(high * pixels - 0.5F + kRounding) >= std::ceil(low * pixels - 0.5F - kRounding);
}

Box extent_of(const std::vector<GeoXY>& ring, const Projection& projection) {
  Box extent{{1e9F, 1e9F}, {-1e9F, -1e9F}};
  for (const GeoXY& p : ring) {
    const ImVec2 s = projection.at(p);
    extent.min = {std::min(extent.min.x, s.x), std::min(extent.min.y, s.y)};
    extent.max = {std::max(extent.max.x, s.x), std::max(extent.max.y, s.y)};
  }
  return extent;
}

void draw_pieces(ImDrawList& to, const Projection& projection) {
  constexpr std::size_t kAtOnce = 8000;  // indices have 16 bits
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel(), pixels = ImGui::GetIO().DisplayFramebufferScale;
  const std::vector<LandPiece>& pieces = land().pieces;
  for (std::size_t begin = 0; begin < pieces.size(); begin += kAtOnce) {
    const std::size_t count = std::min(kAtOnce, pieces.size() - begin);
    to.PrimReserve(static_cast<int>(count * 6), static_cast<int>(count * 4));
    int unused = 0;
    for (std::size_t i = begin; i < begin + count; ++i) {
      const LandPiece& piece = pieces[i];
      const ImVec2 a = projection.at(piece.corner[0]), b = projection.at(piece.corner[1]);
      const ImVec2 c = projection.at(piece.corner[2]), d = projection.at(piece.corner[3]);
      const Box extent{{std::min({a.x, b.x, c.x, d.x}), std::min({a.y, b.y, c.y, d.y})},
                       {std::max({a.x, b.x, c.x, d.x}), std::max({a.y, b.y, c.y, d.y})}};
      if (!sees(projection, extent) || !meets_a_pixel(extent.min.x, extent.max.x, pixels.x) ||
          !meets_a_pixel(extent.min.y, extent.max.y, pixels.y)) {
        ++unused;
        continue;
      }
      to.PrimQuadUV(a, b, c, d, white, white, white, white, theme().land);
    }
    to.PrimUnreserve(unused * 6, unused * 4);
  }
}

}  // namespace

MapView within_world(MapView view, const Box& box) {
  const float height = std::max(1.0F, box.height()), width = std::max(1.0F, box.width());
  const float tall = (kNorth - kSouth) * Projection::kStretch * width / height;  // span at which the height is full
  view.span = std::clamp(view.span, kLeastSpan, std::max(360.0F, tall));
  const float half_width = view.span / 2, half_height = half_width / Projection::kStretch * height / width;
  const auto keep = [](float at, float half, float low, float high) {
    return high - low <= 2 * half ? (low + high) / 2 : std::clamp(at, low + half, high - half);
  };
  view.longitude = keep(view.longitude, half_width, -180, 180);
  view.latitude = keep(view.latitude, half_height, kSouth, kNorth);
  return view;
}

MapView view_of(const std::vector<GeoXY>& places, const Box& box) {
  if (places.empty()) return within_world({}, box);
  float west = 180, east = -180, south = 90, north = -90;
  for (const GeoXY& p : places) {
    west = std::min(west, p.longitude);
    east = std::max(east, p.longitude);
    south = std::min(south, p.latitude);
    north = std::max(north, p.latitude);
  }
  MapView view;
  view.longitude = (west + east) / 2;
  view.latitude = (south + north) / 2;
  const float shape = std::max(1.0F, box.width()) / std::max(1.0F, box.height());
  view.span = std::max((east - west) * 1.5F, (north - south) * Projection::kStretch * shape * 2.2F);
  view.span = std::max(view.span, 60.0F);
  return within_world(view, box);
}

void draw_land(ImDrawList& to, const Projection& projection) {
  draw_pieces(to, projection);
  // Segment by segment: a polyline's mitres become spikes where the coast turns sharply.
  for (const auto& ring : land().coasts) {
    if (!sees(projection, extent_of(ring, projection))) continue;
    const ImVec2 first = projection.at(ring.front());
    ImVec2 before = first;
    const auto draw = [&](ImVec2 a, ImVec2 b) {
      const Box extent{{std::min(a.x, b.x), std::min(a.y, b.y)}, {std::max(a.x, b.x), std::max(a.y, b.y)}};
      if (sees(projection, extent.inset(-px(2)))) to.AddLine(a, b, theme().coast, px(1));
    };
    for (const GeoXY& p : ring) {
      const ImVec2 at = projection.at(p);
      // What is closer than two pixels cannot be told apart.
      if (std::abs(at.x - before.x) + std::abs(at.y - before.y) < 2) continue;
      draw(before, at);
      before = at;
    }
    draw(before, first);
  }
}

}  // namespace bicoastal::gui
