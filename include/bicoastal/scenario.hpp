// A scenario, fully resolved: every preset expanded, every unit converted, every name turned into an index, every
// default filled in. sim/scenario makes it from JSON; the model, the analyses and the front ends only read it.
//
// Units: Time is nanoseconds; rates are per second; bandwidth is bytes per second; sizes are bytes; shares are 0..1.
#pragma once

#include <bicoastal/cost.hpp>
#include <bicoastal/deploys.hpp>
#include <bicoastal/faults.hpp>
#include <bicoastal/ids.hpp>
#include <bicoastal/quantities.hpp>
#include <bicoastal/service.hpp>
#include <bicoastal/time.hpp>
#include <bicoastal/values.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

// --- places ----------------------------------------------------------------------------------------------------------

struct Replica {
  std::string name;  ///< "us-east-1a/1"
  ZoneId zone;
  bool at_start = true;  ///< false: room for a machine that autoscaling, a deploy or the end of standby may start
};

struct Zone {
  std::string name;  ///< "us-east-1a"
  RegionId region;
  std::vector<ReplicaId> replicas;
};

/// A region that waits: warm standby and pilot light run fewer replicas until the region is needed.
struct Standby {
  std::uint32_t replicas = 0;  ///< that run meanwhile, over all zones
  std::uint32_t full = 0;      ///< that run once it is needed
  Time scale_up;               ///< from the first sign that it is needed until all of them start
};

struct Region {
  std::string name;
  std::optional<GeoPoint> location;
  std::vector<ZoneId> zones;
  std::optional<Standby> standby{};
};

/// A copy of the data. Store i < regions.size() is the leader copy of region i, in that region's first zone that is up;
/// leader copies are durable over the region's zones (synchronous multi-AZ). Read copies follow their region's leader.
struct Store {
  std::string name;  ///< "us-east-1/leader", "us-east-1/copy-1"
  RegionId region;
  ZoneId zone;
  bool leader = true;
};

/// One direction of a WAN link. Links 2i and 2i+1 are the two directions of one full-duplex link.
struct Link {
  std::string name;  ///< "us-east-1->eu-west-1"
  RegionId from;
  RegionId to;
  PathDelay delay;
  double bandwidth = 0;  ///< bytes per second
};

struct Network {
  std::vector<Link> links;
  PathDelay access;             ///< client to the nearest edge of the provider, one way, added to every client path
  Time inter_zone;              ///< one way, between zones of a region
  Time intra_zone;              ///< one way, inside a zone
  std::string latency_source;   ///< name of the table, for reports; "custom" for a file
  double message_overhead = 0;  ///< bytes added to each replication batch (headers)
};

// --- work ------------------------------------------------------------------------------------------------------------

struct RateStep {
  Time from;
  double per_second = 0;
};

struct Arrivals {
  enum class Kind : std::uint8_t { poisson, constant, closed };
  Kind kind = Kind::poisson;
  std::vector<RateStep> rate;  ///< open loop: at least one step, the first from 0, times increasing. Empty when closed
  Distribution think;          ///< closed loop: pause of a session between an answer and its next operation
};

struct Population {
  std::string name;
  RegionId home;                     ///< region with the least delay from where the users are
  std::vector<PathDelay> to_region;  ///< one way, by region, access delay included
  std::uint32_t sessions = 1;
  Arrivals arrivals;
  double reads = 1;     ///< share of operations that read
  double locality = 0;  ///< share of operations on keys whose home is this population's home region
  double removes = 0;   ///< share of writes that take back: remove, restock, release, deposit, a negative increment
  std::int64_t max_amount = 1;              ///< amounts are uniform on 1 .. this
  std::optional<Distribution> read_back{};  ///< after an acknowledged write its session reads the key, this much later
  Time timeout;                             ///< of one attempt, seen by the client
  Retries retries;
  bool next_region_on_retry = false;  ///< a retry goes to the population's next region, whatever the name service says
  Time hedge_after{};  ///< a second request for a read is sent where the first has not been answered by then; 0 = never
  std::vector<double> km_to_region{};  ///< great circle, by region; routing policy geographic only
};

