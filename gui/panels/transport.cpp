#include "gui/panels/transport.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace bicoastal::gui {

namespace {

constexpr std::array<double, 9> kSpeeds = {0.1, 1, 2, 5, 10, 30, 60, 300, 1800};
constexpr double kPatience = 60;  // s that somebody watches a run

}  // namespace

void play_or_pause(UiState& ui, const RunView& run) {
  ui.playing = !ui.playing;
  if (ui.playing && ui.cursor_s >= run.end_s) ui.cursor_s = 0;
}

void to_next_event(UiState& ui, const RunView& run) {
  if (const auto next = run.timeline->next_after(Time::seconds(ui.cursor_s))) ui.cursor_s = next->in_seconds();
}

void to_last_event(UiState& ui, const RunView& run) {
  if (const auto last = run.timeline->last_before(Time::seconds(ui.cursor_s))) ui.cursor_s = last->in_seconds();
}

void change_speed(UiState& ui, int steps) {
  const auto now = std::lower_bound(kSpeeds.begin(), kSpeeds.end(), ui.speed) - kSpeeds.begin();
  const auto next = std::clamp<std::ptrdiff_t>(now + steps, 0, kSpeeds.size() - 1);
  ui.speed = kSpeeds[static_cast<std::size_t>(next)];
}

double speed_for(const RunView& run) {
  const auto fit =
      std::find_if(kSpeeds.begin() + 1, kSpeeds.end(), [&](double speed) { return run.end_s / speed <= kPatience; });
  return fit == kSpeeds.end() ? kSpeeds.back() : *fit;
}

}  // namespace bicoastal::gui
