// The laws of merging, each tried on one small history.
//
// A law answers what breaks it, in a sentence for whoever wrote the policy, or nothing. Values are compared both by
// equals() and by what they show, so a policy cannot pass by an equals() that is always true.
#pragma once

#include "sim/conflict/trial.hpp"

#include <optional>

namespace bicoastal {

using Breach = std::optional<std::string>;

/// Merging is commutative, associative and idempotent, on whole values and on changes (Shapiro et al., SSS 2011).
Breach algebra(const TrialSubject& subject, const TrialScript& script);
/// Regions that heard of all changes know and show the same: in any order, with repeats, or through whole values.
Breach convergence(const TrialSubject& subject, const TrialScript& script);
/// Sending changes in the order in which they were made comes to the same as sending whole values.
Breach changes_equal_values(const TrialSubject& subject, const TrialScript& script);
/// A declined write changes nothing, and copies are independent of what they were copied from.
Breach separation(const TrialSubject& subject, const TrialScript& script);

}  // namespace bicoastal
