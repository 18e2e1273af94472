#include "unit/analysis/reference.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace bicoastal::test {

namespace {

constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max();

struct Value {
  VersionId version;
  std::int64_t stamp = 0;
};

/// (epoch, stamp, origin, sequence); the initial value is least.
auto rank(const Value& v) {
  return std::make_tuple(!v.version.is_initial(), v.version.epoch(), v.version.is_initial() ? 0 : v.stamp,
                         v.version.origin().value, v.version.sequence());
}
bool after(const Value& a, const Value& b) { return rank(a) > rank(b); }

struct Write {
  AcceptRecord accept;
  std::size_t index = 0;  // of its record
  std::optional<OperationRecord> acknowledged;
  std::size_t lost_at = kNever;
  bool overwritten = false, in_conflict = false;
  std::map<std::size_t, std::size_t> seen_by;  // leader store -> index of the record with which it saw this
  Value value() const { return {accept.version, accept.stamp}; }
};

class Judge {
 public:
  Judge(const Scenario& scenario, std::span<const Record> records) : s_(scenario), records_(records) {}

  Reference judge() {
    collect();
    for (const auto& [op, index] : operations_) {
      if (op.outcome != Outcome::ok || op.kind != OpKind::read) continue;
      if (op.invoked < s_.warmup || op.invoked >= s_.duration) continue;
      ++out_.reads;
      stale(op, index);
      out_.read_your_writes += breaks(op, index, OpKind::write);
      out_.monotonic_reads += breaks(op, index, OpKind::read);
    }
    for (const auto& [id, write] : writes_) {
      out_.monotonic_writes += breaks(write, OpKind::write);
      out_.writes_follow_reads += breaks(write, OpKind::read);
    }
    conflicts();
    if (!s_.data.conflicts.merges) causality();  // the records do not tell where values merge
    discarded();
    divergence();
    return std::move(out_);
  }

 private:
  bool lost_before(VersionId version, std::size_t index) const {
    const auto found = writes_.find(version.value);
    return found != writes_.end() && found->second.lost_at < index;
  }

  void collect() {
    out_.lag.resize(s_.regions.size() * s_.regions.size());
    for (std::size_t i = 0; i < records_.size(); ++i) {
      const Record& r = records_[i];
      if (r.type == RecordType::operation) {
        const auto op = r.as<OperationRecord>();
        operations_.emplace_back(op, i);
        if (op.kind == OpKind::write && op.outcome == Outcome::ok) writes_.at(op.version.value).acknowledged = op;
      } else if (r.type == RecordType::accept) {
        const auto accept = r.as<AcceptRecord>();
        Write& write = writes_[accept.version.value];
        write.accept = accept;
        write.index = i;
        write.seen_by[accept.store.index()] = i;
        if (!accept.previous.is_initial()) writes_.at(accept.previous.value).overwritten = true;
        ++out_.accepted;
      } else if (r.type == RecordType::apply) {
        arrived(r.as<ApplyRecord>(), i);
      } else if (r.type == RecordType::lost) {
        writes_.at(r.as<LostRecord>().version.value).lost_at = i;
      }
    }
    for (const auto& [id, write] : writes_) out_.lost += write.acknowledged && write.lost_at != kNever ? 1 : 0;
  }

  void arrived(const ApplyRecord& apply, std::size_t index) {
    if (apply.result == ApplyResult::rolled_back || apply.store.index() >= s_.regions.size()) return;
    Write& write = writes_.at(apply.version.value);
    if (!write.seen_by.emplace(apply.store.index(), index).second) return;  // passed on once more
    ReferenceLag& lag = out_.lag[apply.version.origin().index() * s_.regions.size() + apply.store.index()];
    const std::int64_t ns = (apply.time - write.accept.time).ns;
    ++lag.count;
    lag.sum_ns += ns;
    lag.max_ns = std::max(lag.max_ns, ns);
  }

  void stale(const OperationRecord& read, std::size_t index) {
    const Value value{read.version, read.stamp};
    std::uint64_t missing = 0;
    Time oldest = Time::max();
    for (const auto& [id, write] : writes_) {
      if (!(write.accept.key == read.key) || !write.acknowledged || write.acknowledged->time > read.invoked) continue;
      if (write.lost_at < index || !after(write.value(), value)) continue;
      ++missing;
      oldest = std::min(oldest, write.acknowledged->time);
    }
    if (missing == 0) return;
    ++out_.stale_reads;
    const std::int64_t age = (read.invoked - oldest).ns;
    out_.age_sum_ns += age;
    out_.age_max_ns = std::max(out_.age_max_ns, age);
    out_.versions_sum += missing;
    out_.versions_max = std::max(out_.versions_max, missing);
  }

  /// Read your writes (an earlier write), monotonic reads (an earlier read).
  std::uint64_t breaks(const OperationRecord& read, std::size_t index, OpKind earlier) const {
    for (const auto& [op, at] : operations_) {
      if (op.outcome != Outcome::ok || op.kind != earlier || !(op.session == read.session) || !(op.key == read.key))
        continue;
      if (op.time > read.invoked || lost_before(op.version, index)) continue;
      if (after({op.version, op.stamp}, {read.version, read.stamp})) return 1;
    }
    return 0;
  }

