// Session guarantees of writes: monotonic writes and writes follow reads (Terry et al., "Session guarantees for weakly
// consistent replicated data", PDIS 1994).
//
// A session's write must not be at a store that lacks what it follows: an earlier write of the session (monotonic
// writes) or the write of a version that the session had read (writes follow reads). Earlier means: completed before
// the write was invoked. Looked at whenever a write reaches a leader store, its own at acceptance included; read copies
// take everything over from their leader in order and show nothing new. Besides, a write whose stamp puts it before a
// write (or a version read) of the same key that it follows breaks the guarantee wherever it goes.
//
// Modelling choices: only acknowledged writes are judged (of the others the client does not know that they exist), each
// at most once for each guarantee; lost writes are required of nobody; of what a session knows from one store the last
// one stands for all before it, as replication is first in, first out.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/anomalies.hpp"
#include "sim/analysis/limits.hpp"
#include "sim/analysis/lost.hpp"
#include "sim/analysis/seen.hpp"
#include "sim/analysis/session_floors.hpp"
#include "sim/analysis/under_way.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace bicoastal {

class SessionOrder {
 public:
  /// `floors`: null where no order of versions decides what is shown.
  SessionOrder(const Scenario& scenario, const Seen& seen, const SessionFloors* floors, const LostVersions& lost,
               const Limits& limits, Anomalies& anomalies);

  /// The session has read or written `version` (acknowledged) of a key of `partition`.
  void knows(SessionId session, Known how, VersionId version, std::size_t partition, Time now);
  /// `newest`: the newest version of its key otherwise.
  void accept(WriteUnderWay& write, const Stamped& newest);
  /// The write reached `store`.
  void apply(const WriteUnderWay& write, StoreId store, Time now);
  /// REQUIRES: write.invoked is known by now.
  void acknowledged(const WriteUnderWay& write, Time now);
  /// The write is over.
  void over(WriteUnderWay& write);

  void finish(Analysis& analysis) const;

  void prefetch(SessionId session) const {
    if (session.index() < known_.size()) __builtin_prefetch(&known_[session.index()]);
  }

 private:
  static constexpr std::uint32_t kNothing = WriteUnderWay::kNothing;

  /// Something that a session knows, or that a write follows. A link of a list.
  struct Link {
    VersionId version;
    Time since;
    std::uint32_t next = kNothing;
    std::uint16_t partition = 0;
    Known how{};
  };
  /// A write that follows something. By Known: the earliest of what was found missing.
  struct Dependent {
    std::uint32_t links = kNothing;
    std::array<Time, 2> since{Time::max(), Time::max()};
    std::array<VersionId, 2> missing{};
    std::array<bool, 2> counted{};
  };

  std::uint32_t new_link(const Link& link);
  void drop_link(std::uint32_t link);
  Dependent& dependent_of(WriteUnderWay& write);
  void look_at_key(WriteUnderWay& write, Known how);
  void look(const WriteUnderWay& write, StoreId store, Time now);
  void judge(const WriteUnderWay& write, Time now);

  const Seen& seen_;
  const SessionFloors* floors_;
  const LostVersions& lost_;
  Time operation_;
  Anomalies& anomalies_;
  std::vector<std::uint32_t> known_;  // by session: first link
  std::vector<Link> links_;
  std::uint32_t free_link_ = kNothing;
  std::vector<Dependent> dependents_;
  std::vector<std::uint32_t> free_dependents_;
};

}  // namespace bicoastal
