// Counters, stocks and accounts: what a key comes to is what it held at the start and the sum of its changes.
//
//   lost change   what an item comes to differs from the start and all acknowledged changes by more than the changes
//                 in doubt explain: a lost increment (Adya, "Weak consistency", MIT 1999: lost update), a take or
//                 restock of a stock, money lost or made. Under an ordering policy each lost change is named
//                 (lineage.hpp), and these are counted. Under a merging one the difference is all that can be seen: it
//                 counts as that many changes where those of the key were all of one size, else as one; the amount is
//                 the difference, and the witness the last acknowledged change that met one it had not seen
//   oversold      of a stock, in the order of acceptance over all regions: a take of more than was there by all takes
//                 and restocks accepted until then, wherever. The amount is what was not there
//   overdraft     of two accounts of one owner, likewise of the sum of both: two withdrawals each saw enough (write
//                 skew; Berenson et al., "A critique of ANSI SQL isolation levels", SIGMOD 1995, A5B)
//
// That no merge of plain counters keeps a stock from falling below 0 is the example of Bailis et al., "Coordination
// avoidance in database systems", VLDB 2015: decrements are not invariant confluent there. Escrow does (Balegas et al.,
// SRDS 2015).
//
// Per changed key a few sums. A take that a failover lost and that no client was told of gives back what it took.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/analysis/effects/judge.hpp"
#include "sim/analysis/effects/lineage.hpp"
#include "sim/analysis/keys.hpp"

#include <array>
#include <optional>
#include <vector>

namespace bicoastal {

class Sums final : public MeaningJudge {
 public:
  Sums(const Scenario& scenario, const Limits& limits, const Seen& seen, Anomalies& anomalies);

  void accepted(const AcceptedChange& change) override;
  void met(const AcceptedChange& change) override;
  void acknowledged(const AcceptedChange& change, const OperationRecord& op) override;
  void lost(const AcceptedChange& change) override;
  void applied(const ApplyRecord& record) override;
  void came_to(KeyId key, const Document& document, Time now) override;
  void finish(Analysis& analysis, Time now) override;

 private:
  struct Item {
    std::int64_t acknowledged = 0;               // sum
    std::int64_t doubt_low = 0, doubt_high = 0;  // sums of what is in doubt and takes, or gives
  };
  struct Key {
    std::array<Item, 2> items;
    std::int64_t level = 0;  // start and all that was accepted
    std::int64_t size = 0;   // of each acknowledged change, either way; -1: they are not all of one size
    AcceptedChange witness;  // version initial: none yet
  };

  Key& key_of(KeyId key);
  void take(const AcceptedChange& change, Key& key);

  DataType type_;
  std::int64_t initial_;
  std::size_t items_;
  Anomalies& anomalies_;
  ActiveKeys slots_;
  std::vector<Key> keys_;           // by slot
  std::optional<Lineage> lineage_;  // under an ordering policy
  std::uint64_t off_by_ = 0, beyond_ = 0;
};

}  // namespace bicoastal
