#include "unit/analysis/reference.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>

namespace bicoastal::test {

namespace {

constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max();

struct Value {
  VersionId version;
  std::int64_t stamp = 0;
};

auto rank(const Value& v) {
  return std::make_tuple(!v.version.is_initial(), v.version.is_initial() ? 0 : v.stamp, v.version.origin().value,
                         v.version.sequence());
}
bool after(const Value& a, const Value& b) { return rank(a) > rank(b); }

using Versions = std::set<std::uint64_t>;
using Shown = std::vector<std::vector<Value>>;  // by region, key

struct Write {
  AcceptRecord accept;
  Versions seen;
  std::size_t index = 0, reached = kNever;  // of the records that accept it, and bring it to its first member
  Shown then;                               // after the latter
  std::optional<OperationRecord> acknowledged;
  bool overwritten = false, in_conflict = false;
  Value value() const { return {accept.version, accept.stamp}; }
};

class Judge {
 public:
  Judge(const Scenario& scenario, std::span<const Record> records)
      : s_(scenario),
        shown_(s_.regions.size(), std::vector<Value>(s_.keys.count)),
        known_(s_.regions.size(), std::vector<Versions>(s_.keys.count)) {
    out_.lag.resize(s_.regions.size() * s_.regions.size());
    out_.converged_at_ns = 0;
    for (std::size_t i = 0; i < records.size(); ++i) {
      take(records[i], i);
      divergence(records[i].time);
    }
    if (differing_ > 0) out_.converged_at_ns.reset();
    out_.keys_differing_at_end = differing_;
  }

  Reference judge() {
    for (const OperationRecord& op : operations_) {
      if (op.kind != OpKind::read || op.invoked < s_.warmup || op.invoked >= s_.duration) continue;
      ++out_.reads;
      stale(op);
      out_.read_your_writes += breaks(op, OpKind::write);
      out_.monotonic_reads += breaks(op, OpKind::read);
    }
    for (const auto& [id, write] : writes_) {
      out_.monotonic_writes += breaks(write, OpKind::write);
      out_.writes_follow_reads += breaks(write, OpKind::read);
      out_.conflicting_writes += write.in_conflict ? 1 : 0;
      const VersionId seen = write.accept.previous;
      if (!seen.is_initial() && after(writes_.at(seen.value).value(), write.value())) ++out_.causality;
      const auto shows = [&](const std::vector<Value>& keys) {
        return keys[write.accept.key.index()].version == write.accept.version;
      };
      if (write.acknowledged && !write.overwritten && std::none_of(shown_.begin(), shown_.end(), shows))
        ++out_.discarded;
    }
    return std::move(out_);
  }

 private:
  bool is_member(std::size_t region, KeyId key) const {
    return (region + s_.regions.size() - home(key)) % s_.regions.size() < s_.data.quorum.n;
  }
  std::size_t home(KeyId key) const { return key.index() % s_.regions.size(); }

  void take(const Record& r, std::size_t i) {
    if (r.type == RecordType::accept) {
      accept(r.as<AcceptRecord>(), i);
    } else if (r.type == RecordType::apply) {
      apply(r.as<ApplyRecord>(), i);
    } else if (r.type == RecordType::operation) {
      const auto op = r.as<OperationRecord>();
      if (op.outcome != Outcome::ok) return;
      operations_.push_back(op);
      if (op.kind == OpKind::write) writes_.at(op.version.value).acknowledged = op;
    }
  }

  /// The first member that shows this version.
  std::size_t showing(VersionId version, KeyId key) const {
    const std::size_t regions = s_.regions.size();
    for (std::size_t m = 0; m < s_.data.quorum.n; ++m)
      if (shown_[(home(key) + m) % regions][key.index()].version == version) return (home(key) + m) % regions;
    return home(key);
  }

