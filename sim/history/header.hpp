// What the first bytes of a file say, before SQLite is asked.
#pragma once

#include <bicoastal/result.hpp>

#include <optional>
#include <string>

namespace bicoastal {

/// Why `path` cannot be opened as a run file; nothing where its header is right.
std::optional<Diagnostic> header_fault(const std::string& path);

}  // namespace bicoastal
