// A change that a store accepted, as the judges of its meaning see it.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/history.hpp>

#include <cstdint>

namespace bicoastal {

struct AcceptedChange {
  VersionId version;
  VersionId previous;  ///< current at its store just before
  VersionId rival;     ///< a change of the key such that neither had seen the other; initial: none was met
  OpId op;
  Time accepted;
  std::int64_t stamp = 0;
  std::int64_t amount = 0;  ///< what it adds to its item; below 0 where it takes away
  KeyId key;
  SessionId session;
  std::uint32_t item = 0;
  StoreId store;
  Verb verb{};
  bool shadowed = false;      ///< it lost against `previous` where it was accepted
  bool acknowledged = false;  ///< its client was told
  bool lost = false;          ///< in a failover
  bool met = false;           ///< by a later one that had not seen it

  bool takes_back() const { return verb == Verb::remove || verb == Verb::release; }
};

/// By how much a change alters its item where nothing else goes on.
inline std::int64_t signed_amount_of(Verb verb, std::int64_t amount) {
  return verb == Verb::take || verb == Verb::withdraw ? -amount : amount;
}

/// An instance of `kind` about `change`, which met `other`.
inline Anomaly anomaly_of(AnomalyKind kind, const AcceptedChange& change, Time when, VersionId other,
                          std::int64_t amount = 0) {
  Anomaly anomaly;
  anomaly.kind = kind;
  anomaly.time = when;
  anomaly.key = change.key;
  anomaly.session = change.session;
  anomaly.op = change.op;
  anomaly.version = change.version;
  anomaly.other = other;
  anomaly.age = when - change.accepted;
  anomaly.amount = amount;
  return anomaly;
}

}  // namespace bicoastal
