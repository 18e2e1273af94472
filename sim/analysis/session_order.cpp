#include "sim/analysis/session_order.hpp"

#include <numeric>

namespace bicoastal {

namespace {

std::size_t sessions_of(const Scenario& scenario) {
  std::size_t sessions = 0;
  for (const Population& population : scenario.clients) sessions += population.sessions;
  return sessions;
}

AnomalyKind kind_of(Known how) {
  return how == Known::written ? AnomalyKind::monotonic_writes : AnomalyKind::writes_follow_reads;
}

}  // namespace

SessionOrder::SessionOrder(const Scenario& scenario, const Seen& seen, const SessionFloors* floors,
                           const LostVersions& lost, const Limits& limits, Anomalies& anomalies)
    : seen_(seen),
      floors_(floors),
      lost_(lost),
      operation_(limits.operation),
      anomalies_(anomalies),
      known_(sessions_of(scenario), kNothing) {}

std::uint32_t SessionOrder::new_link(const Link& link) {
  if (free_link_ == kNothing) {
    links_.push_back(link);
    return static_cast<std::uint32_t>(links_.size() - 1);
  }
  const std::uint32_t i = free_link_;
  free_link_ = links_[i].next;
  links_[i] = link;
  return i;
}

void SessionOrder::drop_link(std::uint32_t link) {
  links_[link].next = free_link_;
  free_link_ = link;
}

void SessionOrder::knows(SessionId session, Known how, VersionId version, std::size_t partition, Time now) {
  if (version.is_initial() || seen_.seen_everywhere(partition, version)) return;
  // From the newest to the oldest. Operations that have not ended were invoked after now - operation_: of the same
  // store's writes, what was known before then stands for all that was known earlier.
  bool known = false, stands_for_all = false;
  std::uint32_t* from = &known_[session.index()];
  while (*from != kNothing) {
    const std::uint32_t i = *from;
    const Link& link = links_[i];
    bool drop = seen_.seen_everywhere(link.partition, link.version);
    if (link.how == how && link.partition == partition && link.version.origin() == version.origin()) {
      drop = drop || stands_for_all;
      stands_for_all = stands_for_all || link.since <= now - operation_;
      known = known || link.version.sequence() >= version.sequence();
    }
    if (drop) {
      *from = link.next;
      drop_link(i);
    } else {
      from = &links_[i].next;
    }
  }
  if (known) return;
  const std::uint32_t fresh =
      new_link({version, now, known_[session.index()], static_cast<std::uint16_t>(partition), how});
  known_[session.index()] = fresh;
}

SessionOrder::Dependent& SessionOrder::dependent_of(WriteUnderWay& write) {
  if (write.dependent == kNothing) {
    if (free_dependents_.empty()) {
      write.dependent = static_cast<std::uint32_t>(dependents_.size());
      dependents_.emplace_back();
    } else {
      write.dependent = free_dependents_.back();
      free_dependents_.pop_back();
      dependents_[write.dependent] = {};
    }
  }
  return dependents_[write.dependent];
}

void SessionOrder::accept(WriteUnderWay& write, const Stamped& newest) {
  for (std::uint32_t i = known_[write.session.index()]; i != kNothing; i = links_[i].next) {
    Link link = links_[i];
    if (seen_.seen_everywhere(link.partition, link.version)) continue;
    // What the same store accepted before, of the same keys, arrives before it everywhere.
    if (link.version.origin() == write.version.origin() && link.partition == write.partition) continue;
    Dependent& d = dependent_of(write);
    link.next = d.links;
    d.links = new_link(link);
  }
  if (floors_ != nullptr && later(newest, {write.version, write.stamp}))
    for (const Known how : {Known::read, Known::written}) look_at_key(write, how);
  if (write.dependent != kNothing) look(write, write.version.origin(), write.accepted);
}

/// Whether the session knows a version of the same key that wins over its new write.
void SessionOrder::look_at_key(WriteUnderWay& write, Known how) {
  const auto above = floors_->first_after(write.session, write.key, how, {write.version, write.stamp});
  if (!above) return;
  Dependent& d = dependent_of(write);
  d.since[static_cast<std::size_t>(how)] = above->since;
  d.missing[static_cast<std::size_t>(how)] = above->version;
}

void SessionOrder::look(const WriteUnderWay& write, StoreId store, Time now) {
  Dependent& d = dependents_[write.dependent];
  for (std::uint32_t i = d.links; i != kNothing; i = links_[i].next) {
    const Link& link = links_[i];
    const auto how = static_cast<std::size_t>(link.how);
    if (link.since >= d.since[how] || lost_.contains(link.version)) continue;
    if (seen_.at(link.partition, link.version.origin(), store) >= link.version.sequence()) continue;
    d.since[how] = link.since;
    d.missing[how] = link.version;
  }
  if (write.acknowledged()) judge(write, now);
}

void SessionOrder::judge(const WriteUnderWay& write, Time now) {
  Dependent& d = dependents_[write.dependent];
  for (const Known how : {Known::read, Known::written}) {
    const auto h = static_cast<std::size_t>(how);
    if (d.counted[h] || d.since[h] > write.invoked) continue;
    d.counted[h] = true;
    Anomaly anomaly;
    anomaly.kind = kind_of(how);
    anomaly.time = now;
    anomaly.key = write.key;
    anomaly.session = write.session;
    anomaly.op = write.op;
    anomaly.version = write.version;
    anomaly.other = d.missing[h];
    anomalies_.add(anomaly);
  }
}

void SessionOrder::apply(const WriteUnderWay& write, StoreId store, Time now) {
  if (write.dependent != kNothing) look(write, store, now);
}

void SessionOrder::acknowledged(const WriteUnderWay& write, Time now) {
  if (write.dependent != kNothing) judge(write, now);
}

void SessionOrder::over(WriteUnderWay& write) {
  if (write.dependent == kNothing) return;
  for (std::uint32_t i = dependents_[write.dependent].links; i != kNothing;) {
    const std::uint32_t next = links_[i].next;
    drop_link(i);
    i = next;
  }
  free_dependents_.push_back(write.dependent);
  write.dependent = kNothing;
}

void SessionOrder::finish(Analysis& analysis) const {
  analysis.sessions.monotonic_writes = anomalies_.counted(AnomalyKind::monotonic_writes);
  analysis.sessions.writes_follow_reads = anomalies_.counted(AnomalyKind::writes_follow_reads);
}

}  // namespace bicoastal
