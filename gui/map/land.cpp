#include "gui/map/land.hpp"

#include "gui/embedded.hpp"

#include <boost/polygon/polygon.hpp>

#include <charconv>
#include <string_view>

namespace bicoastal::gui {

namespace {

namespace polygon = boost::polygon;
using Point = polygon::point_data<int>;

constexpr float kUnit = 0.01F;  // degrees

GeoXY geo(const Point& p) {
  return {static_cast<float>(polygon::x(p)) * kUnit, static_cast<float>(polygon::y(p)) * kUnit};
}

std::vector<Point> ring_of(std::string_view line) {
  std::vector<Point> ring;
  const char* at = line.data();
  const char* const end = line.data() + line.size();
  const auto number = [&] {
    int value = 0;
    while (at < end && *at == ' ') ++at;
    at = std::from_chars(at, end, value).ptr;
    return value;
  };
  while (at < end) {
    const int x = number(), y = number();
    ring.emplace_back(x, y);
  }
  return ring;
}

Land read_land() {
  Land land;
  std::string_view text = gui_file("land.rings").value_or("");
  polygon::polygon_set_data<int> area;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::vector<Point> ring = ring_of(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (ring.size() < 3) continue;
    land.coasts.emplace_back();
    for (const Point& p : ring) land.coasts.back().push_back(geo(p));
    polygon::polygon_data<int> shape;
    polygon::set_points(shape, ring.begin(), ring.end());
    // What lies in an odd number of rings is land: a ring in another one is a lake.
    polygon::operators::operator^=(area, shape);
  }
  std::vector<polygon::polygon_data<int>> trapezoids;
  polygon::get_trapezoids(trapezoids, area, polygon::HORIZONTAL);
  for (const auto& trapezoid : trapezoids) {
    LandPiece piece;
    std::size_t corners = 0;
    for (const Point& p : trapezoid)
      if (corners < 4) piece.corner[corners++] = geo(p);
    if (corners < 3) continue;
    for (; corners < 4; ++corners) piece.corner[corners] = piece.corner[corners - 1];
    land.pieces.push_back(piece);
  }
  return land;
}

}  // namespace

const Land& land() {
  static const Land the = read_land();
  return the;
}

}  // namespace bicoastal::gui