  /// Monotonic writes (an earlier write), writes follow reads (an earlier read).
  std::uint64_t breaks(const Write& write, OpKind earlier) const {
    if (!write.acknowledged) return 0;
    for (const auto& [op, at] : operations_) {
      if (op.outcome != Outcome::ok || op.kind != earlier || !(op.session == write.accept.session)) continue;
      if (op.time > write.acknowledged->invoked || op.version.is_initial()) continue;
      if (op.key == write.accept.key && after({op.version, op.stamp}, write.value()) &&
          !lost_before(op.version, write.index))
        return 1;
      const Write& followed = writes_.at(op.version.value);
      for (const auto& [store, index] : write.seen_by) {
        const auto seen = followed.seen_by.find(store);
        if ((seen == followed.seen_by.end() || seen->second > index) && followed.lost_at > index) return 1;
      }
    }
    return 0;
  }

  void conflicts() {
    for (auto& [later_id, write] : writes_) {
      for (auto& [id, earlier] : writes_) {
        if (earlier.index >= write.index || !(earlier.accept.key == write.accept.key)) continue;
        const auto seen = earlier.seen_by.find(write.accept.store.index());
        if ((seen != earlier.seen_by.end() && seen->second < write.index) || earlier.lost_at < write.index) continue;
        ++out_.concurrent;
        earlier.in_conflict = write.in_conflict = true;
      }
    }
    for (const auto& [id, write] : writes_) out_.conflicting_writes += write.in_conflict ? 1 : 0;
  }

  /// Writes before the version that their stores had shown them.
  void causality() {
    for (const auto& [id, write] : writes_) {
      const VersionId seen = write.accept.previous;
      if (!seen.is_initial() && after(writes_.at(seen.value).value(), write.value())) ++out_.causality;
    }
  }

  void discarded() {
    if (s_.data.conflicts.merges) return;  // what the values came to tells
    std::set<std::uint64_t> shown;
    for (const auto& store : play(records_.size()))
      for (const VersionId v : store) shown.insert(v.value);
    for (const auto& [id, write] : writes_)
      if (write.acknowledged && !write.overwritten && write.lost_at == kNever && !shown.contains(id)) ++out_.discarded;
  }

  /// What each store shows of each key before record `until`.
  std::vector<std::vector<VersionId>> play(std::size_t until) const {
    std::vector<std::vector<VersionId>> shown(s_.stores.size(), std::vector<VersionId>(s_.keys.count));
    for (std::size_t i = 0; i < until; ++i) put(records_[i], shown);
    return shown;
  }
  void put(const Record& r, std::vector<std::vector<VersionId>>& shown) const {
    if (r.type == RecordType::accept) {
      const auto a = r.as<AcceptRecord>();
      VersionId& here = shown[a.store.index()][a.key.index()];
      if (a.shadowed == 0 && !(s_.data.conflicts.merges && hides(here, a.version))) here = a.version;
    } else if (r.type == RecordType::apply) {
      const auto a = r.as<ApplyRecord>();
      VersionId& here = shown[a.store.index()][a.key.index()];
      if (a.result == ApplyResult::superseded) return;
      if (a.result != ApplyResult::merged || !hides(here, a.version)) here = a.version;
    }
  }
  /// Whether a value that holds both shows the first.
  bool hides(VersionId shown, VersionId version) const {
    return !shown.is_initial() && after(writes_.at(shown.value).value(), writes_.at(version.value).value());
  }

  void divergence() {
    auto shown = play(0);
    std::uint64_t differing = 0;
    Time since;
    out_.converged_at_ns = 0;
    for (const Record& r : records_) {
      put(r, shown);
      std::uint64_t now_differing = 0;
      for (std::size_t k = 0; k < s_.keys.count; ++k) {
        bool same = true;
        for (std::size_t l = 1; l < s_.regions.size(); ++l) same = same && shown[l][k] == shown[0][k];
        now_differing += same ? 0 : 1;
      }
      out_.differing_key_ns += static_cast<double>(differing) *
                               static_cast<double>(std::max<std::int64_t>(0, (r.time - std::max(since, s_.warmup)).ns));
      since = std::max(r.time, s_.warmup);
      if (now_differing == 0 && differing > 0) out_.converged_at_ns = r.time.ns;
      differing = now_differing;
    }
    out_.keys_differing_at_end = differing;
    if (differing > 0) out_.converged_at_ns.reset();
  }

  const Scenario& s_;
  std::span<const Record> records_;
  Reference out_;
  std::vector<std::pair<OperationRecord, std::size_t>> operations_;  // with the index of their records
  std::map<std::uint64_t, Write> writes_;                            // by version
};

}  // namespace

Reference judge(const Scenario& scenario, std::span<const Record> records) { return Judge(scenario, records).judge(); }

}  // namespace bicoastal::test
