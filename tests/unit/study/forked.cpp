#include "sim/study/forked.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <map>
#include <stdexcept>
#include <thread>

using namespace bicoastal;

namespace {

std::map<std::size_t, JobEnd> ends_of(ForkedJobs jobs) {
  std::map<std::size_t, JobEnd> ends;
  jobs.on_end = [&](std::size_t job, JobEnd end) { ends[job] = std::move(end); };
  run_forked(jobs);
  return ends;
}

}  // namespace

TEST_CASE("Every job runs once, in a process of its own, and its output comes back whole", "[study]") {
  const pid_t here = getpid();
  const auto ends = ends_of({.count = 20, .at_once = 3, .job = [&](std::size_t job) {
                               if (getpid() == here) throw std::logic_error("not in a child");
                               return std::string(job * 10000, static_cast<char>('a' + job));  // beyond a pipe's buffer
                             }});
  REQUIRE(ends.size() == 20);
  for (const auto& [job, end] : ends) {
    CHECK(end.ended_well);
    CHECK(end.output == std::string(job * 10000, static_cast<char>('a' + job)));
  }
}

TEST_CASE("A job that throws, is killed or exits is reported, and the others go on", "[study]") {
  const auto ends = ends_of({.count = 4, .at_once = 2, .job = [](std::size_t job) -> std::string {
                               if (job == 0) throw std::runtime_error("no luck");
                               if (job == 1) raise(SIGKILL);
                               if (job == 2) _exit(70);
                               return "fine";
                             }});
  CHECK(ends.at(0).trouble == "no luck");
  CHECK(ends.at(1).trouble == "killed by signal 9 (Killed)");
  CHECK(ends.at(2).trouble == "ended with exit code 70");
  CHECK_FALSE(ends.at(2).ended_well);
  CHECK(ends.at(3).output == "fine");
}

TEST_CASE("A tick that returns a signal ends the running jobs and starts no further one", "[study]") {
  int ticks = 0;
  ForkedJobs jobs{.count = 10, .at_once = 2, .job = [](std::size_t) -> std::string {
                    std::this_thread::sleep_for(std::chrono::seconds(60));
                    return "too late";
                  }};
  jobs.on_tick = [&]() { return ++ticks == 2 ? std::optional(SIGKILL) : std::nullopt; };
  std::size_t ended = 0;
  jobs.on_end = [&](std::size_t, JobEnd end) {
    ++ended;
    CHECK(end.trouble == "killed by signal 9 (Killed)");
  };
  const auto begin = std::chrono::steady_clock::now();
  CHECK(run_forked(jobs) == 2);
  CHECK(ended == 2);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}
