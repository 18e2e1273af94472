#include "sim/model/replication.hpp"

#include "sim/base/check.hpp"
#include "sim/engine/engine.hpp"
#include "sim/model/commits.hpp"
#include "sim/model/roles.hpp"
#include "sim/model/storage.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bicoastal {

namespace {

/// A batch is cut so that it takes no longer than this on the wire: a backlog flows rather than jumps.
constexpr Time kWireTime = Time::millis(50);

constexpr double kUnlimited = std::numeric_limits<double>::infinity();

/// Throughput of a TCP stream under random loss: Mathis, Semke, Mahdavi, Ott, "The macroscopic behavior of the TCP
/// congestion avoidance algorithm", CCR 27(3), 1997: MSS / RTT * sqrt(3 / 2) / sqrt(p).
double loss_limit(double loss, Time round_trip) {
  constexpr double kSegment = 1460;
  if (loss <= 0 || round_trip.ns <= 0) return kUnlimited;
  return kSegment / round_trip.in_seconds() * std::sqrt(1.5 / loss);
}

}  // namespace

Replication::Replication(World& world)
    : world_(world), bytes_per_write_(world.scenario.keys.value_bytes + world.scenario.data.record_overhead) {
  const Scenario& s = world.scenario;
  const std::size_t n = world.regions();
  logs_.resize(n);
  pairs_.resize(n * n);
  std::vector<int> users(s.network.links.size(), 0);
  for (const Route& route : world.routes)
    for (const LinkId link : route.links) ++users[link.index()];
  for (std::size_t p = 0; p < pairs_.size(); ++p) {
    Pair& pair = pairs_[p];
    pair.from = StoreId(p / n);
    pair.to = StoreId(p % n);
    const auto& links = world.routes[p].links;
    pair.alone = std::all_of(links.begin(), links.end(), [&](LinkId l) { return users[l.index()] == 1; });
    pair.up = world.conditions.stores(p).up;
    delay_.push_back(delay_of(s, world.routes[p]));
    jitter_.push_back(
        world.stream("replication/" + s.regions[pair.from.index()].name + "/" + s.regions[pair.to.index()].name));
  }
  for (std::size_t p = 0; p < pairs_.size(); ++p) pairs_[p].rate = rate_of(p);
  link_up_.assign(s.network.links.size(), true);
  region_up_.assign(n, true);
  for (const Link& link : s.network.links) bandwidth_.push_back(link.bandwidth);
}

double Replication::rate_of(std::size_t p) const {
  const PairCondition& condition = world_.conditions.stores(p);
  if (condition.loss <= 0) return condition.bandwidth;
  const Pair& pair = pairs_[p];
  const std::size_t back = pair.to.index() * world_.regions() + pair.from.index();
  const Time round_trip = delay_[p].base + delay_[back].base + condition.extra + world_.conditions.pair(back).extra;
  return std::min(condition.bandwidth, loss_limit(condition.loss, round_trip));
}

bool Replication::solve(const Pair& pair) const { return !pair.alone || world_.engine->mode() == EngineMode::step; }

std::uint64_t Replication::append(StoreId store, KeyId key, const Stamped& version, Payload change, Time accepted) {
  Log& log = logs_[store.index()];
  if (logs_.size() == 1) return log.end();
  log.entries.push_back({version, accepted, key});
  if (world_.values->used()) log.changes.push_back(std::move(change));
  if (!log.flush_posted) {
    log.flush_posted = true;
    const Time wait = world_.commits->used() ? Time() : world_.scenario.data.flush;
    world_.post(world_.now + wait, Kind::flush, store.value);
  }
  return log.end() - 1;
}

void Replication::on_flush(StoreId store) {
  logs_[store.index()].flush_posted = false;
  const std::size_t n = world_.regions();
  for (std::size_t to = 0; to < n; ++to)
    if (to != store.index()) try_send(static_cast<std::uint32_t>(store.index() * n + to));
}

void Replication::wait_for_wire(std::uint32_t p) {
  Pair& pair = pairs_[p];
  if (pair.free_posted) return;
  pair.free_posted = true;
  if (!solve(pair)) world_.queue.post_keyed(pair.free_at, raw(Kind::pair_free), p, p);
}

