// The counterfactual: on one seed, what would have become of each anomaly under another policy.
//
// Clients draw what they do from streams of their own, so that on one seed an operation has the same id, time and
// content under every policy, as long as nothing that its client sees makes it act otherwise. An anomaly is recognised
// by its kind and the operation that it happened to: one that the other run does not have is gone under its policy.
#pragma once

#include <bicoastal/analysis.hpp>

#include <compare>
#include <cstdint>
#include <span>
#include <vector>

namespace bicoastal {

struct AnomalySign {
  AnomalyKind kind{};
  OpId op;
  auto operator<=>(const AnomalySign&) const = default;
};

/// Of all that are kept, in order, each once. An operation may be in several conflicts.
std::vector<AnomalySign> signs_of(const Analysis& analysis);

/// What became of the anomalies of one kind, in operations.
struct Fate {
  AnomalyKind kind{};
  std::uint64_t before = 0;  ///< under the first policy
  std::uint64_t after = 0;   ///< under the other
  std::uint64_t vanish = 0;  ///< of `before`, not there under the other
  std::uint64_t fresh = 0;   ///< of `after`, not there under the first

  Fate& operator+=(const Fate& other);
  bool operator==(const Fate&) const = default;
};

/// In the order of kinds, those that one of the two has. REQUIRES: both as signs_of gives them.
std::vector<Fate> fates(std::span<const AnomalySign> first, std::span<const AnomalySign> other);

}  // namespace bicoastal
