// The history of a run: an append-only stream of 64-byte records, in the order in which they happened.
//
// Everything that is known about a run is read from this stream (and from the scenario); analyses never see live model
// objects. Records carry a type in the same place, so a chunk is a plain array. Ties of `time` are in order of the
// stream. A `time` of a record is when it was written, which for an operation is its completion.
#pragma once

#include <bicoastal/ids.hpp>
#include <bicoastal/time.hpp>
#include <bicoastal/values.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace bicoastal {

enum class RecordType : std::uint8_t {
  operation = 1,  ///< a client's operation, when the client learns its end
  accept,         ///< a store accepted a write
  apply,          ///< a store received a replicated write
  batch,          ///< a replication batch left, arrived or failed
  role,           ///< a step in the failover of a partition
  health,         ///< a checker changed its mind
  move,           ///< a session was sent to another region
  fault,          ///< onset or end of a fault
  touch,          ///< a further fault touched an operation or, where there is no session, a batch
  lost,           ///< an accepted write is gone from every copy that counts
  load,           ///< sample of a region
  backlog,        ///< sample of a directed pair of leader stores
  serve,          ///< a store worked on an operation whose key is more than an ordered register
  state,          ///< what a leader store shows of such a key when the run ends
  change,         ///< something about a service changed: its replicas, breakers, versions
  dependency,     ///< sample of a dependency in a region
  end,            ///< last record: the run is complete
};

/// Any record, by its common head.
struct Record {
  Time time;
  RecordType type{};
  std::uint8_t payload[55]{};

  template <class T>
  T as() const {
    static_assert(sizeof(T) == sizeof(Record) && std::is_trivially_copyable_v<T>);
    return std::bit_cast<T>(*this);
  }
  template <class T>
  static Record of(const T& t) {
    static_assert(sizeof(T) == sizeof(Record) && std::is_trivially_copyable_v<T>);
    return std::bit_cast<Record>(t);
  }
};
static_assert(sizeof(Record) == 64);

enum class OpKind : std::uint8_t { read, write };

/// How an operation ended, as its client knows it.
enum class Outcome : std::uint8_t {
  ok,
  timeout,      ///< no answer within the timeout, on the last attempt. A write may have been accepted (Jepsen: info)
  refused,      ///< connection refused: replica process gone, or its queue full (Jepsen: fail)
  unavailable,  ///< answered with an error: no healthy replica, no reachable primary, not primary (Jepsen: fail)
  conflict,     ///< a write refused because another one was under way (Jepsen: fail)
  in_flight,    ///< not ended when the run ended (Jepsen: info)
};

/// A client's operation; one record however many attempts it took.
struct OperationRecord {
  Time time;  ///< completed
  RecordType type = RecordType::operation;
  OpKind kind{};
  Outcome outcome{};
  std::uint8_t attempts = 0;  ///< made, second requests for reads too; saturates at 255
  SessionId session;
  Time invoked;
  OpId op;
  VersionId version;  ///< read: what it returned; write: what the answering attempt wrote. Initial where outcome != ok
  std::int64_t stamp = 0;  ///< of `version`
  KeyId key;
  PopulationId population;
  RegionId asked;               ///< region that the last attempt was sent to; none if there was none to send to
  StoreId store;                ///< that served it; none if none did
  FaultId fault;                ///< first fault that touched it; none if none did
  std::uint16_t zone = 0xFFFF;  ///< index of the zone of the replica that worked on the last attempt; 0xFFFF if none
  Verb verb{};                  ///< of a write
  std::uint8_t answer = 0;      ///< how full the answer is: kAnswerFull and below; 0 where outcome != ok
};

/// OperationRecord::answer.
inline constexpr std::uint8_t kAnswerFull = 0;
inline constexpr std::uint8_t kAnswerDeclined = 1;  ///< by the rules of its type nothing was changed (out of stock)
inline constexpr std::uint8_t kAnswerDefault = 2;   ///< degraded: without what some dependency would have given
/// Degraded: 3 + d, with what dependency d gave: a fallback, or its own cache when that was too old.
inline constexpr std::uint8_t kAnswerFrom = 3;

/// A store accepted a write, as its primary or (writes local) as the region's leader.
struct AcceptRecord {
  Time time;
  RecordType type = RecordType::accept;
  /// 0: shown here from now on. 1: its stamp is below that of the version already there; it is never visible. 2:
  /// leaderless; the store coordinates, and the write is shown where it is applied.
  std::uint8_t shadowed = 0;
  StoreId store;
  SessionId session;
  OpId op;
  VersionId version;
  std::int64_t stamp = 0;  ///< clock reading that orders it
  VersionId previous;      ///< current version of the key at this store just before: what this write had seen
  KeyId key;
  PartitionId partition;
  std::uint16_t reserved[5]{};
};

enum class ApplyResult : std::uint8_t {
  applied,      ///< now the current version here
  superseded,   ///< dropped: what was here wins, or knows it already
  rolled_back,  ///< the current version here was withdrawn (failback); `version` is what is current instead
  merged,       ///< joined to what was here (merging policies)
};

