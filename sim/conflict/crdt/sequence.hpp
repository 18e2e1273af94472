// Sequence: a log as a replicated growable array (Roh et al., "Replicated abstract data types: building blocks for
// collaborative applications", JPDC 71, 2011; the proof that it converges: Attiya et al., PODC 2016).
//
// An entry stands after the one that was last where and when it was appended. Of entries that were appended to the same
// one the younger stands first, and each is followed by all that was appended to it, so what one region appends in a
// row stays in a row. Age is a logical clock of the sequence (one more than the greatest known), then the version.
//
// Appending at the end is all that the log's changes ask for, so nothing is ever removed and there are no tombstones.
// An entry whose predecessor has not come yet waits, and is not shown.
#pragma once

#include "sim/conflict/state_value.hpp"

#include <vector>

namespace bicoastal {

class Sequence {
 public:
  static Sequence initial(const Setup& /*setup*/) { return {}; }

  std::optional<Sequence> write(const Write& write, const Setup& setup);
  void merge(const Sequence& other);
  Reading read(const Setup& setup) const;
  bool operator==(const Sequence&) const = default;
  /// 24 an entry: its version, that of its predecessor, its age.
  std::size_t metadata_bytes() const { return 24 * payloads(); }
  std::size_t payloads() const { return shown_.size() + waiting_.size(); }

 private:
  struct Entry {
    VersionId version;
    VersionId after;  ///< initial: the head
    std::uint64_t age;
    bool operator==(const Entry&) const = default;
  };
  static bool younger(const Entry& a, const Entry& b) { return a.age != b.age ? a.age > b.age : a.version > b.version; }
  bool place(const Entry& entry);
  void add(const Entry& entry);

  std::vector<Entry> shown_;    ///< in their order
  std::vector<Entry> waiting_;  ///< for a predecessor; by version
};

}  // namespace bicoastal
