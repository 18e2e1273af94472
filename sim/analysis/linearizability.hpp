// Linearizability: whether each key behaves as one register that everybody shares (Herlihy and Wing, "Linearizability:
// a correctness condition for concurrent objects", TOPLAS 12(3), 1990). Keys can be judged one by one: the whole is
// linearizable where each of them is (locality, ibid.). Exact and near-linear in time because every write has a version
// of its own: zones.hpp.
//
// Verdicts. *violated*: no order of the operations explains the history; a contradiction of two to four of them is
// shown. *unknown*: not that, and a read returned a version that nobody is known to have written, or one that was
// written twice; of a run also: the stream has no end, or its keys are no registers (other data types, merging
// policies). *valid* otherwise.
//
// What did not end well. A read that failed says nothing. A write that timed out, or was under way at the end, may take
// effect at any time after its invocation, or never: it counts once its version is read. So do attempts of an operation
// beside the one that was answered, and writes that were refused and yet accepted somewhere.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/zones.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace bicoastal {

struct RegisterVerdict {
  Verdict verdict = Verdict::unknown;
  std::vector<RegisterOp> contradiction;  ///< where violated
  std::optional<Time> delta;              ///< of Δ-atomicity; nothing where no Δ would do
};

/// Judges all operations on one key, in any order. Reads that were not completed are left out, and writes whose version
/// is the initial one.
RegisterVerdict judge_register(std::span<const RegisterOp> ops);

/// Judges all keys of a run while its records come in.
class LinearizabilityCheck {
 public:
  explicit LinearizabilityCheck(const Scenario& scenario);

  void on(const AcceptRecord& record);
  void on(const OperationRecord& record);
  /// Forgets what is settled, at the acceptance of a write and before it is told. `settled`: a version before which no
  /// read still to come returns anything; nothing where all stores show the same version, and have for long. Without
  /// this call the answers are the same, and memory grows with the writes of the run.
  void forget(const AcceptRecord& record, const std::optional<Stamped>& settled);
  void finish(Analysis& analysis) const;

  /// Versions of which something is kept.
  std::size_t kept() const;

 private:
  struct Key {
    Zones zones;
    std::size_t enough = 8;  // versions that are kept before it is looked what can be forgotten
    bool written = false;
  };
  struct Begun {
    Time invoked;
    SessionId session;
  };

  Key* find(KeyId key);
  Key& open(KeyId key);
  void note(KeyId id, const Key& key, bool before);

  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  bool registers_;
  std::vector<std::uint32_t> slot_of_;  // by key
  std::vector<Key> keys_;
  std::vector<KeyId> key_of_;                      // by slot
  std::unordered_map<std::uint64_t, Begun> late_;  // writes that gave up and may be accepted yet; never iterated
  std::vector<std::uint32_t> contradicted_;        // slots, in the order of their first contradiction
};

}  // namespace bicoastal
