#include "sim/cli/sweep_runs.hpp"

#include "sim/cli/signals.hpp"
#include "sim/cli/sweep_worker.hpp"
#include "sim/study/forked.hpp"

#include <chrono>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace bicoastal {

namespace {

using Clock = std::chrono::steady_clock;

class ListedRuns {
 public:
  ListedRuns(const SweepRunsWanted& wanted, const std::vector<SweepRun>& before, SweepFile& file)
      : wanted_(wanted), sweep_(wanted.sweep), file_(file), progress_(wanted.progress, "sweep") {
    for (const SweepRun& run : before)
      if (run.ended_well()) tell(run);  // the others get another chance
  }

  SweepRunsDone run() {
    const HeldSignals held;
    for (std::size_t p = 0; p < sweep_.plan.points.size(); ++p)
      if (wanted_.shard.takes_point(p, sweep_)) points_.push_back(Point{p, first_seeds(p)});
    while (!done_.interrupted) {
      const std::vector<std::size_t> round = next_round();
      if (round.empty()) break;
      simulate(round);
    }
    progress_.clear();
    for (auto& [number, run] : failed_) done_.failed.push_back(std::move(run));
    done_.wall_s = std::chrono::duration<double>(Clock::now() - begin_).count();
    return std::move(done_);
  }

 private:
  struct Point {
    std::size_t number = 0;
    std::size_t seeds = 0;  ///< so far wanted
    bool decided = false;
  };

  const SweepRunsWanted& wanted_;
  const Sweep& sweep_;
  SweepFile& file_;
  Progress progress_;
  Clock::time_point begin_ = Clock::now();
  std::vector<Point> points_;
  std::vector<std::optional<double>> deciding_;  ///< by run number, the metric that decides about seeds
  std::map<std::size_t, bool> ended_well_;       ///< by run number
  std::map<std::size_t, SweepRun> failed_;
  std::map<std::size_t, std::uint32_t> attempts_;
  std::size_t planned_ = 0;  // of this round and those before
  SweepRunsDone done_;

  std::size_t first_seeds(std::size_t point) const {
    return sweep_.until ? sweep_.until->precision.least : *sweep_.plan.points[point].wanted;
  }

  std::size_t number(const Point& point, std::size_t k) const { return point.number * sweep_.plan.seeds.size() + k; }

  void tell(const SweepRun& run) {
    ended_well_[run.number] = true;
    if (!sweep_.until) return;
    deciding_.resize(sweep_.plan.numbers());
    deciding_[run.number] = run.values[sweep_.until->metric];
  }

  bool given_up(std::size_t number) const {
    const auto attempts = attempts_.find(number);
    return attempts != attempts_.end() && attempts->second > wanted_.retries;
  }

  /// Whether further seeds are wanted; the answer depends on what the point's runs gave, and on nothing else.
  void decide(Point& point) {
    if (point.decided) return;
    std::vector<std::optional<double>> values;
    deciding_.resize(sweep_.plan.numbers());
    for (std::size_t k = 0; k < point.seeds; ++k) values.push_back(deciding_[number(point, k)]);
    const std::optional<MoreSeeds> more = more_seeds(values, sweep_.until->precision);
    if (more && more->more > 0) {
      point.seeds += more->more;
      return;
    }
    point.decided = true;
    file_.set_wanted(point.number, point.seeds);
  }

  std::vector<std::size_t> pending(const Point& point) const {
    std::vector<std::size_t> numbers;
    for (std::size_t k = 0; k < point.seeds; ++k) {
      const std::size_t n = number(point, k);
      if (wanted_.shard.takes_run(n, sweep_) && !ended_well_.contains(n) && !given_up(n)) numbers.push_back(n);
    }
    return numbers;
  }

  std::vector<std::size_t> next_round() {
    std::vector<std::size_t> round;
    for (Point& point : points_) {
      std::vector<std::size_t> numbers = pending(point);
      while (numbers.empty() && sweep_.until && !point.decided) {
        decide(point);
        numbers = pending(point);
      }
      round.insert(round.end(), numbers.begin(), numbers.end());
    }
    done_.there = known() - done_.made;
    planned_ = done_.made + failed_.size() + round.size();
    return round;
  }

  /// ListedRuns of this shard that are wanted so far and have ended well.
  std::size_t known() const {
    std::size_t known = 0;
    for (const Point& point : points_)
      for (std::size_t k = 0; k < point.seeds; ++k)
        known += wanted_.shard.takes_run(number(point, k), sweep_) && ended_well_.contains(number(point, k)) ? 1 : 0;
    return known;
  }

  void on_end(std::size_t number, const JobEnd& end) {
    if (done_.interrupted && !end.ended_well) return;  // ended by us
    SweepRun run = run_of(sweep_, number, end);
    run.attempts = ++attempts_[number];
    if (run.ended_well()) {
      tell(run);
      failed_.erase(number);
      ++done_.made;
      file_.add(run);
    } else {
      if (given_up(number)) file_.add(run);
      failed_[number] = std::move(run);
    }
  }

  void simulate(const std::vector<std::size_t>& round) {
    const std::size_t seeds = sweep_.plan.seeds.size();
    run_forked({.count = round.size(),
                .at_once = wanted_.at_once,
                .job =
                    [&](std::size_t i) {
                      return simulate_point(sweep_, round[i] / seeds, sweep_.plan.seeds[round[i] % seeds]);
                    },
                .on_end = [&](std::size_t i, const JobEnd& end) { on_end(round[i], end); },
                .on_tick = [&] { return tick(); }});
  }

  std::optional<int> tick() {
    const std::size_t ended = done_.made + failed_.size();
    const double elapsed = std::chrono::duration<double>(Clock::now() - begin_).count();
    progress_.show(planned_ == 0 ? 1 : static_cast<double>(ended) / static_cast<double>(planned_),
                   fmt::format("{} of {} runs, {:.3g} runs/s, {} failed", done_.there + ended, done_.there + planned_,
                               static_cast<double>(ended) / elapsed, failed_.size()));
    if (!done_.interrupted && !take_signal(0)) return std::nullopt;
    done_.interrupted = true;
    return SIGKILL;
  }
};

}  // namespace

SweepRunsDone run_sweep(const SweepRunsWanted& wanted, const std::vector<SweepRun>& before, SweepFile& file) {
  return ListedRuns(wanted, before, file).run();
}

}  // namespace bicoastal
