#include "sim/cli/simulate.hpp"

#include "sim/cli/exit_code.hpp"
#include "sim/cli/signals.hpp"
#include "sim/history/pipe.hpp"
#include "sim/report/numbers.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include <fmt/format.h>

namespace bicoastal {

namespace {

using Clock = std::chrono::steady_clock;
constexpr int kLookEveryMs = 100;

/// Counts operations for the progress display.
class OperationCounter final : public RecordSink {
 public:
  void consume(std::span<const Record> records) override {
    std::uint64_t operations = 0;
    for (const Record& record : records) operations += record.type == RecordType::operation;
    count_.fetch_add(operations, std::memory_order_relaxed);
  }
  std::uint64_t count() const { return count_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> count_ = 0;
};

/// Looks after a run from a thread of its own: signals, a pipe that failed, progress.
class Watch {
 public:
  Watch(const Scenario& scenario, const SimulateOptions& options, const ChunkPipe& pipe,
        const OperationCounter& counter)
      : scenario_(scenario), pipe_(pipe), counter_(counter), progress_(options.progress, options.what), thread_([this] {
          look_after();
        }) {}
  ~Watch() { end(); }

  /// Ends the thread and takes the bar away.
  void end() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
    progress_.clear();
  }

  std::atomic<bool> stop = false;
  std::atomic<std::int64_t> reached_ns = 0;
  bool interrupted() const { return interrupted_; }

 private:
  void look_after() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, std::chrono::milliseconds(kLookEveryMs), [this] { return over_; })) {
      if (take_signal(0)) {
        if (interrupted_) _exit(kInterrupted);  // asked twice: at once
        interrupted_ = true;
        stop = true;
      }
      if (pipe_.failed()) stop = true;
      show();
    }
  }

  void show() {
    const double reached_s = Time(reached_ns).in_seconds(), goal_s = scenario_.duration.in_seconds();
    const double elapsed_s = std::chrono::duration<double>(Clock::now() - begin_).count();
    progress_.show(goal_s > 0 ? reached_s / goal_s : 1,
                   fmt::format("{} of {}, {} requests/s", show_seconds(std::min(reached_s, goal_s)),
                               show_seconds(goal_s), show_rate(static_cast<double>(counter_.count()) / elapsed_s)));
  }

  const Scenario& scenario_;
  const ChunkPipe& pipe_;
  const OperationCounter& counter_;
  Progress progress_;
  Clock::time_point begin_ = Clock::now();
  std::mutex mutex_;  // guards over_
  std::condition_variable wake_;
  bool over_ = false;
  std::atomic<bool> interrupted_ = false;
  std::thread thread_;  // last: it uses all of the above
};

Performance performance_of(const RunStats& stats, double wall_s) {
  const auto rate = [&](std::uint64_t count) { return wall_s > 0 ? static_cast<double>(count) / wall_s : 0; };
  return {wall_s, rate(stats.requests), rate(stats.events), peak_rss_mb()};
}

}  // namespace

double peak_rss_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) * 1024e-6;
}

Simulated simulate(const Scenario& scenario, const SimulateOptions& options) {
  const HeldSignals held;
  const auto begin = Clock::now();
  Analyser analyser(scenario, options.measures);
  OperationCounter counter;
  std::vector<RecordSink*> readers;
  if (options.progress != ProgressStyle::none) readers.push_back(&counter);
  readers.push_back(&analyser);
  if (options.writer != nullptr) readers.push_back(options.writer);
  ChunkPipe pipe(std::move(readers));
  Watch watch(scenario, options, pipe, counter);

  Simulated result;
  const RunStats stats =
      run(scenario, {.engine = options.engine, .stop = &watch.stop, .progress_ns = &watch.reached_ns}, pipe);
  try {
    pipe.close();
  } catch (const std::system_error& error) {
    result.write_error = error.what();
  }
  watch.end();
  result.analysis = analyser.finish();
  result.interrupted = stats.stopped && watch.interrupted();
  result.performance = performance_of(stats, std::chrono::duration<double>(Clock::now() - begin).count());
  return result;
}

}  // namespace bicoastal
