// What is read from a history: the figures of one run.
//
// Only operations invoked in [warmup, duration) are measured ("measured operations"); all records take part in what
// stores know. Latencies are of operations that ended well, from invocation to completion, retries included.
#pragma once

#include <bicoastal/anomaly.hpp>
#include <bicoastal/history.hpp>
#include <bicoastal/scenario.hpp>
#include <bicoastal/series.hpp>
#include <bicoastal/service_figures.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bicoastal {

struct Requests {
  /// issued = ok + degraded + failed + in_flight. Degraded: answered, but without what some dependency would have
  /// given, or with what a fallback gave.
  std::uint64_t issued = 0, ok = 0, degraded = 0, failed = 0, in_flight = 0;
  std::uint64_t retried = 0;                  ///< operations that took more than one attempt
  std::array<std::uint64_t, 6> by_outcome{};  ///< indexed by Outcome; degraded ones are ok
  std::uint64_t answered() const { return ok + degraded; }
  std::uint64_t ended() const { return ok + degraded + failed; }
  /// Share of what ended that was answered, in full or degraded; nothing where nothing ended.
  std::optional<double> availability() const {
    return ended() == 0 ? std::nullopt : std::optional(static_cast<double>(answered()) / static_cast<double>(ended()));
  }
};

/// Figures of the clients at home in one region, or of all.
struct ClientFigures {
  Requests requests;
  Percentiles read, write;
  std::uint64_t windows = 0, good_windows = 0;  ///< windows with at least one ended operation; those that met the SLO
  std::uint64_t reads = 0, stale_reads = 0;     ///< successful reads
};

struct Staleness {
  std::uint64_t reads = 0, stale_reads = 0;
  Percentiles age;           ///< of stale reads: since the oldest missing acknowledgement
  double mean_versions = 0;  ///< of stale reads: acknowledged versions missing
  std::uint64_t max_versions = 0;
};

struct Sessions {
  std::uint64_t read_your_writes = 0, monotonic_reads = 0, monotonic_writes = 0, writes_follow_reads = 0;
};

struct Conflicts {
  std::uint64_t concurrent = 0;          ///< pairs of writes to a key neither of which had seen the other when accepted
  std::uint64_t conflicting_writes = 0;  ///< writes in at least one such pair
  std::uint64_t accepted = 0;            ///< writes accepted by stores
  std::uint64_t discarded = 0;           ///< acknowledged, never overwritten by a write that saw it, and gone
  std::uint64_t siblings_max = 0;        ///< 1 under last-writer-wins
};

struct Divergence {
  double share = 0;  ///< time-weighted share of keys on which leader stores differ, over [warmup, end]
  std::optional<double>
      converge_s;  ///< last heal (or end of load, if later) until all agreed; nothing if they never did
  std::uint64_t keys_differing_at_end = 0;
};

struct Rto {
  std::optional<double> total_s;  ///< onset until the affected clients' success is back and stays; nothing if never
  double watched_s = 0;    ///< onset until the watch ended: the run's end, or the next fault that hit the same clients
  bool cut_short = false;  ///< the latter; `total_s` is nothing unless they had recovered before
  bool noticed = true;     ///< false: nobody noticed, it ended with the fault, and `detect_s` is until then
  double detect_s = 0;     ///< onset until the last needed checker noticed
  double decide_s = 0;     ///< until the order to promote (0 where nothing is promoted)
  double promote_s = 0;    ///< until the new primary accepted writes (0 where nothing is promoted)
  double redirect_s = 0;   ///< until the last affected session or region was sent to the new place
};

/// An outage that goes on when its fault is over (sim/analysis/outage_tail.hpp).
struct OutageTail {
  /// From the end of the fault until the affected clients' success was back; 0 where it was back before. Nothing where
  /// it never was.
  std::optional<double> outlasts_s;
  double watched_s = 0;     ///< from the end of the fault until the watch ended
  double factor = 0;        ///< the outage, as long as it was watched, over the length of its fault
  double offered = 0;       ///< operations a second in bad windows after the fault
  double goodput = 0;       ///< of these answered
  double carried = 0;       ///< operations a second that the same clients had answered before the fault
  bool metastable = false;  ///< goodput stayed low without the fault, under a load that had been carried before
};

