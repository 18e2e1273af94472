#include "unit/analysis/reference.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

namespace bicoastal::test {

namespace {

constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max();

using Versions = std::set<std::uint64_t>;

struct Write {
  AcceptRecord accept;
  Versions past;          // what its store knew of the key
  std::size_t index = 0;  // of its record
  std::optional<OperationRecord> acknowledged;
  bool in_conflict = false;
  std::map<std::size_t, std::size_t> seen_by;  // leader -> index of the record with which it saw this
};

struct Read {
  OperationRecord op;
  Versions known;  // by the store that served it, of the key
};

/// What a leader shows of a key in the end.
struct State {
  std::set<std::pair<std::uint64_t, std::int64_t>> items;
  bool whole = false;  // all was told
};

/// Replays the history with the sets of writes that every place has.
class Judge {
 public:
  Judge(const Scenario& scenario, std::span<const Record> records)
      : s_(scenario),
        supersedes_(scenario.keys.type == DataType::reg || scenario.data.conflicts.policy == "version_vector"),
        has_(scenario.stores.size(), std::vector<Versions>(scenario.keys.count)),
        told_(scenario.regions.size()),
        heard_(scenario.stores.size()) {
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
    for (const Read& read : reads_) {
      if (read.op.invoked < s_.warmup || read.op.invoked >= s_.duration) continue;
      ++out_.reads;
      stale(read);
      out_.read_your_writes += misses_own_write(read);
      out_.monotonic_reads += misses_earlier_read(read);
    }
    for (const auto& [id, write] : writes_) {
      out_.monotonic_writes += write.acknowledged && follows_missing_write(write);
      out_.writes_follow_reads += write.acknowledged && follows_missing_read(write);
      out_.conflicting_writes += write.in_conflict;
    }
    return std::move(out_);
  }

 private:
  Versions known(std::size_t place, std::size_t key) const {
    Versions all = has_[place][key];
    if (supersedes_)
      for (const std::uint64_t v : has_[place][key]) all.insert(writes_.at(v).past.begin(), writes_.at(v).past.end());
    return all;
  }

  void take(const Record& r, std::size_t i) {
    if (r.type == RecordType::accept) {
      accept(r.as<AcceptRecord>(), i);
    } else if (r.type == RecordType::apply) {
      apply(r.as<ApplyRecord>(), i);
    } else if (r.type == RecordType::serve) {
      served_.emplace_back(r.as<ServeRecord>(),
                           known(r.as<ServeRecord>().store.index(), r.as<ServeRecord>().key.index()));
    } else if (r.type == RecordType::state) {
      const auto state = r.as<StateRecord>();
      State& of = states_[state.key.index()][state.store.index()];
      of.items.insert({state.item, state.amount});
      of.whole = of.items.size() >= state.items;
    } else if (r.type == RecordType::operation) {
      const auto op = r.as<OperationRecord>();
      if (op.outcome != Outcome::ok) return;
      if (op.kind == OpKind::write) {
        writes_.at(op.version.value).acknowledged = op;
        own_writes_.push_back(op);
        return;
      }
      Read read{op, {}};
      for (const auto& [serve, what] : served_)
        if (serve.op == op.op && serve.store == op.store && serve.version == op.version) read.known = what;
      reads_.push_back(read);
    }
  }

  void accept(const AcceptRecord& record, std::size_t i) {
    const std::size_t store = record.store.index(), key = record.key.index();
    Write& write = writes_[record.version.value];
    write.accept = record;
    write.past = known(store, key);
    write.index = i;
    write.seen_by[store] = i;
    ++out_.accepted;
    for (auto& [id, other] : writes_) {
      if (id == record.version.value || !(other.accept.key == record.key) || write.past.contains(id)) continue;
      ++out_.concurrent;
      other.in_conflict = write.in_conflict = true;
    }
    has_[store][key].insert(record.version.value);
    told_[store].push_back({key, has_[store][key]});
  }

  void apply(const ApplyRecord& record, std::size_t i) {
    const std::size_t store = record.store.index(), key = record.key.index();
    if (store >= s_.regions.size()) {
      const auto& [of, what] = told_[s_.stores[store].region.index()][heard_[store]++];
      has_[store][of] = what;
      return;
    }
    has_[store][key].insert(record.version.value);
    told_[store].push_back({key, has_[store][key]});
    Write& write = writes_.at(record.version.value);
    write.seen_by.emplace(store, i);
    ReferenceLag& lag = out_.lag[record.version.origin().index() * s_.regions.size() + store];
    const std::int64_t ns = (record.time - write.accept.time).ns;
    ++lag.count;
    lag.sum_ns += ns;
    lag.max_ns = std::max(lag.max_ns, ns);
  }

