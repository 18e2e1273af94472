// Strong, by-value identifiers.
//
// Every entity of a scenario has a dense index, given in the order of the scenario file. The indices of different
// kinds never convert into each other, so that a region cannot be used where a store is meant.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace bicoastal {

template <class Tag, class Rep>
struct Id {
  using rep = Rep;
  static constexpr Rep kNone = std::numeric_limits<Rep>::max();

  Rep value = kNone;

  constexpr Id() = default;
  constexpr explicit Id(std::size_t index) : value(static_cast<Rep>(index)) {}

  /// Index into the vector of entities of this kind. REQUIRES: has_value().
  constexpr std::size_t index() const { return value; }
  constexpr bool has_value() const { return value != kNone; }
  constexpr auto operator<=>(const Id&) const = default;
};

using RegionId = Id<struct RegionTag, std::uint16_t>;
using ZoneId = Id<struct ZoneTag, std::uint16_t>;        ///< over all regions
using ReplicaId = Id<struct ReplicaTag, std::uint32_t>;  ///< over all regions
using StoreId = Id<struct StoreTag, std::uint16_t>;  ///< a copy of the data; the first stores are the regions' leaders
using LinkId = Id<struct LinkTag, std::uint16_t>;    ///< one direction of a WAN link; value ^ 1 is the other direction
using PopulationId = Id<struct PopulationTag, std::uint16_t>;
using PartitionId = Id<struct PartitionTag, std::uint16_t>;  ///< set of keys that has one primary at a time
using FaultId = Id<struct FaultTag, std::uint16_t>;
using DependencyId = Id<struct DependencyTag, std::uint16_t>;
using DeployId = Id<struct DeployTag, std::uint16_t>;
using SessionId = Id<struct SessionTag, std::uint32_t>;  ///< over all populations
using KeyId = Id<struct KeyTag, std::uint32_t>;          ///< also the popularity rank, 0 is the most popular
using OpId = Id<struct OpTag, std::uint64_t>;

/// Identity of one accepted write: which store accepted it, in which epoch of its partition, as its how manieth write.
///
/// Replication between two stores is first in, first out, so that "store s has seen everything that o accepted up to
/// sequence n" describes exactly what s has seen. Layout: origin 10 bits, epoch 12 bits, sequence 42 bits. Value 0 is
/// the initial value that every key has at every store.
struct VersionId {
  std::uint64_t value = 0;

  static constexpr unsigned kSequenceBits = 42;
  static constexpr unsigned kEpochBits = 12;
  static constexpr std::uint64_t kMaxSequence = (std::uint64_t{1} << kSequenceBits) - 1;
  static constexpr std::uint64_t kMaxEpoch = (std::uint64_t{1} << kEpochBits) - 1;

  constexpr VersionId() = default;
  constexpr explicit VersionId(std::uint64_t raw) : value(raw) {}
  /// REQUIRES: sequence >= 1 (so that no accepted write is the initial value).
  constexpr VersionId(StoreId origin, std::uint64_t epoch, std::uint64_t sequence)
      : value((std::uint64_t{origin.value} << (kSequenceBits + kEpochBits)) | (epoch << kSequenceBits) | sequence) {}

  constexpr bool is_initial() const { return value == 0; }
  constexpr StoreId origin() const { return StoreId(static_cast<std::size_t>(value >> (kSequenceBits + kEpochBits))); }
  constexpr std::uint64_t epoch() const { return (value >> kSequenceBits) & kMaxEpoch; }
  constexpr std::uint64_t sequence() const { return value & kMaxSequence; }
  constexpr auto operator<=>(const VersionId&) const = default;
};

}  // namespace bicoastal
