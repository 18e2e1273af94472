// Reads a text file of the user, whatever it turns out to be.
#pragma once

#include "sim/scenario/faults.hpp"

#include <optional>
#include <string>

namespace bicoastal {

inline constexpr std::size_t kMaxFileBytes = 16u << 20;

/// The bytes of `path`, or nothing and one fault. A file that somebody else asked for (an include, a table) passes the
/// place and pointer of the reference: the fault then names both.
struct Reference {
  Place place;
  std::string pointer;
};
std::optional<std::string> read_source(const std::string& path, const std::optional<Reference>& asked_by,
                                       Faults& faults);

/// True where `text` is UTF-8 (no overlong forms, no surrogates); else a fault with the line of the first bad byte.
bool check_utf8(std::string_view text, std::uint16_t source, Faults& faults);

}  // namespace bicoastal
