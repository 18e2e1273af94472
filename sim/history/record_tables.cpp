#include "sim/history/record_tables.hpp"

#include "sim/base/anomaly_names.hpp"

#include <array>
#include <cstddef>

namespace bicoastal {
namespace {

using std::string_view;

// Names of the enumerations, by value.
constexpr string_view kOpKinds[] = {"read", "write"};
constexpr string_view kOutcomes[] = {"ok", "timeout", "refused", "unavailable", "conflict", "in_flight"};
constexpr string_view kApplyResults[] = {"applied", "superseded", "rolled_back", "merged"};
constexpr string_view kVerbNames[] = {"write",   "increment", "add",    "remove",   "take",   "restock",
                                      "reserve", "release",   "append", "withdraw", "deposit"};
constexpr string_view kBatchEvents[] = {"sent", "arrived", "failed"};
constexpr string_view kRoleEvents[] = {"detected",   "cleared",  "decided",  "fenced",  "promoted",
                                       "redirected", "rejoined", "failback", "renewed", "refused"};
constexpr string_view kHealthEvents[] = {"region_out", "region_in", "replica_out", "replica_in"};
constexpr string_view kChangeEvents[] = {
    "stopped",        "started",       "ready",        "session_lost", "breaker_opened",  "breaker_trial",
    "breaker_closed", "switched_off",  "switched_on",  "scaled",       "deploy_begun",    "deploy_step",
    "deploy_undone",  "deploy_done",   "evacuated",    "readmitted",   "deploy_answered", "store_lost",
    "store_restored", "shards_moving", "shards_moved", "given_back"};
constexpr string_view kEdges[] = {"end", "onset"};
constexpr string_view kShadows[] = {"no", "yes", "elsewhere"};
constexpr string_view kNoYes[] = {"no", "yes"};
static_assert(std::size(kOutcomes) == static_cast<std::size_t>(Outcome::in_flight) + 1);
static_assert(std::size(kApplyResults) == static_cast<std::size_t>(ApplyResult::merged) + 1);
static_assert(std::size(kVerbNames) == kVerbs);
static_assert(std::size(kBatchEvents) == static_cast<std::size_t>(BatchEvent::failed) + 1);
static_assert(std::size(kRoleEvents) == static_cast<std::size_t>(RoleEvent::refused) + 1);
static_assert(std::size(kHealthEvents) == static_cast<std::size_t>(HealthEvent::replica_in) + 1);
static_assert(std::size(kChangeEvents) == static_cast<std::size_t>(ChangeEvent::given_back) + 1);

constexpr Column kOperations[] = {
    {"time_ns", Form::time, offsetof(OperationRecord, time), "completed, as its client saw it"},
    {"kind", Form::choice, offsetof(OperationRecord, kind), "what the client asked for", {}, kOpKinds},
    {"outcome", Form::choice, offsetof(OperationRecord, outcome), "how it ended, as its client knows", {}, kOutcomes},
    {"attempts", Form::uint8, offsetof(OperationRecord, attempts), "made; 255 stands for 255 or more"},
    {"session", Form::id32, offsetof(OperationRecord, session), "that issued it"},
    {"invoked_ns", Form::time, offsetof(OperationRecord, invoked), "start of its first attempt"},
    {"op", Form::id64, offsetof(OperationRecord, op), "its number"},
    {"version", Form::version, offsetof(OperationRecord, version),
     "read: returned; write: written; 0 the initial value"},
    {"stamp_ns", Form::time, offsetof(OperationRecord, stamp), "clock reading that orders that version"},
    {"key", Form::id32, offsetof(OperationRecord, key), "read or written; also its popularity rank from 0"},
    {"population", Form::id16, offsetof(OperationRecord, population), "of its client", "populations"},
    {"asked", Form::id16, offsetof(OperationRecord, asked), "region the last attempt was sent to", "regions"},
    {"store", Form::id16, offsetof(OperationRecord, store), "that served it", "stores"},
    {"fault", Form::id16, offsetof(OperationRecord, fault), "first fault that touched it", "faults_of_scenario"},
    {"zone", Form::id16, offsetof(OperationRecord, zone), "of the replica that worked on the last attempt", "zones"},
    {"verb", Form::choice, offsetof(OperationRecord, verb), "what a write did", {}, kVerbNames},
    {"answer", Form::uint8, offsetof(OperationRecord, answer),
     "0 full, 1 nothing was changed, 2 degraded by default, 3 + n degraded by dependency n"},
};
constexpr Computed kOperationsComputed[] = {
    {"latency_ms", "ms", "from invocation to completion, retries included", "(t.time_ns - t.invoked_ns) / 1e6"},
};

constexpr Column kAccepts[] = {
    {"time_ns", Form::time, offsetof(AcceptRecord, time), "accepted"},
    {"shadowed",
     Form::choice,
     offsetof(AcceptRecord, shadowed),
     "1: older than what was there, never visible; 2: shown only where it is applied",
     {},
     kShadows},
    {"store", Form::id16, offsetof(AcceptRecord, store), "that accepted it", "stores"},
    {"session", Form::id32, offsetof(AcceptRecord, session), "that wrote"},
    {"op", Form::id64, offsetof(AcceptRecord, op), "operation that wrote"},
    {"version", Form::version, offsetof(AcceptRecord, version), "given to the write"},
    {"stamp_ns", Form::time, offsetof(AcceptRecord, stamp), "clock reading that orders it"},
    {"previous", Form::version, offsetof(AcceptRecord, previous), "current here just before: what the write had seen"},
    {"key", Form::id32, offsetof(AcceptRecord, key), "written"},
    {"partition", Form::id16, offsetof(AcceptRecord, partition), "of the key", "partitions"},
};

constexpr Column kApplies[] = {
    {"time_ns", Form::time, offsetof(ApplyRecord, time), "received"},
    {"result", Form::choice, offsetof(ApplyRecord, result), "what the store did with it", {}, kApplyResults},
    {"store", Form::id16, offsetof(ApplyRecord, store), "that received it", "stores"},
    {"key", Form::id32, offsetof(ApplyRecord, key), "written"},
    {"version", Form::version, offsetof(ApplyRecord, version), "received; rolled_back: current from now on"},
    {"stamp_ns", Form::time, offsetof(ApplyRecord, stamp), "clock reading that orders it"},
    {"displaced", Form::version, offsetof(ApplyRecord, displaced), "current here just before"},
    {"displaced_stamp_ns", Form::time, offsetof(ApplyRecord, displaced_stamp), "clock reading that orders that"},
    {"from_store", Form::id16, offsetof(ApplyRecord, from), "it came from", "stores"},
};

constexpr Column kBatches[] = {
    {"time_ns", Form::time, offsetof(BatchRecord, time), "of the event"},
    {"event", Form::choice, offsetof(BatchRecord, event), "what became of the batch", {}, kBatchEvents},
    {"from_store", Form::id16, offsetof(BatchRecord, from), "sender", "stores"},
    {"to_store", Form::id16, offsetof(BatchRecord, to), "receiver", "stores"},
    {"sent_ns", Form::time, offsetof(BatchRecord, sent), "left its sender"},
    {"bytes", Form::int64, offsetof(BatchRecord, bytes), "size, headers included"},
    {"batch", Form::bits64, offsetof(BatchRecord, batch), "number within its directed pair"},
    {"writes", Form::uint32, offsetof(BatchRecord, writes), "it carries"},
    {"fault", Form::id16, offsetof(BatchRecord, fault), "that touched it", "faults_of_scenario"},
};
constexpr Computed kBatchesComputed[] = {
    {"travel_ms", "ms", "since it left its sender", "(t.time_ns - t.sent_ns) / 1e6"},
};

constexpr Column kRoles[] = {
    {"time_ns", Form::time, offsetof(RoleRecord, time), "of the step"},
    {"event", Form::choice, offsetof(RoleRecord, event), "step of the failover", {}, kRoleEvents},
    {"partition", Form::id16, offsetof(RoleRecord, partition), "whose primary it is about", "partitions"},
    {"region", Form::id16, offsetof(RoleRecord, region), "that takes the step", "regions"},
    {"epoch", Form::uint16, offsetof(RoleRecord, epoch), "of the partition: counts its promotions"},
};

constexpr Column kHealth[] = {
    {"time_ns", Form::time, offsetof(HealthRecord, time), "of the change"},
    {"event", Form::choice, offsetof(HealthRecord, event), "what the checker holds from now on", {}, kHealthEvents},
    {"region", Form::id16, offsetof(HealthRecord, region), "it is about", "regions"},
    {"replica", Form::id32, offsetof(HealthRecord, replica), "it is about, where it is one replica", "replicas"},
};

constexpr Column kMoves[] = {
    {"time_ns", Form::time, offsetof(MoveRecord, time), "of the new answer from DNS"},
    {"session", Form::id32, offsetof(MoveRecord, session), "that moved"},
    {"from_region", Form::id16, offsetof(MoveRecord, from), "it left", "regions"},
    {"to_region", Form::id16, offsetof(MoveRecord, to), "it goes to from now on", "regions"},
    {"population", Form::id16, offsetof(MoveRecord, population), "of the session", "populations"},
    {"expired_ns", Form::time, offsetof(MoveRecord, expired), "when the answer that it had before ended"},
};

constexpr Column kFaults[] = {
    {"time_ns", Form::time, offsetof(FaultRecord, time), "of the event"},
    {"begins", Form::choice, offsetof(FaultRecord, begins), "1 onset, 0 end", {}, kEdges},
    {"fault", Form::id16, offsetof(FaultRecord, fault), "which", "faults_of_scenario"},
};

constexpr Column kTouches[] = {
    {"time_ns", Form::time, offsetof(TouchRecord, time), "of the touch"},
    {"fault", Form::id16, offsetof(TouchRecord, fault), "that touched", "faults_of_scenario"},
    {"session", Form::id32, offsetof(TouchRecord, session), "touched"},
    {"op", Form::id64, offsetof(TouchRecord, op), "operation touched"},
    {"kind", Form::choice, offsetof(TouchRecord, kind), "of the operation", {}, kOpKinds},
};

constexpr Column kLost[] = {
    {"time_ns", Form::time, offsetof(LostRecord, time), "gone from every copy that counts"},
    {"set_aside", Form::choice, offsetof(LostRecord, set_aside), "1: kept for people to look at", {}, kNoYes},
    {"store", Form::id16, offsetof(LostRecord, store), "that had accepted it", "stores"},
    {"key", Form::id32, offsetof(LostRecord, key), "written"},
    {"version", Form::version, offsetof(LostRecord, version), "lost"},
    {"stamp_ns", Form::time, offsetof(LostRecord, stamp), "clock reading that ordered it"},
    {"accepted_ns", Form::time, offsetof(LostRecord, accepted), "accepted"},
    {"fault", Form::id16, offsetof(LostRecord, fault), "that led to the failover", "faults_of_scenario"},
    {"partition", Form::id16, offsetof(LostRecord, partition), "of the key", "partitions"},
};
constexpr Computed kLostComputed[] = {
    {"age_s", "s", "from acceptance to the loss", "(t.time_ns - t.accepted_ns) / 1e9"},
};

constexpr Column kLoad[] = {
    {"time_ns", Form::time, offsetof(LoadRecord, time), "of the sample"},
    {"region", Form::id16, offsetof(LoadRecord, region), "sampled", "regions"},
    {"busy", Form::uint32, offsetof(LoadRecord, busy), "requests being worked on"},
    {"queued", Form::uint32, offsetof(LoadRecord, queued), "requests waiting"},
    {"replicas_up", Form::uint32, offsetof(LoadRecord, replicas_up), "replicas that are up"},
    {"sent", Form::bits64, offsetof(LoadRecord, sent), "requests to replicas since the warm-up, where it is counted"},
    {"busiest", Form::bits64, offsetof(LoadRecord, busiest), "of these, to the replica that got most"},
};

constexpr Column kBacklog[] = {
    {"time_ns", Form::time, offsetof(BacklogRecord, time), "of the sample"},
    {"from_store", Form::id16, offsetof(BacklogRecord, from), "sender", "stores"},
    {"to_store", Form::id16, offsetof(BacklogRecord, to), "receiver", "stores"},
    {"writes", Form::int64, offsetof(BacklogRecord, writes), "accepted by the sender, not yet arrived"},
    {"bytes", Form::int64, offsetof(BacklogRecord, bytes), "size of these"},
    {"oldest_ns", Form::time, offsetof(BacklogRecord, oldest), "acceptance of the oldest of these; time_ns if none"},
};
constexpr Computed kBacklogComputed[] = {
    {"age_s", "s", "of the oldest write that waits", "(t.time_ns - t.oldest_ns) / 1e9"},
};

constexpr Column kServes[] = {
    {"time_ns", Form::time, offsetof(ServeRecord, time), "the store worked on it"},
    {"kind", Form::choice, offsetof(ServeRecord, kind), "what the client asked for", {}, kOpKinds},
    {"verb", Form::choice, offsetof(ServeRecord, verb), "what a write did", {}, kVerbNames},
    {"declined", Form::choice, offsetof(ServeRecord, declined), "1: nothing was changed", {}, kNoYes},
    {"siblings", Form::uint16, offsetof(ServeRecord, siblings), "shown side by side afterwards"},
    {"store", Form::id16, offsetof(ServeRecord, store), "that served it", "stores"},
    {"op", Form::id64, offsetof(ServeRecord, op), "operation"},
    {"invoked_ns", Form::time, offsetof(ServeRecord, invoked), "start of its first attempt"},
    {"version", Form::version, offsetof(ServeRecord, version), "written; read: the newest that was shown"},
    {"amount", Form::int64, offsetof(ServeRecord, amount), "of the change; read: sum of what was shown"},
    {"item", Form::uint32, offsetof(ServeRecord, item), "changed; read: how many items were shown"},
    {"key", Form::id32, offsetof(ServeRecord, key), "read or written"},
    {"bytes", Form::uint32, offsetof(ServeRecord, bytes), "that go to each other region; read: of the value"},
    {"metadata_bytes", Form::uint32, offsetof(ServeRecord, metadata), "of these: versions, tombstones, rights"},
};

constexpr Column kStates[] = {
    {"time_ns", Form::time, offsetof(StateRecord, time), "end of the run"},
    {"siblings", Form::uint16, offsetof(StateRecord, siblings), "shown side by side"},
    {"store", Form::id16, offsetof(StateRecord, store), "that shows it", "stores"},
    {"key", Form::id32, offsetof(StateRecord, key), "shown"},
    {"items", Form::uint32, offsetof(StateRecord, items), "that the key has there, a record each; 0: it is empty"},
    {"item", Form::bits64, offsetof(StateRecord, item), "shown"},
    {"amount", Form::int64, offsetof(StateRecord, amount), "of the item"},
    {"newest", Form::version, offsetof(StateRecord, newest), "of all writes that the store knows of the key"},
};

constexpr Column kChanges[] = {
    {"time_ns", Form::time, offsetof(ChangeRecord, time), "of the change"},
    {"event", Form::choice, offsetof(ChangeRecord, event), "what changed", {}, kChangeEvents},
    {"region", Form::id16, offsetof(ChangeRecord, region), "it is about", "regions"},
    {"replica", Form::id32, offsetof(ChangeRecord, replica), "it is about, where it is one replica", "replicas"},
    {"subject", Form::id16, offsetof(ChangeRecord, subject), "number of the dependency or deploy it is about"},
    {"value", Form::int64, offsetof(ChangeRecord, value),
     "ready: version; session_lost: session; scaled: replicas wanted; deploy_step: share of the traffic in ppm; "
     "stopped: 1 on purpose; started: replica whose place it takes; deploy_answered: requests; "
     "store_restored: region it was copied from, -1: a backup; shards_moving: keys"},
    {"part", Form::int64, offsetof(ChangeRecord, part), "deploy_answered: of these, failed"},
};

constexpr Column kDependencies[] = {
    {"time_ns", Form::time, offsetof(DependencyRecord, time), "of the sample"},
    {"region", Form::id16, offsetof(DependencyRecord, region), "whose replicas called", "regions"},
    {"dependency", Form::id16, offsetof(DependencyRecord, dependency), "number of the dependency"},
    {"breakers_open", Form::uint16, offsetof(DependencyRecord, breakers_open), "replicas whose breaker is not closed"},
    {"needed", Form::uint32, offsetof(DependencyRecord, needed), "times that an operation needed it"},
    {"attempts", Form::uint32, offsetof(DependencyRecord, attempts), "calls made, retries and hedges too"},
    {"ok", Form::uint32, offsetof(DependencyRecord, ok), "times that it gave what was needed"},
    {"hits", Form::uint32, offsetof(DependencyRecord, hits), "of these, from its cache"},
    {"timeouts", Form::uint32, offsetof(DependencyRecord, timeouts), "attempts without an answer in time"},
    {"errors", Form::uint32, offsetof(DependencyRecord, errors), "attempts answered with an error or refused"},
    {"not_called", Form::uint32, offsetof(DependencyRecord, not_called),
     "times that a breaker, a bulkhead or a switch kept a call from being made"},
    {"busy", Form::uint32, offsetof(DependencyRecord, busy), "calls that it works on"},
    {"waiting", Form::uint32, offsetof(DependencyRecord, waiting), "calls that wait for it"},
};

constexpr Column kEnd[] = {
    {"time_ns", Form::time, offsetof(EndRecord, time), "end of the run"},
    {"quiet", Form::choice, offsetof(EndRecord, quiet), "1: nothing was under way any more", {}, kNoYes},
};

// No field is forgotten: columns, type and what is reserved make up every byte of a record.
constexpr std::size_t size_of(Form form) {
  switch (form) {
    case Form::uint8:
    case Form::choice: return 1;
    case Form::uint16:
    case Form::id16: return 2;
    case Form::uint32:
    case Form::id32: return 4;
    default: return 8;
  }
}
constexpr bool is_whole(std::span<const Column> columns, std::size_t reserved) {
  std::size_t bytes = sizeof(RecordType) + reserved;
  for (const Column& column : columns) bytes += size_of(column.form);
  return bytes == sizeof(Record);
}
static_assert(is_whole(kOperations, 0));
static_assert(is_whole(kAccepts, sizeof(AcceptRecord::reserved)));
static_assert(is_whole(kApplies, sizeof(ApplyRecord::reserved)));
static_assert(is_whole(kBatches, sizeof(BatchRecord::reserved0) + sizeof(BatchRecord::reserved)));
static_assert(is_whole(kRoles, sizeof(RoleRecord::reserved)));
static_assert(is_whole(kHealth, sizeof(HealthRecord::reserved)));
static_assert(is_whole(kMoves,
                       sizeof(MoveRecord::reserved0) + sizeof(MoveRecord::reserved1) + sizeof(MoveRecord::reserved)));
static_assert(is_whole(kFaults, sizeof(FaultRecord::reserved0) + sizeof(FaultRecord::reserved)));
static_assert(is_whole(kTouches, sizeof(TouchRecord::reserved0) + sizeof(TouchRecord::reserved1) +
                                     sizeof(TouchRecord::reserved)));
static_assert(is_whole(kLost, sizeof(LostRecord::reserved1) + sizeof(LostRecord::reserved)));
static_assert(is_whole(kLoad, sizeof(LoadRecord::reserved0) + sizeof(LoadRecord::reserved)));
static_assert(is_whole(kBacklog, sizeof(BacklogRecord::reserved0) + sizeof(BacklogRecord::reserved1) +
                                     sizeof(BacklogRecord::reserved)));
static_assert(is_whole(kServes, 0));
static_assert(is_whole(kStates, sizeof(StateRecord::reserved0) + sizeof(StateRecord::reserved1) +
                                    sizeof(StateRecord::reserved)));
static_assert(is_whole(kChanges, sizeof(ChangeRecord::reserved0) + sizeof(ChangeRecord::reserved)));
static_assert(is_whole(kDependencies, sizeof(DependencyRecord::reserved0) + sizeof(DependencyRecord::reserved1) +
                                          sizeof(DependencyRecord::reserved2)));
static_assert(is_whole(kEnd, sizeof(EndRecord::reserved0) + sizeof(EndRecord::reserved)));

constexpr Column kAnomalies[] = {
    {"kind", Form::choice, offsetof(Anomaly, kind), "what should not happen", {}, kAnomalyNames},
    {"time_ns", Form::time, offsetof(Anomaly, time), "when it showed"},
    {"key", Form::id32, offsetof(Anomaly, key), "read or written"},
    {"session", Form::id32, offsetof(Anomaly, session), "of the operation that shows it"},
    {"op", Form::id64, offsetof(Anomaly, op), "that shows it (reads), or that wrote the version"},
    {"version", Form::version, offsetof(Anomaly, version), "read, discarded or lost; the change concerned"},
    {"other", Form::version, offsetof(Anomaly, other),
     "missed (reads), winner (discarded), other of the pair (conflict), change that it met"},
    {"age_ns", Form::time, offsetof(Anomaly, age),
     "stale read: how stale; discarded, lost: from acceptance to the loss"},
    {"amount", Form::int64, offsetof(Anomaly, amount), "lost changes and items, oversold, overdrafts: how much of it"},
};

constexpr std::array<RecordTable, kRecordTypes> kTables = {{
    {RecordType::operation, "operations", "a client's operation, when its client learns the end", kOperations,
     kOperationsComputed, true},
    {RecordType::accept, "accepts", "a store accepted a write", kAccepts, {}, true},
    {RecordType::apply, "applies", "a store received a replicated write", kApplies, {}, true},
    {RecordType::batch, "batches", "a replication batch left, arrived or failed", kBatches, kBatchesComputed},
    {RecordType::role, "roles", "a step in the failover of a partition", kRoles},
    {RecordType::health, "health", "a health checker changed its mind", kHealth},
    {RecordType::move, "moves", "a session was sent to another region", kMoves},
    {RecordType::fault, "faults", "onset or end of a fault", kFaults},
    {RecordType::touch, "touches", "a further fault, beside the one named in operations, touched an operation",
     kTouches},
    {RecordType::lost, "lost", "an accepted write is gone from every copy that counts", kLost, kLostComputed, true},
    {RecordType::load, "load", "sample of a region", kLoad},
    {RecordType::backlog, "backlog", "sample of what waits between two leader stores", kBacklog, kBacklogComputed},
    {RecordType::serve,
     "serves",
     "a store worked on an operation of a key that is more than an ordered register",
     kServes,
     {},
     true},
    {RecordType::state, "states", "what a leader store shows of such a key when the run ends", kStates, {}, true},
    {RecordType::change, "changes", "something about a service changed: its replicas, breakers, versions", kChanges},
    {RecordType::dependency, "dependency_samples",
     "what replicas of a region had of a dependency since the last sample", kDependencies},
    {RecordType::end, "run_end", "last record of a run that ended", kEnd},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTables.size(); ++i)
    if (static_cast<std::size_t>(kTables[i].type) != i + 1) return false;
  return true;
}
static_assert(in_order());

}  // namespace

std::span<const RecordTable, kRecordTypes> record_tables() { return kTables; }
std::span<const Column> anomaly_columns() { return kAnomalies; }

}  // namespace bicoastal