void Replication::on_pair_free(std::uint32_t p) {
  Pair& pair = pairs_[p];
  if (!pair.free_posted || (pair.on_wire && world_.now < pair.free_at)) return;  // the transfer was torn or slowed
  pair.free_posted = false;
  try_send(p);
}

/// End of what may go over the pair now. One by one: a region hears of a write when the one before it has it.
std::uint64_t Replication::sendable(const Pair& pair) const {
  if (!world_.scenario.data.one_by_one) return logs_[pair.from.index()].end();
  const std::size_t n = world_.regions();
  const std::size_t before = (pair.to.index() + n - 1) % n;
  return before == pair.from.index() ? logs_[before].end() : pairs_[pair.from.index() * n + before].arrived;
}

/// Takes entries from pair.sent on, as many as go in one batch; at least one.
void Replication::fill(const Pair& pair, Batch& batch) {
  double limit = std::max(1.0, pair.rate * kWireTime.in_seconds());
  if (world_.scenario.data.max_batch_bytes > 0) limit = std::min(limit, world_.scenario.data.max_batch_bytes);
  const std::uint64_t there = sendable(pair) - pair.sent;
  double bytes = 0;
  if (!world_.values->used()) {
    batch.count =
        std::min(there, static_cast<std::uint64_t>(std::clamp(limit / std::max(1.0, bytes_per_write_), 1.0, 1e15)));
    for (std::uint64_t i = 0; i < batch.count; ++i)
      batch.writes += entry(pair.from, pair.sent + i).key.has_value() ? 1 : 0;
    bytes = bytes_per_write_ * batch.writes;
  } else {
    for (; batch.count < there; ++batch.count) {
      const std::uint64_t i = pair.sent + batch.count;
      if (!entry(pair.from, i).key.has_value()) continue;
      const double more =
          world_.scenario.data.record_overhead + static_cast<double>(world_.values->bytes(*change(pair.from, i)));
      if (batch.count > 0 && bytes + more > limit) break;
      bytes += more;
      ++batch.writes;
    }
  }
  batch.bytes = static_cast<std::uint64_t>(std::max(1.0, world_.scenario.network.message_overhead + bytes));
}

void Replication::try_send(std::uint32_t p) {
  Pair& pair = pairs_[p];
  if (pair.suspended || pair.sent == sendable(pair) || world_.routes[p].links.empty()) return;
  if (pair.on_wire && (solve(pair) || world_.now < pair.free_at)) {
    wait_for_wire(p);
    return;
  }
  const PairCondition& condition = world_.conditions.stores(p);
  if (!condition.up) {
    for (const FaultId fault : condition.faults)
      if (std::find(pair.held_by.begin(), pair.held_by.end(), fault) == pair.held_by.end())
        pair.held_by.push_back(fault);
    return;
  }
  Batch batch{};
  batch.number = pair.batches++;
  batch.first = pair.sent;
  fill(pair, batch);
  batch.sent = world_.now;
  batch.delay = condition.extra +
                (delay_[p].excess_p99.ns == 0 ? delay_[p].base : draw(delay_[p], jitter_[p].block(batch.number)[0]));
  batch.arrives = Time::max();
  touch_batch(pair, batch, pair.held_by);
  touch_batch(pair, batch, condition.faults);
  pair.held_by.clear();
  pair.sent += batch.count;
  pair.flying.push_back(batch);
  write_batch(pair, batch, BatchEvent::sent);
  put_on_wire(p, batch.bytes);
  if (pair.sent != sendable(pair)) wait_for_wire(p);
}

void Replication::put_on_wire(std::uint32_t p, std::uint64_t bytes) {
  Pair& pair = pairs_[p];
  Batch& batch = pair.flying.back();
  pair.on_wire = true;
  batch.left = bytes;
  if (pair.alone) pair.free_at = world_.engine->transfer_end(world_.now, bytes, pair.rate);
  if (solve(pair)) {
    world_.post(world_.now, Kind::start_transfer, p, static_cast<std::uint32_t>(batch.number));
  } else {
    left_wire(p, pair.free_at);
  }
}

/// The last batch takes its way from `end` on; it cannot overtake the one before.
void Replication::left_wire(std::uint32_t p, Time end) {
  Pair& pair = pairs_[p];
  Batch& batch = pair.flying.back();
  const Time before = pair.flying.size() >= 2 ? pair.flying[pair.flying.size() - 2].arrives : pair.last_arrival;
  batch.arrives = std::max(end + batch.delay, before + Time(1));
  world_.queue.post_keyed(batch.arrives, raw(Kind::batch_arrive), p, p, static_cast<std::uint32_t>(batch.number));
}

