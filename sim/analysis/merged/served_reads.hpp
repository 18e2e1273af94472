// What the stores knew when they served the reads under way, where values merge.
//
// A read's own record comes when its client has the answer, and names one version; what the answer held is what its
// store knew when it served it. An operation that is tried again may be served several times: its answer is the last
// that came from that store with that version. Of a read that is not found here, the store knew all there was.
#pragma once

#include <bicoastal/history.hpp>

#include "sim/analysis/flat_queue.hpp"

#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bicoastal {

class ServedReads {
 public:
  /// `longest`: life of an operation.
  explicit ServedReads(Time longest) : longest_(longest) {}

  void served(const ServeRecord& record, std::span<const std::uint64_t> known) {
    forget_until(record.time);
    if (record.time > record.invoked + longest_) return;  // its client has given up
    reads_[record.op.value].push_back({record.store, record.version, {known.begin(), known.end()}});
    under_way_.push_back({record.time + longest_, record.op});
  }

  /// What the store knew; empty: all there was. Valid until the next call.
  std::span<const std::uint64_t> answered(const OperationRecord& op) {
    found_.clear();
    const auto at = reads_.find(op.op.value);
    if (at == reads_.end()) return {};
    for (Served& served : at->second)
      if (served.store == op.store && served.version == op.version) found_ = std::move(served.known);
    reads_.erase(at);
    return found_;
  }

 private:
  struct Served {
    StoreId store;
    VersionId version;
    std::vector<std::uint64_t> known;
  };
  struct UnderWay {
    Time until;
    OpId op;
  };

  void forget_until(Time now) {
    for (; !under_way_.empty() && under_way_.front().until < now; under_way_.pop_front())
      reads_.erase(under_way_.front().op.value);
  }

  Time longest_;
  std::unordered_map<std::uint64_t, std::vector<Served>> reads_;  // by operation; looked up only
  FlatQueue<UnderWay> under_way_;
  std::vector<std::uint64_t> found_;
};

}  // namespace bicoastal
