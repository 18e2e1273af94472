#include "sim/analysis/session_floors.hpp"

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
      can_lose_(scenario.data.writes != WritePattern::local && scenario.data.failover.enabled),
      table_(std::size_t{1} << kLeastBits),
      shift_(64 - kLeastBits) {}

template <class Visit>
void SessionFloors::for_each(SessionId session, KeyId key, Known how, Visit visit) const {
  const std::size_t mask = table_.size() - 1;
  for (std::size_t i = home_of(session, key); table_[i].key.has_value(); i = (i + 1) & mask)
    if (table_[i].is(session, key, how)) visit(i);
}

void SessionFloors::note(SessionId session, KeyId key, Known how, const Ordered& version, Time now) {
  // Operations that have not ended were invoked after `horizon`; what was reached before it binds them all.
  const Time horizon = now - operation_;
  Time binds_all(-1);
  bool known = false;
  for_each(session, key, how, [&](std::size_t i) {
    const Floor& f = table_[i];
    if (can_lose_ ? f.id.version == version.version : !later(version, f.id)) known = true;
    if (!can_lose_ && f.since() <= horizon) binds_all = std::max(binds_all, f.since());
  });
  if (known) return;
  const Floor fresh{version, now.ns * 2 + static_cast<std::int64_t>(how), key, session};
  std::size_t over = table_.size();
  for_each(session, key, how, [&](std::size_t i) {
    if (table_[i].since() < binds_all || !visibility_.may_be_missed(key, table_[i].id)) over = i;
  });
  if (over < table_.size()) {
    table_[over] = fresh;
    return;
  }
  if ((used_ + 1) * 2 > table_.size()) rebuild();
  put(fresh);
}

void SessionFloors::put(const Floor& floor) {
  const std::size_t mask = table_.size() - 1;
  std::size_t i = home_of(floor.session, floor.key);
  while (table_[i].key.has_value()) i = (i + 1) & mask;
  table_[i] = floor;
  ++used_;
}

/// Drops what is settled; the new table is at most a quarter full.
void SessionFloors::rebuild() {
  std::vector<Floor> old;
  old.swap(table_);
  std::size_t live = 0;
  for (Floor& f : old) {
    if (f.key.has_value() && !visibility_.may_be_missed(f.key, f.id)) f.key = KeyId();
    live += f.key.has_value() ? 1 : 0;
  }
  const unsigned bits = std::max(kLeastBits, static_cast<unsigned>(std::bit_width(live * 4)));
  table_.resize(std::size_t{1} << bits);
  shift_ = 64 - bits;
  used_ = 0;
  for (const Floor& f : old)
    if (f.key.has_value()) put(f);
}

std::optional<Ordered> SessionFloors::highest(SessionId session, KeyId key, Known how, Time invoked) const {
  std::optional<Ordered> found;
  for_each(session, key, how, [&](std::size_t i) {
    const Floor& f = table_[i];
    if (f.since() > invoked || lost_.contains(f.id.version)) return;
    if (!found || later(f.id, *found)) found = f.id;
  });
  return found;
}

std::optional<SessionFloors::Passed> SessionFloors::first_after(SessionId session, KeyId key, Known how,
                                                                const Ordered& below) const {
  std::optional<Passed> found;
  for_each(session, key, how, [&](std::size_t i) {
    const Floor& f = table_[i];
    if (!later(f.id, below) || lost_.contains(f.id.version)) return;
    if (!found || f.since() < found->since) found = {f.id.version, f.since()};
  });
  return found;
}

}  // namespace bicoastal