struct Keys {
  std::uint32_t count = 1;
  double zipf = 0;         ///< exponent; 0 = uniform
  double value_bytes = 0;  ///< payload of one write in replication
  DataType type = DataType::reg;
  std::uint32_t items = 1;   ///< set, cart: goods there are; seats: seats there are; 2 for accounts; 1 otherwise
  std::int64_t initial = 0;  ///< counter, inventory, each of the accounts: amount at the start
};

enum class RoutingPolicy : std::uint8_t {
  latency,     ///< least delay, as the network table says
  geographic,  ///< least distance on the globe
  weighted,
  failover,
};

struct Routing {
  RoutingPolicy policy = RoutingPolicy::latency;
  std::vector<double> weights;  ///< weighted: by region
  std::vector<RegionId> order;  ///< failover: most preferred first
  Time dns_ttl;                 ///< how long a session keeps an answer; 0 = anycast, asked for every operation
  double overstay = 0;          ///< share of the sessions that keep answers longer than they should,
  Time overstay_for;            ///< by this much (resolvers with a least TTL, runtimes that cache for ever)
  Time publish;                 ///< from the verdict of the checkers until name servers answer accordingly
  bool stay = false;  ///< affinity: a session leaves its region only when that is out, and does not return by itself
  HealthCheck health_check;
};

enum class BalancingPolicy : std::uint8_t { round_robin, least_outstanding, two_choices, weighted };

struct Balancing {
  BalancingPolicy policy = BalancingPolicy::round_robin;
  bool sticky = false;      ///< a session keeps its replica while that is in (cookie); `policy` picks the first one
  bool zone_aware = false;  ///< replicas in the zone that the request entered by come first
  std::vector<double> zone_weights{};  ///< by zone, policy weighted: shares of a region's requests
  std::vector<ReplicaId> backups{};    ///< used only while no other replica of the region is in
  Time drain;       ///< a replica that is taken out on purpose finishes what it has for this long at most
  Time slow_start;  ///< the share of a replica that came in grows to its full size over this long
  HealthCheck health_check;
};

enum class WritePattern : std::uint8_t {
  global,       ///< to the one primary region
  partitioned,  ///< to the home region of the key
  local,        ///< to the region that received it
  quorum,       ///< leaderless: to N regions, of which W must answer
};

/// Which partition (home region) a key belongs to, for `partitioned` and for locality: key index modulo regions, so
/// that every home has keys of every popularity.
struct Failover {
  bool enabled = true;
  HealthCheck detect;   ///< by the other regions, of the primary. Its interval is that of renewals of a lease, too
  Distribution decide;  ///< from detection to the order to promote (a person, or nothing)
  Time promote;         ///< from the order until the new primary accepts writes
  Time redirect_ttl;    ///< each region learns the new primary U(0, redirect_ttl) after promotion
  bool fencing = true;  ///< no lease: the old primary's storage refuses writes from the decision on, wherever it is
  Time lease;  ///< a primary that has not reached a majority for this long refuses writes by itself, and nobody is
               ///< promoted before its lease has run out; 0 = no lease
  std::vector<std::string> witnesses{};  ///< places that vote and keep no data
  Time catch_up;                         ///< how long a candidate waits at most for what the old primary can still send
  std::optional<Time> max_lag{};         ///< a candidate that is further behind is not promoted
  enum class Stranded : std::uint8_t {
    discard,                       ///< taken back when the old primary follows the new one
    merge,                         ///< sent on then, to be put in order with the new primary's
    keep                           ///< taken back, and set aside for people to look at
  } stranded = Stranded::discard;  ///< what becomes of writes of an old primary that the new one lacks
  bool failback = false;           ///< return to the original region once it is back and has caught up
  Time failback_after;             ///< how long the original region must be healthy first

  /// Whether the voters are fixed, up or not. Otherwise those that are up vote: somebody knows who is.
  bool fixed_voters() const { return lease.ns > 0 || !witnesses.empty(); }
};

/// Copies of a region's leader store that nobody reads, for when no other region has one. The store is copied at every
/// multiple of `every`.
struct Backup {
  Time every;
  Time restore;  ///< from the loss of the store until it is back as it was when it was last copied
};

