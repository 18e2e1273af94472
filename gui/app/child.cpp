#include "gui/app/child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

constexpr std::size_t kKept = 1U << 20U;  // bytes of each stream; the latest ones
constexpr std::chrono::milliseconds kGrace(3000);

struct Pipe {
  int read = -1, write = -1;
  Pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) == 0) {
      read = ends[0];
      write = ends[1];
      ::fcntl(read, F_SETFL, O_NONBLOCK);
    }
  }
};

}  // namespace

Child::Child(const std::vector<std::string>& arguments) {
  Pipe out, err;
  std::vector<std::string> copy = arguments;
  std::vector<char*> argv;
  for (std::string& argument : copy) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, out.write, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, err.write, STDERR_FILENO);
  const int error = ::posix_spawnp(&pid_, argv[0], &actions, nullptr, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(out.write);
  ::close(err.write);
  out_pipe_ = out.read;
  err_pipe_ = err.read;
  if (error != 0) {
    pid_ = -1;
    trouble_ = fmt::format("{} cannot be started: {}", arguments.front(), std::strerror(error));
  }
}

Child::~Child() {
  if (pid_ > 0) {
    ::kill(pid_, SIGTERM);
    const auto until = std::chrono::steady_clock::now() + kGrace;
    while (pid_ > 0 && std::chrono::steady_clock::now() < until) {
      poll();
      if (pid_ > 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      reap(0);
    }
  }
  if (out_pipe_ >= 0) ::close(out_pipe_);
  if (err_pipe_ >= 0) ::close(err_pipe_);
}

void Child::take(int& descriptor, std::string& into) {
  std::array<char, 16384> buffer;
  while (descriptor >= 0) {
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got > 0) {
      into.append(buffer.data(), static_cast<std::size_t>(got));
      if (into.size() > kKept) into.erase(0, into.size() - kKept);
    } else if (got < 0 && errno == EINTR) {
      continue;
    } else if (got < 0 && errno == EAGAIN) {
      return;
    } else {
      ::close(descriptor);
      descriptor = -1;
    }
  }
}

void Child::reap(int options) {
  int status = 0;
  if (pid_ <= 0 || ::waitpid(pid_, &status, options) != pid_) return;
  pid_ = -1;
  if (WIFEXITED(status)) exit_code_ = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) signal_ = WTERMSIG(status);
}

void Child::kill() const {
  if (pid_ > 0) ::kill(pid_, SIGKILL);
}

bool Child::poll() {
  reap(WNOHANG);
  take(out_pipe_, out_);
  take(err_pipe_, err_);
  return pid_ > 0;
}

void Child::interrupt() const {
  if (pid_ > 0) ::kill(pid_, SIGINT);
}

}  // namespace bicoastal::gui
