// Which number each write stands for in a history that outside checkers read.
//
// Checkers want every write of a key to have a value of its own, and take nothing from our versions. So writes are
// numbered from 1 in the order in which stores accepted them; 0 is the initial value of every key. One operation has
// one number, however many of its attempts were accepted: its client wrote one value, and a checker shall see that
// value come back when a late attempt overwrites what came after the first. Writes that no store accepted follow after
// all others.
//
// A first pass over the run learns the numbers, since an invocation is written before anything accepts it. Memory: 16
// bytes an accepted write, and more only for writes that were retried, failed, or never ended.
#pragma once

#include <bicoastal/history.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace bicoastal {

class WrittenValues {
 public:
  /// First pass, over every record.
  void learn(const AcceptRecord& accept);
  void learn(const OperationRecord& operation);

  /// Second pass. What a write wrote, or would have written: the same on every call.
  std::uint64_t of_write(const OperationRecord& operation);
  /// A version, as a read returns it.
  std::uint64_t of_version(VersionId version);
  /// Whether some store accepted a write that was retried, or did not end well.
  bool was_accepted(const OperationRecord& operation) const;
  /// Number of a write of which the run holds an acceptance and no end: a run that was killed, for one.
  std::optional<std::uint64_t> without_end(OpId op) const;

 private:
  struct Numbered {
    VersionId version;
    std::uint64_t value = 0;
  };
  using ByOperation = std::unordered_map<std::uint64_t, std::uint64_t>;  // looked up only, never iterated

  std::map<StoreId, std::vector<Numbered>> accepted_;  // by origin; sequences ascend, as each store counts its own
  ByOperation under_way_;                              // accepted, not ended yet
  ByOperation unsure_;     // ended, and not simply well: an attempt may yet be accepted. 0: none was
  ByOperation strangers_;  // versions that nobody accepted, in files made by other hands
  std::uint64_t last_ = 0;
  std::uint64_t last_accepted_ = 0;
};

}  // namespace bicoastal
