// Whether what a record refers to exists in the scenario.
//
// A simulation writes no others; a damaged file might hold some. The analyses index with what passes here and need not
// look again.
#pragma once

#include <bicoastal/history.hpp>
#include <bicoastal/scenario.hpp>

#include "sim/analysis/limits.hpp"

namespace bicoastal {

class RecordCheck {
 public:
  RecordCheck(const Scenario& scenario, const Limits& limits);

  /// Time does not go back, and ends in time.
  bool in_time(const Record& record) {
    if (record.time < last_ || record.time > end_) return false;
    last_ = record.time;
    return true;
  }
  Time last() const { return last_; }

  bool holds(const OperationRecord& r) const {
    return r.invoked.ns >= 0 && r.invoked <= r.time && r.kind <= OpKind::write && r.outcome <= Outcome::in_flight &&
           r.session.value < sessions_ && r.key.value < keys_ && r.population.value < populations_ &&
           (!r.fault.has_value() || r.fault.value < faults_) && holds(r.version);
  }
  bool holds(const AcceptRecord& r) const {
    return r.store.value < regions_ && r.session.value < sessions_ && r.key.value < keys_ && holds(r.version) &&
           !r.version.is_initial() && r.version.origin() == r.store && holds(r.previous);
  }
  bool holds(const ApplyRecord& r) const {
    return r.result <= ApplyResult::merged && r.store.value < stores_ && r.key.value < keys_ && holds(r.version) &&
           holds(r.displaced);
  }
  bool holds(const BatchRecord& r) const {
    return r.event <= BatchEvent::failed && r.from.value < regions_ && r.to.value < regions_ &&
           (!r.fault.has_value() || r.fault.value < faults_);
  }
  bool holds(const RoleRecord& r) const {
    return r.event <= RoleEvent::refused && r.partition.value < partitions_ && r.region.value < regions_;
  }
  bool holds(const HealthRecord& r) const {
    const bool of_region = r.event <= HealthEvent::region_in;
    return r.event <= HealthEvent::replica_in && (of_region ? r.region.value < regions_ : r.replica.value < replicas_);
  }
  bool holds(const FaultRecord& r) const { return r.fault.value < faults_; }
  bool holds(const TouchRecord& r) const {
    return r.fault.value < faults_ && (!r.session.has_value() || r.session.value < sessions_);
  }
  bool holds(const LostRecord& r) const {
    return r.key.value < keys_ && holds(r.version) && !r.version.is_initial() &&
           (!r.fault.has_value() || r.fault.value < faults_);
  }
  bool holds(const ServeRecord& r) const {
    return r.invoked.ns >= 0 && r.invoked <= r.time && r.kind <= OpKind::write && r.store.value < stores_ &&
           r.key.value < keys_ && holds(r.version);
  }
  bool holds(const StateRecord& r) const { return r.store.value < regions_ && r.key.value < keys_ && holds(r.newest); }
  bool holds(const ChangeRecord& r) const {
    const bool of_dependency = r.event >= ChangeEvent::breaker_opened && r.event <= ChangeEvent::switched_on;
    return r.event <= ChangeEvent::given_back && (!r.region.has_value() || r.region.value < regions_) &&
           (!r.replica.has_value() || r.replica.value < replicas_) && (!of_dependency || r.subject < dependencies_);
  }
  bool holds(const DependencyRecord& r) const {
    return r.region.value < regions_ && r.dependency.value < dependencies_;
  }
  bool holds(const LoadRecord& r) const { return r.region.value < regions_; }
  bool holds(const BacklogRecord& r) const { return r.from.value < regions_ && r.to.value < regions_; }

 private:
  bool holds(VersionId v) const { return v.is_initial() || (v.origin().value < regions_ && v.sequence() > 0); }

  Time last_, end_;
  std::size_t sessions_ = 0;
  std::size_t keys_, populations_, faults_, regions_, stores_, replicas_, partitions_, dependencies_;
};

}  // namespace bicoastal
