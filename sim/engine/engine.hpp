// The engine: SimGrid's clock, platform and bandwidth sharing under our own event queue. SimGrid lives in engine.cpp
// only.
//
// SimGrid owns the platform (a zone a region, WAN links, routes), the clock and the transfers; the Agenda owns
// everything else. There are two kinds of own event: plain ones may run ahead of SimGrid's clock, up to the next date
// at which SimGrid itself has something to do; sync ones touch SimGrid and run only when both clocks agree.
#pragma once

#include <bicoastal/run.hpp>
#include <bicoastal/scenario.hpp>

#include "sim/engine/clock.hpp"
#include "sim/topology/routes.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace bicoastal {

/// The own events that the engine drives.
class Agenda {
 public:
  virtual ~Agenda() = default;
  /// Date of the next event; Time::max() where there is none.
  virtual Time next() const = 0;
  /// Runs events in order while their date is at most `until`, stopping before the first sync event.
  virtual void run_plain(Time until) = 0;
  /// Runs one event if it is plain and its date is at most `until`; tells whether it did.
  virtual bool run_one_plain(Time until) = 0;
  /// Runs all events with dates up to `until`, sync ones included.
  virtual void run_all(Time until) = 0;
  /// The transfer of an ordered pair has ended; `end` (Engine::transfer_end) is after all events run so far.
  virtual void transfer_done(std::uint32_t pair, Time end) = 0;
};

class Engine {
 public:
  /// One ordered pair of regions is one `pair` index, from-major. REQUIRES: first Engine of this process.
  Engine(const Scenario& scenario, const std::vector<Route>& routes, Time end, EngineMode mode, Agenda& agenda);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  const ClockMap& clock() const { return clock_; }
  EngineMode mode() const { return mode_; }

  /// When a transfer ends that has `rate` (bytes per second) for itself: the first time after SimGrid's date of its
  /// end.
  Time transfer_end(Time start, std::uint64_t bytes, double rate) const {
    return clock_.last_at(clock_.to_simgrid(start) + static_cast<double>(bytes) / rate) + Time(1);
  }

  // From sync events only.
  /// Starts a transfer; at most one per pair. `rate_limit` is in bytes per second, infinite without loss.
  /// REQUIRES: every link of the route and both regions are up; `rate_limit` is infinite where no fault causes loss.
  void start_transfer(std::uint32_t pair, std::uint64_t bytes, double rate_limit);
  /// Forgets the transfer of `pair` without a word to the agenda; returns the bytes that were left (0 if there was
  /// none).
  double cancel_transfer(std::uint32_t pair);
  void set_link_up(LinkId link, bool up);
  void set_region_up(RegionId region, bool up);
  void set_bandwidth(LinkId link, double bytes_per_second);

  /// Runs until `end`, or until nothing is left, or until stop() was called.
  void run();
  void stop();

  std::uint64_t rounds() const;
  std::uint64_t transfers() const;

 private:
  struct Kernel;
  ClockMap clock_;
  EngineMode mode_;
  std::unique_ptr<Kernel> kernel_;
};

}  // namespace bicoastal
