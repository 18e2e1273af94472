#include "sim/analysis/witness/evidence.hpp"

#include <algorithm>

namespace bicoastal {
namespace {

/// The first that fits; null where none does.
template <class T, class Fits>
const T* first_of(const std::vector<T>& records, Fits fits) {
  const auto found = std::find_if(records.begin(), records.end(), fits);
  return found == records.end() ? nullptr : &*found;
}

template <class T>
void sort_by_time(std::vector<T>& records) {
  std::stable_sort(records.begin(), records.end(), [](const T& a, const T& b) { return a.time < b.time; });
}

}  // namespace

void Evidence::add(std::span<const Record> records) {
  for (const Record& record : records) {
    switch (record.type) {
      case RecordType::accept: accepts_.push_back(record.as<AcceptRecord>()); break;
      case RecordType::apply: applies_.push_back(record.as<ApplyRecord>()); break;
      case RecordType::operation: operations_.push_back(record.as<OperationRecord>()); break;
      case RecordType::serve: serves_.push_back(record.as<ServeRecord>()); break;
      case RecordType::lost: lost_.push_back(record.as<LostRecord>()); break;
      case RecordType::batch: batches_.push_back(record.as<BatchRecord>()); break;
      case RecordType::role: roles_.push_back(record.as<RoleRecord>()); break;
      case RecordType::move: moves_.push_back(record.as<MoveRecord>()); break;
      default: break;
    }
  }
  sort_by_time(accepts_);
  sort_by_time(applies_);
  sort_by_time(operations_);
  sort_by_time(batches_);
  sort_by_time(roles_);
  sort_by_time(moves_);
  accepted_.clear();
  for (std::size_t i = 0; i < accepts_.size(); ++i) accepted_.emplace(accepts_[i].version.value, i);
  arrivals_.clear();
  for (std::size_t i = 0; i < applies_.size(); ++i)
    if (applies_[i].result != ApplyResult::rolled_back) arrivals_[applies_[i].version.value].push_back(i);
}

const AcceptRecord* Evidence::accept_of(VersionId version) const {
  const auto found = accepted_.find(version.value);
  return found == accepted_.end() ? nullptr : &accepts_[found->second];
}

const OperationRecord* Evidence::operation(OpId op) const {
  return first_of(operations_, [&](const OperationRecord& r) { return r.op == op; });
}

const ServeRecord* Evidence::serve_of(VersionId version) const {
  return first_of(serves_, [&](const ServeRecord& r) { return r.kind == OpKind::write && r.version == version; });
}

const LostRecord* Evidence::loss_of(VersionId version) const {
  return first_of(lost_, [&](const LostRecord& r) { return r.version == version; });
}

const OperationRecord* Evidence::read_of(VersionId version, SessionId session, Time until) const {
  const OperationRecord* last = nullptr;
  for (const OperationRecord& r : operations_)
    if (r.kind == OpKind::read && r.outcome == Outcome::ok && r.version == version && r.session == session &&
        r.time <= until)
      last = &r;
  return last;
}

const ApplyRecord* Evidence::arrival_of(VersionId version, StoreId store) const {
  const auto found = arrivals_.find(version.value);
  if (found == arrivals_.end()) return nullptr;
  for (const std::size_t i : found->second)
    if (applies_[i].store == store) return &applies_[i];
  return nullptr;
}

Time Evidence::last_arrival_of(VersionId version) const {
  const auto found = arrivals_.find(version.value);
  return found == arrivals_.end() ? Time() : applies_[found->second.back()].time;
}

const ApplyRecord* Evidence::meeting_of(VersionId a, VersionId b, std::size_t leaders) const {
  return first_of(applies_, [&](const ApplyRecord& r) {
    const bool met = (r.version == a && r.displaced == b) || (r.version == b && r.displaced == a);
    return met && r.result != ApplyResult::rolled_back && r.store.index() < leaders;
  });
}

const ApplyRecord* Evidence::successor_of(VersionId version, StoreId store) const {
  return first_of(applies_, [&](const ApplyRecord& r) {
    return r.displaced == version && r.store == store && r.result == ApplyResult::applied;
  });
}

const ApplyRecord* Evidence::withdrawal_of(VersionId version, StoreId store) const {
  return first_of(applies_, [&](const ApplyRecord& r) {
    return r.displaced == version && r.store == store && r.result == ApplyResult::rolled_back;
  });
}

const BatchRecord* Evidence::batch_at(StoreId from, StoreId to, Time arrived) const {
  return first_of(batches_, [&](const BatchRecord& r) {
    return r.event == BatchEvent::arrived && r.time == arrived && r.from == from && r.to == to;
  });
}

const BatchRecord* Evidence::torn_between(StoreId from, StoreId to, Time begin, Time end) const {
  return first_of(batches_, [&](const BatchRecord& r) {
    return r.event == BatchEvent::failed && r.fault.has_value() && r.from == from && r.to == to && begin <= r.sent &&
           r.time <= end;
  });
}

const RoleRecord* Evidence::role_between(RoleEvent event, PartitionId partition, Time begin, Time end) const {
  return first_of(roles_, [&](const RoleRecord& r) {
    return r.event == event && r.partition == partition && begin <= r.time && r.time <= end;
  });
}

const MoveRecord* Evidence::move_between(SessionId session, Time begin, Time end) const {
  const MoveRecord* last = nullptr;
  for (const MoveRecord& r : moves_)
    if (r.session == session && begin <= r.time && r.time <= end) last = &r;
  return last;
}

}  // namespace bicoastal
