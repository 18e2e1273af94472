// The records that a witness is made from, by what they are about.
//
// These are all records of the keys concerned, every fault and step of a failover, and what batches and moves of
// sessions there were around the time. More does no harm.
#pragma once

#include <bicoastal/history.hpp>

#include <span>
#include <unordered_map>
#include <vector>

namespace bicoastal {

class Evidence {
 public:
  void add(std::span<const Record> records);

  // Null where the history does not hold it. Pointers live until the next add().
  const AcceptRecord* accept_of(VersionId version) const;
  const OperationRecord* operation(OpId op) const;
  const ServeRecord* serve_of(VersionId version) const;
  const LostRecord* loss_of(VersionId version) const;
  /// The last read of `version` by the session that had ended by `until`.
  const OperationRecord* read_of(VersionId version, SessionId session, Time until) const;
  /// The first time that the store received the version.
  const ApplyRecord* arrival_of(VersionId version, StoreId store) const;
  /// At any store; 0 where it never left its own.
  Time last_arrival_of(VersionId version) const;
  /// Where one of the two first took the place of the other, or did not get past it. Leaders have the first ids.
  const ApplyRecord* meeting_of(VersionId a, VersionId b, std::size_t leaders) const;
  /// What took the place of `version` at the store.
  const ApplyRecord* successor_of(VersionId version, StoreId store) const;
  /// When `version` was withdrawn from the store after a failover.
  const ApplyRecord* withdrawal_of(VersionId version, StoreId store) const;
  /// The batch with which something arrived at that moment.
  const BatchRecord* batch_at(StoreId from, StoreId to, Time arrived) const;
  /// A batch that left after `begin` and that a fault tore before `end`.
  const BatchRecord* torn_between(StoreId from, StoreId to, Time begin, Time end) const;
  /// The first such step of the partition from `begin` to `end`.
  const RoleRecord* role_between(RoleEvent event, PartitionId partition, Time begin, Time end) const;
  /// The last move of the session.
  const MoveRecord* move_between(SessionId session, Time begin, Time end) const;

  const std::vector<AcceptRecord>& accepts() const { return accepts_; }

 private:
  std::vector<AcceptRecord> accepts_;
  std::vector<ApplyRecord> applies_;
  std::unordered_map<std::uint64_t, std::size_t> accepted_;               // by version; looked up only
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> arrivals_;  // by version; looked up only
  std::vector<OperationRecord> operations_;
  std::vector<ServeRecord> serves_;
  std::vector<LostRecord> lost_;
  std::vector<BatchRecord> batches_;
  std::vector<RoleRecord> roles_;
  std::vector<MoveRecord> moves_;
};

}  // namespace bicoastal