struct ApplyRecord {
  Time time;
  RecordType type = RecordType::apply;
  ApplyResult result{};
  StoreId store;
  KeyId key;
  VersionId version;
  std::int64_t stamp = 0;
  VersionId displaced;  ///< current version here just before
  std::int64_t displaced_stamp = 0;
  StoreId from;  ///< store it came from
  std::uint16_t reserved[7]{};
};

enum class BatchEvent : std::uint8_t { sent, arrived, failed };

struct BatchRecord {
  Time time;
  RecordType type = RecordType::batch;
  BatchEvent event{};
  StoreId from;
  StoreId to;
  std::uint16_t reserved0 = 0;
  Time sent;
  std::int64_t bytes = 0;
  std::uint64_t batch = 0;  ///< number within its directed pair
  std::uint32_t writes = 0;
  FaultId fault;  ///< that touched it; none if none did
  std::uint16_t reserved[9]{};
};

enum class RoleEvent : std::uint8_t {
  detected,  ///< the other regions hold the primary for dead
  cleared,   ///< it answered again before the decision
  decided,
  fenced,      ///< `region`, the (old) primary, refuses writes from now on
  promoted,    ///< `region` accepts writes from now on, in `epoch`
  redirected,  ///< `region` sends its writes to the new primary from now on
  rejoined,    ///< `region`, an old primary, follows the new one; its own tail is dealt with as `stranded` says
  failback,    ///< planned switch of the role to `region`, such as its return home, began: writes pause
  renewed,     ///< `region`, the primary, has its lease again, or a planned switch is off: it accepts writes again
  refused,  ///< `region` is the best candidate, or the one asked for, and is not promoted: too far behind, or cut off
};

struct RoleRecord {
  Time time;
  RecordType type = RecordType::role;
  RoleEvent event{};
  PartitionId partition;
  RegionId region;
  std::uint16_t epoch = 0;
  std::uint64_t reserved[6]{};
};

enum class HealthEvent : std::uint8_t { region_out, region_in, replica_out, replica_in };

struct HealthRecord {
  Time time;
  RecordType type = RecordType::health;
  HealthEvent event{};
  RegionId region;
  ReplicaId replica;  ///< replica_out, replica_in only
  std::uint64_t reserved[6]{};
};

/// A session got another region from DNS than before (not written for its first answer).
struct MoveRecord {
  Time time;
  RecordType type = RecordType::move;
  std::uint8_t reserved0 = 0;
  RegionId from;
  SessionId session;
  RegionId to;
  PopulationId population;
  std::uint32_t reserved1 = 0;
  Time expired;  ///< when the answer that it had before ended: it was sent to `from` until then
  std::uint64_t reserved[4]{};
};

struct FaultRecord {
  Time time;
  RecordType type = RecordType::fault;
  std::uint8_t begins = 0;  ///< 1 onset, 0 end
  FaultId fault;
  std::uint32_t reserved0 = 0;
  std::uint64_t reserved[6]{};
};

struct TouchRecord {
  Time time;
  RecordType type = RecordType::touch;
  std::uint8_t reserved0 = 0;
  FaultId fault;
  SessionId session;
  OpId op;
  OpKind kind{};
  std::uint8_t reserved1[7]{};
  std::uint64_t reserved[4]{};
};

struct LostRecord {
  Time time;
  RecordType type = RecordType::lost;
  std::uint8_t set_aside = 0;  ///< 1: it is kept where people may look at it; nobody is served it
  StoreId store;               ///< that had accepted it
  KeyId key;
  VersionId version;
  std::int64_t stamp = 0;
  Time accepted;
  FaultId fault;  ///< that led to the failover or destroyed the store; none where it was none
  PartitionId partition;
  std::uint32_t reserved1 = 0;
  std::uint64_t reserved[2]{};
};

struct LoadRecord {
  Time time;
  RecordType type = RecordType::load;
  std::uint8_t reserved0 = 0;
  RegionId region;
  std::uint32_t busy = 0;    ///< requests being worked on
  std::uint32_t queued = 0;  ///< requests waiting
  std::uint32_t replicas_up = 0;
  /// Requests that balancers have sent to replicas since the warm-up ended, and how many of these to the replica that
  /// got most. Counted where sessions or zones have a say in that; 0 otherwise.
  std::uint64_t sent = 0, busiest = 0;
  std::uint64_t reserved[3]{};
};

struct BacklogRecord {
  Time time;
  RecordType type = RecordType::backlog;
  std::uint8_t reserved0 = 0;
  StoreId from;
  StoreId to;
  std::uint16_t reserved1 = 0;
  std::int64_t writes = 0;  ///< accepted at `from`, not yet arrived at `to`
  std::int64_t bytes = 0;
  Time oldest;  ///< acceptance of the oldest of them; `time` if none
  std::uint64_t reserved[3]{};
};

