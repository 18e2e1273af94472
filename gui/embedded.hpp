// Data files of the program.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace bicoastal::gui {

std::optional<std::string_view> embedded_file(std::string_view name);
std::span<const std::string_view> embedded_files();

}  // namespace bicoastal::gui
