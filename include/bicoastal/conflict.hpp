// How two versions of a key that meet at a store are put in order.
#pragma once

#include <bicoastal/ids.hpp>
#include <bicoastal/scenario.hpp>

#include <cstdint>

namespace bicoastal {

/// A version as a store keeps it.
struct Stamped {
  VersionId version;
  std::int64_t stamp = 0;  ///< the accepting store's reading of its clock, ns
};

/// The order of last writer wins, total: greater epoch, then stamp, then origin and sequence. The initial value is
/// least.
inline bool later(const Stamped& a, const Stamped& b) {
  if (a.version.is_initial() || b.version.is_initial()) return !a.version.is_initial() && b.version.is_initial();
  if (a.version.epoch() != b.version.epoch()) return a.version.epoch() > b.version.epoch();
  if (a.stamp != b.stamp) return a.stamp > b.stamp;
  return a.version > b.version;
}

/// Decides what a store keeps. Deterministic: the same arguments in the same order give the same answers.
class ConflictPolicy {
 public:
  virtual ~ConflictPolicy() = default;
  /// Stamp of a write accepted in `at` at true time `now`, where `current` is the key's version.
  virtual std::int64_t stamp(RegionId at, Time now, const Stamped& current) = 0;
  /// Whether `incoming` takes the place of `current`. A strict order: never both ways round, never for equal versions.
  virtual bool replaces(const Stamped& incoming, const Stamped& current) const = 0;
};

}  // namespace bicoastal
