#include "sim/lessons/look_in_words.hpp"

#include "sim/lessons/desktop_places.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace bicoastal {

std::string place_in_words(const LessonLook& look, FigureValues values) {
  const PointedAt pointed = pointed_at(look.place);
  std::string page(pointed.place == nullptr ? look.place : pointed.place->page);
  page.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(page.front())));
  std::string text = fmt::format("page {}", page);
  if (pointed.place != nullptr) {
    std::string words(pointed.place->words);
    std::string of(pointed.of);
    if (pointed.place->of != PlaceOf::region) std::ranges::replace(of, '_', ' ');
    if (const std::size_t gap = words.find("…"); gap != std::string::npos)
      words.replace(gap, std::string_view("…").size(), of);
    text += fmt::format(", {}", words);
  }
  if (look.at)
    if (const auto at = look.at->value(values)) text += fmt::format(", at {}", show_value(*at, MetricUnit::seconds));
  return text;
}

}  // namespace bicoastal
