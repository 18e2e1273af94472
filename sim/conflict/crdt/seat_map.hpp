// Seats as an add-wins map: of each seat, all holders whose reservation has been seen by no release of theirs. The
// choice is ours: no published CRDT can promise one holder without asking somebody, so two regions may each give away
// a free seat. Both reservations stay, and the conflict can be seen and mended:
//
//   reading    shows the smaller holder, the same everywhere; siblings is the greatest number of holders of a seat
//   reserve    declined where the seat shows somebody else, unless the session is among the holders
//   release    by any of the holders, whether shown or not, of his own reservation only; the next holder then shows
//
// Two regions that reserve one seat for the same session make one holder.
#pragma once

#include "sim/conflict/crdt/causal_map.hpp"
#include "sim/conflict/state_value.hpp"

namespace bicoastal {

class SeatMap {
 public:
  static SeatMap initial(const Setup& /*setup*/) { return {}; }

  std::optional<SeatMap> write(const Write& write, const Setup& setup);
  void merge(const SeatMap& other) { holders_.merge(other.holders_); }
  Reading read(const Setup& setup) const;
  bool operator==(const SeatMap&) const = default;
  /// 8 for each reservation, and the context.
  std::size_t metadata_bytes() const { return holders_.metadata_bytes(); }
  std::size_t payloads() const { return holders_.entries().size(); }

 private:
  using Holders = CausalMap<std::int64_t>;  ///< payload: holder_of(session)
  SeatMap() = default;
  explicit SeatMap(Holders holders) : holders_(std::move(holders)) {}

  Holders holders_;
};

}  // namespace bicoastal
