// Leaderless replication: a region that receives an operation asks the N regions of its key, and answers when W of them
// have the write, or R of them have said what they have, of which the latest is returned.
//
// DeCandia et al., "Dynamo: Amazon's highly available key-value store", SOSP 2007; delays as in Bailis et al.,
// "Probabilistically bounded staleness for practical partial quorums", VLDB 2012 (W, A, R, S). The N regions of a key
// are its home and those named after it. All N are asked at once.
//
// Read repair: when all who will answer a read have answered, those with less get the latest. Sloppy: where a region
// cannot be reached, the next one beyond the N takes the write in its place, as a hint that it hands over when it can;
// its answer counts, and it shows the hint to nobody but readers whom it stands in for.
#pragma once

#include <bicoastal/conflict.hpp>

#include "sim/model/messages.hpp"
#include "sim/model/slots.hpp"
#include "sim/model/world.hpp"

#include <deque>
#include <vector>

namespace bicoastal {

class Leaderless {
 public:
  explicit Leaderless(World& world);

  bool used() const { return world_.scenario.data.writes == WritePattern::quorum; }
  /// A replica has done its work: its region asks the others.
  void begin(std::uint32_t request);
  bool quiet() const { return messages_.empty() && hints_waiting_ == 0; }

  // Events.
  void on_message(std::uint32_t message);
  void on_hand_off(RegionId from);

 private:
  static constexpr std::uint32_t kNobody = ~std::uint32_t{0};
  static constexpr std::uint64_t kDraw = std::uint64_t{1} << 32;  // parts of a block beyond any message's

  enum class Step : std::uint8_t { write, wrote, read, told, repair, hint };
  struct Message {
    Stamped version;
    std::uint32_t asked = kNobody;  // what it belongs to
    KeyId key;
    RegionId from, to;
    RegionId other;  // write, read: whom `to` stands in for; none if nobody
    Step step{};
  };
  /// To who asked, and not to a store.
  static bool is_answer(const Message& m) { return m.step == Step::wrote || m.step == Step::told; }
  /// One operation's questions.
  struct Asked {
    Stamped newest;
    std::vector<std::pair<RegionId, Stamped>> told;
    std::uint64_t number = 0;  // block of the coordinator's stream
    std::uint64_t sent = 0;    // messages so far: parts of that block
    std::uint32_t request = 0, generation = 0;
    std::uint32_t under_way = 0;  // messages
    std::uint32_t answers = 0, needed = 0;
    KeyId key;
    RegionId coordinator;
    OpKind kind{};
    bool answered = false;
  };
  struct Hint {
    RegionId target;
    KeyId key;
    Stamped version;
    bool on_its_way = false;
  };

  std::vector<RegionId> members(KeyId key) const;
  void draw_some(const Asked& asked, std::vector<RegionId>& regions) const;
  StoreId looks_at(RegionId coordinator, const std::vector<RegionId>& members) const;
  bool reaches(RegionId from, RegionId to) const;
  void ask(std::uint32_t index, const std::vector<RegionId>& members);
  bool send(Asked* asked, Message message);
  void arrived(const Message& message);
  void work(const Message& message);
  void count(Asked& asked, const Message& message);
  void close(std::uint32_t index);
  Request* waiting(const Asked& asked);
  void keep_hint(const Message& message);
  void drop_hint(const Message& message, bool delivered);
  Stamped hinted(const Message& question) const;

  World& world_;
  const Quorum& rule_;
  Messages way_;
  std::vector<RandomStream> streams_, of_hints_;  // by region
  std::vector<std::uint64_t> questions_;          // by region: asked so far
  Slots<Asked> asked_;
  Slots<Message> messages_;
  std::vector<std::deque<Hint>> hints_;  // by the region that keeps them
  std::vector<bool> hand_off_posted_;    // likewise
  std::size_t hints_waiting_ = 0;
};

}  // namespace bicoastal
