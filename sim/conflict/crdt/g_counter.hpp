// G-counter: a count that only grows. Each region counts its own increments; the value is the sum, the merge the
// greater of each region's count (Shapiro et al., "A comprehensive study of convergent and commutative replicated data
// types", INRIA RR-7506, 2011, specification 6).
//
// Counts from the key's initial amount. Decrements are declined. A delta is the writing region's count.
#pragma once

#include "sim/conflict/state_value.hpp"

#include <vector>

namespace bicoastal {

class GCounter {
 public:
  static GCounter initial(const Setup& /*setup*/) { return {}; }

  std::optional<GCounter> write(const Write& write, const Setup& setup);
  void merge(const GCounter& other);
  Reading read(const Setup& setup) const;
  bool operator==(const GCounter&) const = default;
  /// 8 a region that counted.
  std::size_t metadata_bytes() const { return 8 * counts_.size(); }
  std::size_t payloads() const { return 1; }

 private:
  struct Count {
    RegionId region;
    std::int64_t sum;
    bool operator==(const Count&) const = default;
  };
  Count& of(RegionId region);

  std::vector<Count> counts_;  ///< by region
};

}  // namespace bicoastal
