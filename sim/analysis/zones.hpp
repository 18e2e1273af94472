// The zones of one key: what linearizability and Δ-atomicity are read from.
//
// All operations on one version are its cluster: the write and the reads that returned it. `first` is the least
// completion in it, `last` the greatest invocation. In an order that explains the history a version is current without
// interruption from just before `first` to just after `last`, so two versions u and v contradict each other where
//
//   u.first <= v.last  and  v.first <= u.last,
//
// some operation of each had ended before some operation of the other began. A history of one register is linearizable
// if and only if no two of its versions contradict each other and no read had ended before its write began (Gibbons and
// Korach, "Testing shared memories", SIAM J. Comput. 26(4), 1997: two forward zones, first <= last, must not overlap,
// and no backward zone may lie in a forward one; the condition above says both).
//
// Δ (Golab, Li and Shah, "Analyzing consistency properties for fun and profit", PODC 2011) is the least time by which
// all reads must be begun earlier for that to hold. The zones are kept as they are with the Δ found so far; where two
// contradict each other even so, Δ grows to what resolves them (χ in the paper). So Δ is exact at any time, to the
// nanosecond, and the first contradiction is the one of linearizability.
//
// Modelling choices. What ends at the instant at which something else begins precedes it. An operation that took no
// time counts as begun a nanosecond earlier.
//
// Operations come in the order of their completion. Zones that do not contradict each other can overlap in few ways:
// a read looks at what was first completed since the version was last read, and each cluster is looked at for the sake
// of at most one forward zone that it straddles. The whole work is near-linear.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/conflict.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bicoastal {

class Zones {
 public:
  /// Before all times; of a write: its invocation is not known, or does not matter any more.
  static constexpr Time kBefore = Time(std::numeric_limits<std::int64_t>::min() / 2);

  Zones();

  // --- operations. REQUIRES: completions do not decrease.

  /// The write `writer` took effect as `id` somewhere; how it ends is told later.
  void accepted(const Stamped& id, OpId writer);
  /// An acknowledged write. It need not have been accepted().
  void written(const RegisterOp& op, std::int64_t stamp = 0);
  /// A write that may have taken effect or may still do so; nobody knows when it was completed.
  void maybe_written(const RegisterOp& op, std::int64_t stamp = 0);
  /// The write ended. Of what it wrote beside op.version (an attempt before the last, one that was not answered),
  /// nobody knows when it was completed.
  void gave_up(const RegisterOp& op);
  void read(const RegisterOp& op, std::int64_t stamp = 0);

  // --- what is known

  bool violated() const { return !contradiction_.empty(); }
  /// Whether some version was read that nobody is known to have written, or one was written twice.
  bool undecided() const;
  /// Two to four operations that no order explains; none where the history is linearizable so far.
  const std::vector<RegisterOp>& contradiction() const { return contradiction_; }
  /// Nothing where no Δ would do (a read ended before its write began), and where a version was written twice.
  std::optional<Time> delta() const { return closed() ? std::nullopt : std::optional(delta_); }

  // --- memory

  /// Versions of which something is kept.
  std::size_t size() const { return clusters_.size() + open_.size(); }
  /// Forgets versions that no read still to come returns, `readable(const Stamped&)` false, and that have no more say.
  template <class Readable>
  void forget(Readable readable);

 private:
  struct Mark {  // an operation, less its version
    Time invoked, completed;
    OpId op;
    SessionId session;
    OpKind kind{};
  };
  struct Cluster {
    Stamped id;
    Time write = kBefore;       // invocation of the write
    Time first;                 // least completion
    Time read = kBefore;        // greatest invocation of a read
    Time straddled = kBefore;   // begin of the forward zone that `first` lies in, of the version `within`
    Time folded = Time::max();  // least `first` of forgotten versions that were written after this one was completed
    VersionId within;
    OpId writer;
    Mark first_op, last_op;
    bool write_ended = false;  // all is known of it
    bool explained = false;    // somebody is known to have written it
    bool kept = true;          // for forget()
  };
  struct Open {  // written, and not yet completed or read
    Stamped id;
    Time write = kBefore;
    OpId writer;
    SessionId session;  // once it ended
    bool write_ended = false;
  };
  struct Folded {  // what contradicts `by` once that is read again
    VersionId by;
    RegisterOp first, last;
  };

  static constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();

  std::size_t find(VersionId version) const;
  std::size_t find_open(VersionId version) const;
  std::size_t create(const Cluster& cluster);
  std::size_t first_after(Time time, std::size_t from) const;
  bool closed() const { return hopeless_ || ambiguous_; }
  void written_twice();
  void write_ended(std::size_t i, const RegisterOp& op);
  Time last(const Cluster& c) const { return std::max(c.write, c.read - delta_); }
  void rose(std::size_t i, Time last_before);
  bool contradict(const Cluster& u, const Cluster& v) const { return u.first <= last(v) && v.first <= last(u); }
  void resolve(const Cluster& u, const Cluster& v);
  void resolve_folded(const Cluster& c);
  void witness(RegisterOp first_u, RegisterOp last_u, RegisterOp first_v, RegisterOp last_v);
  static RegisterOp op_of(const Mark& mark, VersionId version);
  void drop_what_is_not_kept();
  bool fold(const Cluster& gone);
  void reindex();

  std::vector<Cluster> clusters_;  // by first completion
  std::vector<Open> open_;
  std::vector<Folded> folded_;
  std::unordered_map<std::uint64_t, std::size_t> index_;  // of clusters_, once these are many; never iterated
  Time delta_;
  bool hopeless_ = false;   // no delta would do
  bool ambiguous_ = false;  // a version was written twice
  std::vector<RegisterOp> contradiction_;
};

template <class Readable>
void Zones::forget(Readable readable) {
  std::erase_if(open_, [&](const Open& o) { return o.write_ended && !readable(o.id); });
  for (Cluster& c : clusters_) c.kept = !c.write_ended || readable(c.id);
  drop_what_is_not_kept();
}

}  // namespace bicoastal
