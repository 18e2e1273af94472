// 2-atomicity: whether some order of the operations on a key explains each read by one of the last two writes before it
// (k-atomicity with k = 2: Aiyer, Alvisi and Bazzi, "On the availability of non-strict quorum systems", DISC 2005; with
// k = 1 it is linearizability). How far behind reads are in time, Δ-atomicity, comes with the zones: zones.hpp.
//
// Exact, after the algorithm with limited backtracking of Golab, Hurwitz and Li, "On the k-atomicity-verification
// problem", ICDCS 2013: the order is built from its end. A write that precedes no other may be the last. Whatever
// begins after it is a read of it or of the write that comes just before it; if there is one of the latter kind, that
// write is known, and so on until nothing forces the next one. Such a stretch, with all reads of its writes, can be cut
// off: what remains has an order if and only if the whole has one. So only the last write of a stretch is ever a
// choice. With c writes at a time it takes O(n log n + c n) steps: the candidates are tried side by side, in growing
// stretches.
//
// Modelling choices as in linearizability.hpp, verdicts too.
#pragma once

#include <bicoastal/analysis.hpp>

#include <span>

namespace bicoastal {

/// Judges all operations on one key, in any order. Reads that were not completed are left out, and writes whose version
/// is the initial one.
Verdict two_atomic(std::span<const RegisterOp> ops);

}  // namespace bicoastal
