#include "sim/scenario/delays.hpp"

#include "sim/scenario/great_circle.hpp"

namespace bicoastal {

std::optional<GeoPoint> location_of(const Spot& spot) {
  return spot.location ? spot.location : known_location(spot.name);
}

std::optional<PathDelay> Delays::one_way(const Spot& from, const Spot& to) {
  if (table_) {
    if (const auto path = table_->one_way(from.name, to.name, jitter_)) {
      table_used_ = true;
      percentiles_used_ = percentiles_used_ || table_->has_percentiles();
      return path;
    }
  }
  const auto a = location_of(from), b = location_of(to);
  if (!a || !b) return std::nullopt;
  return PathDelay{great_circle_delay(*a, *b), {}, {}};
}

bool Delays::can_place(const Spot& spot) const {
  return location_of(spot).has_value() || (table_ && table_->knows(spot.name));
}

}  // namespace bicoastal