/// What a fault that takes machines away left of the capacity to serve, beside what users asked for meanwhile
/// (sim/analysis/survivors.hpp).
struct Survivors {
  double offered = 0;   ///< operations a second that were invoked while it lasted
  double capacity = 0;  ///< operations a second that the replicas left can work on
  RegionId busiest;     ///< region left that was asked for most of its own capacity
  double busiest_utilisation = 0;
  double utilisation() const { return capacity > 0 ? offered / capacity : 0; }
};

struct FaultFigures {
  FaultId fault;
  double onset_s = 0, end_s = 0;
  std::uint64_t requests = 0, sessions = 0, writes = 0, batches = 0;  ///< touched
  bool touched() const { return requests + sessions + writes + batches > 0; }
  double blast_radius_sessions = 0;   ///< touched, of all sessions of the run
  double blast_radius_requests = 0;   ///< touched, of the requests issued while it lasted
  std::uint64_t failed_requests = 0;  ///< touched and not ok
  std::uint64_t lost_writes = 0;
  double rpo_s = 0;  ///< from the oldest acceptance of a lost write to the onset, or to the newest where that is later
  std::uint64_t set_aside_writes = 0;    ///< by `stranded` keep
  std::optional<Rto> rto;                ///< nothing where no window of the affected clients was bad
  std::optional<OutageTail> tail{};      ///< nothing where there is no `rto`, or the fault never ended
  std::optional<Survivors> survivors{};  ///< nothing where it takes no machines away
};

/// How far what operators did had reached users.
struct ActionFigures {
  std::uint64_t requests = 0;      ///< evacuation: operations sent to the region all the same
  std::optional<double> last_s{};  ///< from the action to the last of these, 0 without; nothing of other actions
};

struct PairFigures {
  RegionId from, to;
  std::uint64_t batches = 0, failed_batches = 0, writes = 0;
  double bytes = 0;
  Percentiles lag;  ///< acceptance at `from` until applied (or superseded) at `to`
  std::uint64_t max_backlog_writes = 0;
  double max_backlog_bytes = 0;
};

enum class Verdict : std::uint8_t { valid, violated, unknown };

/// An operation on one key, as a check of registers sees it.
struct RegisterOp {
  Time invoked;
  Time completed = Time::max();  ///< max: a write of which nobody knows whether and when it took effect
  OpKind kind{};
  VersionId version;  ///< read or written
  OpId op;
  SessionId session;
  bool operator==(const RegisterOp&) const = default;
};

/// Operations on one key that no order explains, by their invocation.
struct Contradiction {
  KeyId key;
  std::vector<RegisterOp> ops;
};

/// Whether each key behaves as if there were one copy (sim/analysis/linearizability.hpp). All operations count, those
/// of the warm-up too.
struct Linearizability {
  bool checked = false;                 ///< it was asked for
  Verdict verdict = Verdict::unknown;   ///< of the run
  std::uint64_t keys = 0;               ///< judged: that were written
  std::uint64_t violated = 0;           ///< of these
  std::uint64_t undecided = 0;          ///< of these: reads returned what nobody is known to have written
  std::vector<Contradiction> examples;  ///< the first of each violated key, at most kAnomaliesKept
  std::optional<double> delta_s;        ///< how stale reads get, Δ of Δ-atomicity; nothing where no Δ would do
  KeyId delta_key;                      ///< that needs the greatest Δ; none where it is 0
};

/// What anomalies did to the meaning of the data: keys that are more than an ordered register
/// (sim/analysis/effects). Instances are counted in `anomaly_counts`; here is how much that came to.
struct Invariants {
  bool judged = false;          ///< there are such keys
  std::uint64_t keys = 0;       ///< that were changed
  std::uint64_t undecided = 0;  ///< of these: the run does not tell what they came to, as regions differed at its end
  std::uint64_t off_by = 0;  ///< counters, stocks, accounts: sum of how far each is from what acknowledged changes say
  std::uint64_t oversold = 0;            ///< pieces taken that were not there
  std::uint64_t overdrawn = 0;           ///< money withdrawn that was not there
  std::uint64_t seats_booked_twice = 0;  ///< seats that two sessions had confirmed at one time
};

