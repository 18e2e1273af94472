// The operations on each key, as checks of registers see them: reads that ended well, and writes with the version that
// they wrote. A write of which it is not known when it took effect (it timed out, was under way at the end, or was
// accepted in an attempt that was not answered) is one that was never completed; there is one for each version.
//
// Keeps every operation: for keys that are looked at closely. Those who only want a verdict on all of them ask
// linearizability.hpp.
#pragma once

#include <bicoastal/analysis.hpp>

#include <unordered_map>
#include <vector>

namespace bicoastal {

class RegisterHistories final : public RecordSink {
 public:
  explicit RegisterHistories(const Scenario& scenario) : ended_(scenario.keys.count), accepted_(scenario.keys.count) {}

  void consume(std::span<const Record> records) override;
  std::size_t keys() const { return ended_.size(); }
  /// In the order of completion; what was not completed comes last.
  std::vector<RegisterOp> of(KeyId key) const;

 private:
  struct Accepted {
    VersionId version;
    OpId op;
    SessionId session;
  };
  std::vector<std::vector<RegisterOp>> ended_;     // by key: well
  std::vector<std::vector<Accepted>> accepted_;    // by key
  std::unordered_map<std::uint64_t, Time> begun_;  // writes, by operation; never iterated
};

}  // namespace bicoastal