void Replication::on_start_transfer(std::uint32_t p, std::uint32_t number) {
  Pair& pair = pairs_[p];
  if (!pair.on_wire || static_cast<std::uint32_t>(pair.flying.back().number) != number) return;  // torn meanwhile
  const PairCondition& condition = world_.conditions.stores(p);
  world_.engine->start_transfer(p, pair.flying.back().left, pair.rate < condition.bandwidth ? pair.rate : kUnlimited);
}

void Replication::transfer_done(std::uint32_t p, Time end) {
  Pair& pair = pairs_[p];
  BC_CHECK(pair.on_wire && !pair.flying.empty());
  pair.on_wire = false;
  pair.free_at = end;
  left_wire(p, end);
  if (pair.free_posted) world_.queue.post_keyed(end, raw(Kind::pair_free), p, p);
}

void Replication::on_batch_arrive(std::uint32_t p, std::uint32_t number) {
  Pair& pair = pairs_[p];
  if (pair.flying.empty()) return;
  const Batch batch = pair.flying.front();
  if (static_cast<std::uint32_t>(batch.number) != number || batch.arrives != world_.now) return;  // torn or slowed
  if (pair.flying.size() == 1) pair.on_wire = false;
  pair.last_arrival = batch.arrives;
  pair.flying.pop_front();
  write_batch(pair, batch, BatchEvent::arrived);
  for (std::uint64_t i = batch.first; i < batch.first + batch.count; ++i) {
    const Entry e = entry(pair.from, i);
    if (e.key.has_value()) world_.storage->apply(pair.to, pair.from, e.key, e.version, change(pair.from, i));
  }
  pair.arrived = batch.first + batch.count;
  world_.commits->arrived(p, pair.arrived);
  if (world_.scenario.data.one_by_one) {
    const std::size_t n = world_.regions(), next = (pair.to.index() + 1) % n;
    if (next != pair.from.index()) try_send(static_cast<std::uint32_t>(pair.from.index() * n + next));
  }
  trim(pair.from);
  world_.roles->batch_arrived(RegionId(pair.from.index()), RegionId(pair.to.index()));
}

void Replication::trim(StoreId store) {
  const std::size_t n = world_.regions();
  Log& log = logs_[store.index()];
  std::uint64_t least = log.end();
  for (std::size_t to = 0; to < n; ++to) {
    const std::size_t p = store.index() * n + to;
    if (to != store.index() && !world_.routes[p].links.empty()) least = std::min(least, pairs_[p].arrived);
  }
  for (; log.base < least; ++log.base) {
    log.entries.pop_front();
    if (!log.changes.empty()) log.changes.pop_front();
  }
}

/// The stream breaks: everything that has not arrived is sent again when the pair is up.
void Replication::fail(std::uint32_t p) {
  Pair& pair = pairs_[p];
  if (pair.on_wire && solve(pair)) world_.engine->cancel_transfer(p);
  for (Batch& batch : pair.flying) {
    touch_batch(pair, batch, world_.conditions.stores(p).faults);
    write_batch(pair, batch, BatchEvent::failed);
  }
  pair.flying.clear();
  pair.on_wire = pair.free_posted = false;
  pair.free_at = world_.now;
  pair.sent = pair.arrived;
}

void Replication::change_rate(std::uint32_t p, double rate) {
  Pair& pair = pairs_[p];
  const double before = pair.rate;
  pair.rate = rate;
  if (!pair.on_wire || (pair.alone && world_.now >= pair.free_at)) return;
  double left = pair.alone ? (pair.free_at - world_.now).in_seconds() * before : 0;
  if (solve(pair)) {
    const double solved = world_.engine->cancel_transfer(p);
    if (!pair.alone) left = solved;
  }
  put_on_wire(p, static_cast<std::uint64_t>(std::max(1.0, left)));
  if (pair.free_posted && !solve(pair)) world_.queue.post_keyed(pair.free_at, raw(Kind::pair_free), p, p);
}

