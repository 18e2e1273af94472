#include "unit/analysis/toy_clients.hpp"

#include <algorithm>
#include <set>

namespace bicoastal::test {

namespace {

class Toy final : public ToyClients {
 public:
  explicit Toy(const ToyOptions& o) : ToyClients(o) {
    shown_.assign(run_.scenario.stores.size(), std::vector<Value>(o.keys));
    logs_.resize(o.regions);
    sequence_.resize(o.regions);
    seen_.resize(o.regions);
    pairs_.resize(o.regions * o.regions);
    copy_last_.resize(run_.scenario.stores.size());
    for (std::size_t r = 0; r < o.regions; ++r) {
      view_.push_back(0);
      accepts_.push_back(o.writes != WritePattern::global || r == 0);
      epoch_of_.push_back(0);
    }
  }

 private:
  struct Entry {
    KeyId key;
    Value value;
    Time accepted;
    bool lost = false;
  };
  struct Pair {
    std::size_t arrived = 0;   // of the log
    double last_ms = 0;        // arrival of what is under way
    double hold_until_ms = 0;  // nothing arrives before
    std::uint64_t broken = 0;  // deliveries posted before are void
  };
  void plan(double last) override {
    double t = 0;
    if (o_.cuts_per_s > 0)
      for (t = exponential(1000 / o_.cuts_per_s); t < last; t += exponential(1000 / o_.cuts_per_s))
        post(t, [this] { cut(); });
    if (o_.failovers_per_s > 0)
      for (t = exponential(1000 / o_.failovers_per_s); t < last; t += 400 + exponential(1000 / o_.failovers_per_s))
        post(t, [this] { fail_over(); });
  }
  void over() override {
    if (o_.merges) write_states();
  }

  void serve(const OperationRecord& op, std::size_t region, const Reply& reply) override {
    if (op.kind == OpKind::read) {
      std::size_t store = region;
      if (const std::size_t i = pick(o_.copies + 1); i > 0) store = o_.regions + region * o_.copies + i - 1;
      const Value found = shown_[store][op.key.index()];
      if (o_.merges) serve_read(op, store, found);
      reply({Outcome::ok, found, store});
      return;
    }
    std::size_t store = region;
    if (o_.writes == WritePattern::global) store = view_[region];
    if (o_.writes == WritePattern::partitioned) store = op.key.index() % o_.regions;
    if (o_.writes == WritePattern::global && !accepts_[store]) {
      reply({Outcome::unavailable, {}, store});
    } else {
      reply({Outcome::ok, accept(store, op), store});
    }
  }

  // --- stores
  Value accept(std::size_t store, const OperationRecord& op) {
    Value& current = shown_[store][op.key.index()];
    Value next;
    next.stamp = stamp(store);
    if (o_.writes != WritePattern::local && !current.version.is_initial())
      next.stamp = std::max(next.stamp, current.stamp + 1);
    next.version = VersionId(StoreId(store), epoch_of_[store], ++sequence_[store]);
    const bool visible = wins(next, current);
    AcceptRecord record;
    record.shadowed = visible || o_.merges ? 0 : 1;
    record.store = StoreId(store);
    record.session = op.session;
    record.op = op.op;
    record.version = next.version;
    record.stamp = next.stamp;
    record.previous = current.version;
    record.key = op.key;
    record.partition = PartitionId(o_.writes == WritePattern::partitioned ? op.key.index() % o_.regions : 0);
    write(record);
    seen_[store].insert(next.version.value);
    if (visible)
      change(store, op.key, next, false);
    else if (o_.merges)
      inform_copies(store, op.key, current, false);
    append(store, {op.key, next, ms(now_), false});
    return next;
  }

  void change(std::size_t leader, KeyId key, const Value& value, bool rolled_back) {
    shown_[leader][key.index()] = value;
    inform_copies(leader, key, value, rolled_back);
  }

