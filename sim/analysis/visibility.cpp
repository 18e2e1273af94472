#include "sim/analysis/visibility.hpp"

#include "sim/base/check.hpp"

#include <algorithm>

namespace bicoastal {

Visibility::Visibility(const Scenario& scenario, const Limits& limits, const ActiveKeys& keys)
    : stores_(scenario.stores.size()),
      holders_(scenario.data.writes == WritePattern::quorum
                   ? std::clamp<std::size_t>(scenario.data.quorum.n, 1, scenario.regions.size())
                   : stores_),
      grace_(limits.grace),
      keys_(keys) {}

void Visibility::open(Slot slot, const AcceptRecord& first) {
  if (slot >= states_.size()) {
    states_.resize(slot + 1);
    shown_.resize((slot + 1) * stores_);
  }
  State& state = states_[slot];
  state.list.clear();
  state.settled = {};
  state.base = first.previous;
  state.compact = false;
  Stamped base;
  if (first.shadowed == 1) {
    // All that is known of the version that it did not get past is that it comes later.
    base = {first.previous, first.stamp + 1};
    ListedVersion listed;
    listed.id = base;
    listed.shown = static_cast<std::uint16_t>(holders_);
    listed.everywhere = listed.accepted = first.time;
    state.list.push_back(listed);
    state.base = VersionId();
  }
  std::fill_n(shown_.begin() + static_cast<std::ptrdiff_t>(slot * stores_), stores_, base);
}

void Visibility::close(Slot slot) { states_[slot].list.clear(); }

void Visibility::wake(Slot slot, Time now) {
  if (!due_.empty() && due_.back().slot == slot && due_.back().at == now) return;
  due_.push_back({now, slot});
}

void Visibility::raise(Slot slot, ListedVersion& version, Time now) {
  if (version.shown == holders_ || ++version.shown < holders_) return;
  version.everywhere = now;
  wake(slot, now);
}

ListedVersion& Visibility::insert(Slot slot, const ListedVersion& version, Time now) {
  auto& list = states_[slot].list;
  const std::size_t at = first_later(list, version.id);
  list.insert(at, version);
  list[at].shown = at + 1 < list.size() ? list[at + 1].shown : std::uint16_t{0};
  if (list[at].shown == holders_) {  // too late: all stores show something later
    list[at].everywhere = now;
    wake(slot, now);
  }
  return list[at];
}

void Visibility::accept(Slot slot, const AcceptRecord& record) {
  const Stamped id{record.version, record.stamp};
  auto& list = states_[slot].list;
  const std::size_t previous = find_in_order(list, shown_[slot * stores_ + record.store.index()]);
  if (previous < list.size()) list[previous].overwritten = true;
  ListedVersion version;
  version.id = id;
  version.accepted = record.time;
  version.op = record.op;
  version.session = record.session;
  if (record.shadowed == 1) version.winner = record.previous;
  insert(slot, version, record.time);
  if (record.shadowed == 0) show(slot, record.store, id, record.time);
}

void Visibility::show(Slot slot, StoreId store, Stamped version, Time now) {
  State& state = states_[slot];
  auto& list = state.list;
  Stamped& shown = shown_[slot * stores_ + store.index()];
  if (!state.base.is_initial() && version.version == state.base) version = {};
  if (version.version == shown.version) return;
  std::size_t after = first_later(list, version);
  const bool listed = after > 0 && list[after - 1].id.version == version.version;
  if (!listed && !version.version.is_initial() && later(version, state.settled)) {
    // Lost, taken off the list, and shown once more by a copy that lags behind.
    ListedVersion again;
    again.id = version;
    again.accepted = now;
    again.lost = true;
    insert(slot, again, now);
    ++after;
  }
  if (later(version, shown)) {
    for (std::size_t i = after; i > 0 && later(list[i - 1].id, shown); --i) raise(slot, list[i - 1], now);
  } else {
    for (std::size_t i = after; i < list.size() && !later(list[i].id, shown); ++i) {
      if (list[i].shown > 0) --list[i].shown;
      list[i].everywhere = Time::max();
    }
    state.compact = true;
    wake(slot, now);
  }
  shown = version;
}

ListedVersion* Visibility::find(Slot slot, const Stamped& version) {
  auto& list = states_[slot].list;
  const std::size_t i = find_in_order(list, version);
  return i < list.size() ? &list[i] : nullptr;
}

bool Visibility::is_everywhere(Slot slot, const Stamped& version) const {
  const auto& list = states_[slot].list;
  const std::size_t after = first_later(list, version);
  // A version that is not listed is as widely shown as the next one at least.
  if (after > 0 && list[after - 1].id.version == version.version) return list[after - 1].shown == holders_;
  return true;
}

void Visibility::mark_lost(Slot slot, const Stamped& version, Time now) {
  ListedVersion* const found = find(slot, version);
  if (found == nullptr) return;
  found->lost = true;
  State& state = states_[slot];
  if (state.compact) return;  // somebody looks after it already
  state.compact = true;
  wake(slot, now);
}

void Visibility::name_winner(Slot slot, const Stamped& loser, const Stamped& winner) {
  if (winner.version == loser.version) return;
  ListedVersion* const listed = find(slot, loser);
  if (listed == nullptr || !listed->winner.is_initial()) return;
  listed->winner = winner.version;
  if (listed->overwritten) return;
  if (const ListedVersion* const other = find(slot, winner); other != nullptr)
    listed->lead = Ledger::lead(listed->accepted, other->accepted);
}

/// Those that no store shows: as many stores are past them as show the next one.
void Visibility::drop_lost(State& state) {
  state.compact = false;
  const ListedVersion* const end = state.list.end();
  state.list.erase_if([end](const ListedVersion& v) {
    const ListedVersion* const next = &v + 1;  // still in its place: what is kept moves to the front
    return v.lost && v.shown == (next == end ? 0 : next->shown);
  });
}

}  // namespace bicoastal
