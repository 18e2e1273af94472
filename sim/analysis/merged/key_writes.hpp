// Writes under way to the active keys, where values merge, and what a place knows of a key by them.
//
// Each stream from one leader to another, and from a leader to its read copies, is first in, first out. So what a place
// (leader or copy) has of a key is, for each origin, all writes up to one of them: a vector clock of the place (Parker
// et al., "Detection of mutual inconsistency in distributed systems", IEEE TSE 1983).
//
// Where a write takes the place of all that its store knew (a register, a document with a version vector), a place that
// has the write knows that past too: what it lacks of it has been superseded there and is not missed. A counter's or a
// set's change stands for itself alone, and what a place knows is what it has.
//
// A write is listed from its acceptance until a grace after all places have it; what was listed before, every place
// knows.
#pragma once

#include <bicoastal/history.hpp>

#include "sim/analysis/flat_queue.hpp"
#include "sim/analysis/keys.hpp"
#include "sim/analysis/seen.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace bicoastal {

class KeyWrites {
 public:
  /// `places`: what leaders and copies have. The first `origins` of them are the leaders.
  KeyWrites(const Seen& places, std::size_t origins, bool supersede)
      : places_(places), origins_(origins), supersede_(supersede) {}

  void open(Slot slot);
  /// `past`: what its store knows. REQUIRES: its store has not been told of it yet, and it is the last that the store
  /// accepted.
  void accept(Slot slot, VersionId version, std::span<const std::uint64_t> past);
  void acknowledged(Slot slot, VersionId version, Time now);
  /// The first listed write of `origin` is over, if it is this one. True where nothing is listed any more.
  bool forget(Slot slot, VersionId version);

  /// Up to which sequence of each origin `place` knows the key's writes. Valid until the next call.
  std::span<const std::uint64_t> known(Slot slot, StoreId place);
  /// Whether all leaders know the same.
  bool agreed(Slot slot);

  struct Missing {
    std::uint64_t versions = 0;  ///< acknowledged ones; 0: none is missing
    Time oldest = Time::max();   ///< the oldest of these acknowledgements
    VersionId first;             ///< that was acknowledged then
  };
  /// What somebody who knows `known` misses of what was acknowledged by `until`.
  Missing missing(Slot slot, std::span<const std::uint64_t> known, Time until) const;
  /// Calls `visit(version)` for the writes that stand for all that somebody knows who knows `known`: of each origin the
  /// last, unless another of them superseded it.
  template <class Visit>
  void for_each_latest(Slot slot, std::span<const std::uint64_t> known, Visit visit) const;

 private:
  struct Listed {
    VersionId version;
    Time acknowledged = Time::max();
    std::uint32_t past = 0;  // where what its store knew begins
  };
  struct Key {
    std::vector<FlatQueue<Listed>> from;  // by origin
    std::vector<std::uint64_t> settled;   // by origin: every place knows all up to this
    std::size_t listed = 0;
  };

  static std::size_t count_until(const FlatQueue<Listed>& queue, std::uint64_t sequence);
  void raise(std::uint32_t past, std::vector<std::uint64_t>& to) const;

  const Seen& places_;
  std::size_t origins_;
  bool supersede_;
  std::vector<Key> keys_;             // by slot
  std::vector<std::uint64_t> pasts_;  // `origins_` numbers each
  std::vector<std::uint32_t> free_pasts_;
  std::vector<std::uint64_t> known_;
};

template <class Visit>
void KeyWrites::for_each_latest(Slot slot, std::span<const std::uint64_t> known, Visit visit) const {
  const Key& key = keys_[slot];
  for (std::size_t o = 0; o < origins_; ++o) {
    const std::size_t count = count_until(key.from[o], known[o]);
    if (count == 0) continue;
    const VersionId version = key.from[o][count - 1].version;
    bool superseded = supersede_ && version.sequence() <= key.settled[o];
    for (std::size_t other = 0; supersede_ && other < origins_ && !superseded; ++other) {
      const std::size_t last = other == o ? 0 : count_until(key.from[other], known[other]);
      superseded = last > 0 && pasts_[key.from[other][last - 1].past + o] >= version.sequence();
    }
    if (!superseded) visit(version);
  }
}

}  // namespace bicoastal