  void inform_copies(std::size_t leader, KeyId key, const Value& value, bool rolled_back) {
    for (std::size_t c = 0; c < o_.copies; ++c) {
      const std::size_t copy = o_.regions + leader * o_.copies + c;
      copy_last_[copy] = std::max(copy_last_[copy] + 1e-5, now_ + exponential(8));
      post(copy_last_[copy], [=, this] {
        record_apply(rolled_back ? ApplyResult::rolled_back : ApplyResult::applied, copy, leader, key, value);
        shown_[copy][key.index()] = value;
      });
    }
  }

  void serve_read(const OperationRecord& op, std::size_t store, const Value& found) {
    ServeRecord record;
    record.store = StoreId(store);
    record.op = op.op;
    record.invoked = op.invoked;
    record.version = found.version;
    record.key = op.key;
    write(record);
  }

  /// As many items as the leader has writes of the key; some leaders forget one.
  void write_states() {
    for (std::size_t k = 0; k < o_.keys; ++k) {
      for (std::size_t r = 0; r < o_.regions; ++r) {
        StateRecord record;
        record.store = StoreId(r);
        record.key = KeyId(k);
        std::vector<std::uint64_t> items;
        for (std::size_t origin = 0; origin < o_.regions; ++origin)
          for (const Entry& e : logs_[origin])
            if (e.key == KeyId(k) && seen_[r].contains(e.value.version.value)) items.push_back(e.value.version.value);
        if (!items.empty() && chance(o_.forgets)) items.pop_back();
        record.items = static_cast<std::uint32_t>(items.size());
        if (items.empty()) write(record);
        for (const std::uint64_t item : items) {
          record.item = item;
          record.amount = 1;
          write(record);
        }
      }
    }
  }

  void record_apply(ApplyResult result, std::size_t store, std::size_t from, KeyId key, const Value& value) {
    const Value& current = shown_[store][key.index()];
    ApplyRecord record;
    record.result = result;
    record.store = StoreId(store);
    record.key = key;
    record.version = value.version;
    record.stamp = value.stamp;
    record.displaced = current.version;
    record.displaced_stamp = current.stamp;
    record.from = StoreId(from);
    write(record);
  }

  // --- replication
  void append(std::size_t store, const Entry& entry) {
    logs_[store].push_back(entry);
    if (suspended_ && store == deposed_) return;
    for (std::size_t to = 0; to < o_.regions; ++to)
      if (to != store) deliver(store, to);
  }

  void deliver(std::size_t from, std::size_t to) {
    Pair& pair = pairs_[from * o_.regions + to];
    pair.last_ms = std::max({pair.last_ms + 1e-5, now_ + uniform(0.05, 1) * o_.lag_ms, pair.hold_until_ms + 1e-5});
    const std::uint64_t broken = pair.broken;
    post(pair.last_ms, [=, this] {
      Pair& p = pairs_[from * o_.regions + to];
      if (p.broken != broken) return;
      const Entry& e = logs_[from][p.arrived++];
      seen_[to].insert(e.value.version.value);
      hear(to, e.value.stamp);
      const bool applied = wins(e.value, shown_[to][e.key.index()]);
      record_apply(o_.merges ? ApplyResult::merged
                   : applied ? ApplyResult::applied
                             : ApplyResult::superseded,
                   to, from, e.key, e.value);
      if (applied)
        change(to, e.key, e.value, false);
      else if (o_.merges)
        inform_copies(to, e.key, shown_[to][e.key.index()], false);
    });
  }

  /// What is under way on a pair, and what comes meanwhile, arrives when the cut is over.
  void cut() {
    const std::size_t from = pick(o_.regions), to = pick(o_.regions);
    if (from == to) return;
    Pair& pair = pairs_[from * o_.regions + to];
    pair.hold_until_ms = std::max(pair.hold_until_ms, now_ + uniform(50, 600));
  }

