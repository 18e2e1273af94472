// Runs the built program as a user would, and brings back what it wrote and how it ended.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace bicoastal::test {

struct Ended {
  int code = 0;  ///< exit code; 1000 + signal where a signal ended it
  std::string out, err;
};

struct How {
  std::string directory{};                     ///< to run in; empty: here
  std::vector<std::string> environment{};      ///< "NAME=value", beside ours
  std::function<void()> before_start{};        ///< in the child: limits, privileges
  std::function<void(pid_t)> while_running{};  ///< in the parent
  std::string out_to{};                        ///< file in place of what `out` brings back
};

Ended run_program(const std::vector<std::string>& arguments, const How& how = {});

/// What a terminal shows of stdout and stderr together, control sequences included; SIGINT after `seconds`.
std::string run_on_terminal(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
                            double seconds);

/// A directory of its own, removed with all that is in it.
class ScratchDirectory {
 public:
  ScratchDirectory();
  ~ScratchDirectory();
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  std::string path(const std::string& name = {}) const { return (directory_ / name).string(); }
  /// Path of a new file with this text.
  std::string file(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path directory_;
};

/// Two regions, an outage, a second of real time at most.
struct Small {
  std::string name = "small";
  std::string duration = "20 s";
  std::string expect = "[]";
  std::string reads = "0.8";
  std::string extra{};  ///< further members, each with a comma before it
};
std::string small_scenario(const Small& small = {});

std::string read_file(const std::string& path);

/// Waits until `done`, at most 20 s. False where it never was.
bool wait_until(const std::function<bool()>& done);

}  // namespace bicoastal::test
