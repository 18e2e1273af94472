#include "sim/analysis/session_floors.hpp"

#include "sim/base/primaries.hpp"

#include <algorithm>
#include <bit>

namespace bicoastal {

namespace {
constexpr unsigned kLeastBits = 10;
}

SessionFloors::SessionFloors(const Scenario& scenario, const Visibility& visibility, const LostVersions& lost,
                             const Limits& limits)
    : visibility_(visibility),
      lost_(lost),
      operation_(limits.operation),
      can_lose_(has_primaries(scenario) && scenario.data.failover.enabled),
      table_(std::size_t{1} << kLeastBits),
      shift_(64 - kLeastBits) {}

template <class Visit>
void SessionFloors::for_each(SessionId session, KeyId key, Visit visit) const {
  const std::size_t mask = table_.size() - 1;
  for (std::size_t i = home_of(session, key); table_[i].key.has_value(); i = (i + 1) & mask)
    if (table_[i].key == key && table_[i].session == session) visit(i);
}

void SessionFloors::note(SessionId session, KeyId key, Known how, const Stamped& version, Time now) {
  // Operations that have not ended were invoked after `horizon`; what was reached before it binds them all.
  const Time horizon = now - operation_;
  Time binds_all(-1), earliest = Time::max();
  bool known = false;
  std::size_t over = table_.size(), oldest = over;
  for_each(session, key, [&](std::size_t i) {
    const Floor& f = table_[i];
    if (f.how() != how) return;
    if (can_lose_ ? f.id.version == version.version : !later(version, f.id)) known = true;
    if (!can_lose_ && f.since() <= horizon) binds_all = std::max(binds_all, f.since());
    if (f.since() < earliest) {
      earliest = f.since();
      oldest = i;
    }
    if (!visibility_.may_be_missed(key, f.id)) over = i;
  });
  if (known) return;
  if (earliest < binds_all) over = oldest;
  const Floor fresh{version, now.ns * 2 + static_cast<std::int64_t>(how), key, session};
  if (over < table_.size()) {
    table_[over] = fresh;
    return;
  }
  if ((used_ + 1) * 3 > table_.size() * 2) rebuild();
  put(fresh);
}

void SessionFloors::put(const Floor& floor) {
  const std::size_t mask = table_.size() - 1;
  std::size_t i = home_of(floor.session, floor.key);
  while (table_[i].key.has_value()) i = (i + 1) & mask;
  table_[i] = floor;
  ++used_;
}

/// Drops what is settled; the new table is at most half full.
void SessionFloors::rebuild() {
  std::vector<Floor> old;
  old.swap(table_);
  std::size_t live = 0;
  for (Floor& f : old) {
    if (f.key.has_value() && !visibility_.may_be_missed(f.key, f.id)) f.key = KeyId();
    live += f.key.has_value() ? 1 : 0;
  }
  const unsigned bits = std::max(kLeastBits, static_cast<unsigned>(std::bit_width(live * 2)));
  table_.resize(std::size_t{1} << bits);
  shift_ = 64 - bits;
  used_ = 0;
  for (const Floor& f : old)
    if (f.key.has_value()) put(f);
}

std::array<Stamped, 2> SessionFloors::highest(SessionId session, KeyId key, Time invoked) const {
  std::array<Stamped, 2> found{};
  for_each(session, key, [&](std::size_t i) {
    const Floor& f = table_[i];
    Stamped& best = found[static_cast<std::size_t>(f.how())];
    if (f.since() <= invoked && later(f.id, best) && !lost_.contains(f.id.version)) best = f.id;
  });
  return found;
}

std::optional<SessionFloors::Passed> SessionFloors::first_after(SessionId session, KeyId key, Known how,
                                                                const Stamped& below) const {
  std::optional<Passed> found;
  for_each(session, key, [&](std::size_t i) {
    const Floor& f = table_[i];
    if (f.how() != how || !later(f.id, below) || lost_.contains(f.id.version)) return;
    if (!found || f.since() < found->since) found = {f.id.version, f.since()};
  });
  return found;
}

}  // namespace bicoastal