/// Size of what is stored and sent, of keys that are more than an ordered register.
struct Overhead {
  std::uint64_t writes = 0, reads = 0;
  double write_bytes = 0, write_metadata = 0;  ///< mean a write, to each other region; of these: versions and the like
  double read_bytes = 0, read_metadata = 0;    ///< mean size of the value that was read
};

/// What became of sessions that replicas or regions keep something of, and how evenly replicas are used.
struct SessionKeeping {
  bool kept = false;       ///< the service keeps something of its sessions
  std::uint64_t lost = 0;  ///< times that a session came to where nothing is known of it any more, after the warm-up
  std::vector<double> imbalance;  ///< by region: requests sent to the replica that got most, over the mean; 0 where not
                                  ///< counted. Empty where no region counted
};

/// Acknowledged writes that vanished, between two regions (sim/analysis/ledger.hpp).
struct LedgerRow {
  RegionId loser;   ///< that accepted them
  RegionId winner;  ///< that accepted what prevailed; none: nothing did, or nobody knows what
  std::uint64_t writes = 0;
  std::uint64_t failover = 0, clock_skew = 0, fault = 0, policy = 0;  ///< of these, by cause
  double skew_s = 0;  ///< mean of the winner's clock less the loser's; 0 where stamps are no clock readings
};

/// How likely a read is consistent, by the time since the write that it should return was acknowledged: t-visibility
/// (sim/analysis/t_visibility.hpp).
class VisibilityCurve {
 public:
  /// Bins: [0, 1.024 us), four to each doubling from there to 1 h, and all that is longer.
  static constexpr std::size_t kBins = 2 + 127;
  /// Begin of a bin. The end of a bin is the begin of the next.
  static Time begin_of(std::size_t bin);
  static std::size_t bin_of(Time t);

  struct Bin {
    std::uint64_t reads = 0, consistent = 0;
  };
  struct Estimate {
    double share = 0;         ///< of reads that are consistent
    std::uint64_t reads = 0;  ///< that it rests on
  };
  struct Delay {
    Time after;               ///< from here on
    std::uint64_t reads = 0;  ///< that it rests on: that were as long after the write, or longer
  };

  void add(Time t, bool consistent) {
    Bin& bin = bins_[bin_of(t)];
    ++bin.reads;
    bin.consistent += consistent ? 1 : 0;
  }
  void add(const VisibilityCurve& other);
  const std::array<Bin, kBins>& bins() const { return bins_; }
  std::uint64_t reads() const;

  /// Share of consistent reads `t` after the acknowledgement; nothing where it would rest on less than 100 reads.
  std::optional<Estimate> share_at(Time t) const;
  /// The least time from which on at least `share` of the reads are consistent; nothing where there is none, or where
  /// it would rest on less than 3 / (1 - share) reads. REQUIRES: 0 < share < 1.
  std::optional<Delay> consistent_from(double share) const;

 private:
  std::array<Bin, kBins> bins_{};
};

struct TVisibility {
  struct Pair {
    RegionId from, to;  ///< where the write was accepted, where the read was served
    VisibilityCurve curve;
  };
  bool measured = false;       ///< it was asked for
  VisibilityCurve overall;     ///< of all measured reads that some acknowledged write of their key came before
  std::vector<Pair> pairs;     ///< those with reads, from-major
  std::uint64_t left_out = 0;  ///< reads after the loss of the write that they should have returned, until the next
};

/// A region's store was spread over other nodes than before (sim/analysis/reshardings.hpp).
struct Resharding {
  RegionId region;
  double begin_s = 0, end_s = 0;  ///< until all keys were where they belong, or the run ended
  bool ended = false;
  std::uint64_t keys = 0;                  ///< that moved
  double share = 0;                        ///< of all keys
  std::uint64_t requests = 0, failed = 0;  ///< that the region was asked for meanwhile and that ended
  Percentiles latency;                     ///< of these
  Percentiles before;                      ///< of those of the same length of time before
};

