// Sets, carts and seats: an item is in because somebody put it there and nobody took it out. Of a seat the items are
// the sessions that hold it.
//
// A change covers those of its item that the store which accepted it knew of. Of all changes that were acknowledged or
// may have been, those that none covers have the last word; where they are adds and removes that did not see each
// other, either may have it.
//
//   lost item      an add was acknowledged, every remove is covered by an acknowledged add, and the item is not there
//                  ("add to cart" must never be lost: DeCandia et al., "Dynamo: Amazon's highly available key-value
//                  store", SOSP 2007, 4.4). A seat: the session was told that it has it, and somebody else has it
//   resurrected    the item is there, and every add of it is covered by an acknowledged remove ("deleted items can
//                  resurface", ibid.); or more of a good is there than such adds come to
//   lost change    of a cart: there is less of a good than the acknowledged adds that no remove may have taken away
//
// Kept of an item are the adds and removes that can still matter. An acknowledged remove makes everything that it
// covers forgotten; so does an acknowledged add of a set or seat. Of a cart, adds that all know of are put together. A
// remove stays until all know of it, and the last of them as long as it has the last word.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/analysis/effects/judge.hpp"
#include "sim/analysis/keys.hpp"
#include "sim/analysis/limits.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace bicoastal {

class Items final : public MeaningJudge {
 public:
  Items(const Scenario& scenario, const Limits& limits, const Seen& seen, Anomalies& anomalies);

  void accepted(const AcceptedChange& change) override;
  void met(const AcceptedChange& change) override;
  void acknowledged(const AcceptedChange& change, const OperationRecord& op) override;
  void lost(const AcceptedChange& change) override;
  void came_to(KeyId key, const Document& document, Time now) override;

 private:
  struct Kept {
    AcceptedChange change;
    std::vector<std::uint64_t> seen;  // at its store when it was accepted: by origin, last sequence
    bool optional = false;            // an add: a remove may have taken it away
    bool overruled = false;           // a remove: an acknowledged add covers it
  };
  struct Element {
    SessionId holder;  // of a seat; else none
    std::vector<Kept> kept;
  };
  using Key = std::map<std::uint64_t, std::vector<Element>>;  // by item

  Element& element_of(const AcceptedChange& change);
  bool is_over(const Element& element, KeyId key) const;
  static Kept* find(Element& element, VersionId version);
  static bool covers(const Kept& later, const Kept& earlier);
  void tidy(Element& element, std::size_t partition, Time now) const;
  void judge(KeyId key, const Element& element, std::int64_t shown, Time now);
  Anomaly about(AnomalyKind kind, KeyId key, const Kept* change, std::int64_t amount, Time now) const;

  DataType type_;
  Time attempt_;
  std::size_t stores_;
  const Seen& seen_;
  Anomalies& anomalies_;
  ActiveKeys slots_;
  std::vector<Key> keys_;  // by slot
};

}  // namespace bicoastal
