#include "sim/analysis/zones.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

constexpr std::size_t kMany = 64;  // clusters from which on they are found by an index

Time begin_of(const RegisterOp& op) {
  return op.completed == Time::max() ? op.invoked : std::min(op.invoked, op.completed - Time(1));
}

}  // namespace

Zones::Zones() {
  Cluster initial;
  initial.first = initial.first_op.invoked = initial.first_op.completed = kBefore;
  initial.write_ended = initial.explained = true;
  clusters_.push_back(initial);
}

// --- operations ------------------------------------------------------------------------------------------------------

void Zones::accepted(const Stamped& id, OpId writer) {
  if (closed()) return;
  if (const std::size_t i = find(id.version); i != kNowhere) {  // read before, by the clock of a damaged history
    clusters_[i].explained = true;
    clusters_[i].writer = writer;
  } else if (find_open(id.version) == kNowhere) {
    Open open;
    open.id = id;
    open.writer = writer;
    open_.push_back(open);
  }
}

void Zones::written(const RegisterOp& op, std::int64_t stamp) {
  if (closed() || op.version.is_initial()) return;
  if (const std::size_t i = find(op.version); i != kNowhere) {
    write_ended(i, op);
    return;
  }
  if (const std::size_t o = find_open(op.version); o != kNowhere) {
    if (open_[o].write_ended) return written_twice();
    open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(o));
  }
  Cluster c;
  c.id = {op.version, stamp};
  c.write = begin_of(op);
  c.first = op.completed;
  c.writer = op.op;
  c.first_op = c.last_op = {c.write, op.completed, op.op, op.session, OpKind::write};
  c.write_ended = c.explained = true;
  create(c);
}

void Zones::maybe_written(const RegisterOp& op, std::int64_t stamp) {
  if (closed() || op.version.is_initial()) return;
  if (const std::size_t i = find(op.version); i != kNowhere) {
    write_ended(i, op);
    return;
  }
  std::size_t o = find_open(op.version);
  if (o == kNowhere) {
    o = open_.size();
    open_.emplace_back();
  }
  Open& open = open_[o];
  if (open.write_ended) return written_twice();
  open.id = {op.version, stamp};
  open.writer = op.op;
  open.session = op.session;
  open.write = op.invoked;
  open.write_ended = true;
}

void Zones::gave_up(const RegisterOp& op) {
  for (Open& open : open_) {
    if (!(open.writer == op.op) || open.id.version == op.version) continue;
    open.session = op.session;
    open.write = op.invoked;
    open.write_ended = true;
  }
  for (std::size_t i = 0; i < clusters_.size() && !closed(); ++i) {
    if (!(clusters_[i].writer == op.op) || clusters_[i].id.version == op.version || clusters_[i].write_ended) continue;
    RegisterOp write = op;
    write.version = clusters_[i].id.version;
    write.completed = Time::max();
    write_ended(i, write);
  }
}

/// Nothing can be told of a register whose values tell nothing.
void Zones::written_twice() {
  ambiguous_ = true;
  contradiction_.clear();
}

/// The write of a version that was read before.
void Zones::write_ended(std::size_t i, const RegisterOp& op) {
  Cluster& c = clusters_[i];
  if (c.write_ended) return written_twice();
  c.write_ended = c.explained = true;
  c.writer = op.op;
  const Time began = begin_of(op);
  if (c.first <= began) {
    hopeless_ = true;
    if (contradiction_.empty()) contradiction_ = {op_of(c.first_op, c.id.version), op};
    return;
  }
  const Time before = last(c);
  c.write = std::max(c.write, began);
  if (c.write < c.read) return rose(i, before);
  c.last_op = {began, op.completed, op.op, op.session, OpKind::write};
  rose(i, before);
}

void Zones::read(const RegisterOp& op, std::int64_t stamp) {
  if (closed()) return;
  const Time began = begin_of(op);
  const Mark mark{began, op.completed, op.op, op.session, OpKind::read};
  if (const std::size_t i = find(op.version); i != kNowhere) {
    Cluster& c = clusters_[i];
    if (began <= c.read) return;
    const Time before = last(c);
    if (began > c.write) c.last_op = mark;
    c.read = began;
    return rose(i, before);
  }
  Cluster c;
  c.id = {op.version, stamp};
  c.first = op.completed;
  c.read = began;
  c.first_op = c.last_op = mark;
  if (const std::size_t o = find_open(op.version); o != kNowhere) {
    const Open open = open_[o];
    open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(o));
    c.writer = open.writer;
    c.explained = true;
    const std::size_t i = create(c);
    if (!open.write_ended) return;
    return write_ended(i, {open.write, Time::max(), OpKind::write, op.version, open.writer, open.session});
  }
  create(c);
}

// --- contradictions --------------------------------------------------------------------------------------------------

/// A version whose first operation has just ended contradicts nothing yet: nothing has begun since.
std::size_t Zones::create(const Cluster& cluster) {
  const std::size_t i = clusters_.size();
  clusters_.push_back(cluster);
  if (clusters_.size() == kMany) {
    reindex();
  } else if (clusters_.size() > kMany) {
    index_[cluster.id.version.value] = i;
  }
  return i;
}

