#include "sim/cli/sweep_worker.hpp"

#include "sim/base/shell_words.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/plugins.hpp"
#include "sim/report/numbers.hpp"
#include "sim/study/packed.hpp"

#include <bicoastal/analysis.hpp>
#include <bicoastal/run.hpp>

#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <fstream>
#include <limits>
#include <new>
#include <stdexcept>

#include <fmt/format.h>

namespace bicoastal {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

/// SIGALRM, that many seconds from now; what it does by default is to end the process.
void set_alarm(double seconds) {
  itimerval timer{};
  timer.it_value.tv_sec = static_cast<time_t>(seconds);
  timer.it_value.tv_usec = static_cast<suseconds_t>(std::fmod(seconds, 1) * 1e6);
  if (timer.it_value.tv_sec == 0 && timer.it_value.tv_usec == 0) timer.it_value.tv_usec = 1;
  setitimer(ITIMER_REAL, &timer, nullptr);
}

/// Beyond what the process, which is a copy of the prepared parent, has by now.
void limit_memory(std::uint64_t bytes) {
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const rlim_t most = pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) + bytes;
  const rlimit limit{most, most};
  setrlimit(RLIMIT_AS, &limit);
}

Scenario loaded(const Sweep& sweep, std::size_t point, std::uint64_t seed) {
  Result<Scenario> scenario = scenario_of(sweep, point, seed, {.plugins = loaded_plugins()});
  if (!scenario) throw std::runtime_error(to_string(scenario.faults().front()));
  return *std::move(scenario);
}

std::atomic<bool> stop_pilot{false};  // a signal handler knows no other way

}  // namespace

std::string simulate_point(const Sweep& sweep, std::size_t point, std::uint64_t seed) {
  if (sweep.limits.time_s) set_alarm(*sweep.limits.time_s);
  if (sweep.limits.memory_bytes) limit_memory(*sweep.limits.memory_bytes);
  try {
    // Never destroyed: the process ends at once, and taking all that apart would take it longer than the rest of this.
    const Scenario& scenario = *new Scenario(loaded(sweep, point, seed));
    const Clock::time_point begin = Clock::now();
    Analyser& analyser = *new Analyser(scenario);
    run(scenario, {}, analyser);
    const Analysis& analysis = *new Analysis(analyser.finish());
    std::string bytes = analysis.digest;
    put(bytes, seconds_since(begin));
    for (const Expectation& one : scenario.expect)
      put(bytes, analysis.measure(scenario, one.metric, one.of).value_or(std::numeric_limits<double>::quiet_NaN()));
    return bytes;
  } catch (const std::bad_alloc&) {
    if (!sweep.limits.memory_bytes) throw std::runtime_error("out of memory");
    throw std::runtime_error(
        fmt::format("needs more memory than {}", show_bytes(static_cast<double>(*sweep.limits.memory_bytes))));
  }
}

SweepRun run_of(const Sweep& sweep, std::size_t number, const JobEnd& end) {
  const SweepPlan& plan = sweep.plan;
  SweepRun run;
  run.number = number;
  run.point = number / plan.seeds.size();
  run.seed = plan.seeds[number % plan.seeds.size()];
  run.id = run_id(plan.points[run.point], run.seed);
  run.again = fmt::format("bicoastal run {}", shell_quoted(plan.base));
  for (const std::string& set : plan.points[run.point].sets) run.again += fmt::format(" --set {}", shell_quoted(set));
  run.again += fmt::format(" --seed {}", run.seed);
  for (const std::string& library : plugin_libraries()) run.again += fmt::format(" --plugin {}", shell_quoted(library));
  run.values.resize(plan.metrics.size());
  run.wall_s = end.wall_s;
  run.peak_bytes = end.peak_bytes;
  if (!end.ended_well) {
    run.error = end.signal == SIGALRM && sweep.limits.time_s
                    ? fmt::format("took longer than {}", show_seconds(*sweep.limits.time_s))
                    : end.trouble;
    if (run.error.empty()) run.error = "failed without a word";
    return run;
  }
  constexpr std::size_t kDigestLength = 32;
  run.digest = end.output.substr(0, kDigestLength);
  std::size_t at = kDigestLength;
  run.wall_s = take<double>(end.output, at);
  for (std::optional<double>& value : run.values) {
    const auto number_read = take<double>(end.output, at);
    value = number_read == number_read ? std::optional(number_read) : std::nullopt;
  }
  return run;
}

std::string fly_pilot(const Sweep& sweep, std::size_t point, double most_s) {
  const Scenario scenario = loaded(sweep, point, sweep.plan.seeds.front());
  std::signal(SIGALRM, [](int) { stop_pilot = true; });
  set_alarm(most_s);
  std::atomic<std::int64_t> reached_ns{0};
  const Clock::time_point begin = Clock::now();
  Analyser analyser(scenario);
  const RunStats stats = run(scenario, {.stop = &stop_pilot, .progress_ns = &reached_ns}, analyser);
  analyser.finish();
  const double whole = static_cast<double>(scenario.duration.ns);
  const double share = stats.stopped ? std::min(1.0, std::max(1e-6, static_cast<double>(reached_ns) / whole)) : 1;
  std::string bytes;
  put(bytes, seconds_since(begin) / share);
  put(bytes, share);
  return bytes;
}

Pilot pilot_of(const std::string& bytes) {
  std::size_t at = 0;
  const auto run_s = take<double>(bytes, at);
  return {run_s, take<double>(bytes, at)};
}

}  // namespace bicoastal
