#include "sim/analysis/atomicity.hpp"

#include "sim/analysis/zones.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <unordered_map>
#include <vector>

namespace bicoastal {

namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// What remains of 0 … n-1, in an order. Removals are undone in reverse.
class Remaining {
 public:
  explicit Remaining(const std::vector<std::size_t>& order) : next_(order.size() + 1), before_(order.size() + 1) {
    std::size_t last = order.size();  // the ring's ends meet there
    for (const std::size_t i : order) {
      next_[last] = i;
      before_[i] = last;
      last = i;
    }
    next_[last] = order.size();
    before_[order.size()] = last;
  }
  std::size_t last() const { return before(next_.size() - 1); }
  std::size_t before(std::size_t i) const { return before_[i] == next_.size() - 1 ? kNone : before_[i]; }
  void remove(std::size_t i) {
    next_[before_[i]] = next_[i];
    before_[next_[i]] = before_[i];
  }
  void put_back(std::size_t i) { next_[before_[i]] = before_[next_[i]] = i; }

 private:
  std::vector<std::size_t> next_, before_;
};

struct Write {
  Time begin = Zones::kBefore;
  Time end = Time::max();  // not later than the first end of a read of it: it took effect before
  std::vector<std::size_t> reads;
  bool explained = false;
};
struct Read {
  Time begin;
  std::size_t write = kNone;
};

struct Register {
  std::vector<Write> writes;
  std::vector<Read> reads;
  bool broken = false;         // a read ended before its write began
  bool unexplained = false;    // a version was read that nobody is known to have written
  bool written_twice = false;  // a version was, so that values tell nothing
};

class Builder {
 public:
  Builder() {
    Write& initial = write_of(VersionId());
    initial.begin = Zones::kBefore - Time(2);
    initial.end = initial.begin + Time(1);
    initial.explained = true;
  }

  void add(const RegisterOp& op) {
    if (op.kind == OpKind::write) return add_write(op);
    if (op.completed == Time::max()) return;
    Write& write = write_of(op.version);
    write.end = std::min(write.end, op.completed);
    write.reads.push_back(register_.reads.size());
    register_.reads.push_back({std::min(op.invoked, op.completed - Time(1)), number_.at(op.version.value)});
  }

  Register finish() {
    for (Write& w : register_.writes) {
      register_.broken |= w.end <= w.begin;
      register_.unexplained |= !w.explained;
    }
    return std::move(register_);
  }

 private:
  Write& write_of(VersionId version) {
    const auto [at, is_new] = number_.emplace(version.value, register_.writes.size());
    if (is_new) register_.writes.emplace_back();
    return register_.writes[at->second];
  }
  void add_write(const RegisterOp& op) {
    if (op.version.is_initial()) return;
    Write& write = write_of(op.version);
    register_.written_twice |= write.explained;
    write.explained = true;
    write.begin = op.completed == Time::max() ? op.invoked : std::min(op.invoked, op.completed - Time(1));
    write.end = std::min(write.end, op.completed);
  }

  Register register_;
  std::unordered_map<std::uint64_t, std::size_t> number_;  // of versions' writes; never iterated
};

template <class Item, class Key>
std::vector<std::size_t> ordered(const std::vector<Item>& items, Key key) {
  std::vector<std::size_t> order(items.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return key(items[a]) < key(items[b]); });
  return order;
}

class Search {
 public:
  explicit Search(const Register& r)
      : writes_(r.writes),
        reads_(r.reads),
        by_begin_(ordered(writes_, [](const Write& w) { return w.begin; })),
        by_end_(ordered(writes_, [](const Write& w) { return w.end; })),
        reads_left_(ordered(reads_, [](const Read& read) { return read.begin; })),
        removed_(reads_.size(), false) {}

  bool has_order() {
    while (by_begin_.last() != kNone)
      if (!cut_stretch()) return false;
    return true;
  }

 private:
  enum class Step : std::uint8_t { done, impossible, too_long };

  bool cut_stretch() {
    std::vector<std::size_t> candidates;
    for (std::size_t w = by_end_.last(); w != kNone && precedes_none(w); w = by_end_.before(w)) candidates.push_back(w);
    for (std::size_t limit = 16; !candidates.empty(); limit *= 2) {
      std::vector<std::size_t> longer;
      for (const std::size_t w : candidates) {
        const Step step = try_stretch(w, limit);
        if (step == Step::done) return true;
        undo();
        if (step == Step::too_long) longer.push_back(w);
      }
      candidates = std::move(longer);
    }
    return false;
  }

  /// Takes out `last`, the write that it forces to come just before it, and so on.
  Step try_stretch(std::size_t last, std::size_t limit) {
    log_.clear();
    for (std::optional<std::size_t> w = last; w;) {
      if (!precedes_none(*w)) return Step::impossible;
      if (log_.size() > limit) return Step::too_long;
      take_write(*w);
      std::optional<std::size_t> forced;
      for (std::size_t r = reads_left_.last(); r != kNone && reads_[r].begin >= writes_[*w].end;
           r = reads_left_.last()) {
        if (reads_[r].write != *w) {
          if (forced && *forced != reads_[r].write) return Step::impossible;
          forced = reads_[r].write;
        }
        take_read(r);
      }
      for (const std::size_t r : writes_[*w].reads)
        if (!removed_[r]) take_read(r);
      w = forced;
    }
    return Step::done;
  }

  bool precedes_none(std::size_t write) const { return writes_[write].end > writes_[by_begin_.last()].begin; }
  void take_write(std::size_t w) {
    by_begin_.remove(w);
    by_end_.remove(w);
    log_.push_back({w, true});
  }
  void take_read(std::size_t r) {
    reads_left_.remove(r);
    removed_[r] = true;
    log_.push_back({r, false});
  }
  void undo() {
    for (; !log_.empty(); log_.pop_back()) {
      const auto [i, is_write] = log_.back();
      if (is_write) {
        by_end_.put_back(i);
        by_begin_.put_back(i);
      } else {
        reads_left_.put_back(i);
        removed_[i] = false;
      }
    }
  }

  struct Taken {
    std::size_t i;
    bool is_write;
  };

  const std::vector<Write>& writes_;
  const std::vector<Read>& reads_;
  Remaining by_begin_, by_end_;  // writes
  Remaining reads_left_;         // by their begin
  std::vector<bool> removed_;    // reads
  std::vector<Taken> log_;
};

}  // namespace

Verdict two_atomic(std::span<const RegisterOp> ops) {
  Builder builder;
  for (const RegisterOp& op : ops) builder.add(op);
  const Register all = builder.finish();
  if (all.written_twice) return Verdict::unknown;
  if (all.broken || !Search(all).has_order()) return Verdict::violated;
  return all.unexplained ? Verdict::unknown : Verdict::valid;
}

}  // namespace bicoastal
