// Data files of scenarios/ that are compiled into the program.
#pragma once

#include <optional>
#include <string_view>

namespace bicoastal {

/// Text of a file by its path below scenarios/: "schema.json", "latency/aws-2024-04.csv". Nothing where there is none.
std::optional<std::string_view> embedded_file(std::string_view name);

}  // namespace bicoastal
