// Named, counter-based random streams.
//
// A stream is named after the entity and the purpose it serves ("clients/eu/operation"); its key is derived from the
// run's seed and that name. The n-th block of a stream is a pure function of (seed, name, n): a further draw, region or
// population leaves every other stream unchanged, and an operation keeps its luck whatever the rest of the system does.
// That makes paired comparisons sharp (common random numbers).
//
// Generator: Philox4x64-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
#pragma once

#include <bicoastal/scenario.hpp>
#include <bicoastal/time.hpp>

#include "sim/base/uint128.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include <Random123/philox.h>

namespace bicoastal {

/// Uniform on (0, 1), never 0 nor 1, from 64 random bits.
inline double to_unit(std::uint64_t bits) { return (static_cast<double>(bits >> 12) + 0.5) * 0x1.0p-52; }

class RandomStream {
 public:
  using Block = std::array<std::uint64_t, 4>;

  RandomStream() = default;
  RandomStream(std::uint64_t seed, std::string_view name);

  /// Random bits of (`index`, `part`). Parts are further blocks of one index: an operation's attempts, say.
  Block block(std::uint64_t index, std::uint64_t part = 0) const {
    const r123::Philox4x64::ctr_type c = r123::Philox4x64()({{index, part, 0, 0}}, {{key_[0], key_[1]}});
    return {c[0], c[1], c[2], c[3]};
  }
  /// The stream read as a sequence, for entities without an index of their own.
  std::uint64_t next() {
    if (used_ == 4) {
      buffer_ = block(position_++);
      used_ = 0;
    }
    return buffer_[used_++];
  }
  double next_unit() { return to_unit(next()); }

 private:
  std::array<std::uint64_t, 2> key_{};
  std::uint64_t position_ = 0;
  Block buffer_{};
  unsigned used_ = 4;
};

/// Draws in nanoseconds; at least 0.
Time draw(const Distribution& distribution, std::uint64_t bits);

/// Delay of one leg of `path`. See PathDelay.
Time draw(const PathDelay& path, std::uint64_t bits);

/// O(1) sampling of key ranks with P(k) proportional to 1 / (k + 1)^s by Walker's alias method (Vose 1991), one draw
/// each.
class ZipfSampler {
 public:
  /// REQUIRES: count >= 1, exponent >= 0 (0 is uniform and needs no table).
  ZipfSampler(std::uint32_t count, double exponent);

  std::uint32_t operator()(std::uint64_t bits) const {
    const auto product = static_cast<uint128>(bits) * count_;
    const auto slot = static_cast<std::uint32_t>(product >> 64);
    if (table_.empty()) return slot;
    const auto fraction = static_cast<std::uint32_t>(static_cast<std::uint64_t>(product) >> 32);
    return fraction < table_[slot].threshold ? slot : table_[slot].alias;
  }

 private:
  struct Slot {
    std::uint32_t threshold;
    std::uint32_t alias;
  };
  std::uint32_t count_;
  std::vector<Slot> table_;
};

}  // namespace bicoastal
