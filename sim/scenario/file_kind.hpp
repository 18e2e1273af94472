// What a JSON file is about, told by the members that only files of its kind have.
#pragma once

#include <cstdint>
#include <string>

namespace bicoastal {

enum class FileKind : std::uint8_t {
  scenario,
  claims,
  sweep,
  lesson,
  built_in,  ///< systems, prices, terms, schemas: which the program has in it
};

/// Anything that is none of the others, or no JSON, is taken for a scenario, whose reader says what is wrong.
FileKind kind_of(const std::string& file);

}  // namespace bicoastal
