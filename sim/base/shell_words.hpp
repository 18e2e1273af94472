// Commands that people paste.
#pragma once

#include <string>
#include <string_view>

namespace bicoastal {

/// A word as a POSIX shell reads it back.
std::string shell_quoted(std::string_view word);

}  // namespace bicoastal
