// Clients: populations of sessions that issue operations, wait for answers, time out, back off and try again.
//
// Everything random about an operation comes from block n of its population's stream, n being its number: arrivals,
// keys, kinds and the work it takes are the same whatever the rest of the system does.
//
// Retries and hedges. A retry goes where the name service says, or with `next_region_on_retry` to the next region of
// the population's order. Hedging (Dean and Barroso, "The tail at scale", CACM 56(2), 2013): where a read has not been
// answered after `hedge_after`, a second request for it is sent; the first good answer counts, and the attempt has
// failed when both have. Writes are not hedged: they would be done twice. A budget pays for retries and hedges alike.
#pragma once

#include "sim/model/token_bucket.hpp"
#include "sim/model/world.hpp"

#include <optional>
#include <unordered_map>
#include <vector>

namespace bicoastal {

/// What a write is to do, before it is known what there is to take back.
struct DrawnChange {
  Change change;
  std::uint64_t luck = 0;  ///< for a choice among what is shown
};

class Clients {
 public:
  explicit Clients(World& world);

  /// Posts the first arrival of every population.
  void start();

  // Events.
  void on_arrive(PopulationId population);
  void on_think(SessionId session);
  void on_reply(std::uint32_t request);
  void on_timeout(std::uint32_t request);
  void on_retry(std::uint32_t request);
  void on_hedge(std::uint32_t request);
  void on_read_back(std::uint32_t request);

  // From the places a request comes through.
  /// The request goes on at `at`, if the client still waits then: sees to its timeout.
  void watch(std::uint32_t request, Time at);
  /// The answer leaves the region's door now (`after` later): back to the client.
  void answer(std::uint32_t request, Outcome outcome, RegionId from, Time after);
  /// Nobody will answer.
  void lose(std::uint32_t request);

  /// Writes records for all operations that have not ended.
  void finish();

  SessionId first_session(PopulationId p) const { return SessionId(std::size_t{first_session_[p.index()]}); }
  std::uint64_t issued() const { return issued_; }
  DrawnChange draw_change(const Request& r) const;

  /// Bits for the legs of an attempt; each leg has a word of its own.
  enum Leg : unsigned {
    kOut = 0,
    kBack = 1,
    kPick1 = 2,
    kPick2 = 3,
    kWanOut = 4,
    kWanBack = 5,
    kLost = 6,
    kCopy = 7,
    kLostBack = 8,
    kBackoff = 9,
    kError = 10
  };
  std::uint64_t bits(const Request& r, Leg leg) const {
    const std::uint64_t number = r.op.value & kNumberMask;
    return streams_[r.population.index()].block(number,
                                                1 + 3u * (r.attempt + (r.hedge ? kHedged : 0u)) + (leg >> 2))[leg & 3];
  }

 private:
  static constexpr unsigned kNumberBits = 48;
  static constexpr std::uint64_t kNumberMask = (std::uint64_t{1} << kNumberBits) - 1;
  static constexpr unsigned kHedged = 128;  ///< more than there can be attempts
  static constexpr std::uint64_t kReadBack = std::uint64_t{1} << (kNumberBits - 1);  ///< in the number of a read back

  struct Progress {
    std::uint64_t next = 0;  // number of the next operation (open loop)
    std::size_t step = 0;    // of the rate
    Time last;               // previous arrival
  };

  std::optional<Time> next_arrival(std::size_t p, std::uint64_t bits);
  void issue(PopulationId p, SessionId session, std::uint64_t number, const RandomStream::Block& bits);
  KeyId draw_key(const Population& population, std::size_t p, std::uint64_t number, std::uint64_t bits) const;
  void attempt(std::uint32_t request);
  void send(std::uint32_t request);
  std::optional<std::uint32_t> twin_of(std::uint32_t request) const;
  void give_up(std::uint32_t request);
  bool affords_another(PopulationId population);
  bool passes(Request& r, Time& extra);
  void retry_or_end(std::uint32_t request, Outcome outcome);
  void end(std::uint32_t request, Outcome outcome);
  void record(const Request& r, Outcome outcome);
  void plan_read_back(const Request& written, const Distribution& after);

  World& world_;
  ZipfSampler keys_;
  std::vector<RandomStream> streams_;                       // by population
  std::vector<Progress> progress_;                          // by population
  std::vector<std::uint32_t> first_session_;                // by population
  std::vector<PopulationId> population_of_;                 // by session; closed loops only
  std::vector<std::uint32_t> rounds_;                       // by session: operations so far; closed loops only
  std::vector<TokenBucket> budgets_;                        // by population: of retries and hedges
  std::unordered_map<std::uint32_t, std::uint32_t> twins_;  // requests for one attempt; looked up only
  std::uint64_t issued_ = 0;
};

}  // namespace bicoastal
