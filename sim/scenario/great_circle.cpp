#include "sim/scenario/great_circle.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace bicoastal {

double great_circle_km(GeoPoint a, GeoPoint b) {
  constexpr double kRadiusKm = 6371.0088;
  constexpr double kRadians = std::numbers::pi / 180;
  const auto squared_half_sine = [](double degrees) { return std::pow(std::sin(degrees * kRadians / 2), 2); };
  const double h = squared_half_sine(b.latitude - a.latitude) + std::cos(a.latitude * kRadians) *
                                                                    std::cos(b.latitude * kRadians) *
                                                                    squared_half_sine(b.longitude - a.longitude);
  return 2 * kRadiusKm * std::asin(std::sqrt(std::min(1.0, h)));
}

Time great_circle_delay(GeoPoint a, GeoPoint b) {
  return Time::seconds(great_circle_km(a, b) * kRouteFactor / kFibreKmPerSecond);
}

}  // namespace bicoastal
