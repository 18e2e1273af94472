// Which versions of the active keys each store shows, and from when on a version (or a later one) is shown everywhere.
//
// For each active key the versions that are not yet left behind by all stores, sorted by their order, each with the
// number of stores that show it or a later one. A store that moves from one version to a later one adds itself to those
// between, so that the whole work is one step for each store and version.
//
// All stores count that hold the key, read copies too. A version that is lost (lost.hpp) stays only while a store still
// shows it.
#pragma once

#include <bicoastal/history.hpp>

#include "sim/analysis/flat_queue.hpp"
#include "sim/analysis/keys.hpp"
#include "sim/analysis/ledger.hpp"
#include "sim/analysis/limits.hpp"
#include "sim/analysis/order.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace bicoastal {

struct ListedVersion {
  Stamped id;
  Time everywhere = Time::max();  ///< since when all stores show it or a later one; max: not yet
  Time accepted;
  OpId op;
  VersionId winner;  ///< the first that took its place, or that it did not get past; initial: none yet
  SessionId session;
  std::uint16_t shown = 0;  ///< stores that show it or a later one
  bool acknowledged = false;
  bool overwritten = false;  ///< by a write that had seen it as the current version
  bool lost = false;
  Ledger::Lead lead = Ledger::kUnknown;  ///< of `winner`
};

class Visibility {
 public:
  Visibility(const Scenario& scenario, const Limits& limits, const ActiveKeys& keys);

  /// The key of `slot` becomes active by the write `first`: until now all stores showed first.previous.
  void open(Slot slot, const AcceptRecord& first);
  void close(Slot slot);
  /// A new version; at its store it is shown from now on, unless it is shadowed.
  void accept(Slot slot, const AcceptRecord& record);
  /// Whether `store` shows this version.
  bool shows(Slot slot, StoreId store, VersionId version) const {
    const Stamped& there = shown_[slot * stores_ + store.index()];
    return there.version == version || (there.version.is_initial() && states_[slot].base == version);
  }
  /// `store` shows `version` from now on: a later one, or (taken back after a failover) an earlier one.
  void show(Slot slot, StoreId store, Stamped version, Time now);

  /// Null where the version is not listed (it is settled, or was never accepted).
  ListedVersion* find(Slot slot, const Stamped& version);
  void mark_lost(Slot slot, const Stamped& version, Time now);
  /// A store that had both shows `winner`. The first such is remembered with the loser.
  void name_winner(Slot slot, const Stamped& loser, const Stamped& winner);

  /// The newest version that any store shows or will.
  Stamped newest(Slot slot) const { return states_[slot].list.empty() ? Stamped{} : states_[slot].list.back().id; }
  /// Whether every store shows the newest version.
  bool newest_is_everywhere(Slot slot) const {
    const State& state = states_[slot];
    return state.list.empty() || state.list.back().shown == holders_;
  }
  bool is_everywhere(Slot slot, const Stamped& version) const;
  /// No read that is still to come returns a version before this one.
  Stamped settled(Slot slot) const { return states_[slot].settled; }
  /// Whether a read still to come may return something before `version` of this key.
  bool may_be_missed(KeyId key, const Stamped& version) const {
    const Slot slot = keys_.find(key);
    return slot != ActiveKeys::kNone && later(version, states_[slot].settled);
  }
  /// What each store shows. The version of before the key became active is the initial one here.
  std::span<const Stamped> shown(Slot slot) const { return {shown_.data() + slot * stores_, stores_}; }
  std::span<const ListedVersion> listed(Slot slot) const {
    return {states_[slot].list.begin(), states_[slot].list.end()};
  }
  /// Whether some store shows the i-th listed version.
  bool is_shown(Slot slot, std::size_t i) const { return is_shown(states_[slot].list, i); }

  /// A slot in which something may have settled; kNone where nothing is due.
  Slot take_due(Time now) {
    if (due_.empty() || due_.front().at >= now - grace_) return ActiveKeys::kNone;
    const Slot slot = due_.front().slot;
    due_.pop_front();
    return slot;
  }
  /// Looks again at `slot` a grace from now.
  void wake(Slot slot, Time now);
  /// Forgets what no store can show any more: `gone(version, when)` for each, where `when` is the time since which no
  /// store has shown it. True where nothing is left but one settled version that all stores show.
  template <class Gone>
  bool settle(Slot slot, Time now, Gone gone);

  void prefetch(Slot slot) const { __builtin_prefetch(&states_[slot]); }
  void prefetch_newest(Slot slot) const {
    if (!states_[slot].list.empty()) __builtin_prefetch(&states_[slot].list.back());
  }

 private:
  struct State {
    FlatQueue<ListedVersion> list;  // by order
    Stamped settled;
    VersionId base;        // what all stores showed when the key became active
    bool compact = false;  // lost versions may be listed that no store shows
  };
  struct Due {
    Time at;
    Slot slot;
  };

  static bool is_shown(const FlatQueue<ListedVersion>& list, std::size_t i) {
    return list[i].shown > (i + 1 < list.size() ? list[i + 1].shown : 0);
  }
  bool is_settled(const ListedVersion& v, Time now) const {
    return v.shown == holders_ && v.everywhere < now - grace_ && v.accepted < now - grace_;
  }
  ListedVersion& insert(Slot slot, const ListedVersion& version, Time now);
  void raise(Slot slot, ListedVersion& version, Time now);
  void drop_lost(State& state);

  std::size_t stores_, holders_;  // holders: how many of the stores hold each key
  Time grace_;
  const ActiveKeys& keys_;
  std::vector<State> states_;   // by slot
  std::vector<Stamped> shown_;  // by slot, store
  FlatQueue<Due> due_;
};

template <class Gone>
bool Visibility::settle(Slot slot, Time now, Gone gone) {
  State& state = states_[slot];
  auto& list = state.list;
  if (state.compact) drop_lost(state);
  while (list.size() >= 2 && is_settled(list[1], now) && list[0].accepted < now - grace_) {
    const ListedVersion& v = list[0];
    gone(v, std::max(list[1].everywhere, v.accepted));
    list.pop_front();
  }
  if (!list.empty() && is_settled(list.front(), now)) state.settled = list.front().id;
  return list.empty() || (list.size() == 1 && is_settled(list.front(), now));
}

}  // namespace bicoastal