/// The nodes that each region's leader store is spread over, by key.
struct Shards {
  enum class Placement : std::uint8_t {
    consistent,  ///< a ring of `virtual_nodes` points a node (Karger et al. 1997)
    modulo,      ///< hash of the key modulo the number of nodes
  };
  Placement placement = Placement::consistent;
  std::uint32_t nodes = 1;            ///< at the start
  std::uint32_t virtual_nodes = 100;  ///< consistent: points of a node on the ring
  double moves_per_second = 1000;     ///< keys that get to their new node, in each region
  bool forward = true;  ///< a key that is still to move is asked for where it was; otherwise it is not there
};

/// Clock that a write's stamp is read from.
enum class ClockKind : std::uint8_t {
  wall,     ///< each region's own, wrong by offset, drift and jumps
  lamport,  ///< counts messages (Lamport 1978)
  hybrid,   ///< wall clock that never falls behind what it has heard of (Kulkarni et al. 2014)
};

/// A region's wall clock is set forward (or back).
struct ClockStep {
  RegionId region;
  Time at;
  Time by;
};
/// A region's wall clock runs too fast (or too slow) for a while.
struct ClockRun {
  RegionId region;
  Time from, until;
  double rate = 0;  ///< seconds per second
};

/// What is read where siblings stand side by side.
enum class SiblingRule : std::uint8_t { keep, union_of_all, newest, application };

enum class Crdt : std::uint8_t {
  g_counter,
  pn_counter,
  bounded_counter,
  lww_register,
  mv_register,
  g_set,
  two_phase_set,
  or_set,
  rw_set,
  or_map,
  sequence,
};

struct ConflictRule {
  std::string policy = "lww";
  bool merges = false;  ///< `policy` merges (conflict.hpp): values grow together instead of replacing each other
  ClockKind clock = ClockKind::wall;
  std::vector<Time> clock_offset;            ///< by region: wall clock minus true time at 0
  std::vector<double> clock_drift;           ///< by region: seconds per second
  std::vector<ClockStep> steps;              ///< in order of time, from faults
  std::vector<ClockRun> runs;                ///< from faults
  std::vector<RegionId> priority;            ///< region_priority: the one that prevails first; all regions are listed
  SiblingRule siblings = SiblingRule::keep;  ///< version_vector
  std::uint32_t prune = 0;                   ///< version_vector: entries of a vector that are kept; 0 = all
  Crdt crdt = Crdt::lww_register;            ///< policy crdt
  Time share_rights;                         ///< bounded counter: how often a region gives rights to others; 0 = never
};

/// When a write of a primary is acknowledged.
enum class Commit : std::uint8_t {
  asynchronous,  ///< at once
  majority,      ///< when a majority of the regions has it (consensus)
  all,           ///< when all regions have it
};

/// Leaderless replication (writes quorum; DeCandia et al. 2007): each key has N regions, its home first.
struct Quorum {
  std::uint32_t n = 3, r = 2, w = 2;
  bool ask_all = true;      ///< false: only as many of the N as must answer, drawn for each operation
  bool read_repair = true;  ///< regions that answered a read with less than others are brought up to date
  bool sloppy = false;      ///< the next region stands in for one that cannot be reached, with a hint for it
  Time hand_off;            ///< how often hints are tried again
  /// Delays of single messages, in place of the network's: to a store, its answer, for writes and reads. PBS's W, A, R,
  /// S.
  std::optional<Distribution> write{}, write_answer{}, read{}, read_answer{};
};

/// Where a region's reads go.
enum class ReadFrom : std::uint8_t {
  leader,   ///< to the region's leader copy
  any,      ///< to any copy in the region, drawn for each read
  sticky,   ///< to the session's own copy in the region
  primary,  ///< to the primary of the key, wherever it is
};

/// What sees to a session reading what it wrote.
struct SessionGuards {
  bool token = false;  ///< the session brings what it wrote last; a copy that lacks it passes the read on to the writer
  Time primary_after_write;  ///< for this long after a write the session's reads go where its write went; 0 = never
};

