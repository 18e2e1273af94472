#include "sim/lessons/course.hpp"

#include "sim/base/units.hpp"
#include "sim/scenario/nearest.hpp"

#include <charconv>

#include <fmt/format.h>

namespace bicoastal {

std::string lesson_name(std::string_view file) {
  const std::size_t slash = file.rfind('/');
  if (slash != std::string_view::npos) file.remove_prefix(slash + 1);
  if (file.ends_with(".json")) file.remove_suffix(5);
  return std::string(file);
}

std::variant<std::string, NoLesson> find_lesson(const std::string& what, const std::vector<std::string>& course) {
  if (what.ends_with(".json")) return what;
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(what.data(), what.data() + what.size(), number);
  if (error == std::errc() && end == what.data() + what.size()) {
    if (number >= 1 && number <= course.size()) return course[number - 1];
    return NoLesson{fmt::format("there are lessons 1 to {}", course.size())};
  }
  std::vector<std::string> found, names;
  for (const std::string& file : course) {
    names.push_back(lesson_name(file));
    if (names.back() == what) return file;
    if (names.back().find(what) != std::string::npos) found.push_back(file);
  }
  if (found.size() == 1) return found.front();
  if (found.empty())
    return NoLesson{fmt::format("there is no lesson {} {}", in_quotes(what), suggest_name(what, names))};
  return NoLesson{fmt::format("{} is a part of several names: {} and {}", in_quotes(what), lesson_name(found[0]),
                              lesson_name(found[1]))};
}

}  // namespace bicoastal
