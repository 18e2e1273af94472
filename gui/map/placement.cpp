#include "gui/map/placement.hpp"

#include "gui/draw/theme.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace bicoastal::gui {

namespace {

Box moved_inside(Box box, const Box& room) {
  const ImVec2 size = box.size();
  box.min.x = std::clamp(box.min.x, room.min.x, std::max(room.min.x, room.max.x - size.x));
  box.min.y = std::clamp(box.min.y, room.min.y, std::max(room.min.y, room.max.y - size.y));
  box.max = {box.min.x + size.x, box.min.y + size.y};
  return box;
}

float overlap(const Box& a, const Box& b) {
  const float w = std::min(a.max.x, b.max.x) - std::max(a.min.x, b.min.x);
  const float h = std::min(a.max.y, b.max.y) - std::max(a.min.y, b.min.y);
  return w > 0 && h > 0 ? w * h : 0;
}

float distance(const Box& box, ImVec2 p) {
  const ImVec2 near{std::clamp(p.x, box.min.x, box.max.x), std::clamp(p.y, box.min.y, box.max.y)};
  return std::hypot(near.x - p.x, near.y - p.y);
}

}  // namespace

std::vector<GeoXY> places_of(const Scenario& scenario) {
  std::vector<GeoXY> places;
  for (const Region& region : scenario.regions)
    if (region.location)
      places.push_back({static_cast<float>(region.location->longitude), static_cast<float>(region.location->latitude)});
  return places;
}

std::vector<ImVec2> anchors_of(const Scenario& scenario, const Projection& projection) {
  std::vector<ImVec2> anchors;
  const Box& box = projection.box();
  std::size_t placeless = 0;
  for (const Region& region : scenario.regions) placeless += region.location ? 0 : 1;
  std::size_t n = 0;
  for (const Region& region : scenario.regions) {
    if (region.location) {
      anchors.push_back(projection.at(
          {static_cast<float>(region.location->longitude), static_cast<float>(region.location->latitude)}));
      continue;
    }
    const float angle = 2 * std::numbers::pi_v<float> * (static_cast<float>(n++) / static_cast<float>(placeless)) -
                        std::numbers::pi_v<float> / 2;
    anchors.push_back({box.centre().x + std::cos(angle) * box.width() * 0.3F,
                       box.centre().y + std::sin(angle) * box.height() * 0.3F});
  }
  return anchors;
}

std::vector<Box> cards_of(const std::vector<ImVec2>& anchors, ImVec2 size, const Box& room) {
  std::vector<Box> cards;
  const float gap = px(10);
  for (const ImVec2 a : anchors) {
    Box best;
    float least = 1e30F;
    // Around the anchor, further and further out: right below first, where eyes look for a label.
    for (int ring = 0; ring < 8; ++ring) {
      for (int turn = 0; turn < 16; ++turn) {
        const float angle = std::numbers::pi_v<float> * (0.5F + static_cast<float>(turn) / 8);
        const float reach = gap + static_cast<float>(ring) * px(26);
        const ImVec2 c{a.x + std::cos(angle) * (size.x / 2 + reach), a.y + std::sin(angle) * (size.y / 2 + reach)};
        const Box card =
            moved_inside({{c.x - size.x / 2, c.y - size.y / 2}, {c.x + size.x / 2, c.y + size.y / 2}}, room);
        float cost = distance(card, a) + static_cast<float>(turn) * 0.2F;
        for (const Box& other : cards) cost += overlap(card.inset(-px(4)), other) * 10;
        for (const ImVec2 other : anchors)
          if (card.inset(-px(6)).holds(other)) cost += 4000;
        // The ways to other regions stay in sight, near the region most of all.
        for (const ImVec2 other : anchors)
          for (const float share : {0.15F, 0.3F, 0.5F})
            if (card.holds({a.x + (other.x - a.x) * share, a.y + (other.y - a.y) * share}) &&
                (other.x != a.x || other.y != a.y))
              cost += 40;
        if (cost < least) {
          least = cost;
          best = card;
        }
      }
      if (least < static_cast<float>(ring) * px(26) + px(30)) break;
    }
    cards.push_back(best);
  }
  return cards;
}

}  // namespace bicoastal::gui
