#include "sim/analysis/recovery.hpp"

#include "sim/analysis/fault_places.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

constexpr std::size_t kBefore = 10;  ///< windows that say whether success was bad before a fault

}  // namespace

Recovery::Recovery(const Scenario& scenario, const FaultSpans& spans)
    : scenario_(scenario),
      spans_(spans),
      windows_(scenario.clients.size()),
      marks_(scenario.faults.size()),
      effects_(scenario.faults.size()),
      failovers_(partition_count(scenario)),
      region_is_out_(scenario.regions.size()),
      ended_(scenario.replicas.size()),
      out_(scenario.replicas.size()),
      region_out_(scenario.regions.size()) {
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
  auto& stopped = of_region ? region_out_[record.region.index()] : out_[record.replica.index()];
  if (record.event != HealthEvent::region_out && record.event != HealthEvent::replica_out)
    return back(stopped, record.time);
  for (const std::size_t f : spans_.recent()) {
    if (!spans_[f].covers(record.time)) continue;
    const Fault& fault = scenario_.faults[f];
    const bool struck =
        of_region ? region_struck_by(scenario_, fault) == record.region : strikes(scenario_, fault, record.replica);
    if (!struck) continue;
    stopped.push_back(f);
    // Balancers inside a lost region are lost with it: the name service is who must notice.
    if (of_region || !lost_region_[f].has_value()) marks_[f].noticed.push_back(record.time);
  }
}

/// What stopped under these faults is there again.
void Recovery::back(std::vector<std::size_t>& faults, Time now) {
  for (const std::size_t f : faults) marks_[f].repaired = now;
  faults.clear();
}

