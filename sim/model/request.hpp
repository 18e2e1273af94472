// Requests under way: one attempt of a client's operation, in a slot that is used again.
#pragma once

#include <bicoastal/history.hpp>

#include <cstdint>
#include <vector>

namespace bicoastal {

/// Where a request is.
enum class Stage : std::uint8_t {
  unused,
  sent,           // on its way to a balancer or replica
  serving,        // at a replica: queued or worked on
  queued,         // at a replica whose starts are events (workers.hpp): waiting for a slot; `serving` is worked on then
  calling,        // holds its slot while others work for it
  storing,        // on its way to a store
  answering,      // on its way back
  lost,           // nobody will answer: the client waits for its timeout
  answered_late,  // the answer comes after the timeout: likewise
  backing_off,
  waiting,  // at a store, for others to answer
  planned,  // not yet invoked
};

struct Request {
  Time invoked;
  Time deadline;  ///< of this attempt, at the client
  Time finish;    ///< at the replica, once admitted
  Time service;   ///< time that the work takes at a replica of normal speed
  OpId op;
  VersionId version;
  std::int64_t stamp = 0;
  SessionId session;
  KeyId key;
  ReplicaId replica;
  std::uint32_t generation = 0;  ///< of the slot; an event of another generation is void
  PopulationId population;
  RegionId asked;
  StoreId store;
  FaultId fault;
  OpKind kind{};
  Outcome answer{};
  Stage stage{};
  std::uint8_t attempt = 0;             ///< from 1
  std::uint8_t hedges = 0;              ///< further requests for an attempt, so far
  bool hedge = false;                   ///< this is one
  Verb verb{};                          ///< of a write, once a store has worked on it
  bool declined = false;                ///< a store worked on it and changed nothing
  std::uint8_t degraded = kAnswerFull;  ///< as OperationRecord::answer
  bool abandoned = false;               ///< the client has given this attempt up; the work goes on
  bool timeout_posted = false;
  bool outstanding = false;  ///< counted at its replica
  bool served = false;       ///< a replica worked on it
  bool orphan = false;       ///< its replica is gone: the store does the work, nobody brings the answer
};

/// Its replica has it: in the queue, or in a slot.
inline bool at_replica(const Request& r) {
  return r.stage == Stage::serving || r.stage == Stage::queued || r.stage == Stage::calling;
}

class RequestPool {
 public:
  std::uint32_t acquire() {
    if (free_.empty()) {
      slots_.emplace_back();
      return static_cast<std::uint32_t>(slots_.size() - 1);
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    return slot;
  }
  void release(std::uint32_t slot) {
    Request& r = slots_[slot];
    r.stage = Stage::unused;
    ++r.generation;
    free_.push_back(slot);
  }
  Request& operator[](std::uint32_t slot) { return slots_[slot]; }
  std::uint32_t slots() const { return static_cast<std::uint32_t>(slots_.size()); }
  std::size_t in_use() const { return slots_.size() - free_.size(); }

 private:
  std::vector<Request> slots_;
  std::vector<std::uint32_t> free_;
};

}  // namespace bicoastal
