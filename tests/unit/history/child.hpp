// Parts of a test that must happen in a process of their own: killed, without rights, or on a small disk.
#pragma once

#include <cstdlib>
#include <functional>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

namespace bicoastal::test {

/// Runs `body` in a child; its exit status as wait() gives it. No Catch macros in `body`.
inline int in_child(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("no child process for the test");
  if (child == 0) {
    int code = 99;
    try {
      code = body();
    } catch (...) {
    }
    ::_exit(code);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
  }
  return status;
}

/// Exit code of `body` run in a child; -1 where a signal ended it.
inline int exit_code_of(const std::function<int()>& body) {
  const int status = in_child(body);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// In a child: becomes a user without rights, where it is root.
inline bool drop_rights() { return ::geteuid() != 0 || (::setgid(65534) == 0 && ::setuid(65534) == 0); }

}  // namespace bicoastal::test
