#include "sim/model/commits.hpp"

#include "sim/base/primaries.hpp"
#include "sim/model/replication.hpp"
#include "sim/model/storage.hpp"

#include <algorithm>

namespace bicoastal {

Commits::Commits(World& world) : world_(world) {
  const Scenario& s = world.scenario;
  if (!has_primaries(s) || s.data.commit == Commit::asynchronous || world.regions() == 1) return;
  needed_ = s.data.commit == Commit::all ? world.regions() - 1 : world.regions() / 2;
  logs_.resize(world.regions());
  for (Log& log : logs_) log.acknowledged.assign(world.regions(), 0);
  for (const Route& route : world.routes) delay_.push_back(delay_of(s, route));
  for (const Region& from : s.regions)
    for (const Region& to : s.regions) jitter_.push_back(world.stream("commit/" + from.name + "/" + to.name));
}

void Commits::wait(std::uint32_t slot, StoreId store, std::uint64_t index) {
  Request& r = world_.requests[slot];
  r.stage = Stage::waiting;
  Log& log = logs_[store.index()];
  log.waiting.push_back({index, slot, r.generation});
  log.newest[r.key.value] = index;
  world_.clients->watch(slot, Time::max());
}

bool Commits::hold_read(std::uint32_t slot, StoreId store) {
  if (!used() || store.index() >= logs_.size()) return false;
  Log& log = logs_[store.index()];
  Request& r = world_.requests[slot];
  const auto found = log.newest.find(r.key.value);
  if (found == log.newest.end()) return false;
  const auto after = std::upper_bound(log.waiting.begin(), log.waiting.end(), found->second,
                                      [](std::uint64_t index, const Waiting& w) { return index < w.index; });
  r.stage = Stage::waiting;
  log.waiting.insert(after, {found->second, slot, r.generation});
  world_.clients->watch(slot, Time::max());
  return true;
}

void Commits::arrived(std::uint32_t pair, std::uint64_t end) {
  if (!used()) return;
  const std::size_t n = world_.regions();
  const std::size_t back = pair % n * n + pair / n;
  const PairCondition& condition = world_.conditions.stores(back);
  if (!condition.up) return;  // said again when the way is free
  const PathDelay& path = delay_[back];
  const Time delay = condition.extra + (path.excess_p99.ns == 0 ? path.base : draw(path, jitter_[back].next()));
  world_.post(world_.now + delay, Kind::acknowledge, pair, static_cast<std::uint32_t>(end));
}

void Commits::on_acknowledge(std::uint32_t pair, std::uint32_t low) {
  const std::size_t n = world_.regions();
  const StoreId from(pair / n);
  const std::uint64_t arrived = world_.replication->arrived(RegionId(pair / n), RegionId(pair % n));
  const std::uint64_t end = arrived - ((arrived - low) & 0xFFFFFFFF);
  std::uint64_t& known = logs_[from.index()].acknowledged[pair % n];
  if (end <= known) return;
  known = end;
  commit(from);
}

void Commits::commit(StoreId store) {
  Log& log = logs_[store.index()];
  std::vector<std::uint64_t> ends;
  for (std::size_t r = 0; r < log.acknowledged.size(); ++r)
    if (r != store.index()) ends.push_back(log.acknowledged[r]);
  std::nth_element(ends.begin(), ends.begin() + static_cast<std::ptrdiff_t>(needed_ - 1), ends.end(), std::greater<>());
  const std::uint64_t committed = ends[needed_ - 1];
  while (!log.waiting.empty() && log.waiting.front().index < committed) {
    const Waiting done = log.waiting.front();
    log.waiting.pop_front();
    if (world_.requests[done.request].generation != done.generation) continue;
    const KeyId key = world_.requests[done.request].key;
    if (const auto newest = log.newest.find(key.value); newest != log.newest.end() && newest->second == done.index)
      log.newest.erase(newest);
    world_.storage->answer(done.request);
  }
}

void Commits::deposed(PartitionId partition, StoreId store) {
  if (used()) give_up(partition, store);
}

void Commits::rejoined(PartitionId partition, StoreId store) {
  if (!used()) return;
  give_up(partition, store);  // what it accepted or was asked since: nobody had fenced it
  std::erase_if(logs_[store.index()].newest, [&](const auto& entry) {
    return world_.storage->partition_of(KeyId(std::size_t{entry.first})) == partition;
  });
}

/// Those who wait for something of the partition wait in vain.
void Commits::give_up(PartitionId partition, StoreId store) {
  Log& log = logs_[store.index()];
  const std::deque<Waiting> waiting = std::move(log.waiting);
  log.waiting.clear();
  for (const Waiting& w : waiting) {
    if (world_.requests[w.request].generation != w.generation) continue;
    if (world_.storage->partition_of(world_.requests[w.request].key) == partition) {
      world_.clients->lose(w.request);
    } else {
      log.waiting.push_back(w);
    }
  }
}

}  // namespace bicoastal
