// Registers under a policy that merges: whether a write that the policy keeps beside others is still there, or was
// overwritten by one who had been shown it.
//
//   discarded write   acknowledged, in no final state, and overwritten by no write whose store showed it when it
//                     accepted that write
//   resurrected item  a version is shown in the end that a write had overwritten (pruned version vectors forget what
//                     they know). Not told apart where the newest sibling only is shown
//
// What a store shows, and what a write therefore overwrites, is the policy's affair:
//
//   all     every sibling that the store knows of (version vectors, mv-register, plugins)
//   newest  of these, the later() one only: a write puts an end to the others unseen (siblings: newest)
//   one     the later() of all writes (lww-register). A write that comes before what it had seen breaks causality
//           (effects.hpp); it has overwritten that version all the same
//
// What a failover lost is told by the lost writes. Kept of a key are the writes that none has overwritten, and
// under `newest` those that some store may still have; where it is certain that no store will show a write again, it is
// told and forgotten.
#pragma once

#include <bicoastal/conflict.hpp>
#include <bicoastal/scenario.hpp>

#include "sim/analysis/effects/judge.hpp"
#include "sim/analysis/limits.hpp"

#include <map>
#include <unordered_map>
#include <vector>

namespace bicoastal {

class MergedRegisters final : public MeaningJudge {
 public:
  MergedRegisters(const Scenario& scenario, const Limits& limits, const Seen& seen, Anomalies& anomalies);

  void accepted(const AcceptedChange& change) override;
  void met(const AcceptedChange& change) override;
  void acknowledged(const AcceptedChange& change, const OperationRecord& op) override;
  void lost(const AcceptedChange& change) override;
  void applied(const ApplyRecord& record) override;
  void came_to(KeyId key, const Document& document, Time now) override;

 private:
  enum class Shows : std::uint8_t { all, newest, one };
  struct Standing {
    AcceptedChange change;
    std::vector<VersionId> ended_by;  // newest: writes whose stores had it
    bool overwritten = false;         // newest: and one of them showed it
  };
  struct Key {
    std::map<VersionId, Standing> standing;
    std::vector<Stamped> shown;  // one: by leader
    std::size_t tidy_at = 16;
  };

  static Shows shows_of(const ConflictRule& rule);
  Key& key_of(KeyId key);
  Standing* find(const AcceptedChange& change);
  bool knows(StoreId store, KeyId key, VersionId version) const;
  bool is_over(const Standing& standing, const Key& key) const;
  void overwrite_all(const AcceptedChange& change, Key& key) const;
  void overwrite_newest(const AcceptedChange& change, Key& key) const;
  void overwrite_shown(const AcceptedChange& change, Key& key);
  void tidy(Key& key, Time now);
  void discard(const AcceptedChange& change, Time now);

  Shows shows_;
  std::size_t stores_;
  Time attempt_;
  const Seen& seen_;
  Anomalies& anomalies_;
  std::unordered_map<std::uint32_t, Key> keys_;  // by key; looked up only, never iterated
};

}  // namespace bicoastal