void Recovery::on(const ChangeRecord& record) {
  if (!record.replica.has_value()) return;
  auto& ended = ended_[record.replica.index()];
  if (record.event == ChangeEvent::ready) return back(ended, record.time);
  if (record.event == ChangeEvent::stopped && record.value == 0)
    for (const std::size_t f : spans_.recent())
      if (spans_[f].covers(record.time)) ended.push_back(f);
  // A machine in the place of another one.
  if (record.event == ChangeEvent::started)
    if (const auto place = static_cast<std::size_t>(record.value); place < ended_.size() && &ended_[place] != &ended)
      std::swap(ended, ended_[place]);
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
  if (record.event == RoleEvent::failback && failover.fault && marks_[*failover.fault].returned == Time())
    marks_[*failover.fault].returned = record.time;
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

/// Whether the fault hurt any of these populations.
bool Recovery::meets(std::size_t fault, const std::vector<bool>& populations) const {
  const std::vector<bool>& hurt = effects_[fault].hurt;
  for (std::size_t p = 0; p < hurt.size(); ++p)
    if (hurt[p] && populations[p]) return true;
  return false;
}

/// Until when bad windows can be laid to this fault: the next one that touches the same populations.
Time Recovery::horizon_of(std::size_t fault, Time end) const {
  Time horizon = end;
  for (std::size_t f = 0; f < effects_.size(); ++f)
    if (spans_[f].began() && spans_[f].onset > spans_[fault].onset && meets(fault, effects_[f].met))
      horizon = std::min(horizon, spans_[f].onset);
  return horizon;
}

WindowCount Recovery::count_of(std::size_t fault, std::size_t window) const {
  WindowCount sum;
  for (std::size_t p = 0; p < windows_.size(); ++p) {
    if (!effects_[fault].hurt[p] || window >= windows_[p].size()) continue;
    sum.ok += windows_[p][window].ok;
    sum.failed += windows_[p][window].failed;
  }
  return sum;
}

bool Recovery::is_bad(const WindowCount& count) const {
  return count.ok < scenario_.slo * (static_cast<double>(count.ok) + count.failed);
}

/// Whether most of the last windows before the onset in which its users asked for anything were bad.
bool Recovery::was_bad_before(std::size_t fault) const {
  const std::int64_t length = std::max<std::int64_t>(1, scenario_.window.ns);
  std::size_t seen = 0, bad = 0;
  for (auto w = static_cast<std::size_t>(spans_[fault].onset.ns / length); w > 0 && seen < kBefore; --w) {
    const WindowCount count = count_of(fault, w - 1);
    if (count.ok + count.failed == 0) continue;
    ++seen;
    bad += is_bad(count) ? 1 : 0;
  }
  return 2 * bad > seen;
}

std::optional<Rto> Recovery::rto_of(std::size_t fault, Time end) const {
  const FaultSpan& span = spans_[fault];
  const Effect& effect = effects_[fault];
  const std::int64_t length = std::max<std::int64_t>(1, scenario_.window.ns);
  const Time horizon = horizon_of(fault, end), returned = marks_[fault].returned;
  const auto first = static_cast<std::size_t>(span.onset.ns / length);
  const auto after = static_cast<std::size_t>((horizon.ns + (horizon < end ? 0 : length - 1)) / length);
  const bool bad_before = was_bad_before(fault);
  std::optional<std::size_t> last_bad;
  bool belongs = false, good_since = false;
  for (std::size_t w = first; w < after; ++w) {
    if (last_bad && !belongs && returned != Time() && static_cast<std::int64_t>(w + 1) * length > returned.ns) break;
    const WindowCount count = count_of(fault, w);
    if (count.ok + count.failed == 0) continue;
    const bool bad = is_bad(count);
    const bool hurt = w < effect.hurt_windows.size() && effect.hurt_windows[w];
    belongs = bad && (hurt || (belongs && !bad_before));
    if (belongs) last_bad = w;
    good_since = !belongs && (good_since || !bad || bad_before);
  }
  if (!last_bad) return std::nullopt;
  Rto rto;
  rto.watched_s = (horizon - span.onset).in_seconds();
  rto.cut_short = horizon < end;
  Time back = Time::max();
  if (good_since) {
    back = Time(static_cast<std::int64_t>(*last_bad + 1) * length);
    rto.total_s = (back - span.onset).in_seconds();
  }
  parts_of(fault, end, back, rto);
  return rto;
}

void Recovery::parts_of(std::size_t fault, Time end, Time back, Rto& rto) const {
  const Marks& marks = marks_[fault];
  const Time onset = spans_[fault].onset, over = std::min(spans_[fault].end, end);
  // Success is told by windows: what came within one of them is what brought it back.
  const Time latest = back == Time::max() ? back : back + scenario_.window;
  const auto in_time = [&](Time mark) { return mark <= latest ? std::min(mark, back) : Time(); };
  // Where a new primary was needed, the checkers that count are those of the primary.
  Time noticed = in_time(marks.suspected);
  if (noticed == Time())
    for (const Time mark : marks.noticed) noticed = std::max(noticed, in_time(mark));
  rto.noticed = noticed != Time() || marks.was_out;
  const Time detected = noticed != Time() ? noticed : marks.was_out ? onset : std::min(over, back);
  const Time decided = std::max(detected, in_time(marks.decided));
  const Time promoted = std::max(decided, in_time(marks.promoted));
  const Time redirected = std::max(promoted, std::min(back, std::max(marks.told, std::min(marks.last_sent, over))));
  rto.detect_s = (detected - onset).in_seconds();
  rto.decide_s = (decided - detected).in_seconds();
  rto.promote_s = (promoted - decided).in_seconds();
  rto.redirect_s = (redirected - promoted).in_seconds();
}

std::optional<OutageTail> Recovery::tail_of_fault(std::size_t fault, Time end, const std::optional<Rto>& rto) const {
  const FaultSpan& span = spans_[fault];
  if (!rto || span.end >= end) return std::nullopt;
  Outage outage;
  outage.fault = span;
  outage.repaired = std::max({marks_[fault].repaired, marks_[fault].promoted, marks_[fault].told});
  if (rto->total_s) outage.back = span.onset + Time::seconds(*rto->total_s);
  outage.watched = horizon_of(fault, end);
  outage.window = Time(std::max<std::int64_t>(1, scenario_.window.ns));
  outage.life = spans_.memory();
  outage.measured_from = scenario_.warmup;
  for (std::size_t f = 0; f < effects_.size(); ++f) {  // what goes on must have been borne before
    if (f == fault || spans_[f].onset > span.onset || spans_[f].end <= span.end || !meets(fault, effects_[f].hurt))
      continue;
    outage.measured_from = std::max(outage.measured_from, spans_[f].onset);
  }
  outage.until = scenario_.duration;
  outage.count = [&](std::size_t window) { return count_of(fault, window); };
  return tail_of(outage);
}

void Recovery::finish(Analysis& analysis, Time end) const {
  for (std::size_t f = 0; f < effects_.size(); ++f)
    if (spans_[f].began()) {
      analysis.faults[f].rto = rto_of(f, end);
      analysis.faults[f].tail = tail_of_fault(f, end, analysis.faults[f].rto);
    }
}

}  // namespace bicoastal
