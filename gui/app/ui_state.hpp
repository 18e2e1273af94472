// What the user looks at. Panels change this and nothing else; what takes more than a frame they wish for.
#pragma once

#include <bicoastal/ids.hpp>

#include "gui/data/comparison.hpp"
#include "gui/data/draft.hpp"
#include "gui/data/stories.hpp"
#include "gui/draw/theme.hpp"
#include "gui/map/projection.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal::gui {

enum class Page : std::uint8_t { world, time, anomalies, impact, compare, workbench, study };
inline constexpr std::size_t kPages = 7;
struct PageInfo {
  const char* name;
  const char* title;
  const char* what;  ///< one line for a first-time visitor
};
/// By Page.
inline constexpr std::array<PageInfo, kPages> kPageInfo = {{
    {"world", "World", "Where users are, where they are sent, and what is broken, at one moment"},
    {"time", "Time", "Everything that was measured, over time"},
    {"anomalies", "Anomalies", "What went wrong with the data, and the story of each case"},
    {"impact", "Impact", "What each fault cost its users, and how recovery went"},
    {"compare", "Compare", "Two runs side by side, differences first"},
    {"workbench", "Workbench", "The scenario: change it and run it again"},
    {"study", "Study", "Many runs of one scenario: what matters, and what is best"},
}};

/// What the chart under everything shows.
enum class Measure : std::uint8_t { success, p99, stale, differing, load, queued, backlog, anomalies };
inline constexpr std::size_t kMeasures = 8;

/// What a menu of faults is about: a region, or a link between two.
struct FaultTarget {
  RegionId region;
  RegionId other;      ///< of a link; none: the region itself
  std::string zone{};  ///< likewise one of its zones, or replicas
  std::string replica{};
};

/// Of the column of lessons.
struct LessonLooks {
  bool open = false;
  bool presenting = false;            ///< for a room: large, with a pointer, driven by a clicker
  std::array<char, 160> typed{};      ///< a prediction or a change
  bool focus = false;                 ///< the field for it is to take the keys
  std::size_t row = 0;                ///< of the course that is chosen
  float scroll = 0;                   ///< pixels that the column is to be moved by
  bool below = false;                 ///< there is more text than is in sight
  std::string shown{};                ///< what its top was last scrolled to
  std::optional<ThemeName> before{};  ///< theme that comes back after presenting
};

struct FolderEntry {
  std::string name;
  bool folder = false;
};
/// What a folder held a moment ago.
struct FolderList {
  std::string folder{};
  double at_s = 0;
  std::vector<FolderEntry> entries{};
};

struct UiState {
  Page page = Page::world;
  double cursor_s = 0;          ///< the moment that is shown
  double from_s = 0, to_s = 1;  ///< part of the run that the time line shows
  bool playing = false;
  double speed = 10;  ///< simulated seconds a second
  Measure measure = Measure::success;
  std::vector<double> bookmarks_s;

  std::optional<RegionId> region;  ///< that the user has chosen
  std::optional<RegionId> inside;  ///< that is shown from inside
  std::optional<MapView> map;      ///< nothing: what holds all regions
  std::optional<std::size_t> anomaly;
  std::optional<std::size_t> fault;
  std::uint32_t anomaly_kinds = 0;  ///< bits of kinds that are shown; 0: all
  std::array<char, 64> anomaly_search{};
  Stories stories;                         ///< of the chosen anomaly
  std::optional<std::size_t> compared;     ///< branch beside the one that is looked at
  Comparison comparison;                   ///< with it
  bool compare_worlds = false;             ///< maps of both in place of their curves
  Draft draft;                             ///< changes of the scenario that were not run yet
  std::string section = "data";            ///< of the scenario, in the workbench
  std::string edited{}, edited_text{};     ///< field of the form that is being typed into, and what it has by now
  std::size_t study_x = 0, study_y = 1;    ///< metrics of the scatter
  std::optional<std::size_t> study_point;  ///< that is looked at
  std::optional<FaultTarget> pulling;      ///< whose plug is being pulled
  bool pulling_asked = false;              ///< by key: the menu opens with the next frame of the map
  double fault_for_s = 60;
  LessonLooks lesson;
  bool help = false;
  bool opening = false;  ///< the dialog that asks for a file is up
  bool beside = false;   ///< what it opens becomes a branch beside what is there
  std::string folder{};  ///< that it shows
  FolderList listed{};
};

}  // namespace bicoastal::gui
