// The dispatcher: one look at each record, its type, and the analyses that want it.
#include <bicoastal/analysis.hpp>

#include "sim/analysis/anomalies.hpp"
#include "sim/analysis/availability.hpp"
#include "sim/analysis/bill.hpp"
#include "sim/analysis/dependency_use.hpp"
#include "sim/analysis/drill.hpp"
#include "sim/analysis/effects/effects.hpp"
#include "sim/analysis/evacuations.hpp"
#include "sim/analysis/fault_spans.hpp"
#include "sim/analysis/fault_touches.hpp"
#include "sim/analysis/fleet_meter.hpp"
#include "sim/analysis/latency.hpp"
#include "sim/analysis/ledger.hpp"
#include "sim/analysis/limits.hpp"
#include "sim/analysis/linearizability.hpp"
#include "sim/analysis/record_check.hpp"
#include "sim/analysis/recovery.hpp"
#include "sim/analysis/reshardings.hpp"
#include "sim/analysis/series.hpp"
#include "sim/analysis/session_keeping.hpp"
#include "sim/analysis/siblings.hpp"
#include "sim/analysis/split_brain.hpp"
#include "sim/analysis/survivors.hpp"
#include "sim/analysis/t_visibility.hpp"
#include "sim/analysis/version_measures.hpp"
#include "sim/analysis/wan.hpp"
#include "sim/analysis/window_clock.hpp"
#include "sim/base/digest.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

namespace bicoastal {

namespace {

// How many records ahead memory is asked for: the entry of a key, what it points to, what that points to.
constexpr std::size_t kFarAhead = 16, kNearAhead = 8, kNextAhead = 3;

struct Whose {
  KeyId key;
  SessionId session;
};
Whose whose(const Record& record) {
  switch (record.type) {
    case RecordType::operation: {
      const auto op = record.as<OperationRecord>();
      return {op.key, op.session};
    }
    case RecordType::accept: {
      const auto accept = record.as<AcceptRecord>();
      return {accept.key, accept.session};
    }
    case RecordType::apply: return {record.as<ApplyRecord>().key, SessionId()};
    default: return {};
  }
}

bool expects(const Scenario& scenario, std::string_view metric) {
  return std::any_of(scenario.expect.begin(), scenario.expect.end(),
                     [&](const Expectation& e) { return e.metric == metric; });
}

}  // namespace

struct Analyser::Parts {
  Parts(const Scenario& s, const AnalyserOptions& options)
      : scenario(s),
        limits(limits_of(s)),
        check(s, limits),
        clock(s.window),
        anomalies(options.anomalies_kept, s.window),
        availability(s),
        latency(s),
        series(s),
        wan(s),
        ledger(s),
        versions(s, limits, anomalies, wan, ledger),
        effects(s, limits, anomalies),
        spans(s, limits.operation),
        touches(s, spans, limits.operation),
        recovery(s, spans),
        keeping(s),
        evacuations(s),
        fleet(s),
        dependencies(s),
        split_brain(s),
        survivors(s),
        drill(s),
        reshardings(s) {
    if (options.linearizability || expects(s, "unlinearizable_keys") || expects(s, "atomicity.delta"))
      linearizability.emplace(s);
    if (s.cost) bill.emplace(s);
    // Asks which version comes later.
    if (versions.ordered() && (options.visibility || expects(s, "visibility.t999"))) visibility.emplace(s, limits);
  }

  void on(const Record& record);
  void on(const OperationRecord& op);
  void on(const AcceptRecord& record);
  void on(const LostRecord& record);
  void on(const FaultRecord& record);
  void on(const ApplyRecord& record) {
    if (drill.used()) drill.on(record);
    bill_for(record);
  }
  void on(const RoleRecord& record) {
    if (drill.used()) drill.on(record);
  }
  void on(const EndRecord& record);
  template <class T>
  void bill_for(const T& what) {
    if (bill) bill->on(what);
  }
  template <class T>
  void on(const T& record) requires(std::is_same_v<T, BatchRecord> || std::is_same_v<T, ChangeRecord> ||
                                    std::is_same_v<T, LoadRecord>) {
    bill_for(record);
  }
  template <class T>
  bool take(const Record& record, T& typed) {
    typed = record.as<T>();
    if (check.holds(typed)) return true;
    ++skipped;
    return false;
  }
  template <class T, class... To>
  void hand(const Record& record, To&... to) {
    T typed;
    if (take(record, typed)) (to.on(typed), ...);
  }
  void finish_faults(Analysis& analysis, Time end) const;

