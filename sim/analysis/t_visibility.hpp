// t-visibility: the chance that a read, begun t after a write was acknowledged, returns that write or a later one
// (Bailis, Venkataraman, Franklin, Hellerstein and Stoica, "Probabilistically bounded staleness for practical partial
// quorums", VLDB 2012).
//
// Each measured read of a key that some write had been acknowledged for before the read began is one sample. Its write
// is the newest of these, by later(); t is the time from that write's acknowledgement to the begin of the read; it is
// consistent where it returned that write or a later one. In PBS, writes come one after another; where they overlap,
// the newest need not be the one that was acknowledged last.
//
// From shares in bins of t two answers are read. Both take the chance not to fall with t, which is so in PBS, and which
// keeps a few unlucky reads of a thinly filled bin from deciding: the shares are pooled to the nearest that do not fall
// (isotonic regression by pool adjacent violators: Ayer, Brunk, Ewing, Reid and Silverman, Ann. Math. Stat. 26, 1955).
// A share of 99.9 % needs 3000 reads: with fewer not even a sample without a failure tells it with 95 % confidence
// (rule of three: Hanley and Lippman-Hand, JAMA 249, 1983). An answer about t holds within a bin: 19 to 25 % of it.
//
// A lost write counts until the stores have lost it, as it does for staleness. Other writes that it had outdone are
// forgotten by then; reads that began before the next acknowledgement are left out, and counted.
//
// For each key that was written, the acknowledged writes that the reads under way may have to return: the newest, and
// those that were the newest within the longest life of an operation.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/conflict.hpp>

#include "sim/analysis/limits.hpp"

#include <cstdint>
#include <unordered_set>
#include <vector>

namespace bicoastal {

class TVisibilityMeter {
 public:
  TVisibilityMeter(const Scenario& scenario, const Limits& limits);

  /// A successful read. REQUIRES: completions do not decrease.
  void read(const OperationRecord& op);
  /// A successful write.
  void written(const OperationRecord& op);
  void on(const LostRecord& record);
  void finish(Analysis& analysis) const;

 private:
  struct Newest {  // the newest acknowledged write from `since` on
    Time since;
    Stamped id;
    bool lost = false;
  };
  struct Key {
    Newest now;
    std::vector<Newest> before;  // in order of time; mostly empty
  };

  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  void sample(const OperationRecord& op, const Newest& write);

  const Scenario& scenario_;
  Time longest_;
  std::vector<std::uint32_t> slot_of_;  // by key
  std::vector<Key> keys_;
  std::unordered_set<std::uint64_t> lost_;  // versions; never iterated
  VisibilityCurve overall_;
  std::vector<std::uint32_t> pair_of_;  // by regions of write and read, from-major
  std::vector<VisibilityCurve> pairs_;
  std::uint64_t left_out_ = 0;
};

}  // namespace bicoastal
