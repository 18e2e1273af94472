#include "sim/study/forked.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <exception>
#include <system_error>
#include <vector>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr int kTickMs = 100;
using Clock = std::chrono::steady_clock;
constexpr char kEndedWell = '+';
constexpr char kThrew = '!';

struct Child {
  std::size_t job = 0;
  pid_t process = 0;
  int from = -1;      // read end of its pipe
  std::string bytes;  // a mark, then the output or the trouble
  Clock::time_point started{};
};

void write_all(int to, const std::string& bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t n = write(to, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    done += static_cast<std::size_t>(n);
  }
}

[[noreturn]] void be_child(const ForkedJobs& jobs, std::size_t job, pid_t parent, int to) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);  // it died before we could ask to die with it
  std::string bytes;
  try {
    bytes = kEndedWell + jobs.job(job);
  } catch (const std::exception& error) {
    bytes = std::string(1, kThrew) + error.what();
  } catch (...) {
    bytes = std::string(1, kThrew) + "an unknown exception";
  }
  write_all(to, bytes);
  _exit(0);  // the parent's buffers and static objects are not ours to flush or destroy
}

Child start(const ForkedJobs& jobs, std::size_t job) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  const pid_t parent = getpid();
  const Clock::time_point started = Clock::now();
  const pid_t process = fork();
  if (process < 0) {
    const int error = errno;
    close(ends[0]);
    close(ends[1]);
    throw std::system_error(error, std::generic_category(), "fork");
  }
  if (process == 0) {
    close(ends[0]);
    be_child(jobs, job, parent, ends[1]);
  }
  close(ends[1]);
  return {job, process, ends[0], {}, started};
}

/// False once the child has closed its end.
bool read_some(Child& child) {
  std::array<char, 1 << 16> buffer;
  const ssize_t n = read(child.from, buffer.data(), buffer.size());
  if (n < 0 && errno == EINTR) return true;
  if (n > 0) child.bytes.append(buffer.data(), static_cast<std::size_t>(n));
  return n > 0;
}

/// What became of the child, by how its process ended.
JobEnd end_of(const Child& child, int status) {
  JobEnd end;
  if (WIFSIGNALED(status)) {
    end.signal = WTERMSIG(status);
    end.trouble = fmt::format("killed by signal {} ({})", end.signal, strsignal(end.signal));
  } else if (WEXITSTATUS(status) != 0) {
    end.trouble = fmt::format("ended with exit code {}", WEXITSTATUS(status));
  } else if (child.bytes.empty()) {
    end.trouble = "ended without a result";
  } else if (child.bytes.front() == kThrew) {
    end.trouble = child.bytes.substr(1);
  } else {
    end.ended_well = true;
    end.output = child.bytes.substr(1);
  }
  return end;
}

JobEnd reap(const Child& child) {
  close(child.from);
  int status = 0;
  rusage used{};
  while (wait4(child.process, &status, 0, &used) < 0 && errno == EINTR) {
  }
  JobEnd end = end_of(child, status);
  end.wall_s = std::chrono::duration<double>(Clock::now() - child.started).count();
  end.peak_bytes = static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
  return end;
}

}  // namespace

std::size_t run_forked(const ForkedJobs& jobs) {
  std::vector<Child> children;
  std::size_t started = 0;
  bool starting = true;
  while (true) {
    while (starting && started < jobs.count && children.size() < jobs.at_once)
      children.push_back(start(jobs, started++));
    if (children.empty()) return started;
    std::vector<pollfd> waiting;
    for (const Child& child : children) waiting.push_back({child.from, POLLIN, 0});
    poll(waiting.data(), waiting.size(), kTickMs);
    for (std::size_t i = children.size(); i-- > 0;) {
      if (waiting[i].revents == 0 || read_some(children[i])) continue;
      const Child ended = std::move(children[i]);
      children.erase(children.begin() + static_cast<std::ptrdiff_t>(i));
      jobs.on_end(ended.job, reap(ended));
    }
    if (!jobs.on_tick) continue;
    if (const std::optional<int> signal = jobs.on_tick()) {
      starting = false;
      for (const Child& child : children)
        if (*signal != 0) kill(child.process, *signal);
    }
  }
}

}  // namespace bicoastal
