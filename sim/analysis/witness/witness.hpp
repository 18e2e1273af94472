// The witness of an anomaly: the smallest set of operations and deliveries that shows it, and the cause behind it.
//
// "37 acknowledged writes vanished" is a number. A witness is the story of one of them, in three or four operations
// that a reader can follow and check. Minimal: without any of its operations there would be no anomaly. Sufficient:
// what is here shows it without the rest of the history.
//
//   stale read            the write that was missed first; the read
//   read your writes      the session's write; its read
//   monotonic reads       the write; the session's read that returned it; its read that did not
//   monotonic writes      the session's two writes, and a store that had the second without the first
//   writes follow reads   the write; the session's read of it; the session's own write, and a store that had the one
//                         without the other
//   conflict              both writes, and when each reached the other's store
//   discarded write       loser and winner with their stamps, and the deliveries at which the loser vanished
//   lost write            the write; who had it; the promotion, or the return of an old primary, that went without it
//   lost change, lost or resurrected item, reordered, double booking, causality
//                         the change and the one that it met
//   oversold, overdraft   the change, and so many of those that it was not counted with as break the rule together
//   no linearization      the operations of the contradiction
//
// The cause is decided by rules (cause.hpp). Everything is read from the records; words are made of it elsewhere.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/analysis/witness/evidence.hpp"

#include <optional>
#include <span>
#include <vector>

namespace bicoastal {

/// What an operation is to the anomaly.
enum class Part : std::uint8_t {
  missed,       ///< a write that a read, a store or another write should have known
  stale_read,   ///< the read that shows the anomaly
  first_read,   ///< an earlier read of the same session that did return the write
  first_write,  ///< the earlier of two writes
  then_write,   ///< the later of two writes
  loser,
  winner,
  lost,
  change,    ///< that was lost, came back, broke a rule
  rival,     ///< that it met
  involved,  ///< one of a contradiction
};

struct WitnessOp {
  Part part{};
  char name = 0;  ///< of a write: 'A', 'B' … in the order of acceptance. 0 for a read
  OpKind kind{};
  Verb verb{};
  std::uint32_t item = 0;
  std::int64_t amount = 0;  ///< of the change; 0 where the run does not record it
  OpId op;
  SessionId session;
  KeyId key;
  VersionId version;            ///< written, or returned
  Time invoked = Time::max();   ///< max: the history does not hold the operation
  Time ended = Time::max();     ///< max: its client never knew
  StoreId store;                ///< that accepted or served it
  Time accepted = Time::max();  ///< of a write; max: the history does not hold it
  std::int64_t stamp = 0;
  bool operator==(const WitnessOp&) const = default;
};

struct WitnessEvent {
  enum class Kind : std::uint8_t {
    arrived,       ///< `version` at `to`, from `from`
    torn,          ///< the batch with `version` to `to`, by `fault`
    withdrawn,     ///< `version` at `to`, after a failover
    gone,          ///< `version` from every copy that counts
    promoted,      ///< `region` accepts writes from now on
    rejoined,      ///< `region`, an old primary, follows the new one
    moved,         ///< `session` goes to `region` from now on
    fault_begins,  ///< `fault`
    fault_ends,
  };
  Kind kind{};
  Time at;
  VersionId version{};
  StoreId from{}, to{};
  Time sent = Time::max();  ///< arrived, torn: when it left; max: the history does not tell
  bool prevails = false;    ///< arrived: it is what the store shows from now on
  VersionId displaced{};    ///< arrived: what the store showed just before
  FaultId fault{};
  RegionId region{};
  SessionId session{};
  bool operator==(const WitnessEvent&) const = default;
};

enum class CauseKind : std::uint8_t { lag, fault, failover, clock_skew, policy, unknown };

/// The way of a write to a store where it was needed.
struct Delivery {
  VersionId version{};
  StoreId from{}, to{};
  Time accepted;               ///< at `from`
  Time sent = Time::max();     ///< max: never, or the history does not tell
  Time arrived = Time::max();  ///< max: never
  Time needed;                 ///< when it should have been there
  bool operator==(const Delivery&) const = default;
};

struct Cause {
  CauseKind kind = CauseKind::unknown;
  std::optional<Delivery> delivery{};  ///< that did not come in time
  std::optional<Time> usual{};         ///< median between the two regions
  FaultId fault{};                     ///< fault; failover: that led to it, if one did
  RegionId promoted{};                 ///< failover: the new primary
  Time skew{};                         ///< clock skew: how far the clocks of the two stores were apart
  bool operator==(const Cause&) const = default;
};

struct Witness {
  Anomaly anomaly;
  bool contradiction = false;        ///< `anomaly` holds no more than a key and a time: no order of `ops` explains them
  std::vector<WitnessOp> ops;        ///< by acceptance, or end of a read
  std::vector<WitnessEvent> events;  ///< in the order of time
  Cause cause;

  const WitnessOp* with(Part part) const {
    for (const WitnessOp& op : ops)
      if (op.part == part) return &op;
    return nullptr;
  }
};

/// What witnesses are made from.
struct WitnessSource {
  const Scenario& scenario;
  const Evidence& evidence;
  std::span<const Time> usual_lags{};  ///< from-major by pair of regions, 0 where not known; may be empty
};

/// Where the history lacks what the anomaly refers to (a sample without the other key), so does the witness.
Witness witness_of(const Anomaly& anomaly, const WitnessSource& source);
Witness witness_of(const Contradiction& contradiction, const WitnessSource& source);

/// Between which moments an anomaly's deliveries and moves lie, as far as the records of its keys tell.
struct Stretch {
  Time from, to;
};
Stretch stretch_of(const Anomaly& anomaly, const Evidence& evidence);
Stretch stretch_of(const Contradiction& contradiction, const Evidence& evidence);

}  // namespace bicoastal
