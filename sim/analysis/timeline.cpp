#include "sim/analysis/timeline.hpp"

#include "sim/analysis/fault_places.hpp"
#include "sim/analysis/timeline_words.hpp"
#include "sim/base/primaries.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace bicoastal {

float Samples::value_at(Time t) const {
  const auto after = std::upper_bound(at.begin(), at.end(), t);
  return after == at.begin() ? 0 : value[static_cast<std::size_t>(after - at.begin()) - 1];
}

/// Pairs what begins with what ends.
class Timeline::Maker {
 public:
  explicit Maker(Timeline& timeline) : t_(timeline), s_(timeline.scenario_) {}

  void take(const Record& record) {
    switch (record.type) {
      case RecordType::fault: on(record.as<FaultRecord>()); break;
      case RecordType::health: on(record.as<HealthRecord>()); break;
      case RecordType::role: on(record.as<RoleRecord>()); break;
      case RecordType::change: on(record.as<ChangeRecord>()); break;
      case RecordType::load: on(record.as<LoadRecord>()); break;
      case RecordType::backlog: on(record.as<BacklogRecord>()); break;
      default: break;
    }
  }

 private:
  /// What an open span is found again by.
  using Key = std::tuple<Lane, int, std::uint32_t, std::uint32_t>;

  void begin(const Key& key, Happening what) {
    what.to = Time::max();
    open_[key] = t_.happenings_.size();
    t_.happenings_.push_back(std::move(what));
  }
  bool end(const Key& key, Time at) {
    const auto found = open_.find(key);
    if (found == open_.end()) return false;
    t_.happenings_[found->second].to = at;
    open_.erase(found);
    return true;
  }
  void moment(Happening what) {
    what.to = what.from;
    t_.happenings_.push_back(std::move(what));
  }

  void on(const FaultRecord& r);
  void on(const HealthRecord& r);
  void on(const RoleRecord& r);
  void on(const ChangeRecord& r);
  void on(const LoadRecord& r);
  void on(const BacklogRecord& r);

  Timeline& t_;
  const Scenario& s_;
  std::map<Key, std::size_t> open_;
};

void Timeline::Maker::on(const FaultRecord& r) {
  if (!r.fault.has_value() || r.fault.index() >= s_.faults.size()) return;
  const Fault& fault = s_.faults[r.fault.index()];
  const Key key{Lane::faults, 0, r.fault.value, 0};
  if (r.begins == 0) {
    end(key, r.time);
    return;
  }
  begin(key, {Lane::faults, r.time, {}, region_struck_by(s_, fault), r.fault, {}, fault.name});
}

void Timeline::Maker::on(const HealthRecord& r) {
  if (r.region.index() >= s_.regions.size()) return;
  const bool of_region = r.event == HealthEvent::region_out || r.event == HealthEvent::region_in;
  const bool out = r.event == HealthEvent::region_out || r.event == HealthEvent::replica_out;
  if (!of_region && r.replica.index() >= s_.replicas.size()) return;
  if (of_region) t_.reach_.push_back({r.time, r.region, !out});
  const Key key{Lane::detection, of_region ? 0 : 1, r.region.value, of_region ? 0 : r.replica.value};
  if (out) {
    begin(key, {Lane::detection, r.time, {}, r.region, {}, r.replica, words_for(s_, r)});
  } else {
    end(key, r.time);
  }
}

void Timeline::Maker::on(const RoleRecord& r) {
  if (r.region.index() >= s_.regions.size()) return;
  t_.roles_.push_back({r.time, r.partition, r.region, r.event});
  const bool good = r.event == RoleEvent::promoted || r.event == RoleEvent::renewed || r.event == RoleEvent::cleared ||
                    r.event == RoleEvent::rejoined;
  moment({r.event == RoleEvent::detected ? Lane::detection : Lane::roles,
          r.time,
          {},
          r.region,
          {},
          {},
          words_for(s_, r),
          good});
}

void Timeline::Maker::on(const ChangeRecord& r) {
  if (r.event == ChangeEvent::session_lost || r.event == ChangeEvent::deploy_answered) return;
  if (r.region.has_value() && r.region.index() >= s_.regions.size()) return;
  if (r.replica.has_value() && r.replica.index() >= s_.replicas.size()) return;
  if (r.event == ChangeEvent::evacuated || r.event == ChangeEvent::readmitted)
    t_.reach_.push_back({r.time, r.region, r.event == ChangeEvent::readmitted});
  const SpanOf span = span_of(r);
  const Key key{span.lane, 2 + span.family, r.region.value, span.by_replica ? r.replica.value : r.subject};
  if (span.edge == SpanOf::Edge::end) {
    end(key, r.time);
    return;
  }
  Happening what{span.lane, r.time, {}, r.region, {}, r.replica, words_for(s_, r), span.good};
  if (span.edge == SpanOf::Edge::begin) {
    end(key, r.time);
    begin(key, std::move(what));
  } else {
    moment(std::move(what));
  }
}