void Replication::conditions_changed(FaultId begun) {
  // What breaks is forgotten before SimGrid hears of it: a transfer must not be under way on a link that goes down.
  for (std::uint32_t p = 0; p < pairs_.size(); ++p)
    if (pairs_[p].up && !world_.conditions.stores(p).up) fail(p);
  for (std::size_t r = 0; r < region_up_.size(); ++r)
    if (const bool up = world_.conditions.region_up(RegionId(r)); up != region_up_[r])
      world_.engine->set_region_up(RegionId(r), region_up_[r] = up);
  for (std::size_t l = 0; l < link_up_.size(); ++l) {
    if (const bool up = world_.conditions.link_up(LinkId(l)); up != link_up_[l])
      world_.engine->set_link_up(LinkId(l), link_up_[l] = up);
    if (const double bandwidth = world_.conditions.link_bandwidth(LinkId(l)); bandwidth != bandwidth_[l])
      world_.engine->set_bandwidth(LinkId(l), bandwidth_[l] = bandwidth);
  }
  for (std::uint32_t p = 0; p < pairs_.size(); ++p) {
    Pair& pair = pairs_[p];
    const PairCondition& condition = world_.conditions.stores(p);
    const bool healed = !pair.up && condition.up;
    pair.up = condition.up;
    if (pair.from == pair.to) continue;
    if (const double rate = rate_of(p); rate != pair.rate) change_rate(p, rate);
    if (std::find(condition.faults.begin(), condition.faults.end(), begun) != condition.faults.end()) {
      for (Batch& batch : pair.flying) touch_batch(pair, batch, {begun});
      if (!pair.held_by.empty() && !condition.up) pair.held_by.push_back(begun);
    }
    if (healed) try_send(p);
    world_.commits->arrived(p, pair.arrived);  // acknowledgements that were lost
  }
}

void Replication::touch_batch(const Pair& pair, Batch& batch, const std::vector<FaultId>& faults) {
  for (const FaultId fault : faults) {
    if (fault == batch.fault) continue;
    if (!batch.fault.has_value()) {
      batch.fault = fault;
      continue;
    }
    write_touch(pair, batch.number, fault);
  }
}

void Replication::write_touch(const Pair& pair, std::uint64_t number, FaultId fault) {
  TouchRecord record;
  record.time = world_.now;
  record.fault = fault;
  record.op = OpId((std::uint64_t{pair.from.value} << 48) | (std::uint64_t{pair.to.value} << 32) | number);
  world_.out.write(record);
}

/// The batch that would be next was never sent.
void Replication::finish() {
  for (const Pair& pair : pairs_)
    if (!pair.suspended && !pair.held_by.empty() && pair.sent != sendable(pair))
      for (const FaultId fault : pair.held_by) write_touch(pair, pair.batches, fault);
}

void Replication::write_batch(const Pair& pair, const Batch& batch, BatchEvent event) {
  BatchRecord record;
  record.time = world_.now;
  record.event = event;
  record.from = pair.from;
  record.to = pair.to;
  record.sent = batch.sent;
  record.bytes = static_cast<std::int64_t>(batch.bytes);
  record.batch = batch.number;
  record.writes = batch.writes;
  record.fault = batch.fault;
  world_.out.write(record);
}

void Replication::sample() {
  for (std::size_t p = 0; p < pairs_.size(); ++p) {
    Pair& pair = pairs_[p];
    if (world_.routes[p].links.empty()) continue;
    const Log& log = logs_[pair.from.index()];
    const auto writes = static_cast<std::int64_t>(log.end() - pair.arrived);
    if (writes == 0 && pair.last_backlog == 0) continue;  // only what there is, and that it has gone
    pair.last_backlog = writes;
    BacklogRecord record;
    record.time = world_.now;
    record.from = pair.from;
    record.to = pair.to;
    record.writes = writes;
    record.bytes = static_cast<std::int64_t>(static_cast<double>(writes) * bytes_per_write_);
    record.oldest = writes == 0 ? world_.now : entry(pair.from, pair.arrived).accepted;
    world_.out.write(record);
  }
}

bool Replication::quiet() const {
  for (std::size_t p = 0; p < pairs_.size(); ++p)
    if (!world_.routes[p].links.empty() && pairs_[p].arrived != logs_[pairs_[p].from.index()].end()) return false;
  return true;
}

}  // namespace bicoastal
