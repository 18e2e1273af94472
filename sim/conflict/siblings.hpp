// Version vectors: writes that did not see each other stay side by side, as siblings.
//
// A key has one vector of what is known (by origin, its last write) and siblings with a dot each: a dotted version
// vector set (Preguiça, Baquero, Almeida, Fonte, Gonçalves, "Dotted version vectors: logical clocks for optimistic
// replication", arXiv:1011.5808, 2010; "Brief announcement", PODC 2012), as in Riak since 2.0. A sibling goes when a
// side knows its dot and does not have it any more. Siblings come from regions alone: a client's write covers all that
// the region which accepts it holds then (the context is the server's, as if the client had just read), so a region
// never makes siblings of its own clients' writes.
//
// What is shown, and what a change is applied to (data.conflicts.siblings):
//
//   keep          of a register every sibling, an item each; of other types what merge_documents makes of all
//   union_of_all  every item of any sibling with the greatest amount, as a store does that knows nothing of the type: a
//                 stock is what the side says that sold least. (Of logs: all entries.) Registers as under keep
//   newest        the later() sibling alone; the changes of the others are dropped by the next write
//   application   what merge_documents makes of all: for types other than reg the same as keep
//
// A write stores the result in the place of all siblings. Reading::siblings is how many there are, whatever is shown.
//
// Pruning (Dynamo, DeCandia et al., SOSP 2007, 4.4): the vector is cut to so many entries after a write, the oldest by
// the stamp of the origin's last write first, never the writer's own. What was known of that origin is forgotten: a
// sibling of it that this write had covered is taken for concurrent by the next who still has it, and comes back. It
// stays until a write covers it again. Merging cuts nothing, so it remains commutative, associative and idempotent; but
// a write is no longer above all that it had seen, and regions differ until whole values are exchanged or the next
// write.
//
// The delta of a write is the whole value: one sibling and the vector, as Dynamo and Riak send it.
#pragma once

#include "sim/conflict/state_value.hpp"

#include <vector>

namespace bicoastal {

class Siblings {
 public:
  static Siblings initial(const Setup& setup);

  std::optional<Siblings> write(const Write& write, const Setup& setup);
  void merge(const Siblings& other);
  Reading read(const Setup& setup) const;
  bool operator==(const Siblings& other) const;
  /// 16 a sibling (dot, stamp), 8 an entry of the vector (16 where it is pruned: the time of its last write).
  std::size_t metadata_bytes() const { return 16 * siblings_.size() + (pruned_ ? 16 : 8) * vector_.size(); }
  std::size_t payloads() const { return siblings_.size(); }

 private:
  struct Sibling {
    Stamped at;
    Document document;
  };
  struct Known {
    StoreId origin;
    std::uint64_t upto;
    std::int64_t stamp;  ///< of its last write
  };
  bool knows(VersionId version) const;
  Known& of(StoreId origin);
  void prune(std::size_t entries, StoreId writer);
  Document shown(const Setup& setup) const;

  std::vector<Sibling> siblings_;  ///< by version; none: nobody wrote yet
  std::vector<Known> vector_;      ///< by origin
  bool pruned_ = false;
};

}  // namespace bicoastal
