#include "sim/report/export/perfetto.hpp"

#include "sim/report/export/names.hpp"
#include "sim/report/export/trace_text.hpp"

#include <map>
#include <span>
#include <string>
#include <utility>

namespace bicoastal {
namespace {

constexpr Time kInstant{1};  // length of a slice that stands for a moment

constexpr const char* kOutcomes[] = {"", "timeout", "refused", "unavailable", "conflict", "in flight"};
constexpr const char* kSteps[] = {"detected", "cleared",    "decided",  "fenced",
                                  "promoted", "redirected", "rejoined", "failback"};
constexpr const char* kHealth[] = {"region out", "region in", "replica out", "replica in"};

class Trace final : public RecordSink {
 public:
  Trace(const RunNames& names, const PerfettoOptions& options, const TextSink& sink)
      : names_(&names), options_(&options), text_(sink) {
    for (std::size_t region = 0; region < names.regions.size(); ++region)
      text_.process(pid_of(RegionId(region)), names.regions[region]);
    text_.process(pid_of_faults(), "faults");
    for (std::size_t region = 0; region < names.regions.size(); ++region) {
      text_.thread({pid_of(RegionId(region)), kFailover}, "failover");
      text_.thread({pid_of(RegionId(region)), kHealthLane}, "health");
    }
    for (std::size_t store = 0; store < names.stores.size(); ++store)
      text_.thread(lane_of(StoreId(store)), names.stores[store]);
    for (std::size_t fault = 0; fault < names.faults.size(); ++fault)
      text_.thread({pid_of_faults(), lane_number(fault)}, names.faults[fault]);
  }

  void consume(std::span<const Record> records) override {
    for (const Record& record : records) {
      now_ = record.time;
      switch (record.type) {
        case RecordType::operation: add(record.as<OperationRecord>()); break;
        case RecordType::accept: add(record.as<AcceptRecord>()); break;
        case RecordType::apply: add(record.as<ApplyRecord>()); break;
        case RecordType::batch: add(record.as<BatchRecord>()); break;
        case RecordType::role: add(record.as<RoleRecord>()); break;
        case RecordType::health: add(record.as<HealthRecord>()); break;
        case RecordType::fault: add(record.as<FaultRecord>()); break;
        case RecordType::load: add(record.as<LoadRecord>()); break;
        case RecordType::backlog: add(record.as<BacklogRecord>()); break;
        default: break;
      }
    }
  }

  PerfettoExport finish() {
    for (const auto& [pair, batch] : on_the_wire_) finish_batch(batch, now_, "on its way");
    for (const auto& [fault, onset] : faults_) finish_fault(fault, onset, now_);
    done_.events = text_.finish();
    return done_;
  }

 private:
  static constexpr std::uint32_t kFailover = 1, kHealthLane = 2, kFirst = 3;

  // Process 0 is the idle process of a machine's trace.
  static std::uint32_t pid_of(RegionId region) { return region.has_value() ? std::uint32_t{region.value} + 1 : 0; }
  std::uint32_t pid_of_faults() const { return static_cast<std::uint32_t>(names_->regions.size()) + 1; }
  static std::uint32_t lane_number(std::size_t index) { return static_cast<std::uint32_t>(index) + kFirst; }
  RegionId region_of(StoreId store) const {
    return store.index() < names_->region_of_store.size() ? names_->region_of_store[store.index()] : RegionId();
  }
  Lane lane_of(StoreId store) const { return {pid_of(region_of(store)), lane_number(store.index())}; }
  template <class IdType>
  static std::string name_in(const std::vector<std::string>& names, IdType id) {
    return id.has_value() && id.index() < names.size() ? names[id.index()] : std::string("none");
  }
  bool wants(KeyId key) const { return !options_->key || *options_->key == key; }
  std::string text_of(VersionId version) const {
    if (version.is_initial()) return "the initial value";
    return fmt::format("{}#{}", name_in(names_->stores, version.origin()), version.sequence());
  }

  void add(const OperationRecord& o) {
    if (!wants(o.key) || !options_->between.touches(o.invoked, o.time)) return;
    const auto& homes = names_->home_of_population;
    const RegionId home =
        o.population.has_value() && o.population.index() < homes.size() ? homes[o.population.index()] : RegionId();
    const char* what = o.kind == OpKind::read ? "read" : "write";
    const std::string name = o.outcome == Outcome::ok
                                 ? std::string(what)
                                 : fmt::format("{}: {}", what, kOutcomes[static_cast<std::size_t>(o.outcome)]);
    const std::string id = fmt::format("{:x}", o.op.value);
    Members args;
    args.add("key", std::int64_t{o.key.value}).add("session", std::int64_t{o.session.value});
    args.add("attempts", std::int64_t{o.attempts}).add("asked", name_in(names_->regions, o.asked));
    if (o.outcome == Outcome::ok)
      args.add("store", name_in(names_->stores, o.store)).add("version", text_of(o.version));
    if (o.fault.has_value()) args.add("fault", name_in(names_->faults, o.fault));
    text_.begin_async(o.invoked, pid_of(home), "request", id, name, args);
    text_.end_async(o.time, pid_of(home), "request", id, name);
    ++done_.requests;
  }