struct Data {
  WritePattern writes = WritePattern::local;
  RegionId primary;            ///< global: the first primary. None otherwise
  Time flush;                  ///< a batch leaves this long after its first write
  double record_overhead = 0;  ///< bytes per write in replication beside the value
  double max_batch_bytes = 0;  ///< a batch is cut at this size
  Distribution copy_lag;       ///< leader to read copy in the region
  ReadFrom read_from = ReadFrom::leader;
  SessionGuards sessions;
  Commit commit = Commit::asynchronous;  ///< global and partitioned only
  bool one_by_one = false;  ///< a region updates the others one after another, each when the one before has the write
  Failover failover;        ///< global and partitioned only
  std::optional<Backup> backup{};
  std::optional<Shards> shards{};
  Quorum quorum;  ///< quorum only
  ConflictRule conflicts;
};

// --- drills ---------------------------------------------------------------------------------------------------------

/// A step of a disaster-recovery drill, and how long it may take by the plan. Steps follow each other.
struct DrillStep {
  enum class Kind : std::uint8_t {
    fail_over,  ///< from the onset of the next fault, or the next planned switch, until all primaries hit have moved
    verify,     ///< until all that was acknowledged before the step is in the primaries' copies
    recover,    ///< from the same onset until the users' success is back
    fail_back,  ///< from the next begin of a planned return until all primaries are at home again
  };
  std::string name;
  Kind kind = Kind::fail_over;
  Time within;
};

// --- expectations ----------------------------------------------------------------------------------------------------

struct Expectation {
  enum class Comparison : std::uint8_t { less, less_equal, equal, greater_equal, greater };
  std::string text;    ///< as written
  std::string metric;  ///< a name of metrics.hpp, without the selector
  std::string of;      ///< selector in brackets, e.g. region name in `availability[eu-west-1]`; may be empty
  Comparison comparison = Comparison::less_equal;
  double value = 0;  ///< in the metric's own unit (metrics.hpp)
};

// --- the whole -------------------------------------------------------------------------------------------------------

struct Scenario {
  // Much code, compiled once: sim/base/special_members.cpp.
  Scenario();
  Scenario(const Scenario&);
  Scenario(Scenario&&) noexcept;
  Scenario& operator=(const Scenario&);
  Scenario& operator=(Scenario&&) noexcept;
  ~Scenario();

  std::string name;
  std::string description;
  std::string file;      ///< as the user gave it
  std::string document;  ///< the resolved JSON text (includes merged, --set applied): what a run file stores
  std::string hash;      ///< of `document`, 16 hex digits
  std::uint64_t seed = 1;
  Time duration;  ///< clients issue operations in [0, duration)
  Time warmup;    ///< operations invoked before are simulated and recorded but not measured
  Time settle;    ///< at most this long after `duration` for the system to fall quiet; ends early when it is
  Time window = Time::seconds(1);  ///< of series and of the success rate that RTO is read from
  double slo = 0.999;              ///< success rate that a window must reach to be good

  std::vector<Region> regions;
  std::vector<Zone> zones;
  std::vector<Replica> replicas;
  std::vector<Store> stores;  ///< leaders first, in the order of `regions`, then read copies
  Network network;
  Service service;
  std::vector<Population> clients;
  Keys keys;
  Routing routing;
  Balancing balancing;
  Data data;
  Fleet fleet;
  std::vector<Deploy> deploys;
  std::vector<Action> actions;
  std::vector<Fault> faults;
  std::vector<DrillStep> drill;
  std::vector<Expectation> expect;
  std::optional<Pricing> cost{};  ///< nothing where no prices are given: decides nothing of what happens
};

/// Partitions of the keys: 1 under `global`, one per region otherwise.
inline std::size_t partition_count(const Scenario& s) {
  return s.data.writes == WritePattern::global ? 1 : s.regions.size();
}
/// Replicas that run from the start. Others are room for machines that may come.
inline std::size_t replicas_at_start(const Scenario& s) {
  std::size_t count = 0;
  for (const Replica& replica : s.replicas) count += replica.at_start ? 1 : 0;
  return count;
}
/// Whether there is no machine at that place unless autoscaling, a deploy or a replacement brings one. What a region on
/// standby lacks it has when it is needed.
inline bool is_mere_room(const Scenario& s, ReplicaId replica) {
  const Replica& r = s.replicas[replica.index()];
  return !r.at_start && !s.regions[s.zones[r.zone.index()].region.index()].standby;
}
/// Home region of a key: index modulo the number of regions.
inline RegionId home_of(const Scenario& s, KeyId key) { return RegionId(key.index() % s.regions.size()); }

}  // namespace bicoastal
