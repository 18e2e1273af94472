// When faults began and ended, as the history tells it.
#pragma once

#include <bicoastal/history.hpp>
#include <bicoastal/scenario.hpp>

#include <cstddef>
#include <vector>

namespace bicoastal {

struct FaultSpan {
  Time onset = Time::max();  ///< max: not yet
  Time end = Time::max();    ///< max: not yet
  bool began() const { return onset != Time::max(); }
  /// Half-open: what happens at the end happens without it.
  bool covers(Time t) const { return onset <= t && t < end; }
};

class FaultSpans {
 public:
  /// `memory`: how long after a fault has ended it is still asked for: the life of an operation.
  FaultSpans(const Scenario& scenario, Time memory) : memory_(memory), spans_(scenario.faults.size()) {}

  void on(const FaultRecord& record) {
    FaultSpan& span = spans_[record.fault.index()];
    (record.begins != 0 ? span.onset : span.end) = record.time;
    recent_.clear();
    for (std::size_t f = 0; f < spans_.size(); ++f)
      if (spans_[f].began() && (spans_[f].end == Time::max() || spans_[f].end + memory_ >= record.time))
        recent_.push_back(f);
    if (record.begins == 0) last_end_ = record.time;
  }

  const FaultSpan& operator[](std::size_t fault) const { return spans_[fault]; }
  std::size_t size() const { return spans_.size(); }
  /// The longest life of an operation.
  Time memory() const { return memory_; }
  /// All faults under which an operation recorded from now on may have been invoked, and perhaps others.
  const std::vector<std::size_t>& recent() const { return recent_; }
  Time last_end() const { return last_end_; }

 private:
  Time memory_;
  std::vector<FaultSpan> spans_;
  std::vector<std::size_t> recent_;
  Time last_end_;
};

}  // namespace bicoastal
