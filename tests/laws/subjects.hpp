// What the laws are tried on: every policy of ours with every data type that it keeps.
#pragma once

#include "sim/conflict/trial.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

/// A policy, its scenario and what it makes, in one place.
struct LawSubject {
  std::unique_ptr<Scenario> scenario;
  std::unique_ptr<MergePolicy> policy;
  TrialSubject trial;

  const ConflictRule& rule() const { return scenario->data.conflicts; }
  DataType type() const { return scenario->keys.type; }
  bool is_crdt() const { return rule().policy == "crdt"; }
  bool keeps_siblings() const { return rule().policy == "version_vector"; }
  bool orders() const { return !is_crdt() && !keeps_siblings(); }
};

/// Every ordering policy (lww by each clock), version vectors with each rule, every CRDT; with each of its types.
/// Registers under an ordering policy have no values to merge and are not among them. Clocks are a few ns wrong unless
/// `right_clocks`.
std::vector<LawSubject> law_subjects(bool right_clocks = false);

/// A law on one history: what breaks it, or nothing.
using LawOfScripts = std::function<std::optional<std::string>(const TrialScript&)>;

/// Tries a law on 10 000 random histories, or on more where RC_PARAMS says so (max_success=…). The shortest one found
/// that breaks it, as text; nothing where it holds.
std::optional<std::string> counterexample(const LawOfScripts& law);

/// For CHECK: prints the counterexample.
bool holds(const LawSubject& subject, const LawOfScripts& law);

}  // namespace bicoastal
