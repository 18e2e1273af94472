// A run on the map at one moment: regions where they are, links with what waits on them, users with where they are
// sent.
#pragma once

#include "gui/data/run_view.hpp"
#include "gui/draw/box.hpp"
#include "gui/map/projection.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

struct ImDrawList;

namespace bicoastal::gui {

enum class Sign : unsigned char;

struct MapWanted {
  const RunView& run;
  double t_s;  ///< the moment that is shown
  MapView view;
  std::optional<RegionId> chosen{};  ///< drawn as such
  std::optional<ImVec2> mouse{};     ///< where it is over the map
  std::string name = "region";       ///< what the names of its regions' places begin with
};

/// What became of it.
struct Map {
  Moment moment;
  std::vector<ImVec2> anchors;         ///< by region
  std::vector<Box> cards;              ///< likewise
  std::optional<std::size_t> hovered;  ///< region whose card the mouse is over
};

Map draw_map(ImDrawList& to, const Box& box, const MapWanted& wanted);

/// A point of the curve that a link between two places is drawn as; `share`: of the way.
ImVec2 on_curve(ImVec2 a, ImVec2 b, float bend, float share);
constexpr float kLinkBend = 0.10F;

/// A region's part in keeping the data at a moment.
std::string duty_of(const RunView& run, const Moment& moment, std::size_t region);
/// What the users at home there had in the window of a moment.
std::string users_of(const RunView& run, std::size_t region, double t_s, Sign& sign);

}  // namespace bicoastal::gui
