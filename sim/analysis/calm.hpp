// When a run is as it usually is: no fault acts, and more time has passed since the last one than it lasted.
//
// So much time is given to what comes after a fault (users who return, copies that catch up, machines that are
// replaced): it belongs to the fault. Known while the stream goes by, without a look ahead. What deploys do counts as
// faults do.
#pragma once

#include <bicoastal/history.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace bicoastal {

class Calm {
 public:
  explicit Calm(std::size_t faults) : since_(faults, Time::max()) {}

  void on(const FaultRecord& record) {
    Time& since = since_[record.fault.index()];
    const bool acts = since != Time::max();
    if (record.begins != 0 && !acts) {
      since = record.time;
      ++acting_;
    } else if (record.begins == 0 && acts) {
      from_ = std::max(from_, record.time + (record.time - since));
      since = Time::max();
      --acting_;
    }
  }
  /// Never again.
  void stop() { from_ = Time::max(); }
  bool at(Time time) const { return acting_ == 0 && time >= from_; }
  /// Of a span in which no fault began or ended.
  Time within(Time from, Time to) const { return acting_ > 0 ? Time() : std::max(Time(), to - std::max(from, from_)); }

 private:
  std::vector<Time> since_;  // by fault: since when it acts; max where it does not
  std::size_t acting_ = 0;
  Time from_;  // calm from then on, where nothing acts
};

}  // namespace bicoastal
