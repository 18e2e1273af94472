#include "sim/model/storage.hpp"

#include "sim/base/check.hpp"
#include "sim/conflict/policies.hpp"
#include "sim/model/clients.hpp"
#include "sim/model/replication.hpp"
#include "sim/model/roles.hpp"
#include "sim/model/serving.hpp"

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
    : world_(world),
      stamper_(make_stamper(world.scenario)),
      one_writer_(world.scenario.data.writes != WritePattern::local) {
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
}

ZoneId Storage::zone_of(StoreId store) const {
  const Store& what = world_.scenario.stores[store.index()];
  if (!what.leader) return what.zone;
  const auto& zones = world_.scenario.regions[what.region.index()].zones;
  const auto up = std::find_if(zones.begin(), zones.end(), [&](ZoneId z) { return world_.conditions.zone_up(z); });
  return up != zones.end() ? *up : what.zone;
}

StoreId Storage::choose_for_read(const Request& r) const {
  const StoreId leader(r.asked.index());
  const auto& copies = copies_[r.asked.index()];
  if (world_.scenario.data.read_from != ReadFrom::any || copies.empty()) return leader;
  const std::uint64_t bits = world_.clients->bits(r, Clients::kCopy) >> 32;
  const std::size_t i = static_cast<std::size_t>((bits * (copies.size() + 1)) >> 32);
  if (i == 0 || !world_.conditions.zone_up(world_.scenario.stores[copies[i - 1].index()].zone)) return leader;
  return copies[i - 1];
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
  Time hop;
  if (r.kind == OpKind::read) {
    r.store = choose_for_read(r);
  } else {
    const RegionId to = one_writer_ ? world_.roles->primary_for(partition_of(r.key), r.asked) : r.asked;
    r.store = StoreId(to.index());
    if (to != r.asked && !cross(slot, r.asked, to, Clients::kWanOut, Clients::kLost, hop)) {
      world_.clients->lose(slot);
      return;
    }
  }
  const ZoneId zone = world_.scenario.replicas[r.replica.index()].zone;
  if (world_.scenario.stores[r.store.index()].region == r.asked) hop += world_.hop(zone, zone_of(r.store));
  if (hop.ns == 0) {
    on_at_store(slot);
    return;
  }
  r.stage = Stage::storing;
  world_.post(world_.now + hop, Kind::at_store, slot, r.generation);
  world_.clients->watch(slot, world_.now + hop);
}

void Storage::on_at_store(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  const RegionId region = world_.scenario.stores[r.store.index()].region;
  if (!world_.conditions.region_up(region)) {
    world_.touch(r, world_.conditions.on(region));
    world_.clients->lose(slot);
    return;
  }
  if (r.kind == OpKind::read) {
    const Stamped& found = data_[r.store.index()][r.key.index()];
    r.version = found.version;
    r.stamp = found.stamp;
    r.answer = Outcome::ok;
  } else {
    write(slot);
  }
  answer(slot);
}

/// The way back: from the store over the replica to the region's door.
void Storage::answer(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  const RegionId region = world_.scenario.stores[r.store.index()].region;
  const ZoneId zone = world_.scenario.replicas[r.replica.index()].zone;
  Time back = world_.hop(world_.serving->entry_zone(r), zone);
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

void Storage::write(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  const StoreId store = r.store;
  const RegionId region = world_.scenario.stores[store.index()].region;
  const PartitionId partition = partition_of(r.key);
  if (one_writer_ && !world_.roles->accepts(partition, region)) {
    world_.touch(r, world_.roles->causes(partition));
    r.answer = Outcome::unavailable;
    return;
  }
  Stamped& current = data_[store.index()][r.key.index()];
  Stamped next;
  next.stamp = stamper_->stamp(region, world_.now, current);
  std::uint64_t epoch = 0;
  if (one_writer_) {  // the primary puts its writes in order, whatever its clock does
    epoch = world_.roles->epoch(partition, region);
    if (!current.version.is_initial()) next.stamp = std::max(next.stamp, current.stamp + 1);
  }
  BC_CHECK(sequence_[store.index()] < VersionId::kMaxSequence && epoch <= VersionId::kMaxEpoch);
  next.version = VersionId(store, epoch, ++sequence_[store.index()]);
  const bool visible = later(next, current);

  AcceptRecord record;
  record.time = world_.now;
  record.shadowed = visible ? 0 : 1;
  record.store = store;
  record.session = r.session;
  record.op = r.op;
  record.version = next.version;
  record.stamp = next.stamp;
  record.previous = current.version;
  record.key = r.key;
  record.partition = partition;
  world_.out.write(record);

  r.version = next.version;
  r.stamp = next.stamp;
  r.answer = Outcome::ok;
  if (visible) change(store, r.key, next, false);
  world_.replication->append(store, r.key, next);
}

/// A leader shows another version from now on; its read copies follow.
void Storage::change(StoreId leader, KeyId key, const Stamped& version, bool rolled_back) {
  data_[leader.index()][key.index()] = version;
  for (const StoreId copy : copies_[world_.scenario.stores[leader.index()].region.index()]) {
    auto& pending = pending_[copy.index()];
    Time due = world_.now + draw(world_.scenario.data.copy_lag, lag_[copy.index()].next());
    if (!pending.empty()) due = std::max(due, pending.back().due);  // first in, first out
    pending.push_back({due, key, version, rolled_back});
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

void Storage::apply(StoreId at, StoreId from, KeyId key, const Stamped& incoming) {
  const Stamped current = data_[at.index()][key.index()];
  const bool wins = later(incoming, current);
  record_apply(wins ? ApplyResult::applied : ApplyResult::superseded, at, from, key, incoming, current);
  if (wins) change(at, key, incoming, false);
}

void Storage::roll_back(StoreId at, StoreId reference, KeyId key, VersionId withdrawn) {
  const Stamped current = data_[at.index()][key.index()];
  if (!(current.version == withdrawn)) return;
  const Stamped instead = data_[reference.index()][key.index()];
  record_apply(ApplyResult::rolled_back, at, reference, key, instead, current);
  change(at, key, instead, true);
}

void Storage::on_copy_apply(StoreId copy) {
  auto& pending = pending_[copy.index()];
  const Pending next = pending.front();
  pending.pop_front();
  Stamped& current = data_[copy.index()][next.key.index()];
  record_apply(next.rolled_back ? ApplyResult::rolled_back : ApplyResult::applied, copy,
               StoreId(world_.scenario.stores[copy.index()].region.index()), next.key, next.version, current);
  current = next.version;
}

bool Storage::copies_are_quiet() const {
  return std::all_of(pending_.begin(), pending_.end(), [](const auto& p) { return p.empty(); });
}

}  // namespace bicoastal
