// Scripts, style sheets and licences that are compiled into the program.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace bicoastal {

/// Text of a file by its name: "page.css", "dygraph.js". Nothing where there is none.
std::optional<std::string_view> page_file(std::string_view name);
/// Names of all of them.
std::span<const std::string_view> page_files();

}  // namespace bicoastal