  const Scenario& scenario;
  Limits limits;
  RecordCheck check;
  WindowClock clock;
  Digest digest;
  std::uint64_t records = 0, skipped = 0;
  bool complete = false, quiet = false;

  Anomalies anomalies;
  Availability availability;
  Latency latency;
  Series series;
  Wan wan;
  Ledger ledger;
  VersionMeasures versions;
  Effects effects;
  Siblings siblings;
  FaultSpans spans;
  FaultTouches touches;
  Recovery recovery;
  SessionKeepingMeter keeping;
  Evacuations evacuations;
  FleetMeter fleet;
  DependencyUse dependencies;
  SplitBrain split_brain;
  SurvivorMeter survivors;
  Drill drill;
  ReshardingMeter reshardings;
  std::optional<LinearizabilityCheck> linearizability;
  std::optional<TVisibilityMeter> visibility;
  std::optional<Bill> bill;
};

void Analyser::Parts::on(const Record& record) {
  if (!check.in_time(record)) {
    ++skipped;
    return;
  }
  versions.advance(record.time);
  anomalies.advance(record.time);
  switch (record.type) {
    case RecordType::operation: hand<OperationRecord>(record, *this); break;
    case RecordType::accept: hand<AcceptRecord>(record, *this); break;
    case RecordType::apply: hand<ApplyRecord>(record, versions, effects, *this); break;
    case RecordType::batch: hand<BatchRecord>(record, wan, ledger, touches, *this); break;
    case RecordType::role: hand<RoleRecord>(record, recovery, split_brain, *this); break;
    case RecordType::health: hand<HealthRecord>(record, recovery); break;
    case RecordType::fault: hand<FaultRecord>(record, *this); break;
    case RecordType::touch: hand<TouchRecord>(record, touches); break;
    case RecordType::lost: hand<LostRecord>(record, *this); break;
    case RecordType::backlog: hand<BacklogRecord>(record, wan); break;
    case RecordType::serve: hand<ServeRecord>(record, versions, effects, siblings); break;
    case RecordType::state: hand<StateRecord>(record, versions, effects, siblings); break;
    case RecordType::end: on(record.as<EndRecord>()); break;
    case RecordType::change:
      hand<ChangeRecord>(record, recovery, keeping, fleet, dependencies, reshardings, *this);
      break;
    case RecordType::load: hand<LoadRecord>(record, keeping, *this); break;
    case RecordType::dependency: hand<DependencyRecord>(record, dependencies); break;
    case RecordType::move: break;  // for pictures; no figure is made from them
    default: ++skipped;
  }
}

void Analyser::Parts::on(const OperationRecord& record) {
  EndedOperation op{record};
  op.home = scenario.clients[record.population.index()].home.index();
  op.measured = record.invoked >= scenario.warmup && record.invoked < scenario.duration;
  op.window = clock.advance(record.time);
  op.invoked_window = clock.of(record.invoked);
  bool stale = false;
  if (op.ok()) {
    if (record.kind == OpKind::write) {
      versions.written(record);
      effects.written(record);
      if (visibility) visibility->written(record);
    } else {
      stale = versions.read(record, op.measured);
      if (visibility && op.measured) visibility->read(record);
    }
  }
  if (linearizability) linearizability->on(record);
  availability.on(op, stale);
  latency.on(op);
  series.on(op, stale);
  dependencies.on(op);
  recovery.on(op);
  evacuations.on(op);
  survivors.on(op);
  bill_for(op);
  if (drill.used()) drill.on(op);
  if (reshardings.used()) reshardings.on(op);
  touches.on(op, [&](FaultId fault) { recovery.touched(fault, op); });
}

void Analyser::Parts::on(const AcceptRecord& record) {
  if (linearizability) {
    linearizability->forget(record, versions.settled(record.key));
    linearizability->on(record);
  }
  versions.on(record);
  effects.on(record);
  if (drill.used()) drill.on(record);
  bill_for(record);
}

void Analyser::Parts::on(const LostRecord& record) {
  if (drill.used()) drill.on(record);
  versions.on(record);
  effects.on(record);
  if (visibility) visibility->on(record);
}

void Analyser::Parts::on(const FaultRecord& record) {
  recovery.on(record);
  split_brain.on(record);
  if (drill.used()) drill.on(record);
  bill_for(record);
  spans.on(record);
}

void Analyser::Parts::on(const EndRecord& record) {
  complete = true;
  quiet = record.quiet != 0;
}

/// Faults that did not begin before the stream ended are told by the scenario.
void Analyser::Parts::finish_faults(Analysis& analysis, Time end) const {
  for (std::size_t f = 0; f < spans.size(); ++f) {
    FaultFigures figures;
    figures.fault = FaultId(f);
    const Fault& fault = scenario.faults[f];
    figures.onset_s = (spans[f].began() ? spans[f].onset : fault.at).in_seconds();
    // What chaos's guard kept from being carried out lasted no time.
    const bool kept = complete && !spans[f].began() && fault.keep > 0;
    const Time over = kept                          ? fault.at
                      : spans[f].end != Time::max() ? spans[f].end
                      : fault.until != Time::max()  ? fault.until
                                                    : end;
    figures.end_s = over.in_seconds();
    analysis.faults.push_back(figures);
  }
}

Analyser::Analyser(const Scenario& scenario, const AnalyserOptions& options)
    : parts_(std::make_unique<Parts>(scenario, options)) {}
Analyser::~Analyser() = default;

void Analyser::consume(std::span<const Record> records) {
  Parts& parts = *parts_;
  parts.digest.add(records.data(), records.size_bytes());
  parts.records += records.size();
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (i + kFarAhead < records.size()) parts.versions.prefetch_key(whose(records[i + kFarAhead]).key);
    if (i + kNearAhead < records.size()) {
      const Whose near = whose(records[i + kNearAhead]);
      parts.versions.prefetch_state(near.key, near.session);
      parts.versions.prefetch_newest(whose(records[i + kNextAhead]).key);
    }
    parts.on(records[i]);
  }
}