/// A step of the drill, as it went (sim/analysis/drill.hpp).
struct DrillFigures {
  std::optional<double> began_s;  ///< nothing where it did not come to this step
  std::optional<double> took_s;   ///< nothing where it was not done when the run ended
  std::uint64_t missing = 0;      ///< verify: acknowledged writes that were not there when the step began
  std::uint64_t never = 0;        ///< of these: that were not there at the end of the run either
  bool in_time = false;
};

struct Analysis {
  // Much code, compiled once: sim/base/special_members.cpp.
  Analysis();
  Analysis(const Analysis&);
  Analysis(Analysis&&) noexcept;
  Analysis& operator=(const Analysis&);
  Analysis& operator=(Analysis&&) noexcept;
  ~Analysis();

  bool complete = false;  ///< the stream had its end record
  bool quiet = false;     ///< and the system had fallen quiet by then
  std::string digest;     ///< of the stream, 32 hex digits: identity of the run
  std::uint64_t records = 0;
  std::uint64_t skipped = 0;  ///< of these: refer to what the scenario does not have (a damaged file), and do not count
  double end_s = 0;           ///< time of the last record

  ClientFigures overall;
  std::vector<ClientFigures> by_region;  ///< by home region of the clients
  Staleness staleness;
  Sessions sessions;
  Conflicts conflicts;
  std::uint64_t lost_writes = 0;
  std::uint64_t set_aside_writes = 0;  ///< acknowledged, taken back by a failover, and kept for people to look at
  std::vector<LedgerRow> ledger;       ///< discarded and lost writes; rows with at least one, by loser and winner
  Divergence divergence;
  double split_brain_s = 0;
  std::vector<FaultFigures> faults;             ///< in the order of the scenario
  std::vector<ActionFigures> actions;           ///< in the order of the scenario
  std::vector<FleetFigures> fleet;              ///< by region; empty where replicas only do what faults make of them
  std::vector<DeployFigures> deploys;           ///< in the order of the scenario
  std::vector<PairFigures> pairs;               ///< all ordered pairs of regions, from-major
  std::vector<DependencyFigures> dependencies;  ///< in the order of the scenario
  double measured_s = 0;                        ///< length of the time in which measured operations were invoked
  double wan_bytes = 0;
  std::array<std::uint64_t, kAnomalyKinds> anomaly_counts{};
  std::vector<Anomaly> anomalies;
  std::vector<std::vector<Window>> series;  ///< [region of clients][window]
  std::vector<SystemWindow> system;         ///< [window], as many as each of `series` has
  std::vector<Flow> flows;                  ///< pairs with requests, by home and asked
  Linearizability linearizability;
  TVisibility visibility;
  Invariants invariants;
  Overhead overhead;
  SessionKeeping keeping;
  std::vector<Resharding> reshardings;  ///< in the order of their begin
  std::vector<DrillFigures> drill;      ///< by step of the scenario
  std::optional<CostFigures> cost{};    ///< nothing where the scenario has no prices, or nothing was measured

  /// Measure named in metrics.hpp, in its unit, with a region, fault or "from->to" selector (may be empty). Nothing
  /// where the run does not tell (e.g. `rto` of a fault that hurt nobody, or a percentile of nothing).
  std::optional<double> measure(const Scenario& scenario, std::string_view metric, std::string_view of) const;
};

/// What takes time and is therefore asked for, here or by an expectation of the scenario.
struct AnalyserOptions {
  bool linearizability = false;
  bool visibility = false;                      ///< t-visibility
  std::size_t anomalies_kept = kAnomaliesKept;  ///< instances of each kind
};

/// Computes an Analysis from a stream of records: while the run goes on, or from a file, with equal results.
class Analyser final : public RecordSink {
 public:
  /// `scenario` must outlive this object.
  explicit Analyser(const Scenario& scenario, const AnalyserOptions& options = {});
  ~Analyser() override;
  void consume(std::span<const Record> records) override;
  /// Call once, after the last record. An incomplete stream gives what can be told from it.
  Analysis finish();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace bicoastal