/// A store worked on an operation: written where it happens, for keys whose type is not reg or whose policy merges.
struct ServeRecord {
  Time time;
  RecordType type = RecordType::serve;
  OpKind kind{};
  Verb verb{};                 ///< of a write
  std::uint8_t declined = 0;   ///< 1: nothing was changed
  std::uint16_t siblings = 1;  ///< shown afterwards
  StoreId store;
  OpId op;
  Time invoked;
  VersionId version;        ///< write: what it wrote, initial where declined; read: the newest version that was shown
  std::int64_t amount = 0;  ///< write: of the change; read: sum of the amounts of what was shown
  std::uint32_t item = 0;   ///< write: of the change; read: how many items were shown
  KeyId key;
  std::uint32_t bytes = 0;     ///< write: that go to each other region; read: of the value shown; metadata included
  std::uint32_t metadata = 0;  ///< of these: versions, tombstones, rights
};

/// One item of what a leader store shows of a key when the run ends, for every key that was changed. A key that shows
/// nothing has one record with `items` 0.
struct StateRecord {
  Time time;
  RecordType type = RecordType::state;
  std::uint8_t reserved0 = 0;
  std::uint16_t siblings = 1;
  StoreId store;
  std::uint16_t reserved1 = 0;
  KeyId key;
  std::uint32_t items = 0;  ///< of this key at this store: so many records follow each other
  std::uint64_t item = 0;
  std::int64_t amount = 0;
  VersionId newest;  ///< of all that the store knows of the key
  std::uint64_t reserved[2]{};
};

enum class ChangeEvent : std::uint8_t {
  stopped,       ///< the replica's process is gone; value: 1 where somebody wanted it to end
  started,       ///< it starts; value: index of the replica whose place it takes, its own where that is itself
  ready,         ///< it answers; value: its version, 0 = the first
  session_lost,  ///< a session came to `replica`, and what another one knew of it is gone; value: session
  breaker_opened,
  breaker_trial,
  breaker_closed,
  switched_off,  ///< the dependency is not called any more in `region`
  switched_on,
  scaled,         ///< value: replicas of the region that are wanted from now on
  deploy_begun,   ///< in `region`
  deploy_step,    ///< value: share of the region's traffic that is meant for the new version, in ppm
  deploy_undone,  ///< it is taken back
  deploy_done,    ///< in `region`
  evacuated,      ///< the name service sends nobody to `region` any more
  readmitted,
  deploy_answered,  ///< by the new version in `region`, since the last such record; value: requests, part: that failed
  store_lost,       ///< the leader store of `region` is empty, and answers nobody
  store_restored,   ///< it answers again; value: the region that it was copied from, -1: a backup
  shards_moving,    ///< keys of `region` go to other nodes; value: how many
  shards_moved,     ///< all of them are there
  given_back,       ///< the machine of `replica` is let go, and costs nothing any more
};

struct ChangeRecord {
  Time time;
  RecordType type = RecordType::change;
  ChangeEvent event{};
  RegionId region;
  ReplicaId replica;               ///< none where it is about no single one
  std::uint16_t subject = 0xFFFF;  ///< index of the dependency or of the deploy; 0xFFFF where it is about none
  std::uint16_t reserved0[3]{};
  std::int64_t value = 0;
  std::int64_t part = 0;  ///< of `value`
  std::uint64_t reserved[3]{};
};

/// What replicas of a region had of a dependency since the last sample.
struct DependencyRecord {
  Time time;
  RecordType type = RecordType::dependency;
  std::uint8_t reserved0 = 0;
  RegionId region;
  DependencyId dependency;
  std::uint16_t breakers_open = 0;  ///< replicas whose breaker is not closed
  std::uint32_t needed = 0;         ///< times that an operation needed it
  std::uint32_t attempts = 0;       ///< calls that were made, retries and hedges too
  std::uint32_t ok = 0;             ///< times that it gave what was needed, from its cache or itself
  std::uint32_t hits = 0;           ///< of these, without a call of their own: from the cache, or by another's call
  std::uint32_t timeouts = 0;       ///< attempts without an answer in time
  std::uint32_t errors = 0;         ///< attempts that were answered with an error, or refused by a full queue
  std::uint32_t not_called = 0;     ///< times that a breaker, a bulkhead or a switch kept a call from being made
  std::uint32_t busy = 0;           ///< calls that it works on now
  std::uint32_t waiting = 0;        ///< calls that wait for it now
  std::uint32_t reserved1 = 0;
  std::uint64_t reserved2{};
};

struct EndRecord {
  Time time;
  RecordType type = RecordType::end;
  std::uint8_t quiet = 0;  ///< 1: nothing was under way any more; 0: `settle` was over first
  std::uint8_t reserved0[6]{};
  std::uint64_t reserved[6]{};
};

template <class... T>
inline constexpr bool kAreRecords =
    ((sizeof(T) == sizeof(Record) && std::has_unique_object_representations_v<T>)&&...);  // no padding: hashed as bytes
static_assert(kAreRecords<OperationRecord, AcceptRecord, ApplyRecord, BatchRecord, RoleRecord, HealthRecord, MoveRecord,
                          FaultRecord, TouchRecord, LostRecord, LoadRecord, BacklogRecord, ServeRecord, StateRecord,
                          ChangeRecord, DependencyRecord, EndRecord>);

/// Receives the stream, chunk by chunk, in order, from one thread.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  virtual void consume(std::span<const Record> records) = 0;
};

}  // namespace bicoastal
