// Writes that ask before they happen (policy reject): a region that receives a write asks all others, and accepts it
// when a majority, itself counted, has no other write of that key under way and knows of none that it has not seen.
// Otherwise the client is told of a conflict.
//
// As multi-region strong tables do (DynamoDB global tables with multi-region strong consistency answer
// ReplicatedWriteConflictException): optimistic, first come first served, never two concurrent versions. A region that
// said yes answers no others until it has the write, or knows that it failed; news of that is repeated until it
// arrives, since forgetting a promise could let two writes pass (two majorities share a region).
#pragma once

#include <bicoastal/conflict.hpp>

#include "sim/model/messages.hpp"
#include "sim/model/slots.hpp"
#include "sim/model/world.hpp"

#include <unordered_map>
#include <vector>

namespace bicoastal {

class Votes {
 public:
  explicit Votes(World& world);

  bool used() const { return used_; }
  /// A write has come to the leader of its region. It is accepted or refused in time, and answered.
  void begin(std::uint32_t request);
  /// `version` is what `store` shows of the key now, or has had before.
  void applied(StoreId store, KeyId key, VersionId version);
  bool quiet() const { return messages_.empty() && unheard_.empty(); }

  // Events.
  void on_message(std::uint32_t message);
  void on_repeat();

 private:
  enum class Step : std::uint8_t { ask, yes, no, failed, accepted };
  struct Message {
    std::uint64_t proposal = 0;
    Stamped seen;  // ask: what the write had seen; accepted: what it became
    std::uint32_t index = 0;
    KeyId key;
    RegionId from, to;
    Step step{};
  };
  struct Proposal {
    std::uint64_t number = 0;
    Stamped seen;
    std::uint32_t request = 0, generation = 0;
    std::uint32_t under_way = 0, yes = 0, no = 0;
    std::uint64_t sent = 0;
    KeyId key;
    RegionId region;
    bool decided = false;
    std::vector<RegionId> asked;
  };
  struct Promise {
    std::uint64_t proposal = 0;
    VersionId awaited;  // what the write became, where that is known
  };

  void decide(std::uint32_t index, bool accept);
  void tell(const Message& news);
  bool send(std::uint32_t proposal, const Message& message);
  void arrived(const Message& message);
  void release(RegionId at, KeyId key, std::uint64_t proposal);

  World& world_;
  bool used_;
  Messages way_;
  std::vector<RandomStream> streams_, of_news_;  // by region
  std::uint64_t proposals_so_far_ = 0;
  std::vector<std::unordered_map<std::uint32_t, Promise>> promises_;  // by region, by key; looked up only
  Slots<Proposal> proposals_;
  Slots<Message> messages_;
  std::vector<Message> unheard_;  // news that has to be told again
  bool repeat_posted_ = false;
};

}  // namespace bicoastal
