// Conflict resolution: what a region keeps of changes that it cannot put in order.
//
// There are two kinds of policy.
//
// An *ordering* policy (last writer wins and its relatives) stamps each write; of two versions the later() one is kept,
// everywhere. It is a Stamper, and all it decides is the stamp.
//
// A *merging* policy (siblings, CRDTs, yours) keeps a ReplicatedValue for each key at each region, which takes clients'
// changes and merges with what other regions did. Merging must be commutative, associative and idempotent, so that
// regions that know of the same changes show the same, in whatever order they heard of them (Shapiro, Preguiça,
// Baquero, Zawirski, "Conflict-free replicated data types", SSS 2011).
#pragma once

#include <bicoastal/ids.hpp>
#include <bicoastal/scenario.hpp>
#include <bicoastal/values.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace bicoastal {

// --- ordering policies -----------------------------------------------------------------------------------------------

/// A version as a store keeps it.
struct Stamped {
  VersionId version;
  std::int64_t stamp = 0;  ///< what the policy ordered it by; ns where it is a clock reading
};

/// The order of versions, total: greater epoch, then stamp, then origin and sequence. The initial value is least.
inline bool later(const Stamped& a, const Stamped& b) {
  if (a.version.is_initial() || b.version.is_initial()) return !a.version.is_initial() && b.version.is_initial();
  if (a.version.epoch() != b.version.epoch()) return a.version.epoch() > b.version.epoch();
  if (a.stamp != b.stamp) return a.stamp > b.stamp;
  return a.version > b.version;
}

/// Stamps writes. Deterministic: the same calls in the same order give the same stamps.
class Stamper {
 public:
  virtual ~Stamper() = default;
  /// Stamp of a write accepted in `at` at true time `now`, where `current` is the key's version.
  virtual std::int64_t stamp(RegionId at, Time now, const Stamped& current) = 0;
  /// Region `at` heard of a write with this stamp (clocks that learn from messages).
  virtual void received(RegionId /*at*/, Time /*now*/, std::int64_t /*stamp*/) {}
  /// Whether a write is always later() than the version it had seen.
  virtual bool respects_causality() const = 0;
};

// --- merging policies ------------------------------------------------------------------------------------------------

/// A client's change as a region accepts it.
struct Write {
  Change change;
  VersionId version;       ///< its identity, unique in the run
  std::int64_t stamp = 0;  ///< by the scenario's clock (data.conflicts.clock), for those who order by it
  RegionId at;             ///< region that accepts it
  SessionId session;       ///< whose it is
};

struct Reading {
  Document value;
  std::uint32_t siblings = 1;  ///< versions that are shown side by side
};

/// What a region knows of one key.
class ReplicatedValue {
 public:
  virtual ~ReplicatedValue() = default;

  /// Accepts a change. Returns what other regions must merge to know of it (all or part of this value); null where the
  /// change is declined, and then nothing is different.
  virtual std::unique_ptr<ReplicatedValue> write(const Write& write) = 0;
  /// Learns what `other`, a value or a change of the same key and policy, knows. Commutative, associative, idempotent.
  virtual void merge(const ReplicatedValue& other) = 0;
  virtual Reading read() const = 0;
  virtual std::unique_ptr<ReplicatedValue> clone() const = 0;
  /// Whether both know the same.
  virtual bool equals(const ReplicatedValue& other) const = 0;

  /// Size on the wire beside the payload: versions, tombstones, rights. Bytes.
  virtual std::size_t metadata_bytes() const = 0;
  /// Changes whose payload goes over the wire with it (a full value sends one for each thing that it holds).
  virtual std::size_t payloads() const { return 1; }

  /// Forgets what was kept for the sake of regions that did not know of it. All regions know every change of origin o
  /// up to sequence cut[o] (VersionId), and with it all that was known where it was made. Whoever made a later one knew
  /// every change of origin o up to settled[o] <= cut[o] (causal stability: Baquero, Almeida, Shoker, DAIS 2014).
  /// Called for all regions' values of a key at one time.
  virtual void collect_garbage(std::span<const std::uint64_t> /*settled*/, std::span<const std::uint64_t> /*cut*/) {}
  /// Gives rights to regions that ran short of them; null where there is nothing to give. Called now and then in the
  /// region `at` for keys that were changed or had a change declined. The result is sent as write()'s is.
  virtual std::unique_ptr<ReplicatedValue> share_rights(RegionId /*at*/) { return nullptr; }
};

/// Makes the values of a run.
class MergePolicy {
 public:
  virtual ~MergePolicy() = default;
  /// What every region knows of each key at the start.
  virtual std::unique_ptr<ReplicatedValue> initial() const = 0;
};

// --- plugins ---------------------------------------------------------------------------------------------------------

/// Changes whenever a type that a plugin sees does.
inline constexpr std::uint32_t kPluginAbi = 1;

/// What a shared library loaded with --plugin exports as `extern "C" const bicoastal::Plugin bicoastal_plugin`.
struct Plugin {
  std::uint32_t abi = kPluginAbi;
  const char* name = nullptr;     ///< what data.conflicts.policy calls it
  const char* summary = nullptr;  ///< one line
  std::uint32_t types = 0;        ///< bit 1 << DataType for each data type that it can keep
  /// REQUIRES: the scenario outlives what is returned.
  std::unique_ptr<MergePolicy> (*make)(const Scenario& scenario) = nullptr;
};

}  // namespace bicoastal
