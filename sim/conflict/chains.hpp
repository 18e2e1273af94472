// Orders by the length of the chain of versions: a write that had seen generation g is of generation g + 1, and the
// longer chain prevails, so that a write never loses against what it had seen. CouchDB picks its winning revision so
// ("Replication and conflict model", docs.couchdb.org). Among equal lengths
//
//   first_writer     the earliest wall reading prevails: who came first keeps what he got, and the later one must see
//   it
//                    to replace it. Clock skew decides races, as under last writer wins
//   region_priority  the region named first in data.conflicts.priority prevails: a "headquarters wins" rule
//
// A region that writes a key more often makes the longer chain: the whole chain of the other is gone, however early
// its region or its first write.
//
// A stamp holds both in 63 bits, generation first, so that later() is the order; it is negative for short chains.
// Generations saturate after 2^26 (67 million) writes of one key under first_writer, 2^54 under region_priority. The
// 38 bits of first_writer's time are nanoseconds for runs up to 274 s; longer ones (with offset, drift and jumps of the
// clocks) take the least power of two of nanoseconds that fits, 16 ns for an hour, 131 µs for a year.
// Within it, and beyond 2^26 generations, ties are settled as later() settles them.
#pragma once

#include "sim/conflict/clocks.hpp"

namespace bicoastal {

/// A generation and a rank (greater prevails) in one stamp.
class ChainStamp {
 public:
  /// REQUIRES: 0 < rank_bits < 62.
  explicit ChainStamp(unsigned rank_bits) : rank_bits_(rank_bits) {}
  std::int64_t max_rank() const { return (std::int64_t{1} << rank_bits_) - 1; }
  /// Stamp one generation above `current`. REQUIRES: 0 <= rank <= max_rank().
  std::int64_t next(const Stamped& current, std::int64_t rank) const;
  std::int64_t generation(std::int64_t stamp) const;

 private:
  unsigned rank_bits_;
};

class FirstWriter final : public Stamper {
 public:
  explicit FirstWriter(const Scenario& scenario);
  std::int64_t stamp(RegionId at, Time now, const Stamped& current) override;
  bool respects_causality() const override { return true; }

 private:
  WallClock clock_;
  ChainStamp chain_{38};
  std::int64_t least_;  ///< that a clock can show in this run
  unsigned shift_ = 0;  ///< a step of time is 2^shift ns
};

class RegionPriority final : public Stamper {
 public:
  explicit RegionPriority(const Scenario& scenario);
  std::int64_t stamp(RegionId at, Time now, const Stamped& current) override;
  bool respects_causality() const override { return true; }

 private:
  ChainStamp chain_{10};
  std::vector<std::int64_t> rank_;  ///< by region
};

}  // namespace bicoastal
