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
  std::string_view page;   ///< that it is on
  std::string_view words;  ///< for who does not see it; "…" stands for what comes after its name
  PlaceOf of = PlaceOf::nothing;
};

inline constexpr std::array<std::string_view, 7> kDesktopPages = {"world",   "time",      "anomalies", "impact",
                                                                  "compare", "workbench", "study"};

inline constexpr std::array kDesktopPlaces = {
    DesktopPlace{"map", "world", "the map"},
    DesktopPlace{"region", "world", "region … on the map", PlaceOf::region},
    DesktopPlace{"now", "world", "the panel of what is so now"},
    DesktopPlace{"time line", "world", "the time line"},
    DesktopPlace{"status", "world", "the line at the foot"},
    DesktopPlace{"chart success", "time", "the chart of answered requests"},
    DesktopPlace{"chart p99", "time", "the chart of slow answers (p99)"},
    DesktopPlace{"chart stale", "time", "the chart of stale reads"},
    DesktopPlace{"chart differing", "time", "the chart of keys that differ"},
    DesktopPlace{"chart load", "time", "the chart of load"},
    DesktopPlace{"chart queued", "time", "the chart of requests that wait"},
    DesktopPlace{"chart backlog", "time", "the chart of writes that are not yet sent on"},
    DesktopPlace{"chart anomalies", "time", "the chart of anomalies"},
    DesktopPlace{"anomaly list", "anomalies", "the list of anomalies"},
    DesktopPlace{"story", "anomalies", "the story of a case of “…”", PlaceOf::anomaly},
    DesktopPlace{"impact RTO", "impact", "the figure RTO of the fault"},
    DesktopPlace{"impact RPO", "impact", "the figure RPO of the fault"},
    DesktopPlace{"impact Blast radius", "impact", "the figure blast radius of the fault"},
    DesktopPlace{"impact Failed", "impact", "the failed requests of the fault"},
    DesktopPlace{"recovery", "impact", "the parts of the recovery"},
    DesktopPlace{"differences", "compare", "this run beside run “…”", PlaceOf::run},
    DesktopPlace{"scenario", "workbench", "the scenario"},
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
