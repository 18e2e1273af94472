// Where the points of a study stand, in a word, and which to look at first.
#pragma once

#include "sim/study/study.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace bicoastal {

/// From the first to look at to the last.
enum class PointPlace : std::uint8_t { best, frontier, perhaps, dominated, kept, unknown, perhaps_out, out };

PointPlace place_of(const StudyFindings& findings, std::size_t point);
/// Empty for `kept`: nothing more is to be said.
std::string_view name_of(PointPlace place);

/// All points: by place, and within one by the first objective, the better first; else as they are numbered.
std::vector<std::size_t> best_first(const StudyFindings& findings);

}  // namespace bicoastal
