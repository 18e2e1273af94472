// A witness while it is put together.
#pragma once

#include "sim/analysis/witness/witness.hpp"

namespace bicoastal {

class WitnessDraft {
 public:
  WitnessDraft(const Anomaly& anomaly, const WitnessSource& source);

  const WitnessSource& source() const { return source_; }
  const Evidence& evidence() const { return source_.evidence; }
  Cause& cause() { return witness_.cause; }

  /// A write by its version: null where the history does not hold its acceptance. The initial value is none.
  const AcceptRecord* write(VersionId version, Part part);
  const OperationRecord* read(OpId op, Part part);
  /// The arrival of a write at a store, if it ever came there, and only once.
  void arrival(VersionId version, StoreId store);
  /// The batch with which a fault tore the write on its way, if one did.
  void torn(const Delivery& delivery);
  void event(const WitnessEvent& event) { witness_.events.push_back(event); }
  /// What the cause adds to the story: the late delivery, the fault, the promotion.
  void tell_cause();

  /// In order, with names.
  Witness finish(bool contradiction = false);

 private:
  const WitnessSource& source_;
  Witness witness_;
};

}  // namespace bicoastal