  // --- failover of the one primary
  void fail_over() {
    if (suspended_ || o_.regions < 2) return;
    const auto old = static_cast<std::size_t>(std::find(accepts_.begin(), accepts_.end(), true) - accepts_.begin());
    std::size_t next = pick(o_.regions);
    if (next == old) next = (next + 1) % o_.regions;
    deposed_ = old;
    suspended_ = true;
    const double back = now_ + uniform(20, 300);
    accepts_[next] = true;
    accepts_[old] = chance(0.5);  // without fencing: split brain
    epoch_of_[next] = ++epoch_;
    const std::size_t kept = pairs_[old * o_.regions + next].arrived;
    std::size_t least = kept;
    for (std::size_t to = 0; to < o_.regions; ++to) {
      Pair& pair = pairs_[old * o_.regions + to];
      ++pair.broken;
      if (to != old) least = std::min(least, pair.arrived);
    }
    // The new primary passes on what it has, by whatever way it came; the rest is lost.
    const std::size_t tail = logs_[old].size();
    for (std::size_t i = least; i < tail; ++i) {
      const Entry entry = logs_[old][i];
      if (seen_[next].contains(entry.value.version.value)) {
        if (!entry.lost) append(next, entry);
      } else {
        lose(logs_[old][i]);
      }
    }
    Pair& to_old = pairs_[next * o_.regions + old];
    to_old.hold_until_ms = std::max(to_old.hold_until_ms, back);
    ++to_old.broken;  // deliver again, after its return
    for (std::size_t i = to_old.arrived; i < logs_[next].size(); ++i) deliver(next, old);
    for (std::size_t r = 0; r < o_.regions; ++r)
      if (r != old) post(now_ + uniform(0, 20), [=, this] { view_[r] = next; });
    post(back, [=, this] { rejoin(old, next, kept, tail); });
  }

  void lose(Entry& entry) {
    if (entry.lost) return;
    entry.lost = true;
    LostRecord record;
    record.store = entry.value.version.origin();
    record.key = entry.key;
    record.version = entry.value.version;
    record.stamp = entry.value.stamp;
    record.accepted = entry.accepted;
    write(record);
  }

  void rejoin(std::size_t old, std::size_t primary, std::size_t kept, std::size_t tail) {
    accepts_[old] = false;
    view_[old] = primary;
    auto& log = logs_[old];
    for (std::size_t i = tail; i < log.size(); ++i) lose(log[i]);
    for (std::size_t i = kept; i < log.size(); ++i) {
      for (std::size_t at = 0; at < o_.regions; ++at) {
        if (at == primary || !log[i].lost || !(shown_[at][log[i].key.index()].version == log[i].value.version))
          continue;
        const Value instead = shown_[primary][log[i].key.index()];
        record_apply(ApplyResult::rolled_back, at, primary, log[i].key, instead);
        change(at, log[i].key, instead, true);
      }
    }
    for (std::size_t to = 0; to < o_.regions; ++to) pairs_[old * o_.regions + to].arrived = log.size();
    suspended_ = false;
  }

  std::vector<std::vector<Value>> shown_;  // by store, key
  std::vector<std::vector<Entry>> logs_;   // by region
  std::vector<std::uint64_t> sequence_;
  std::vector<std::set<std::uint64_t>> seen_;  // by region: versions
  std::vector<Pair> pairs_;
  std::vector<double> copy_last_;  // by store
  std::vector<std::size_t> view_;
  std::vector<bool> accepts_;
  std::vector<std::uint64_t> epoch_of_;
  std::uint64_t epoch_ = 0;
  bool suspended_ = false;
  std::size_t deposed_ = 0;
};

}  // namespace

ToyRun play(const ToyOptions& options) {
  return options.writes == WritePattern::quorum ? make_toy_quorum(options)->play() : Toy(options).play();
}

ToyRun cut_off(ToyRun run, std::size_t kept) {
  run.records.resize(kept);
  EndRecord end;
  end.time = kept == 0 ? Time() : run.records.back().time;
  run.records.push_back(Record::of(end));
  return run;
}

}  // namespace bicoastal::test