/// last() of the i-th cluster is no longer `before`.
void Zones::rose(std::size_t i, Time before) {
  Cluster& c = clusters_[i];
  resolve_folded(c);
  if (c.straddled > kBefore && last(c) >= c.straddled) {
    if (const std::size_t around = find(c.within); around != kNowhere && contradict(clusters_[around], c))
      resolve(clusters_[around], c);
  }
  for (std::size_t j = first_after(before, i + 1); j < clusters_.size() && !closed(); ++j) {
    Cluster& other = clusters_[j];
    if (other.first > last(c)) break;
    if (contradict(other, c)) resolve(other, c);
    if (other.first > last(c)) break;
    other.straddled = c.first;
    other.within = c.id.version;
  }
}

/// The least Δ that puts the reads of one before the other.
void Zones::resolve(const Cluster& u, const Cluster& v) {
  witness(op_of(u.first_op, u.id.version), op_of(u.last_op, u.id.version), op_of(v.first_op, v.id.version),
          op_of(v.last_op, v.id.version));
  const Time v_first = u.first > v.write ? v.read - u.first + Time(1) : Time::max();
  const Time u_first = v.first > u.write ? u.read - v.first + Time(1) : Time::max();
  const Time least = std::min(v_first, u_first);
  if (least == Time::max()) {
    hopeless_ = true;
  } else {
    delta_ = std::max(delta_, least);
  }
}

void Zones::resolve_folded(const Cluster& c) {
  if (last(c) < c.folded) return;
  const auto by = std::find_if(folded_.begin(), folded_.end(), [&](const Folded& f) { return f.by == c.id.version; });
  if (by != folded_.end())
    witness(op_of(c.first_op, c.id.version), op_of(c.last_op, c.id.version), by->first, by->last);
  delta_ = std::max(delta_, c.read - c.folded + Time(1));
}

/// first_u ended before last_v began and first_v before last_u did. Takes three operations or two where they will do.
void Zones::witness(RegisterOp first_u, RegisterOp last_u, RegisterOp first_v, RegisterOp last_v) {
  if (!contradiction_.empty()) return;
  if (first_u.completed <= first_v.invoked) {
    last_v = first_v;
  } else if (first_v.completed <= first_u.invoked) {
    last_u = first_u;
  }
  for (const RegisterOp& op : {first_u, last_u, first_v, last_v}) {
    if (op.completed == kBefore) continue;  // the initial value was there before anything began
    if (std::find(contradiction_.begin(), contradiction_.end(), op) == contradiction_.end())
      contradiction_.push_back(op);
  }
  std::stable_sort(contradiction_.begin(), contradiction_.end(),
                   [](const RegisterOp& a, const RegisterOp& b) { return a.invoked < b.invoked; });
}

RegisterOp Zones::op_of(const Mark& mark, VersionId version) {
  return {mark.invoked, mark.completed, mark.kind, version, mark.op, mark.session};
}

bool Zones::undecided() const {
  return ambiguous_ || std::any_of(clusters_.begin(), clusters_.end(), [](const Cluster& c) { return !c.explained; });
}

// --- memory ----------------------------------------------------------------------------------------------------------

std::size_t Zones::find(VersionId version) const {
  if (clusters_.size() >= kMany) {
    const auto at = index_.find(version.value);
    return at == index_.end() ? kNowhere : at->second;
  }
  for (std::size_t i = clusters_.size(); i-- > 0;)
    if (clusters_[i].id.version == version) return i;
  return kNowhere;
}

std::size_t Zones::find_open(VersionId version) const {
  for (std::size_t i = open_.size(); i-- > 0;)
    if (open_[i].id.version == version) return i;
  return kNowhere;
}

/// The first cluster, not before `from`, that was first completed after `time`.
std::size_t Zones::first_after(Time time, std::size_t from) const {
  if (from >= clusters_.size() || clusters_[from].first > time) return from;
  const auto at = std::upper_bound(clusters_.begin() + static_cast<std::ptrdiff_t>(from), clusters_.end(), time,
                                   [](Time t, const Cluster& c) { return t < c.first; });
  return static_cast<std::size_t>(at - clusters_.begin());
}

void Zones::reindex() {
  index_.clear();
  if (clusters_.size() < kMany) return;
  for (std::size_t i = 0; i < clusters_.size(); ++i) index_[clusters_[i].id.version.value] = i;
}

void Zones::drop_what_is_not_kept() {
  for (Cluster& c : clusters_)
    if (!c.kept && !fold(c)) c.kept = true;
  const std::size_t before = clusters_.size();
  std::erase_if(clusters_, [](const Cluster& c) { return !c.kept; });
  if (clusters_.size() == before) return;
  reindex();
  std::erase_if(folded_, [this](const Folded& f) { return find(f.by) == kNowhere; });
}

/// What of a version that is read no more can still contradict those that are. Those to come cannot: nothing of `gone`
/// began after they were completed. Against one of which some operation had ended before `gone` was written, only the
/// first completion of `gone` counts, and of several the least. Else the two are resolved for good by putting the reads
/// of `gone` first; where that takes a Δ that is not reached yet, `gone` stays.
bool Zones::fold(const Cluster& gone) {
  const Time last_ever = std::max(gone.write, gone.read);
  for (Cluster& u : clusters_) {
    if (u.first > last_ever) break;
    if (!u.kept) continue;
    if (u.first > gone.write) {
      if (gone.read - u.first + Time(1) > delta_) return false;
    } else if (gone.first < u.folded) {
      u.folded = gone.first;
      if (violated()) continue;
      std::erase_if(folded_, [&](const Folded& f) { return f.by == u.id.version; });
      folded_.push_back({u.id.version, op_of(gone.first_op, gone.id.version), op_of(gone.last_op, gone.id.version)});
    }
  }
  return true;
}

}  // namespace bicoastal