  void add(const AcceptRecord& a) {
    if (!wants(a.key) || !options_->between.contains(a.time) || drawn_.size() >= options_->arrows) return;
    drawn_.emplace(a.version, a.time);
    text_.slice(a.time, kInstant, lane_of(a.store), "store", "accept " + text_of(a.version),
                Members().add("key", std::int64_t{a.key.value}).add("over", text_of(a.previous)));
  }

  void add(const ApplyRecord& a) {
    static constexpr const char* kResults[] = {"apply", "drop", "withdraw for", "merge"};
    const auto place = drawn_.find(a.version);
    if (place == drawn_.end() || !wants(a.key) || !options_->between.contains(a.time)) return;
    const std::string name = fmt::format("{} {}", kResults[static_cast<std::size_t>(a.result)], text_of(a.version));
    text_.slice(a.time, kInstant, lane_of(a.store), "store", name,
                Members().add("key", std::int64_t{a.key.value}).add("over", text_of(a.displaced)));
    if (a.result == ApplyResult::rolled_back) return;
    text_.arrow(++arrows_, "replication", place->second, lane_of(a.version.origin()), a.time, lane_of(a.store));
  }

  void add(const BatchRecord& b) {
    const auto pair = std::pair(b.from, b.to);
    if (b.event == BatchEvent::sent) {
      on_the_wire_[pair] = b;
      return;
    }
    on_the_wire_.erase(pair);
    finish_batch(b, b.time, b.event == BatchEvent::failed ? "failed" : "");
  }
  void finish_batch(const BatchRecord& b, Time end, std::string_view state) {
    if (!options_->between.touches(b.sent, end)) return;
    const std::uint32_t pid = pid_of(region_of(b.from));
    const std::string id = fmt::format("{}-{}-{}", b.from.value, b.to.value, b.batch);
    std::string name = "to " + name_in(names_->stores, b.to);
    if (!state.empty()) name += fmt::format(": {}", state);
    text_.begin_async(b.sent, pid, "batch", id, name,
                      Members().add("writes", std::int64_t{b.writes}).add("bytes", b.bytes));
    text_.end_async(end, pid, "batch", id, name);
  }

  void add(const RoleRecord& r) {
    if (!options_->between.contains(r.time)) return;
    text_.instant(r.time, {pid_of(r.region), kFailover}, "failover",
                  fmt::format("{} (partition {}, epoch {})", kSteps[static_cast<std::size_t>(r.event)],
                              r.partition.value, r.epoch));
  }
  void add(const HealthRecord& h) {
    if (!options_->between.contains(h.time)) return;
    std::string name = kHealth[static_cast<std::size_t>(h.event)];
    if (h.replica.has_value()) name += fmt::format(" ({})", h.replica.value);
    text_.instant(h.time, {pid_of(h.region), kHealthLane}, "health", name);
  }

  void add(const FaultRecord& f) {
    if (f.begins != 0) {
      faults_[f.fault] = f.time;
    } else if (const auto place = faults_.find(f.fault); place != faults_.end()) {
      finish_fault(f.fault, place->second, f.time);
      faults_.erase(place);
    }
  }
  void finish_fault(FaultId fault, Time onset, Time end) {
    if (!options_->between.touches(onset, end)) return;
    text_.slice(onset, end - onset, {pid_of_faults(), lane_number(fault.index())}, "fault",
                name_in(names_->faults, fault), {});
  }

  void add(const LoadRecord& l) {
    if (!options_->between.contains(l.time)) return;
    text_.counter(l.time, pid_of(l.region), "load",
                  Members().add("busy", std::int64_t{l.busy}).add("queued", std::int64_t{l.queued}));
    text_.counter(l.time, pid_of(l.region), "replicas up", Members().add("replicas", std::int64_t{l.replicas_up}));
  }
  void add(const BacklogRecord& b) {
    if (!options_->between.contains(b.time)) return;
    text_.counter(b.time, pid_of(region_of(b.from)), "backlog to " + name_in(names_->stores, b.to),
                  Members().add("writes", b.writes));
  }

  const RunNames* names_;
  const PerfettoOptions* options_;
  TraceText text_;
  PerfettoExport done_;
  Time now_;
  std::map<VersionId, Time> drawn_;  // writes whose way over the stores is drawn: when they were accepted
  std::uint64_t arrows_ = 0;
  std::map<std::pair<StoreId, StoreId>, BatchRecord> on_the_wire_;  // one batch of a pair at a time
  std::map<FaultId, Time> faults_;                                  // under way, since when
};

/// Only looks whether the file is sound.
struct Reader final : RecordSink {
  void consume(std::span<const Record>) override {}
};

}  // namespace

Result<PerfettoExport> export_perfetto(const RunFile& file, const PerfettoOptions& options, const TextSink& sink) {
  Reader nothing;
  if (const auto sound = file.replay(nothing); !sound) return sound.faults();
  const auto names = read_names(file);
  if (!names) return names.faults();
  Trace trace(*names, options, sink);
  if (const auto sound = file.replay(trace); !sound) return sound.faults();
  return trace.finish();
}

}  // namespace bicoastal
