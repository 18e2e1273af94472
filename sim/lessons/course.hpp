// The lessons of the course, and how somebody names one of them.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bicoastal {

/// "04-dns-or-balancer" of a file, without its folder and ending.
std::string lesson_name(std::string_view file);

/// Why there is no such lesson, in one line.
struct NoLesson {
  std::string why;
};

/// The file of a lesson that is named by its number in the course, its name, a part of the name, or itself as a file.
std::variant<std::string, NoLesson> find_lesson(const std::string& what, const std::vector<std::string>& course);

}  // namespace bicoastal
