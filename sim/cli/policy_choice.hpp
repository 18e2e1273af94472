// Conflict policies as a comparison names them, and a scenario's rule for conflicts with another policy in it.
//
// A name is that of the policy, or policy/detail: lww/wall, lww/lamport, lww/hybrid (the clock); version_vector/keep,
// /union, /newest, /application (what a read makes of siblings); crdt/or-set and the like (the replicated data type).
#pragma once

#include <bicoastal/result.hpp>
#include <bicoastal/scenario.hpp>

#include "sim/scenario/load.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

/// One policy of a comparison.
struct PolicyChoice {
  std::string policy;
  std::string field;   ///< of data.conflicts that `detail` goes into; empty without a detail
  std::string detail;  ///< empty where the scenario's own, or the default, is meant

  std::string name() const { return detail.empty() ? policy : policy + "/" + detail; }
};

/// E702 where the part after the slash is no detail of this policy. The policy itself is the scenario reader's to
/// judge.
Result<PolicyChoice> parse_policy_choice(std::string_view text);

/// A scenario with another rule for conflicts.
struct UnderPolicy {
  Scenario scenario;
  std::vector<std::string> dropped{};  ///< fields of data.conflicts that mean nothing under it: "skew", ...
};

/// The scenario of `file` with this policy. What data.conflicts says stays, except for what has no effect under it.
Result<UnderPolicy> load_under_policy(const std::string& file, const std::vector<Override>& overrides,
                                      std::optional<std::uint64_t> seed, const PolicyChoice& choice);

}  // namespace bicoastal
