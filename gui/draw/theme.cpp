#include "gui/draw/theme.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <system_error>

namespace bicoastal::gui {

namespace {

/// 0xRRGGBB
constexpr ImU32 rgb(std::uint32_t hex) {
  return IM_COL32((hex >> 16U) & 0xFFU, (hex >> 8U) & 0xFFU, hex & 0xFFU, 255U);
}

Theme dark() {
  Theme t;
  t.name = ThemeName::dark;
  t.ground = rgb(0x0f141b);
  t.panel = rgb(0x171d26);
  t.raised = rgb(0x212a37);
  t.edge = rgb(0x2d3848);
  t.text = rgb(0xe6ebf2);
  t.dim = rgb(0xa0adbf);
  t.faint = rgb(0x66758a);
  t.accent = rgb(0x56b4e9);
  t.good = rgb(0x2fc48d);
  t.warn = rgb(0xf0b33c);
  t.bad = rgb(0xff6f4d);
  t.sea = rgb(0x121922);
  t.land = rgb(0x243040);
  t.coast = rgb(0x3a4a60);
  t.grid = rgb(0x28323f);
  t.series = {rgb(0x56b4e9), rgb(0xe69f00), rgb(0x2fc48d), rgb(0xd98bb6),
              rgb(0xf0e442), rgb(0xff7f50), rgb(0x6f8fff), rgb(0xb8c0cc)};
  return t;
}

Theme light() {
  Theme t;
  t.name = ThemeName::light;
  t.ground = rgb(0xeef1f5);
  t.panel = rgb(0xffffff);
  t.raised = rgb(0xe9eef4);
  t.edge = rgb(0xd0d8e2);
  t.text = rgb(0x1a2330);
  t.dim = rgb(0x4d5b6c);
  t.faint = rgb(0x7d8b9c);
  t.accent = rgb(0x0072b2);
  t.good = rgb(0x007a5a);
  t.warn = rgb(0xa86a00);
  t.bad = rgb(0xc33f12);
  t.sea = rgb(0xe6edf4);
  t.land = rgb(0xcfd9e3);
  t.coast = rgb(0xa9b8c8);
  t.grid = rgb(0xe1e7ee);
  t.series = {rgb(0x0072b2), rgb(0xc47a00), rgb(0x00805e), rgb(0xb0558a),
              rgb(0x8a7d00), rgb(0xc9460f), rgb(0x3c8fd0), rgb(0x5f6b7a)};
  return t;
}

/// For bright rooms and weak lamps: black on white, strong lines, large type.
Theme projector() {
  Theme t = light();
  t.name = ThemeName::projector;
  t.ground = rgb(0xffffff);
  t.raised = rgb(0xe4eaf1);
  t.edge = rgb(0x9aa7b5);
  t.text = rgb(0x000000);
  t.dim = rgb(0x2c3846);
  t.faint = rgb(0x5a6878);
  t.bad = rgb(0xb02a00);
  t.land = rgb(0xc3cfdb);
  t.coast = rgb(0x8fa1b4);
  t.line = 2.5F;
  t.text_scale = 1.12F;
  return t;
}

ImVec4 vec(ImU32 colour) { return ImGui::ColorConvertU32ToFloat4(colour); }

void set_colours(const Theme& t) {
  ImVec4* c = ImGui::GetStyle().Colors;
  ImGui::StyleColorsDark();
  const ImU32 clear = faded(t.raised, 0);
  c[ImGuiCol_Text] = vec(t.text);
  c[ImGuiCol_TextDisabled] = vec(t.faint);
  c[ImGuiCol_WindowBg] = vec(t.ground);
  c[ImGuiCol_ChildBg] = vec(clear);
  c[ImGuiCol_PopupBg] = vec(t.panel);
  c[ImGuiCol_ModalWindowDimBg] = vec(faded(t.ground, 0.6F));
  c[ImGuiCol_Border] = vec(t.edge);
  c[ImGuiCol_Separator] = vec(t.edge);
  for (const auto slot : {ImGuiCol_FrameBg, ImGuiCol_Button, ImGuiCol_Header, ImGuiCol_Tab}) c[slot] = vec(t.raised);
  for (const auto slot : {ImGuiCol_FrameBgHovered, ImGuiCol_ButtonHovered, ImGuiCol_HeaderHovered, ImGuiCol_TabHovered})
    c[slot] = vec(mixed(t.raised, t.accent, 0.25F));
  for (const auto slot : {ImGuiCol_FrameBgActive, ImGuiCol_ButtonActive, ImGuiCol_HeaderActive, ImGuiCol_TabActive})
    c[slot] = vec(mixed(t.raised, t.accent, 0.45F));
  c[ImGuiCol_CheckMark] = c[ImGuiCol_SliderGrab] = c[ImGuiCol_SliderGrabActive] = vec(t.accent);
  c[ImGuiCol_ScrollbarBg] = vec(clear);
  c[ImGuiCol_ScrollbarGrab] = vec(t.edge);
  c[ImGuiCol_ScrollbarGrabHovered] = c[ImGuiCol_ScrollbarGrabActive] = vec(t.faint);
  c[ImGuiCol_TableHeaderBg] = vec(t.panel);
  c[ImGuiCol_TableBorderStrong] = c[ImGuiCol_TableBorderLight] = vec(t.edge);
  c[ImGuiCol_TableRowBg] = vec(clear);
  c[ImGuiCol_TableRowBgAlt] = vec(faded(t.raised, 0.35F));
  c[ImGuiCol_TextSelectedBg] = vec(faded(t.accent, 0.35F));
  c[ImGuiCol_NavHighlight] = vec(t.accent);
}

void set_sizes(float scale) {
  ImGuiStyle sizes;
  sizes.WindowPadding = {10, 10};
  sizes.FramePadding = {9, 5};
  sizes.ItemSpacing = {8, 6};
  sizes.CellPadding = {8, 4};
  sizes.ScrollbarSize = 11;
  sizes.WindowRounding = sizes.ChildRounding = 6;
  sizes.FrameRounding = sizes.PopupRounding = sizes.GrabRounding = 5;
  sizes.ScrollbarRounding = 6;
  sizes.WindowBorderSize = 0;
  sizes.ChildBorderSize = 0;
  sizes.FrameBorderSize = 0;
  sizes.ScaleAllSizes(scale);
  ImGui::GetStyle() = sizes;
}

/// A font of Debian's, with the arrows and signs that it lacks from DejaVu; ImGui's own where it is not installed.
ImFont* load(const char* file, float pixels) {
  static const ImWchar kLetters[] = {0x20, 0x17F, 0x2010, 0x2027, 0};
  static const ImWchar kSigns[] = {0x370,  0x3FF,  0x2030, 0x205E, 0x2190, 0x21FF, 0x2200, 0x22FF,
                                   0x2300, 0x23FF, 0x25A0, 0x25FF, 0x2600, 0x27BF, 0};
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  std::error_code error;
  const float size = std::round(pixels);
  if (!std::filesystem::exists(file, error)) {
    ImFontConfig config;
    config.SizePixels = size;
    return atlas.AddFontDefault(&config);
  }
  ImFont* font = atlas.AddFontFromFileTTF(file, size, nullptr, kLetters);
  if (std::filesystem::exists(BICOASTAL_FONT_SIGNS, error)) {
    ImFontConfig merge;
    merge.MergeMode = true;
    atlas.AddFontFromFileTTF(BICOASTAL_FONT_SIGNS, size * 0.92F, &merge, kSigns);
  }
  return font;
}

}  // namespace

std::optional<ThemeName> theme_named(std::string_view name) {
  for (const ThemeName theme : {ThemeName::dark, ThemeName::light, ThemeName::projector})
    if (name == name_of(theme)) return theme;
  return std::nullopt;
}

std::string_view name_of(ThemeName theme) {
  return theme == ThemeName::dark ? "dark" : theme == ThemeName::light ? "light" : "projector";
}

ThemeName next_theme(ThemeName theme) {
  return theme == ThemeName::dark    ? ThemeName::light
         : theme == ThemeName::light ? ThemeName::projector
                                     : ThemeName::dark;
}

const Theme& theme_of(ThemeName name) {
  static const std::array<Theme, 3> kThemes = {dark(), light(), projector()};
  return kThemes[static_cast<std::size_t>(name)];
}

ImU32 faded(ImU32 colour, float alpha) {
  const auto a = static_cast<ImU32>(std::lround(static_cast<float>(colour >> IM_COL32_A_SHIFT) * alpha));
  return (colour & ~IM_COL32_A_MASK) | (a << IM_COL32_A_SHIFT);
}

ImU32 mixed(ImU32 a, ImU32 b, float share) {
  ImU32 result = 0;
  for (unsigned shift = 0; shift < 32; shift += 8) {
    const auto from = static_cast<float>((a >> shift) & 0xFFU), to = static_cast<float>((b >> shift) & 0xFFU);
    result |= static_cast<ImU32>(std::lround(from + (to - from) * share)) << shift;
  }
  return result;
}

ImU32 text_on(ImU32 colour) {
  const auto luminance = [](ImU32 of) {
    const auto linear = [of](unsigned shift) {
      const double part = static_cast<double>((of >> shift) & 0xFFU) / 255;
      return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(IM_COL32_R_SHIFT) + 0.7152 * linear(IM_COL32_G_SHIFT) + 0.0722 * linear(IM_COL32_B_SHIFT);
  };
  const auto contrast = [&](ImU32 of) {
    const double a = luminance(of) + 0.05, b = luminance(colour) + 0.05;
    return std::max(a, b) / std::min(a, b);
  };
  return contrast(theme().text) > contrast(theme().ground) ? theme().text : theme().ground;
}

Style& style() {
  static Style the;
  return the;
}

void apply_style(ThemeName name, float scale, bool for_a_room) {
  Style& s = style();
  s.theme = &theme_of(name);
  s.scale = scale;
  set_sizes(scale);
  set_colours(*s.theme);
  ImGui::GetIO().Fonts->Clear();
  const float type = scale * s.theme->text_scale;
  s.body = load(BICOASTAL_FONT_REGULAR, 14.5F * type);
  s.strong = load(BICOASTAL_FONT_MEDIUM, 14.5F * type);
  s.heading = load(BICOASTAL_FONT_MEDIUM, 19 * type);
  s.small = load(BICOASTAL_FONT_REGULAR, 12.5F * type);
  s.mono = load(BICOASTAL_FONT_MONO, 13 * type);
  s.lesson = for_a_room ? load(BICOASTAL_FONT_REGULAR, 20 * type) : s.body;
  s.lesson_strong = for_a_room ? load(BICOASTAL_FONT_MEDIUM, 20 * type) : s.strong;
  ImGui::GetIO().FontDefault = s.body;
}

}  // namespace bicoastal::gui
