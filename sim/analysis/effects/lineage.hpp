// Under an ordering policy a document is the one that its last write had found and that write's change: what it holds
// are the changes on the way back from it, `previous` by `previous`, and nothing else. Every acknowledged change that
// is on the way back from no document that a leader still shows, or may yet show, is lost, and can be named. Its
// witness is the version that took the place of the document that held it, without having seen it.
//
// Per key the tree of versions of which that is open. It is pruned when it has doubled: what is on the way back from
// all open versions is safe, what is on none is lost or (never acknowledged) forgotten. Open are the versions that
// leaders show, and those that are still on their way.
#pragma once

#include "sim/analysis/anomalies.hpp"
#include "sim/analysis/effects/accepted_change.hpp"
#include "sim/analysis/keys.hpp"
#include "sim/analysis/limits.hpp"
#include "sim/analysis/seen.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace bicoastal {

class Lineage {
 public:
  Lineage(const Scenario& scenario, const Limits& limits, const Seen& seen, Anomalies& anomalies);

  void accepted(const AcceptedChange& change);
  void acknowledged(KeyId key, VersionId version);
  void lost(KeyId key, VersionId version);
  void applied(const ApplyRecord& record);
  void finish(Time now);

 private:
  struct Node {
    AcceptedChange change;
    std::vector<std::uint64_t> seen;  // at its store when it was accepted: by origin, last sequence
    VersionId winner;                 // that took its place
    Time gone;                        // when
    std::uint32_t children = 0;
    bool open = false, alive = false;
  };
  struct Tree {
    std::vector<Node> nodes;       // in the order of acceptance, parents before children
    std::vector<VersionId> shown;  // by leader
    std::size_t prune_at = 32;
  };

  Tree& tree_of(KeyId key);
  Node* find(Tree& tree, VersionId version);
  bool descends(Tree& tree, VersionId version, const Node& from);
  void beaten(Tree& tree, VersionId loser, VersionId winner, Time when);
  void prune(Tree& tree, KeyId key, Time now);
  void mark_alive(Tree& tree, KeyId key);
  void drop_safe(Tree& tree);
  void drop_dead(Tree& tree, Time now);

  std::size_t stores_;
  Time attempt_;
  const Seen& seen_;
  Anomalies& anomalies_;
  ActiveKeys slots_;
  std::vector<Tree> trees_;                                    // by slot
  std::unordered_map<std::uint64_t, std::uint32_t> place_of_;  // index by version; looked up only, never iterated
};

}  // namespace bicoastal
