// Many jobs, each in a child process of its own: SimGrid allows one engine a process, and a job that crashes must not
// take the others along.
//
// A child is forked, not executed anew (about 1 ms against 29 ms), so everything that the parent prepared is there. It
// dies with its parent, whatever kills that. REQUIRES of the caller: no other thread of the process holds a lock that a
// job needs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace bicoastal {

/// What became of one job.
struct JobEnd {
  bool ended_well = false;
  std::string output;            ///< what the job returned; empty where it did not end well
  std::string trouble;           ///< why it did not: "killed by signal 9 (Killed)", an exception's text, ...
  int signal = 0;                ///< that ended it, or 0
  double wall_s = 0;             ///< from its fork until it was over
  std::uint64_t peak_bytes = 0;  ///< greatest resident set of its process, what it shares with the parent included
};

struct ForkedJobs {
  std::size_t count = 0;
  std::size_t at_once = 1;
  /// Runs in a child; its return value is brought to the parent.
  std::function<std::string(std::size_t job)> job{};
  /// In the parent, in the order in which jobs end.
  std::function<void(std::size_t job, JobEnd end)> on_end{};
  /// In the parent, some ten times a second. A signal that it returns goes to all children, and no further job starts;
  /// 0 only ends the starting of jobs. May be empty.
  std::function<std::optional<int>()> on_tick{};
};

/// Number of jobs that started. Returns when all of them have ended.
std::size_t run_forked(const ForkedJobs& jobs);

}  // namespace bicoastal
