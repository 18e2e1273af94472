// Answers of a dependency that a region keeps, by key.
//
// An entry is good for the time to live since it was fetched, and not renewed by hits. Old entries stay until they are
// pushed out, so that there is something stale to give where the dependency fails. With a limit the least recently used
// leave.
//
// A warm cache has at time 0 what it would have after a long time without a limit: a key that is asked for at rate x is
// there with probability x T / (1 + x T) for a time to live T, with any share of T left (a renewal process: T after
// each fetch, then 1/x until the next request). With a limit only the most popular of these are there, the most popular
// one as the most recently used: what an LRU cache tends to, not what it has at a moment.
#pragma once

#include <bicoastal/service.hpp>

#include "sim/base/random.hpp"

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bicoastal {

class AnswerCache {
 public:
  /// `rule`, which outlives this object, may be null: nothing is ever kept then.
  explicit AnswerCache(const Cache* rule) : rule_(rule) {}

  /// Fills it as after a long time in which keys were asked for `per_second` times, by their popularity `shares`.
  void warm(const std::vector<double>& shares, double per_second, const RandomStream& luck);

  /// A good answer for the key is there; it is now the most recently used.
  bool has(KeyId key, Time now);
  /// An answer is there, however old.
  bool has_any(KeyId key) const { return places_.contains(key.value); }
  void put(KeyId key, Time now) { insert(key, now + rule_->ttl); }
  /// All is gone, through a fault.
  void lose(FaultId fault);
  /// The fault but for which a good answer for the key would be here; none where it would not.
  FaultId lost_by(KeyId key, Time now) const;
  std::size_t size() const { return places_.size(); }

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  struct Entry {
    Time until;
    KeyId key;
    std::uint32_t newer = kNone, older = kNone;
  };
  void insert(KeyId key, Time until);
  void link_first(std::uint32_t place);
  void unlink(std::uint32_t place);

  const Cache* rule_;
  std::unordered_map<std::uint32_t, std::uint32_t> places_;  // by key; looked up only, never iterated
  std::vector<Entry> entries_;
  std::uint32_t newest_ = kNone, oldest_ = kNone;
  std::unordered_map<std::uint32_t, std::pair<Time, FaultId>> lost_;  // by key: until when it was good; likewise
};

}  // namespace bicoastal