Analysis Analyser::finish() {
  Parts& parts = *parts_;
  const Time end = parts.check.last();
  Analysis analysis;
  analysis.complete = parts.complete;
  analysis.quiet = parts.quiet;
  analysis.digest = to_hex(parts.digest.value());
  analysis.records = parts.records;
  analysis.skipped = parts.skipped;
  analysis.end_s = end.in_seconds();
  analysis.measured_s = std::max(0.0, (std::min(end, parts.scenario.duration) - parts.scenario.warmup).in_seconds());
  parts.availability.finish(analysis);
  parts.dependencies.finish(analysis);
  parts.latency.finish(analysis);
  parts.series.finish(analysis, parts.records == 0 ? 0 : parts.clock.advance(end) + 1);
  parts.finish_faults(analysis, end);
  parts.versions.finish(analysis, std::max(parts.spans.last_end(), parts.scenario.duration), end);
  parts.wan.finish(analysis);
  parts.ledger.finish(analysis);
  parts.touches.finish(analysis);
  parts.recovery.finish(analysis, end);
  parts.split_brain.finish(analysis, end);
  parts.survivors.finish(analysis);
  parts.drill.finish(analysis, end);
  parts.reshardings.finish(analysis, end);
  parts.effects.finish(analysis, end);
  parts.siblings.finish(analysis);
  parts.keeping.finish(analysis);
  parts.evacuations.finish(analysis);
  parts.fleet.finish(analysis, end);
  parts.anomalies.finish(analysis);
  if (parts.linearizability) parts.linearizability->finish(analysis);
  if (parts.visibility) parts.visibility->finish(analysis);
  if (parts.bill) parts.bill->finish(analysis, end);
  return analysis;
}

}  // namespace bicoastal
