// What judges the changes of keys of one data type. It is told of them in the order of the history, and at the end what
// each key came to.
//
// An accepted change is *in doubt* until its client is told: whatever a key shows may or may not have it. Changes that
// a failover lost count like all others: a client who was told has a right to them.
#pragma once

#include "sim/analysis/anomalies.hpp"
#include "sim/analysis/effects/accepted_change.hpp"
#include "sim/analysis/seen.hpp"

namespace bicoastal {

class MeaningJudge {
 public:
  virtual ~MeaningJudge() = default;

  /// REQUIRES: its own store has not been told of it yet (Seen::advance).
  virtual void accepted(const AcceptedChange& change) = 0;
  /// A later change had not seen this one: it has a rival from now on.
  virtual void met(const AcceptedChange& /*change*/) {}
  /// The client is told, by `op`.
  virtual void acknowledged(const AcceptedChange& change, const OperationRecord& op) = 0;
  /// A failover lost it.
  virtual void lost(const AcceptedChange& /*change*/) {}
  /// A leader store received a change, or took one back.
  virtual void applied(const ApplyRecord& /*record*/) {}
  /// What all leaders show of a key in the end.
  virtual void came_to(KeyId key, const Document& document, Time now) = 0;
  /// The stream has ended.
  virtual void finish(Analysis& /*analysis*/, Time /*now*/) {}
};

}  // namespace bicoastal
