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
