#include "sim/model/restores.hpp"

#include "sim/base/backups.hpp"
#include "sim/model/commits.hpp"
#include "sim/model/fault_plan.hpp"
#include "sim/model/replication.hpp"
#include "sim/model/storage.hpp"

#include <algorithm>

namespace bicoastal {

Restores::Restores(World& world)
    : world_(world),
      lost_(world.regions()),
      journals_(!losses_of_the_only_store(world.scenario).empty() ||
                last_loss_of_every_store(world.scenario) > Time()) {}

/// Only backups that will be needed are taken.
void Restores::start() {
  Time last;
  for (const StoreLoss& loss : losses_of_the_only_store(world_.scenario))
    if (loss.copied > last) world_.post(last = loss.copied, Kind::backup, 0);
}

void Restores::write(ChangeEvent event, RegionId region, std::int64_t value) {
  ChangeRecord record;
  record.time = world_.now;
  record.event = event;
  record.region = region;
  record.value = value;
  world_.out.write(record);
}

void Restores::on_backup() {
  const StoreId store(std::size_t{0});
  journal_.clear();
  backup_.clear();
  backup_values_.clear();
  for (std::uint32_t k = 0; k < world_.scenario.keys.count; ++k) {
    const KeyId key(std::size_t{k});
    backup_.push_back(world_.storage->at(store, key));
    if (world_.values->used()) backup_values_.push_back(world_.values->snapshot(store, key));
  }
}

void Restores::lost(FaultId fault) {
  const RegionId region = std::get<StoreLost>(world_.scenario.faults[fault.index()].what).region;
  Lost& lost = lost_[region.index()];
  lost.faults.push_back(fault);
  lost.source = RegionId();
  ++lost.generation;  // what was being put back is gone, too
  write(ChangeEvent::store_lost, region, 0);
  for (std::size_t p = 0; p < partition_count(world_.scenario); ++p)
    world_.commits->deposed(PartitionId(p), StoreId(region.index()));
  if (world_.regions() > 1) {
    world_.replication->lose_log(region, fault);
    try_copy(region);
    if (std::ranges::none_of(lost_, [](const Lost& l) { return l.faults.empty(); })) forget_journal(fault);
    return;
  }
  forget_journal(fault);
  const auto& backup = world_.scenario.data.backup;
  lost.coming = backup.has_value();
  if (backup)
    world_.post(world_.now + backup->restore, Kind::restored, static_cast<std::uint32_t>(region.index()),
                lost.generation);
}

/// What was accepted since the last backup, or ever, is gone for good.
void Restores::forget_journal(FaultId fault) {
  for (const Accepted& accepted : journal_) {
    LostRecord record;
    record.time = world_.now;
    record.store = accepted.version.version.origin();
    record.key = accepted.key;
    record.version = accepted.version.version;
    record.stamp = accepted.version.stamp;
    record.accepted = accepted.at;
    record.fault = fault;
    record.partition = world_.storage->partition_of(accepted.key);
    world_.out.write(record);
  }
  journal_.clear();
}

bool Restores::usable(RegionId source, RegionId region) const {
  return source != region && world_.conditions.region(source).store_up && world_.conditions.pair(source, region).up;
}

void Restores::try_copy(RegionId region) {
  Lost& lost = lost_[region.index()];
  RegionId best;
  for (std::size_t r = 0; r < world_.regions(); ++r) {
    const RegionId source(r);
    if (!usable(source, region)) continue;
    if (!best.has_value() || world_.storage->delay(source, region) < world_.storage->delay(best, region)) best = source;
  }
  lost.source = best;
  lost.coming = best.has_value();
  if (!best.has_value()) return;  // when conditions change
  const Scenario& s = world_.scenario;
  const double bytes = s.keys.count * (s.keys.value_bytes + s.data.record_overhead);
  const Time copy = Time::seconds(bytes / world_.conditions.pair(best, region).bandwidth);
  world_.post(world_.now + copy + world_.storage->delay(best, region), Kind::restored,
              static_cast<std::uint32_t>(region.index()), ++lost.generation);
}

void Restores::conditions_changed() {
  if (world_.regions() == 1) return;
  for (std::size_t r = 0; r < lost_.size(); ++r) {
    Lost& lost = lost_[r];
    if (lost.faults.empty()) continue;
    if (lost.source.has_value() && usable(lost.source, RegionId(r))) continue;
    ++lost.generation;
    try_copy(RegionId(r));
  }
}

void Restores::on_restored(RegionId region, std::uint32_t generation) {
  Lost& lost = lost_[region.index()];
  if (generation != lost.generation) return;
  const StoreId store(region.index());
  std::int64_t from = -1;
  if (lost.source.has_value()) {
    from = static_cast<std::int64_t>(lost.source.index());
    world_.storage->replace(store, StoreId(lost.source.index()));
    world_.replication->continue_from(region, lost.source);
  } else {
    put_back(region);
  }
  write(ChangeEvent::store_restored, region, from);
  std::vector<FaultId> over;
  over.swap(lost.faults);
  lost.source = RegionId();
  lost.coming = false;
  for (const FaultId fault : over) world_.faults->act(fault, false);
}

void Restores::put_back(RegionId region) {
  const StoreId store(region.index());
  for (std::uint32_t k = 0; k < world_.scenario.keys.count; ++k)
    world_.storage->put_back(store, KeyId(std::size_t{k}), backup_.empty() ? Stamped() : backup_[k],
                             backup_values_.empty() ? nullptr : backup_values_[k]);
}

bool Restores::quiet() const {
  return std::ranges::none_of(lost_, [](const Lost& l) { return l.coming; });
}

}  // namespace bicoastal
