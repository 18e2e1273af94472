// Invariants of our own code. A failed check is our bug: it stays on in Release, says where, and ends the process with
// exit code 70. It is never reachable from user input.
#pragma once

#include <string_view>

namespace bicoastal {

[[noreturn]] void check_failed(std::string_view condition, const char* file, int line);

}  // namespace bicoastal

#define BC_CHECK(condition) \
  (static_cast<bool>(condition) ? void() : ::bicoastal::check_failed(#condition, __FILE__, __LINE__))
