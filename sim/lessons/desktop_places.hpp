// What a lesson may point at: the pages of the desktop and the named things on them. Lessons are checked against this
// list when they are read, and the desktop's tests hold the list against what the desktop draws.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace bicoastal {

/// What comes after the name of a kind of place: "region us-east-1", "story causality".
enum class PlaceOf : std::uint8_t { nothing, region, anomaly, run };

struct DesktopPlace {
  std::string_view name;
  std::string_view page;  ///< that it is on
  PlaceOf of = PlaceOf::nothing;
};

inline constexpr std::array<std::string_view, 7> kDesktopPages = {"world",   "time",      "anomalies", "impact",
                                                                  "compare", "workbench", "study"};

inline constexpr std::array kDesktopPlaces = {
    DesktopPlace{"map", "world"},
    DesktopPlace{"region", "world", PlaceOf::region},
    DesktopPlace{"now", "world"},
    DesktopPlace{"time line", "world"},
    DesktopPlace{"status", "world"},
    DesktopPlace{"chart success", "time"},
    DesktopPlace{"chart p99", "time"},
    DesktopPlace{"chart stale", "time"},
    DesktopPlace{"chart differing", "time"},
    DesktopPlace{"chart load", "time"},
    DesktopPlace{"chart queued", "time"},
    DesktopPlace{"chart backlog", "time"},
    DesktopPlace{"chart anomalies", "time"},
    DesktopPlace{"anomaly list", "anomalies"},
    DesktopPlace{"story", "anomalies", PlaceOf::anomaly},
    DesktopPlace{"impact RTO", "impact"},
    DesktopPlace{"impact RPO", "impact"},
    DesktopPlace{"impact Blast radius", "impact"},
    DesktopPlace{"impact Failed", "impact"},
    DesktopPlace{"recovery", "impact"},
    DesktopPlace{"differences", "compare", PlaceOf::run},
    DesktopPlace{"scenario", "workbench"},
};

/// A place as a lesson names it, taken apart.
struct PointedAt {
  const DesktopPlace* place = nullptr;  ///< null: there is no such kind
  std::string_view of{};                ///< "us-east-1"; empty where the kind has nothing after its name
};

constexpr PointedAt pointed_at(std::string_view name) {
  for (const DesktopPlace& place : kDesktopPlaces) {
    if (place.of == PlaceOf::nothing && name == place.name) return {&place, {}};
    if (place.of == PlaceOf::nothing || !name.starts_with(place.name)) continue;
    if (name.size() > place.name.size() + 1 && name[place.name.size()] == ' ')
      return {&place, name.substr(place.name.size() + 1)};
  }
  return {};
}

}  // namespace bicoastal