void Timeline::Maker::on(const LoadRecord& r) {
  if (r.region.index() >= s_.regions.size()) return;
  const auto put = [&](Samples& samples, std::uint32_t value) {
    samples.at.push_back(r.time);
    samples.value.push_back(static_cast<float>(value));
  };
  put(t_.busy_[r.region.index()], r.busy);
  put(t_.queued_[r.region.index()], r.queued);
  put(t_.replicas_up_[r.region.index()], r.replicas_up);
}

void Timeline::Maker::on(const BacklogRecord& r) {
  const std::size_t regions = s_.regions.size();
  if (r.from.index() >= regions || r.to.index() >= regions) return;
  const std::size_t pair = r.from.index() * regions + r.to.index();
  t_.backlog_writes_[pair].at.push_back(r.time);
  t_.backlog_writes_[pair].value.push_back(static_cast<float>(r.writes));
  t_.backlog_age_[pair].at.push_back(r.time);
  t_.backlog_age_[pair].value.push_back(static_cast<float>((r.time - r.oldest).in_seconds()));
}

Timeline::Timeline(const Scenario& scenario, std::span<const Record> events) : scenario_(scenario) {
  const std::size_t regions = scenario.regions.size();
  busy_.resize(regions);
  queued_.resize(regions);
  replicas_up_.resize(regions);
  backlog_writes_.resize(regions * regions);
  backlog_age_.resize(regions * regions);
  Maker maker(*this);
  for (const Record& record : events) maker.take(record);
  std::stable_sort(happenings_.begin(), happenings_.end(),
                   [](const Happening& a, const Happening& b) { return a.from < b.from; });
  for (const Happening& h : happenings_) {
    edges_.push_back(h.from);
    if (h.to != Time::max()) edges_.push_back(h.to);
  }
  std::sort(edges_.begin(), edges_.end());
  edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
}

Moment Timeline::at(Time t) const {
  const std::size_t regions = scenario_.regions.size();
  Moment m;
  m.at = t;
  m.regions.resize(regions);
  m.pairs.resize(regions * regions);
  for (std::size_t r = 0; r < regions; ++r) {
    m.regions[r].busy = static_cast<std::uint32_t>(busy_[r].value_at(t));
    m.regions[r].queued = static_cast<std::uint32_t>(queued_[r].value_at(t));
    m.regions[r].replicas_up = static_cast<std::uint32_t>(replicas_up_[r].value_at(t));
  }
  for (std::size_t p = 0; p < m.pairs.size(); ++p) {
    m.pairs[p].writes = static_cast<std::int64_t>(backlog_writes_[p].value_at(t));
    m.pairs[p].age_s = static_cast<double>(backlog_age_[p].value_at(t));
  }
  for (const Reachability& r : reach_)
    if (r.at <= t) m.regions[r.region.index()].in = r.in;
  if (has_primaries(scenario_)) {
    for (std::size_t p = 0; p < partition_count(scenario_); ++p)
      m.primaries.push_back(scenario_.data.writes == WritePattern::global ? scenario_.data.primary : RegionId(p));
    std::set<std::pair<PartitionId, RegionId>> fenced, old;
    for (const Role& role : roles_) {
      if (role.at > t || role.partition.index() >= m.primaries.size()) continue;
      const std::pair who(role.partition, role.region);
      if (role.event == RoleEvent::promoted) {
        RegionId& primary = m.primaries[role.partition.index()];
        if (primary != role.region && !fenced.contains({role.partition, primary}))
          old.insert({role.partition, primary});
        primary = role.region;
        old.erase(who);
        fenced.erase(who);
      } else if (role.event == RoleEvent::fenced || role.event == RoleEvent::rejoined ||
                 role.event == RoleEvent::failback) {
        fenced.insert(who);
        old.erase(who);
      } else if (role.event == RoleEvent::renewed) {
        fenced.erase(who);
      }
    }
    for (const auto& [partition, region] : old) ++m.regions[region.index()].leads_still;
    for (const RegionId primary : m.primaries) ++m.regions[primary.index()].leads;
  }
  for (const Happening& h : happenings_) {
    if (h.from > t) break;
    if (h.lane != Lane::faults || t >= h.to) continue;
    m.acting.push_back(h.fault);
    const Fault& fault = scenario_.faults[h.fault.index()];
    if (h.region.has_value()) m.regions[h.region.index()].struck = h.fault;
    if (const RegionId lost = region_lost_by(fault); lost.has_value()) m.regions[lost.index()].down = h.fault;
    for (std::size_t p = 0; p < m.pairs.size(); ++p) {
      const RegionId from(p / regions), to(p % regions);
      if (cuts(scenario_, fault, from, to)) m.pairs[p].cut = h.fault;
      if (strains(scenario_, fault, from, to)) m.pairs[p].strained = h.fault;
    }
  }
  return m;
}

std::optional<Time> Timeline::next_after(Time t) const {
  const auto next = std::upper_bound(edges_.begin(), edges_.end(), t);
  return next == edges_.end() ? std::nullopt : std::optional(*next);
}

std::optional<Time> Timeline::last_before(Time t) const {
  const auto next = std::lower_bound(edges_.begin(), edges_.end(), t);
  return next == edges_.begin() ? std::nullopt : std::optional(*(next - 1));
}

}  // namespace bicoastal
