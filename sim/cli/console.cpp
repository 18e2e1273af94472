#include "sim/cli/console.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>

namespace bicoastal {

void print(std::string_view text) {
  static bool reader_gone = false;
  while (!text.empty() && !reader_gone) {
    const ssize_t n = write(STDOUT_FILENO, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EPIPE) {
      reader_gone = true;
      return;
    }
    if (n < 0) throw OutputError(fmt::format("cannot write to standard output: {}", std::strerror(errno)));
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

void complain(std::string_view text) {
  fmt::print(stderr, "bicoastal: {}\n", text);
  std::fflush(stderr);
}

void complain(const Diagnostics& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) fmt::print(stderr, "{}\n", printable(to_string(diagnostic), 4000));
  std::fflush(stderr);
}

bool is_terminal(int descriptor) {
  if (isatty(descriptor) == 0) return false;
  const char* term = std::getenv("TERM");
  return term != nullptr && *term != 0 && std::string_view(term) != "dumb";
}

Ink ink_for(int descriptor) {
  const char* refused = std::getenv("NO_COLOR");
  return Ink{is_terminal(descriptor) && (refused == nullptr || *refused == 0)};
}

std::size_t columns_of_terminal(int descriptor) {
  winsize size{};
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace bicoastal
