// Keys of this frame, as ImGui 1.86 and the window system tell them.
#pragma once

#include <imgui.h>

#include <algorithm>

namespace bicoastal::gui {

/// GLFW's numbers: ImGui 1.86 knows no function keys. GLFW's numbers of letters and digits are ASCII's.
constexpr int kF1 = 290, kF5 = 294;

inline bool pressed(ImGuiKey key) { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key)); }

/// A letter, as it was typed: keys of 1.86 are those of the window system.
inline bool typed(char c) {
  const ImVector<ImWchar>& queue = ImGui::GetIO().InputQueueCharacters;
  return std::any_of(queue.begin(), queue.end(), [&](ImWchar w) { return w == static_cast<ImWchar>(c); });
}

}  // namespace bicoastal::gui
