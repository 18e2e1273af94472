// Colours, sizes and fonts. Every colour of the program stands here; panels ask for what a thing means.
//
// Series are Okabe and Ito's palette (https://jfly.uni-koeln.de/color/), legible to the colour-blind; good and bad
// differ in shape or word, too, wherever they are shown.
#pragma once

#include <imgui.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bicoastal::gui {

enum class ThemeName : std::uint8_t { dark, light, projector };
std::optional<ThemeName> theme_named(std::string_view name);
std::string_view name_of(ThemeName theme);
/// The one after it, round and round.
ThemeName next_theme(ThemeName theme);

inline constexpr std::size_t kSeriesColours = 8;

struct Theme {
  ThemeName name{};
  ImU32 ground = 0;  ///< behind everything
  ImU32 panel = 0, raised = 0, edge = 0;
  ImU32 text = 0, dim = 0, faint = 0;
  ImU32 accent = 0, good = 0, warn = 0, bad = 0;
  ImU32 sea = 0, land = 0, coast = 0;
  ImU32 grid = 0;
  std::array<ImU32, kSeriesColours> series{};
  float line = 1.5F;     ///< width of a line of a chart, in points
  float text_scale = 1;  ///< of all type

  ImU32 series_colour(std::size_t i) const { return series[i % kSeriesColours]; }
};

const Theme& theme_of(ThemeName name);

/// The same colour, more transparent. `alpha` 0..1.
ImU32 faded(ImU32 colour, float alpha);
/// Between two colours; `share` 0..1 of the second.
ImU32 mixed(ImU32 a, ImU32 b, float share);
/// The theme's text or its ground: what is easier to read on that colour (contrast as WCAG 2.2 defines it).
ImU32 text_on(ImU32 colour);

/// Sizes and fonts of the running program; there is one context of ImGui and one of these.
struct Style {
  const Theme* theme = nullptr;
  float scale = 1;  ///< pixels a point
  ImFont* body = nullptr;
  ImFont* strong = nullptr;
  ImFont* heading = nullptr;
  ImFont* small = nullptr;
  ImFont* mono = nullptr;
  ImFont* lesson = nullptr;  ///< of lessons: the body's, or, for a room, larger
  ImFont* lesson_strong = nullptr;

  /// Points to pixels.
  float px(float points) const { return points * scale; }
};
Style& style();
inline const Theme& theme() { return *style().theme; }
inline float px(float points) { return style().px(points); }

/// Loads the fonts and sets ImGui's own style. Call once a context, and again where theme or scale change (fonts are
/// then built anew: the renderer must be told). `for_a_room`: lessons in large type.
void apply_style(ThemeName theme, float scale, bool for_a_room = false);

/// Pushes a font for a scope.
class WithFont {
 public:
  explicit WithFont(ImFont* font) { ImGui::PushFont(font); }
  ~WithFont() { ImGui::PopFont(); }
  WithFont(const WithFont&) = delete;
  WithFont& operator=(const WithFont&) = delete;
};

}  // namespace bicoastal::gui
