// Invocations and completions in the order of time, from a stream that has each operation at its completion only.
//
// While a record of time t is read, every operation yet to come was invoked after t - L, where L is the longest time
// that any operation of the run took. So what is earlier than that is handed on: memory follows the load, not the run.
#pragma once

#include <bicoastal/history.hpp>

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <vector>

namespace bicoastal {

class InTimeOrder {
 public:
  struct Event {
    OperationRecord operation;
    bool completes = false;
    Time at() const { return completes ? operation.time : operation.invoked; }
  };

  /// `longest`: no operation took longer.
  explicit InTimeOrder(Time longest) : longest_(longest) {}

  void add_invocation(const OperationRecord& operation) { push({operation, false}); }
  void add_completion(const OperationRecord& operation) { push({operation, true}); }

  /// Hands over what nothing can come before any more, now that the stream has reached `now`.
  template <class Take>
  void release(Time now, Take take) {
    while (!heap_.empty() && heap_.front().event.at() < now - longest_) pop(take);
  }
  template <class Take>
  void release_all(Take take) {
    while (!heap_.empty()) pop(take);
  }

 private:
  struct Waiting {
    Event event;
    std::uint64_t number = 0;
    // At one time: completions, invocations, and last the completions of operations that took no time.
    int rank() const { return !event.completes ? 1 : event.operation.invoked < event.operation.time ? 0 : 2; }
    friend bool operator<(const Waiting& a, const Waiting& b) {  // the heap has its greatest in front: turned round
      return std::make_tuple(a.event.at(), a.rank(), a.number) > std::make_tuple(b.event.at(), b.rank(), b.number);
    }
  };

  void push(const Event& event) {
    heap_.push_back({event, added_++});
    std::push_heap(heap_.begin(), heap_.end());
  }
  template <class Take>
  void pop(Take& take) {
    std::pop_heap(heap_.begin(), heap_.end());
    const Event event = heap_.back().event;
    heap_.pop_back();
    take(event);
  }

  Time longest_;
  std::uint64_t added_ = 0;
  std::vector<Waiting> heap_;
};

}  // namespace bicoastal
