// Why a write was not where it was needed, and why one of two had to go. By rules, in this order; the first that
// applies decides.
//
// A write is missing at a store (stale reads, sessions, conflicts):
//   failover   it had been there and was withdrawn by a failover
//   lag        it had reached the leader of a read copy's region: the copy lags behind its leader
//   fault      the batch that brought it had been held up or slowed by a fault that had begun by then; or a fault tore
//              a batch of that pair meanwhile; or, where nothing says with which batch it came, a fault meanwhile had
//              taken down either region or cut the link between them
//   failover   somebody else than the accepting store passed it on, or its partition got a new primary meanwhile
//   lag        nothing of this: replication takes its time
//
// Of two writes one had to go (discarded writes, lost changes):
//   failover    the winner is of a later epoch: a new primary's writes prevail over those of the one before
//   clock skew  the loser was accepted later, or had even seen the winner, and clocks put it first all the same. Wall
//               and hybrid clocks under lww and reject only: other stamps are no clock readings
//   fault       the earlier would have been known to the later one's store: the usual lag of the pair (if it is known)
//               would have brought it in time, and a fault held it up by the rules above
//   policy      neither could know of the other, and the policy keeps one. A policy that merges drops none by itself
//
// Lost writes: failover, with the fault that led to it.
#pragma once

#include "sim/analysis/witness/witness.hpp"

namespace bicoastal {

/// Why `version` was not at `store` by `needed`.
Cause cause_of_missing(const WitnessSource& source, VersionId version, StoreId store, Time needed);
/// Why `winner` prevailed over `loser`.
Cause cause_of_choice(const WitnessSource& source, const AcceptRecord& loser, const AcceptRecord& winner);

}  // namespace bicoastal
