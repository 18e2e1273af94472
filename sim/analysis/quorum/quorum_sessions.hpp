// Session guarantees of writes (session_order.hpp) where R of N regions answer a read.
//
// There is no single store whose order a client could see, only read quorums. So a session's write breaks a guarantee
// where it can be read while what it follows can still be missed: when the first member of its key has got it, less
// than N - R + 1 members of the other's key show what it follows, or a later version. (More members only make that
// less likely, so the first is the one to look at. With R + W > N an acknowledged write cannot be missed.) Besides, a
// write whose stamp puts it before a write (or a version read) of the same key that it follows breaks the guarantee
// wherever it goes.
//
// As in session_order.hpp only acknowledged writes are judged, each at most once for each guarantee.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/conflict.hpp>

#include "sim/analysis/anomalies.hpp"
#include "sim/analysis/flat_queue.hpp"
#include "sim/analysis/limits.hpp"
#include "sim/analysis/quorum/members.hpp"
#include "sim/analysis/session_floors.hpp"
#include "sim/analysis/visibility.hpp"

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace bicoastal {

class QuorumSessions {
 public:
  QuorumSessions(const Scenario& scenario, const QuorumMembers& members, const ActiveKeys& keys, Visibility& visibility,
                 const SessionFloors& floors, const Limits& limits, Anomalies& anomalies);

  /// The session has read or written (acknowledged) the operation's version.
  void knows(const OperationRecord& op, Known how);
  void accept(const AcceptRecord& record);
  /// The first member of its key has got the write.
  void reached(VersionId version);
  void acknowledged(const OperationRecord& op);
  void finish(Analysis& analysis) const;

 private:
  struct Link {
    Stamped id;
    Time since;
    KeyId key;
    Known how{};
  };
  /// A write that follows something that may be missed. By Known: the earliest of what may be.
  struct Dependent {
    AcceptRecord write;
    std::vector<Link> links;
    std::array<Time, 2> since{Time::max(), Time::max()};
    std::array<VersionId, 2> missing{};
    Time invoked = Time::max();  // max: not acknowledged yet
    Time acknowledged;
    bool reached = false;
  };
  struct Begun {
    Time at;
    VersionId version;
  };

  bool can_be_missed(KeyId key, const Stamped& id) const;
  void judge(const Dependent& dependent);
  void forget_unanswered(Time now);

  const QuorumMembers& members_;
  const ActiveKeys& keys_;
  Visibility& visibility_;
  const SessionFloors& floors_;
  Time operation_, attempt_;
  Anomalies& anomalies_;
  std::vector<std::vector<Link>> known_;                     // by session
  std::unordered_map<std::uint64_t, Dependent> dependents_;  // by version; looked up only
  FlatQueue<Begun> begun_;                                   // of these, in the order of acceptance
};

}  // namespace bicoastal