  void divergence(Time now) {
    std::uint64_t differing = 0;
    for (std::size_t k = 0; k < s_.keys.count; ++k) {
      bool same = true;
      for (std::size_t l = 1; l < s_.regions.size(); ++l) same = same && known(l, k) == known(0, k);
      const auto& states = states_[k];
      const auto whole = [](const auto& state) { return state.second.whole; };
      if (states.size() == s_.regions.size() && std::all_of(states.begin(), states.end(), whole))
        for (const auto& [store, state] : states) same = same && state.items == states.begin()->second.items;
      differing += same ? 0 : 1;
    }
    out_.differing_key_ns += static_cast<double>(differing_) *
                             static_cast<double>(std::max<std::int64_t>(0, (now - std::max(since_, s_.warmup)).ns));
    since_ = std::max(now, s_.warmup);
    if (differing == 0 && differing_ > 0) out_.converged_at_ns = now.ns;
    differing_ = differing;
  }

  void stale(const Read& read) {
    std::uint64_t missing = 0;
    Time oldest = Time::max();
    for (const auto& [id, write] : writes_) {
      if (!(write.accept.key == read.op.key) || !write.acknowledged || read.known.contains(id)) continue;
      if (write.acknowledged->time > read.op.invoked) continue;
      ++missing;
      oldest = std::min(oldest, write.acknowledged->time);
    }
    if (missing == 0) return;
    ++out_.stale_reads;
    const std::int64_t age = (read.op.invoked - oldest).ns;
    out_.age_sum_ns += age;
    out_.age_max_ns = std::max(out_.age_max_ns, age);
    out_.versions_sum += missing;
    out_.versions_max = std::max(out_.versions_max, missing);
  }

  static bool precedes(const OperationRecord& earlier, const OperationRecord& op) {
    return earlier.session == op.session && earlier.time <= op.invoked;
  }
  bool misses_own_write(const Read& read) const {
    return std::any_of(own_writes_.begin(), own_writes_.end(), [&](const OperationRecord& w) {
      return precedes(w, read.op) && w.key == read.op.key && !read.known.contains(w.version.value);
    });
  }
  bool misses_earlier_read(const Read& read) const {
    return std::any_of(reads_.begin(), reads_.end(), [&](const Read& earlier) {
      return precedes(earlier.op, read.op) && earlier.op.key == read.op.key &&
             !std::includes(read.known.begin(), read.known.end(), earlier.known.begin(), earlier.known.end());
    });
  }

  /// Whether the write reached some leader before what it follows.
  bool comes_before(const Write& write, const Write& followed) const {
    return std::any_of(write.seen_by.begin(), write.seen_by.end(), [&](const auto& at) {
      const auto seen = followed.seen_by.find(at.first);
      return seen == followed.seen_by.end() || seen->second > at.second;
    });
  }
  bool follows_missing_write(const Write& write) const {
    return std::any_of(own_writes_.begin(), own_writes_.end(), [&](const OperationRecord& earlier) {
      return precedes(earlier, *write.acknowledged) && comes_before(write, writes_.at(earlier.version.value));
    });
  }
  bool follows_missing_read(const Write& write) const {
    for (const Read& read : reads_) {
      if (!precedes(read.op, *write.acknowledged)) continue;
      for (const std::uint64_t v : read.known) {
        const bool superseded = supersedes_ && std::any_of(read.known.begin(), read.known.end(), [&](std::uint64_t by) {
                                  return writes_.at(by).past.contains(v);
                                });
        if (!superseded && comes_before(write, writes_.at(v))) return true;
      }
    }
    return false;
  }

  const Scenario& s_;
  bool supersedes_;
  Reference out_;
  std::map<std::uint64_t, Write> writes_;                            // by version
  std::vector<std::vector<Versions>> has_;                           // by place, key
  std::vector<std::vector<std::pair<std::size_t, Versions>>> told_;  // by leader: of a key, what it has
  std::vector<std::size_t> heard_;                                   // by place: how many of these it has heard of
  std::vector<std::pair<ServeRecord, Versions>> served_;             // with what the store knew
  std::vector<Read> reads_;                                          // successful ones
  std::vector<OperationRecord> own_writes_;                          // likewise
  std::map<std::size_t, std::map<std::size_t, State>> states_;       // by key, leader
  std::uint64_t differing_ = 0;
  Time since_;
};

}  // namespace

Reference judge_merged(const Scenario& scenario, std::span<const Record> records) {
  return Judge(scenario, records).judge();
}

}  // namespace bicoastal::test
