// Data files of the desktop program.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace bicoastal {

std::optional<std::string_view> gui_file(std::string_view name);
std::span<const std::string_view> gui_files();

}  // namespace bicoastal