  void accept(const AcceptRecord& record, std::size_t i) {
    const std::size_t own = record.store.index(), key = record.key.index();
    const std::size_t looked_at = is_member(own, record.key) ? own : showing(record.previous, record.key);
    if (!record.previous.is_initial()) writes_.at(record.previous.value).overwritten = true;
    Write write;
    write.accept = record;
    write.seen = known_[looked_at][key];
    write.index = i;
    ++out_.accepted;
    for (auto& [id, other] : writes_) {
      if (!(other.accept.key == record.key) || write.seen.contains(id)) continue;
      if (other.reached == kNever && other.accept.time < record.time - s_.clients[0].timeout) continue;  // astray
      ++out_.concurrent;
      other.in_conflict = write.in_conflict = true;
    }
    writes_[record.version.value] = write;
  }

  void apply(const ApplyRecord& record, std::size_t i) {
    const std::size_t store = record.store.index(), key = record.key.index();
    Write& write = writes_.at(record.version.value);
    if (!known_[store][key].contains(record.version.value)) {
      ReferenceLag& lag = out_.lag[record.version.origin().index() * s_.regions.size() + store];
      const std::int64_t ns = (record.time - write.accept.time).ns;
      ++lag.count;
      lag.sum_ns += ns;
      lag.max_ns = std::max(lag.max_ns, ns);
    }
    known_[store][key].insert(write.seen.begin(), write.seen.end());
    known_[store][key].insert(record.version.value);
    if (after({record.version, record.stamp}, shown_[store][key])) shown_[store][key] = {record.version, record.stamp};
    if (write.reached != kNever) return;
    write.reached = i;
    write.then = shown_;
  }

  void divergence(Time now) {
    std::uint64_t differing = 0;
    for (std::size_t k = 0; k < s_.keys.count; ++k) {
      bool same = true;
      for (std::size_t r = 0; r < s_.regions.size(); ++r)
        if (is_member(r, KeyId(k))) same = same && shown_[r][k].version == shown_[home(KeyId(k))][k].version;
      differing += same ? 0 : 1;
    }
    out_.differing_key_ns += static_cast<double>(differing_) *
                             static_cast<double>(std::max<std::int64_t>(0, (now - std::max(since_, s_.warmup)).ns));
    since_ = std::max(now, s_.warmup);
    if (differing == 0 && differing_ > 0) out_.converged_at_ns = now.ns;
    differing_ = differing;
  }

  void stale(const OperationRecord& read) {
    std::uint64_t missing = 0;
    Time oldest = Time::max();
    for (const auto& [id, write] : writes_) {
      if (!(write.accept.key == read.key) || !write.acknowledged || write.acknowledged->time > read.invoked) continue;
      if (!after(write.value(), {read.version, read.stamp})) continue;
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
  std::uint64_t breaks(const OperationRecord& read, OpKind earlier) const {
    for (const OperationRecord& op : operations_) {
      if (op.kind != earlier || !(op.session == read.session) || !(op.key == read.key) || op.time > read.invoked)
        continue;
      if (after({op.version, op.stamp}, {read.version, read.stamp})) return 1;
    }
    return 0;
  }

  /// Monotonic writes (an earlier write), writes follow reads (an earlier read): what the write follows may be missed
  /// by a read when the first member has the write.
  std::uint64_t breaks(const Write& write, OpKind earlier) const {
    if (!write.acknowledged || write.reached == kNever) return 0;
    for (const OperationRecord& op : operations_) {
      if (op.kind != earlier || !(op.session == write.accept.session) || op.version.is_initial()) continue;
      if (op.time > write.acknowledged->invoked) continue;
      const Value followed{op.version, op.stamp};
      if (op.key == write.accept.key && after(followed, write.value())) return 1;
      std::size_t without = 0;
      for (std::size_t r = 0; r < s_.regions.size(); ++r)
        without += is_member(r, op.key) && after(followed, write.then[r][op.key.index()]) ? 1 : 0;
      if (without >= s_.data.quorum.r) return 1;
    }
    return 0;
  }

  const Scenario& s_;
  Reference out_;
  std::map<std::uint64_t, Write> writes_;    // by version
  std::vector<OperationRecord> operations_;  // that ended well
  Shown shown_;
  std::vector<std::vector<Versions>> known_;  // by region, key: sent there, and what those had seen
  std::uint64_t differing_ = 0;
  Time since_;
};

}  // namespace

Reference judge_quorum(const Scenario& scenario, std::span<const Record> records) {
  return Judge(scenario, records).judge();
}

}  // namespace bicoastal::test
