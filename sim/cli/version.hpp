// Which bicoastal this is.
#pragma once

#include <string>

namespace bicoastal {

/// "0.1.0 Release"
std::string build_version();

}  // namespace bicoastal
