// Delays from distance, for places that no table knows.
#pragma once

#include <bicoastal/scenario.hpp>

namespace bicoastal {

/// Great-circle distance in km (haversine formula), on a sphere of the Earth's mean radius 6371.0088 km (IUGG).
double great_circle_km(GeoPoint a, GeoPoint b);

/// Real paths are longer than the great circle: fibre follows coasts, cables and roads, and queues and switches add a
/// little. 1.7 is what the shipped tables say: the median, over all pairs of places more than 300 km apart, of the
/// measured round trip over the ideal one (1.73 for aws-2024-04, 1.70 for azure-2026-07; 80 % of the pairs lie in 1.4
/// to 2.6). A test recomputes it from the tables.
inline constexpr double kRouteFactor = 1.7;

/// Light in fibre travels at about 2/3 of c.
inline constexpr double kFibreKmPerSecond = 299792.458 * 2 / 3;

/// One way: distance · kRouteFactor / kFibreKmPerSecond.
Time great_circle_delay(GeoPoint a, GeoPoint b);

}  // namespace bicoastal
