#include "sim/analysis/bill.hpp"

#include "sim/analysis/quorum/members.hpp"

#include <algorithm>
#include <cmath>

namespace bicoastal {

namespace {

constexpr double kGigabyte = 1e9, kMillion = 1e6, kHour = 3600;
constexpr double kLeastCalmWindows = 10;

double units(double bytes, double unit) { return unit > 0 ? std::max(1.0, std::ceil(bytes / unit)) : 1; }

CostSplit billed(const BilledUse& use, const Prices& p) {
  CostSplit split;
  split[CostPart::compute] =
      use.replica_s / kHour * p.instance_hour + use.copy_s / kHour * p.copy_hour + use.function_s * p.function_second;
  split[CostPart::requests] =
      use.read_units / kMillion * p.million_reads + use.write_units / kMillion * p.million_writes;
  split[CostPart::replication] = use.replication_bytes / kGigabyte * p.between_regions_gb;
  split[CostPart::forwarded] = use.forwarded_bytes / kGigabyte * p.between_regions_gb;
  split[CostPart::clients] = use.client_bytes / kGigabyte * p.clients_gb;
  split[CostPart::zones] = use.zone_bytes / kGigabyte * 2 * p.zones_gb;
  split[CostPart::storage] = use.stored_byte_s / kGigabyte / kMonthSeconds * p.gb_month;
  return split;
}

CostSplit times(CostSplit split, double factor) {
  for (double& part : split.parts) part *= factor;
  return split;
}

}  // namespace

Bill::Bill(const Scenario& s)
    : scenario_(s),
      prices_(*s.cost),
      quorum_(s.data.writes == WritePattern::quorum),
      instances_(s.cost->store == Pricing::Store::instances),
      value_(s.keys.value_bytes),
      headers_(s.network.message_overhead),
      written_(s.keys.value_bytes + s.data.record_overhead),
      read_units_(instances_ ? 0 : units(s.keys.value_bytes, s.cost->read_unit)),
      write_units_(instances_ ? 0 : units(s.keys.value_bytes, s.cost->write_unit)),
      calm_(s.faults.size()),
      regions_(s.regions.size()),
      paid_(s.replicas.size()),
      now_(s.warmup) {
  if (!s.fleet.managed)
    for (std::size_t i = 0; i < s.replicas.size(); ++i)
      if (s.replicas[i].at_start) pay(ReplicaId(i), true);
  if (!instances_) return;
  std::vector<std::size_t> in_zone(s.zones.size());
  for (const Store& store : s.stores) ++in_zone[store.zone.index()];
  for (std::size_t z = 0; z < s.zones.size(); ++z) {
    Region& region = regions_[s.zones[z].region.index()];
    const std::size_t copies = std::max<std::size_t>(1, in_zone[z]);
    region.copies += copies;
    if (s.stores[s.zones[z].region.index()].zone != ZoneId(z)) region.copies_beside += copies;
  }
}

void Bill::pay(ReplicaId replica, bool paid) {
  if (paid_[replica.index()] == paid) return;
  paid_[replica.index()] = paid;
  const ZoneId zone = scenario_.replicas[replica.index()].zone;
  std::size_t& machines = regions_[scenario_.zones[zone.index()].region.index()].machines;
  machines += paid ? std::size_t{1} : static_cast<std::size_t>(-1);
}

void Bill::advance(Time now) {
  const Time to = std::min(now, scenario_.duration);
  if (to <= now_) return;
  const double all = (to - now_).in_seconds(), calm = calm_.within(now_, to).in_seconds();
  for (Region& region : regions_) {
    const auto machines = static_cast<double>(region.machines), copies = static_cast<double>(region.copies);
    region.all.replica_s += all * machines;
    region.calm.replica_s += calm * machines;
    region.all.copy_s += all * copies;
    region.calm.copy_s += calm * copies;
  }
  calm_s_ += calm;
  now_ = to;
}

void Bill::add(std::size_t region, double BilledUse::*part, double amount, Time now) {
  regions_[region].all.*part += amount;
  if (calm_.at(now)) regions_[region].calm.*part += amount;
}

bool Bill::enough_calm() const { return calm_s_ > 0 && calm_s_ >= kLeastCalmWindows * scenario_.window.in_seconds(); }

void Bill::on(const FaultRecord& record) {
  advance(record.time);
  if (record.begins != 0 && enough_calm()) {
    calm_.stop();
  } else {
    calm_.on(record);
  }
}

void Bill::on(const ChangeRecord& record) {
  if (!record.replica.has_value()) return;
  if (record.event == ChangeEvent::given_back) {
    advance(record.time);
    pay(record.replica, false);
  } else if (record.event == ChangeEvent::started) {
    advance(record.time);
    const auto place = static_cast<std::size_t>(record.value);
    if (place < paid_.size()) pay(ReplicaId(place), false);
    pay(record.replica, true);
  }
}

void Bill::on(const LoadRecord& record) {
  if (!scenario_.fleet.managed || !in_time(record.time)) return;
  add(record.region.index(), &BilledUse::function_s, record.busy * scenario_.window.in_seconds(), record.time);
}

void Bill::write_taken(std::size_t region, Time now) {
  add(region, &BilledUse::write_units, write_units_, now);
  add(region, &BilledUse::zone_bytes, written_ * static_cast<double>(regions_[region].copies_beside), now);
}

void Bill::on(const AcceptRecord& record) {
  if (!quorum_ && is_leader(record.store) && in_time(record.time)) write_taken(record.store.index(), record.time);
}

void Bill::on(const ApplyRecord& record) {
  if (record.result == ApplyResult::rolled_back || !is_leader(record.store) || !in_time(record.time)) return;
  write_taken(record.store.index(), record.time);
  if (quorum_ && is_leader(record.from) && record.from != record.store)
    add(record.from.index(), &BilledUse::replication_bytes, headers_ + written_, record.time);
}

void Bill::on(const BatchRecord& record) {
  if (record.event != BatchEvent::sent || !in_time(record.time)) return;
  const auto bytes = static_cast<double>(std::max<std::int64_t>(0, record.bytes));
  add(region_of(record.from), &BilledUse::replication_bytes, bytes, record.time);
}

void Bill::on(const EndedOperation& ended) {
  const OperationRecord& op = ended.record;
  if (!ended.measured || !ended.ok()) return;
  const bool read = op.kind == OpKind::read;
  const bool known_asked = op.asked.has_value() && op.asked.index() < regions_.size();
  if (known_asked)
    add(op.asked.index(), &BilledUse::client_bytes, prices_.answer_bytes.value_or(headers_ + (read ? value_ : 0)),
        op.time);
  if (!known_asked || !op.store.has_value() || op.store.index() >= scenario_.stores.size()) return;
  if (quorum_) return read ? ask_members(op) : void();
  const std::size_t served = region_of(op.store);
  if (read) add(served, &BilledUse::read_units, read_units_, op.time);
  if (op.asked.index() != served) return pass_on(op, served);
  const bool other_zone = instances_ && op.zone != 0xFFFF && op.zone != scenario_.stores[op.store.index()].zone.index();
  if (other_zone) add(served, &BilledUse::zone_bytes, 2 * headers_ + (read ? value_ : written_), op.time);
}

/// The region that was asked sends the operation on, and the one that served it answers.
void Bill::pass_on(const OperationRecord& op, std::size_t to) {
  const bool read = op.kind == OpKind::read;
  add(op.asked.index(), &BilledUse::forwarded_bytes, headers_ + (read ? 0 : written_), op.time);
  add(to, &BilledUse::forwarded_bytes, headers_ + (read ? value_ : 0), op.time);
}

/// Each member of the key that a read asks for; of those that are drawn, each with its chance.
void Bill::ask_members(const OperationRecord& op) {
  const QuorumMembers members(scenario_);
  const Quorum& rule = scenario_.data.quorum;
  const double asked =
      rule.ask_all ? 1 : std::min(1.0, static_cast<double>(rule.r) / static_cast<double>(members.count()));
  for (std::size_t i = 0; i < members.count(); ++i) {
    const std::size_t region = (members.home(op.key).index() + i) % members.regions();
    add(region, &BilledUse::read_units, asked * read_units_, op.time);
    if (op.asked.index() == region) continue;
    add(op.asked.index(), &BilledUse::forwarded_bytes, asked * headers_, op.time);
    add(region, &BilledUse::forwarded_bytes, asked * (headers_ + value_), op.time);
  }
}

void Bill::finish(Analysis& analysis, Time end) {
  advance(std::min(end, scenario_.duration));
  CostFigures out;
  out.run_s = analysis.measured_s;
  if (out.run_s <= 0) return;
  out.calm_s = calm_s_;
  out.month_from_calm = enough_calm();
  const QuorumMembers members(scenario_);
  const double share = quorum_ ? static_cast<double>(members.count()) / static_cast<double>(members.regions()) : 1;
  double total = 0;
  for (std::size_t r = 0; r < regions_.size(); ++r) {
    Region& region = regions_[r];
    const double kept =
        scenario_.keys.count * share * prices_.key_bytes * static_cast<double>(std::max<std::size_t>(1, region.copies));
    region.all.stored_byte_s = kept * out.run_s;
    region.calm.stored_byte_s = kept * calm_s_;
    out.use.push_back(region.all);
    out.run.push_back(billed(region.all, prices_.regions[r]));
    out.month.push_back(out.month_from_calm ? times(billed(region.calm, prices_.regions[r]), kMonthSeconds / calm_s_)
                                            : times(out.run.back(), kMonthSeconds / out.run_s));
    total += out.run.back().total();
  }
  const std::uint64_t answered = analysis.overall.requests.answered();
  if (answered > 0) out.per_million = total / static_cast<double>(answered) * kMillion;
  if (prices_.failed_request || prices_.lost_write) {
    const auto cost = [&](std::uint64_t failed, std::uint64_t lost) {
      return FailureCost{static_cast<double>(failed) * prices_.failed_request.value_or(0),
                         static_cast<double>(lost) * prices_.lost_write.value_or(0)};
    };
    out.failures = cost(analysis.overall.requests.failed, analysis.lost_writes);
    for (const FaultFigures& fault : analysis.faults)
      out.faults.push_back(cost(fault.failed_requests, fault.lost_writes));
  }
  analysis.cost = std::move(out);
}

}  // namespace bicoastal
