// Clocks that stamp writes.
//
// Wall: each region's clock is off by a constant, drifts at a constant rate and jumps at given times; the stamp of a
// write is the reading of the clock of the region that accepted it. The greater stamp wins; ties go to the region named
// later. A write whose stamp is below that of the version it had seen loses at once, although acknowledged: that is
// what Cassandra and DynamoDB global tables do with skewed clocks. See Kingsbury, "The trouble with timestamps" (2013).
//
// Lamport: counts (Lamport, "Time, clocks, and the ordering of events in a distributed system", CACM 21, 1978). A
// region's count is one above all that it has stamped and heard of. Only writes count as events, which is all that the
// order of writes needs. The stamp is a number, not a time: a region that writes more wins more.
//
// Hybrid: the wall clock, or one above all that the region has stamped and heard of, whichever is greater (Kulkarni,
// Demirbas, Madappa, Avva, Leone, "Logical physical clocks", OPODIS 2014). The paper puts a logical counter into the
// low bits of a coarser time (of 64 bits 16; others use 12). Here one nanosecond is one count, so the counter carries
// into the time: the order is the same, stamps stay nanoseconds, and nothing can overflow; a chain of n writes runs
// ahead by n ns at most. A region whose wall clock is ahead drags all others forward, as in the paper; what it heard of
// is never refused as too far ahead.
#pragma once

#include <bicoastal/conflict.hpp>

#include <memory>
#include <vector>

namespace bicoastal {

class WallClock final : public Stamper {
 public:
  explicit WallClock(const ConflictRule& rule) : rule_(rule) {}
  /// What the clock of `at` shows, ns.
  std::int64_t reading(RegionId at, Time now) const;
  std::int64_t stamp(RegionId at, Time now, const Stamped& /*current*/) override { return reading(at, now); }
  bool respects_causality() const override { return false; }

 private:
  ConflictRule rule_;
};

class LamportClock final : public Stamper {
 public:
  explicit LamportClock(std::size_t regions) : last_(regions, 0) {}
  std::int64_t stamp(RegionId at, Time now, const Stamped& current) override;
  void received(RegionId at, Time now, std::int64_t stamp) override;
  bool respects_causality() const override { return true; }

 private:
  std::vector<std::int64_t> last_;  ///< by region: greatest stamped or heard of
};

class HybridClock final : public Stamper {
 public:
  HybridClock(const ConflictRule& rule, std::size_t regions);
  std::int64_t stamp(RegionId at, Time now, const Stamped& current) override;
  void received(RegionId at, Time now, std::int64_t stamp) override;
  bool respects_causality() const override { return true; }

 private:
  WallClock wall_;
  std::vector<std::int64_t> last_;  ///< by region: greatest stamped or heard of
};

/// The scenario's data.conflicts.clock.
std::unique_ptr<Stamper> make_clock(const Scenario& scenario);

}  // namespace bicoastal
