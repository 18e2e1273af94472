#include "sim/base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace bicoastal {

void check_failed(std::string_view condition, const char* file, int line) {
  std::fprintf(stderr, "bicoastal: internal error: %.*s is false (%s:%d). This is a bug in bicoastal.\n",
               static_cast<int>(condition.size()), condition.data(), file, line);
  std::fflush(stderr);
  std::_Exit(70);
}

}  // namespace bicoastal
