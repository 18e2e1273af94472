// Data files of scenarios/ that are compiled into the program.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace bicoastal {

/// What a path begins with that means an embedded file: "shipped:/claims/index.json". What such a file refers to
/// relative to itself is then an embedded file, too.
inline constexpr std::string_view kShipped = "shipped:/";

/// Text of a file by its path below scenarios/: "schema.json", "latency/aws-2024-04.csv". Nothing where there is none.
std::optional<std::string_view> embedded_file(std::string_view name);
/// Paths of all of them.
std::span<const std::string_view> embedded_files();

}  // namespace bicoastal
