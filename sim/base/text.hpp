// Texts as people type them.
#pragma once

#include <string_view>

namespace bicoastal {

/// Without blanks, tabs and ends of lines around it.
std::string_view trimmed(std::string_view text);

}  // namespace bicoastal
