#include "sim/cli/version.hpp"

namespace bicoastal {

std::string build_version() { return BICOASTAL_BUILD; }

}  // namespace bicoastal
