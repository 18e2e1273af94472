// Runs a function in a forked child and brings back the bytes it returns: SimGrid allows one engine a process.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace bicoastal::test {

/// The values that `function` returned in the child. Throws where the child did not end well.
template <class T, class Function>
std::vector<T> in_child(Function&& function) {
  static_assert(std::is_trivially_copyable_v<T>);
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("pipe");
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork");
  if (child == 0) {
    close(ends[0]);
    std::vector<T> values;
    try {
      values = function();
    } catch (...) {
      _exit(1);  // never back into the test runner's copy
    }
    const auto* data = reinterpret_cast<const char*>(values.data());
    std::size_t left = values.size() * sizeof(T);
    while (left > 0) {
      const ssize_t written = write(ends[1], data, left);
      if (written <= 0) _exit(1);
      data += written;
      left -= static_cast<std::size_t>(written);
    }
    _exit(0);
  }
  close(ends[1]);
  std::string bytes;
  char buffer[1 << 16];
  for (ssize_t n; (n = read(ends[0], buffer, sizeof buffer)) > 0;) bytes.append(buffer, static_cast<std::size_t>(n));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error("the child did not end well");
  std::vector<T> values(bytes.size() / sizeof(T));
  bytes.copy(reinterpret_cast<char*>(values.data()), values.size() * sizeof(T));
  return values;
}

}  // namespace bicoastal::test
