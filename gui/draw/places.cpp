#include "gui/draw/places.hpp"

#include <utility>

namespace bicoastal::gui {

namespace {

using Places = std::map<std::string, NamedPlace, std::less<>>;

/// Like ImGui's context there is one for the program.
struct Frames {
  Places now, last;
  bool keeps_ink = false;
  std::vector<NamedPlace> ink_now, ink_last;
};
Frames& frames() {
  static Frames the;
  return the;
}

}  // namespace

void begin_places() {
  frames().last = std::exchange(frames().now, {});
  frames().ink_last = std::exchange(frames().ink_now, {});
}

void note_place(std::string_view name, const Box& box, std::string_view text) {
  frames().now.insert_or_assign(std::string(name), NamedPlace{box, std::string(text)});
}

std::optional<NamedPlace> place_of(std::string_view name) {
  const Places& places = frames().last;
  const auto found = places.find(name);
  return found == places.end() ? std::nullopt : std::optional(found->second);
}

const Places& all_places() { return frames().last; }

void keep_ink(bool keep) { frames().keeps_ink = keep; }

void note_ink(const Box& box, std::string_view text) {
  if (frames().keeps_ink) frames().ink_now.push_back({box, std::string(text)});
}

const std::vector<NamedPlace>& ink() { return frames().ink_last; }

}  // namespace bicoastal::gui
