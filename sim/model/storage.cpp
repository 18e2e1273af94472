#include "sim/model/storage.hpp"

#include "sim/base/check.hpp"
#include "sim/base/primaries.hpp"
#include "sim/conflict/policies.hpp"
#include "sim/model/balancer.hpp"
#include "sim/model/clients.hpp"
#include "sim/model/commits.hpp"
#include "sim/model/leaderless.hpp"
#include "sim/model/releases.hpp"
#include "sim/model/replication.hpp"
#include "sim/model/roles.hpp"
#include "sim/model/votes.hpp"

#include <algorithm>

namespace bicoastal {

PathDelay delay_of(const Scenario& scenario, const Route& route) {
  PathDelay sum;
  for (const LinkId link : route.links) {
    const PathDelay& d = scenario.network.links[link.index()].delay;
    sum.base += d.base;
    sum.excess_p90 += d.excess_p90;
    sum.excess_p99 += d.excess_p99;
  }
  return sum;
}

Storage::Storage(World& world)
    : world_(world), stamper_(make_stamper(world.scenario)), one_writer_(has_primaries(world.scenario)) {
  const Scenario& s = world.scenario;
  for (const Route& route : world.routes) wan_.push_back(delay_of(s, route));
  data_.resize(s.stores.size());
  for (auto& store : data_) store.resize(s.keys.count);
  sequence_.assign(s.stores.size(), 0);
  pending_.resize(s.stores.size());
  copies_.resize(s.regions.size());
  for (std::size_t i = 0; i < s.stores.size(); ++i) {
    lag_.push_back(world.stream("store/" + s.stores[i].name + "/lag"));
    if (!s.stores[i].leader) copies_[s.stores[i].region.index()].emplace_back(i);
  }
  if (s.data.sessions.token || s.data.sessions.primary_after_write.ns > 0) {
    std::size_t sessions = 0;
    for (const Population& population : s.clients) sessions += population.sessions;
    memory_.resize(sessions);
    heard_.assign(s.stores.size() * s.regions.size(), 0);
  }
}

ZoneId Storage::zone_of(StoreId store) const {
  const Store& what = world_.scenario.stores[store.index()];
  if (!what.leader) return what.zone;
  const auto& zones = world_.scenario.regions[what.region.index()].zones;
  const auto up = std::find_if(zones.begin(), zones.end(), [&](ZoneId z) { return world_.conditions.zone_up(z); });
  return up != zones.end() ? *up : what.zone;
}

/// Whether a message gets from one region to the other now; adds the time that it takes.
bool Storage::cross(std::uint32_t slot, RegionId from, RegionId to, unsigned leg_delay, unsigned leg_loss,
                    Time& delay) {
  Request& r = world_.requests[slot];
  const std::size_t pair = world_.pair_of(from, to);
  const PathDelay& path = wan_[pair];
  const auto bits = [&](unsigned leg) { return world_.clients->bits(r, static_cast<Clients::Leg>(leg)); };
  if (world_.conditions.any_active()) {
    const PairCondition& condition = world_.conditions.pair(pair);
    world_.touch(r, condition.faults);
    if (!condition.up || (condition.loss > 0 && to_unit(bits(leg_loss)) < condition.loss)) return false;
    delay += condition.extra;
  }
  delay += path.excess_p99.ns == 0 ? path.base : draw(path, bits(leg_delay));
  return true;
}

void Storage::arrive(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  if (world_.leaderless->used()) {
    world_.leaderless->begin(slot);
    return;
  }
  Time hop;
  if (r.kind == OpKind::read) {
    r.store = choose_for_read(r);
  } else {
    r.store = StoreId((one_writer_ ? world_.roles->primary_for(partition_of(r.key), r.asked) : r.asked).index());
  }
  const RegionId to = world_.scenario.stores[r.store.index()].region;
  if (to != r.asked && !cross(slot, r.asked, to, Clients::kWanOut, Clients::kLost, hop)) {
    world_.clients->lose(slot);
    return;
  }
  const ZoneId zone = world_.scenario.replicas[r.replica.index()].zone;
  const Store& store = world_.scenario.stores[r.store.index()];
  if (store.region == r.asked) hop += world_.hop(zone, zone_of(r.store));
  if (store.leader && world_.conditions.any_active()) hop += world_.conditions.region(store.region).store_extra;
  if (hop.ns == 0) {
    on_at_store(slot);
    return;
  }
  r.stage = Stage::storing;
  world_.post(world_.now + hop, Kind::at_store, slot, r.generation);
  world_.clients->watch(slot, world_.now + hop);
}

/// Whether the store answers the request. Read copies live as long as their region.
bool Storage::reaches_store(Request& r) {
  const Store& store = world_.scenario.stores[r.store.index()];
  const RegionCondition& region = world_.conditions.region(store.region);
  world_.touch(r, store.leader ? region.store_faults : region.faults);
  if (store.leader && r.kind == OpKind::write) world_.touch(r, region.clock_faults);
  return store.leader ? region.store_up : region.up;
}

void Storage::on_at_store(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  if (world_.conditions.any_active() && !reaches_store(r)) {
    world_.clients->lose(slot);
    return;
  }
  if (r.kind == OpKind::read) {
    read(slot);
    if (world_.commits->hold_read(slot, r.store)) return;
  } else if (!write(slot)) {
    return;  // others have to answer first
  }
  answer(slot);
}

void Storage::read(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  const Stamped& found = data_[r.store.index()][r.key.index()];
  r.version = found.version;
  r.stamp = found.stamp;
  r.answer = Outcome::ok;
  if (world_.values->used()) world_.values->record_serve(r, r.store, {}, nullptr, false);
}

/// Whether the request's replica can read what this write left.
bool Storage::can_read(Request& r, VersionId data) {
  const FaultId fault = world_.releases->unreadable(r, data);
  if (fault.has_value()) world_.touch(r, fault);
  return !fault.has_value();
}

/// The way back: from the store over the replica to the region's door.
void Storage::answer(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  const RegionId region = world_.scenario.stores[r.store.index()].region;
  const ZoneId zone = world_.scenario.replicas[r.replica.index()].zone;
  if (world_.releases->formats_matter() && r.kind == OpKind::read && r.answer == Outcome::ok && !can_read(r, r.version))
    r.answer = Outcome::unavailable;
  Time back = world_.hop(world_.balancer->entry_zone(r), zone);
  if (region == r.asked) {
    back += world_.hop(zone_of(r.store), zone);
  } else if (!r.orphan && !cross(slot, region, r.asked, Clients::kWanBack, Clients::kLostBack, back)) {
    r.orphan = true;
  }
  if (r.orphan) {
    world_.clients->lose(slot);
  } else {
    world_.clients->answer(slot, r.answer, r.asked, back);
  }
}

/// False where the answer has to wait.
bool Storage::write(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  const StoreId store = r.store;
  const RegionId region = world_.scenario.stores[store.index()].region;
  const PartitionId partition = partition_of(r.key);
  if (one_writer_ && !world_.roles->accepts(partition, region)) {
    world_.touch(r, world_.roles->causes(partition));
    r.answer = Outcome::unavailable;
    return true;
  }
  if (world_.votes->used()) {
    world_.votes->begin(slot);
    return false;
  }
  const Stamped current = data_[store.index()][r.key.index()];
  const Stamped next = next_version(r, current, partition);
  r.answer = Outcome::ok;
  Payload payload;
  if (world_.values->used()) {
    if (world_.releases->formats_matter() && !can_read(r, current.version)) {  // it reads before it writes
      r.answer = Outcome::unavailable;
      return true;
    }
    if (!change_value(r, next, payload)) return true;
  }
  ++sequence_[store.index()];
  r.version = next.version;
  r.stamp = next.stamp;
  accept(r, current, partition);
  const std::uint64_t entry = world_.replication->append(store, r.key, next, std::move(payload));
  if (!world_.commits->used()) return true;
  world_.commits->wait(slot, store, entry);
  return false;
}

Stamped Storage::accept_agreed(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  const PartitionId partition = partition_of(r.key);
  const Stamped current = data_[r.store.index()][r.key.index()];
  Stamped next = next_version(r, current, partition);
  // All that was accepted before is known here: this write comes after it, whatever the clock says.
  if (!current.version.is_initial()) next.stamp = std::max(next.stamp, current.stamp + 1);
  r.answer = Outcome::ok;
  Payload payload;
  if (world_.values->used() && !change_value(r, next, payload)) return {};
  ++sequence_[r.store.index()];
  r.version = next.version;
  r.stamp = next.stamp;
  accept(r, current, partition);
  world_.replication->append(r.store, r.key, next, std::move(payload));
  return next;
}

Stamped Storage::accept_for_others(Request& r, StoreId member) {
  const Stamped& seen = at(member, r.key);
  const Stamped next = next_version(r, seen, partition_of(r.key));
  ++sequence_[r.asked.index()];
  r.version = next.version;
  r.stamp = next.stamp;
  record_accept(r, 2, seen.version, partition_of(r.key));
  return next;
}

/// What a write accepted at its store now would be called.
Stamped Storage::next_version(const Request& r, const Stamped& current, PartitionId partition) {
  const StoreId store = r.store;
  const RegionId region = world_.scenario.stores[store.index()].region;
  Stamped next;
  next.stamp = stamper_->stamp(region, world_.now, current);
  std::uint64_t epoch = 0;
  if (one_writer_) {  // the primary puts its writes in order, whatever its clock does
    epoch = world_.roles->epoch(partition, region);
    if (!current.version.is_initial()) next.stamp = std::max(next.stamp, current.stamp + 1);
  }
  BC_CHECK(sequence_[store.index()] < VersionId::kMaxSequence && epoch <= VersionId::kMaxEpoch);
  next.version = VersionId(store, epoch, sequence_[store.index()] + 1);
  return next;
}

/// Does to the value what the request asks for. False where that is declined: nothing happens then.
bool Storage::change_value(Request& r, const Stamped& next, Payload& payload) {
  const auto change = world_.values->change_for(r, r.store);
  r.version = VersionId();
  r.verb = change ? change->verb : world_.clients->draw_change(r).change.verb;
  if (change) {
    const RegionId region = world_.scenario.stores[r.store.index()].region;
    payload = world_.values->write(r.store, r.key, {*change, next.version, next.stamp, region, r.session});
  }
  r.declined = payload == nullptr;
  if (!r.declined) r.version = next.version;
  Change shown = change.value_or(Change{r.verb, 0, 0});
  world_.values->record_serve(r, r.store, shown, payload.get(), r.declined);
  return !r.declined;
}

/// The request's write is the store's from now on.
void Storage::accept(const Request& r, const Stamped& current, PartitionId partition) {
  const Stamped next{r.version, r.stamp};
  const bool visible = later(next, current);
  record_accept(r, visible || world_.values->merge() ? 0 : 1, current.version, partition);
  hear(r.store, r.version);
  if (visible) {
    change(r.store, r.key, next, false);
  } else if (world_.values->merge()) {
    inform_copies(r.store, r.key, current, false);
  }
}

void Storage::record_accept(const Request& r, std::uint8_t shadowed, VersionId previous, PartitionId partition) {
  if (world_.releases->formats_matter()) world_.releases->wrote(r);
  AcceptRecord record;
  record.time = world_.now;
  record.shadowed = shadowed;
  record.store = r.store;
  record.session = r.session;
  record.op = r.op;
  record.version = r.version;
  record.stamp = r.stamp;
  record.previous = previous;
  record.key = r.key;
  record.partition = partition;
  world_.out.write(record);
}

/// A leader shows another version from now on; its read copies follow.
void Storage::change(StoreId leader, KeyId key, const Stamped& version, bool rolled_back) {
  data_[leader.index()][key.index()] = version;
  inform_copies(leader, key, version, rolled_back);
}

void Storage::inform_copies(StoreId leader, KeyId key, const Stamped& version, bool rolled_back) {
  for (const StoreId copy : copies_[world_.scenario.stores[leader.index()].region.index()]) {
    auto& pending = pending_[copy.index()];
    Time due = world_.now + draw(world_.scenario.data.copy_lag, lag_[copy.index()].next());
    if (!pending.empty()) due = std::max(due, pending.back().due);  // first in, first out
    pending.push_back({due, key, version, rolled_back, world_.values->snapshot(leader, key)});
    world_.post(due, Kind::copy_apply, copy.value);
  }
}

void Storage::record_apply(ApplyResult result, StoreId at, StoreId from, KeyId key, const Stamped& version,
                           const Stamped& displaced) {
  ApplyRecord record;
  record.time = world_.now;
  record.result = result;
  record.store = at;
  record.key = key;
  record.version = version.version;
  record.stamp = version.stamp;
  record.displaced = displaced.version;
  record.displaced_stamp = displaced.stamp;
  record.from = from;
  world_.out.write(record);
}

void Storage::apply(StoreId at, StoreId from, KeyId key, const Stamped& incoming, const Payload& change_of_value) {
  const Values& values = *world_.values;
  if (change_of_value != nullptr) world_.values->merge(at, key, *change_of_value);
  if (incoming.version.is_initial()) return;  // rights change hands: nothing that anybody wrote
  const Stamped current = data_[at.index()][key.index()];
  const bool wins = later(incoming, current);
  const ApplyResult result = values.merge() ? ApplyResult::merged
                             : wins         ? ApplyResult::applied
                                            : ApplyResult::superseded;
  record_apply(result, at, from, key, incoming, current);
  stamper_->received(world_.scenario.stores[at.index()].region, world_.now, incoming.stamp);
  hear(at, incoming.version);
  world_.votes->applied(at, key, incoming.version);
  if (values.used()) world_.values->received(at, incoming.version);
  if (wins)
    change(at, key, incoming, false);
  else if (values.merge())
    inform_copies(at, key, current, false);
}

void Storage::roll_back(StoreId at, StoreId reference, KeyId key, VersionId withdrawn) {
  const Stamped current = data_[at.index()][key.index()];
  if (!(current.version == withdrawn)) return;
  const Stamped instead = data_[reference.index()][key.index()];
  record_apply(ApplyResult::rolled_back, at, reference, key, instead, current);
  if (world_.values->used()) world_.values->copy(reference, at, key);
  change(at, key, instead, true);
}

void Storage::on_copy_apply(StoreId copy) {
  auto& pending = pending_[copy.index()];
  const Pending next = std::move(pending.front());
  pending.pop_front();
  Stamped& current = data_[copy.index()][next.key.index()];
  record_apply(next.rolled_back ? ApplyResult::rolled_back : ApplyResult::applied, copy,
               StoreId(world_.scenario.stores[copy.index()].region.index()), next.key, next.version, current);
  if (next.value != nullptr) world_.values->replace(copy, next.key, *next.value);
  hear(copy, next.version.version);
  current = next.version;
}

bool Storage::copies_are_quiet() const {
  return std::all_of(pending_.begin(), pending_.end(), [](const auto& p) { return p.empty(); });
}

}  // namespace bicoastal
