#include "sim/analysis/recovery.hpp"

#include "sim/analysis/fault_places.hpp"

#include <algorithm>

namespace bicoastal {

Recovery::Recovery(const Scenario& scenario, const FaultSpans& spans)
    : scenario_(scenario),
      spans_(spans),
      windows_(scenario.clients.size()),
      marks_(scenario.faults.size()),
      effects_(scenario.faults.size()),
      failovers_(partition_count(scenario)),
      region_is_out_(scenario.regions.size()) {
  for (const Fault& fault : scenario.faults) lost_region_.push_back(region_lost_by(fault));
  for (Effect& effect : effects_) effect.met = effect.hurt = std::vector<bool>(scenario.clients.size());
}

void Recovery::touched(FaultId fault, const EndedOperation& op) {
  Effect& effect = effects_[fault.index()];
  const std::size_t population = op.record.population.index();
  effect.met[population] = true;
  if (!op.ended() || op.ok()) return;
  effect.hurt[population] = true;
  if (op.invoked_window >= effect.hurt_windows.size()) effect.hurt_windows.resize(op.invoked_window + 1);
  effect.hurt_windows[op.invoked_window] = true;
}

void Recovery::on(const HealthRecord& record) {
  const bool of_region = record.event == HealthEvent::region_out || record.event == HealthEvent::region_in;
  if (of_region) region_is_out_[record.region.index()] = record.event == HealthEvent::region_out;
  if (record.event != HealthEvent::region_out && record.event != HealthEvent::replica_out) return;
  for (const std::size_t f : spans_.recent()) {
    const Fault& fault = scenario_.faults[f];
    // Balancers inside a lost region are lost with it: the name service is who must notice.
    const bool noticed = of_region ? region_struck_by(scenario_, fault) == record.region
                                   : !lost_region_[f].has_value() && strikes(scenario_, fault, record.replica);
    if (noticed && spans_[f].covers(record.time)) marks_[f].detected = record.time;
  }
}

void Recovery::on(const FaultRecord& record) {
  const RegionId lost = lost_region_[record.fault.index()];
  if (record.begins != 0 && lost.has_value()) marks_[record.fault.index()].was_out = region_is_out_[lost.index()];
}

/// The fault because of which `region` is held for dead: the last that struck there, else the last that cut links.
std::optional<std::size_t> Recovery::cause_of(RegionId region, Time now) const {
  std::optional<std::size_t> best;
  bool best_is_there = false;
  for (const std::size_t f : spans_.recent()) {
    if (!spans_[f].covers(now)) continue;
    const RegionId struck = region_struck_by(scenario_, scenario_.faults[f]);
    const bool is_there = struck == region;
    if (struck.has_value() && !is_there) continue;
    if (best && (best_is_there && !is_there)) continue;
    if (best && best_is_there == is_there && spans_[f].onset < spans_[*best].onset) continue;
    best = f;
    best_is_there = is_there;
  }
  return best;
}

void Recovery::on(const RoleRecord& record) {
  Failover& failover = failovers_[record.partition.index()];
  if (record.event == RoleEvent::detected) {
    failover = {cause_of(record.region, record.time), record.time, RegionId()};
    return;
  }
  if (record.event == RoleEvent::cleared || record.event == RoleEvent::failback) failover = {};
  if (!failover.fault) return;
  Marks& marks = marks_[*failover.fault];
  const Time now = record.time;
  switch (record.event) {
    case RoleEvent::decided:
      marks.suspected = failover.detected;
      marks.decided = now;
      break;
    case RoleEvent::fenced: failover.fenced = record.region; break;
    case RoleEvent::promoted: marks.promoted = now; break;
    case RoleEvent::redirected:
      if (record.region != lost_region_[*failover.fault]) marks.told = now;  // a lost region sends nothing anywhere
      break;
    case RoleEvent::rejoined:
      // Cut off and fenced, its own users could write nowhere until now. Lost, its users are elsewhere.
      if (failover.fenced == record.region && !lost_region_[*failover.fault].has_value()) marks.told = now;
      break;
    case RoleEvent::detected:
    case RoleEvent::cleared:
    case RoleEvent::renewed:
    case RoleEvent::refused:
    case RoleEvent::failback: break;
  }
}

/// Until when bad windows can be laid to this fault: the next one that touches the same populations.
Time Recovery::horizon_of(std::size_t fault, Time end) const {
  const Effect& effect = effects_[fault];
  Time horizon = end;
  for (std::size_t f = 0; f < effects_.size(); ++f) {
    if (!spans_[f].began() || spans_[f].onset <= spans_[fault].onset) continue;
    bool meets = false;
    for (std::size_t p = 0; p < effect.hurt.size(); ++p) meets = meets || (effect.hurt[p] && effects_[f].met[p]);
    if (meets) horizon = std::min(horizon, spans_[f].onset);
  }
  return horizon;
}

Recovery::Count Recovery::count_of(std::size_t fault, std::size_t window) const {
  Count sum;
  for (std::size_t p = 0; p < windows_.size(); ++p) {
    if (!effects_[fault].hurt[p] || window >= windows_[p].size()) continue;
    sum.ok += windows_[p][window].ok;
    sum.failed += windows_[p][window].failed;
  }
  return sum;
}

std::optional<Rto> Recovery::rto_of(std::size_t fault, Time end) const {
  const FaultSpan& span = spans_[fault];
  const Effect& effect = effects_[fault];
  const std::int64_t length = std::max<std::int64_t>(1, scenario_.window.ns);
  const Time horizon = horizon_of(fault, end);
  const auto first = static_cast<std::size_t>(span.onset.ns / length);
  const auto after = static_cast<std::size_t>((horizon.ns + (horizon < end ? 0 : length - 1)) / length);
  std::optional<std::size_t> last_bad;
  bool belongs = false, good_since = false;
  for (std::size_t w = first; w < after; ++w) {
    const Count count = count_of(fault, w);
    const double ended = static_cast<double>(count.ok) + count.failed;
    if (ended == 0) continue;
    const bool bad = count.ok < scenario_.slo * ended;
    const bool hurt = w < effect.hurt_windows.size() && effect.hurt_windows[w];
    belongs = bad && (hurt || belongs);
    if (belongs) last_bad = w;
    good_since = !belongs && (good_since || !bad);
  }
  if (!last_bad) return std::nullopt;
  Rto rto;
  rto.watched_s = (horizon - span.onset).in_seconds();
  rto.cut_short = horizon < end;
  if (good_since) rto.total_s = Time(static_cast<std::int64_t>(*last_bad + 1) * length - span.onset.ns).in_seconds();
  parts_of(fault, end, rto);
  return rto;
}

void Recovery::parts_of(std::size_t fault, Time end, Rto& rto) const {
  const Marks& marks = marks_[fault];
  const Time onset = spans_[fault].onset, over = std::min(spans_[fault].end, end);
  // Where a new primary was needed, the checkers that count are those of the primary.
  const Time noticed = marks.suspected != Time() ? marks.suspected : marks.detected;
  rto.noticed = noticed != Time() || marks.was_out;
  const Time detected = noticed != Time() ? noticed : marks.was_out ? onset : over;
  const Time decided = std::max(detected, marks.decided);
  const Time promoted = std::max(decided, marks.promoted);
  const Time redirected = std::max({promoted, marks.told, std::min(marks.last_sent, over)});
  rto.detect_s = (detected - onset).in_seconds();
  rto.decide_s = (decided - detected).in_seconds();
  rto.promote_s = (promoted - decided).in_seconds();
  rto.redirect_s = (redirected - promoted).in_seconds();
}

void Recovery::finish(Analysis& analysis, Time end) const {
  for (std::size_t f = 0; f < effects_.size(); ++f)
    if (spans_[f].began()) analysis.faults[f].rto = rto_of(f, end);
}

}  // namespace bicoastal
