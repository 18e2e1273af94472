#include "sim/analysis/drill.hpp"

#include "sim/base/primaries.hpp"

#include <algorithm>

namespace bicoastal {

Drill::Drill(const Scenario& s) : scenario_(s), steps_(has_primaries(s) ? s.drill.size() : 0) {
  if (!used()) return;
  for (std::size_t p = 0; p < partition_count(s); ++p)
    home_.push_back(s.data.writes == WritePattern::global ? s.data.primary : RegionId(p));
  primary_ = home_;
  due_.resize(home_.size());
  writes_.resize(s.regions.size());
  while (at_ < steps_.size() && s.drill[at_].kind == DrillStep::Kind::recover) ++at_;
}

Drill::Write& Drill::write(VersionId version) {
  auto& of_origin = writes_[version.origin().index()];
  if (version.sequence() >= of_origin.size()) of_origin.resize(version.sequence() + 1);
  Write& write = of_origin[version.sequence()];
  if (write.at.empty()) write.at.resize(scenario_.regions.size());
  return write;
}

void Drill::begin(Time now) {
  steps_[at_].began = now;
  promoted_ = false;
}

/// The step is done: the next one is due, and begins at once if it is one that does.
void Drill::complete(Time now) {
  steps_[at_].done = now;
  do ++at_;
  while (at_ < steps_.size() && scenario_.drill[at_].kind == DrillStep::Kind::recover);
  if (at_ < steps_.size() && scenario_.drill[at_].kind == DrillStep::Kind::verify) begin_verify(now);
}

void Drill::begin_verify(Time now) {
  begin(now);
  wanted_ = 0;
  for (auto& of_origin : writes_)
    for (Write& write : of_origin) {
      write.wanted = write.acknowledged && !is_there(write);
      wanted_ += write.wanted ? 1 : 0;
    }
  steps_[at_].missing = wanted_;
  if (wanted_ == 0) complete(now);
}

void Drill::found(Write& write, Time now) {
  if (!write.wanted || !is_there(write)) return;
  write.wanted = false;
  if (--wanted_ == 0 && at_ < steps_.size() && scenario_.drill[at_].kind == DrillStep::Kind::verify) complete(now);
}

void Drill::on(const EndedOperation& op) {
  if (!op.ended()) return;
  if (op.invoked_window >= windows_.size()) windows_.resize(op.invoked_window + 1);
  ++(op.ok() ? windows_[op.invoked_window].ok : windows_[op.invoked_window].failed);
  if (op.ok() && op.record.kind == OpKind::write && !op.record.version.is_initial())
    write(op.record.version).acknowledged = true;
}

void Drill::on(const AcceptRecord& record) {
  Write& accepted = write(record.version);
  if (scenario_.data.writes == WritePattern::partitioned)
    accepted.partition = static_cast<std::uint16_t>(home_of(scenario_, record.key).index());
  accepted.at[record.store.index()] = true;
}

void Drill::on(const ApplyRecord& record) {
  if (record.store.index() >= scenario_.regions.size()) return;  // a read copy
  if (record.result == ApplyResult::rolled_back && !record.displaced.is_initial())
    write(record.displaced).at[record.store.index()] = false;
  if (record.version.is_initial()) return;
  Write& applied = write(record.version);
  applied.at[record.store.index()] = true;
  found(applied, record.time);
}

void Drill::on(const LostRecord& record) { write(record.version).gone = true; }

void Drill::on(const FaultRecord& record) {
  if (record.begins == 0 || at_ >= steps_.size() || steps_[at_].began) return;
  if (scenario_.drill[at_].kind == DrillStep::Kind::fail_over) begin(record.time);
}

void Drill::on(const RoleRecord& record) {
  const std::size_t p = record.partition.index();
  const bool switches = record.event == RoleEvent::failback;
  if (record.event == RoleEvent::detected || record.event == RoleEvent::decided || switches) due_[p] = true;
  if (record.event == RoleEvent::cleared || record.event == RoleEvent::renewed) due_[p] = false;
  if (at_ < steps_.size() && !steps_[at_].began) {
    const DrillStep::Kind kind = scenario_.drill[at_].kind;
    const bool home = record.region == home_[p];
    if (kind == DrillStep::Kind::fail_over && (record.event == RoleEvent::decided || (switches && !home)))
      begin(record.time);
    if (kind == DrillStep::Kind::fail_back && switches && home) begin(record.time);
  }
  if (record.event != RoleEvent::promoted) return;
  primary_[p] = record.region;
  due_[p] = false;
  promoted_ = true;
  if (at_ >= steps_.size() || !steps_[at_].began) return;
  const DrillStep::Kind kind = scenario_.drill[at_].kind;
  const bool all_moved = promoted_ && std::ranges::find(due_, true) == due_.end();
  if (kind == DrillStep::Kind::fail_over && all_moved)
    complete(record.time);
  else if (kind == DrillStep::Kind::fail_back && is_home())
    complete(record.time);
}

/// From the begin of the fail_over before the step: how long until no window is bad any more.
std::optional<Time> Drill::recovered(std::size_t step, Time end) const {
  std::size_t from = step;
  while (from > 0 && !(scenario_.drill[from].kind == DrillStep::Kind::fail_over)) --from;
  if (!steps_[from].began) return std::nullopt;
  Time until = end;
  for (std::size_t i = from + 1; i < steps_.size(); ++i) {
    const DrillStep::Kind kind = scenario_.drill[i].kind;
    const bool moves = kind == DrillStep::Kind::fail_over || kind == DrillStep::Kind::fail_back;
    if (moves && steps_[i].began) until = std::min(until, *steps_[i].began);
  }
  const std::int64_t length = std::max<std::int64_t>(1, scenario_.window.ns);
  const Time begin = *steps_[from].began;
  Time good = begin;
  bool bad_at_last = false;
  for (auto w = static_cast<std::size_t>(begin.ns / length); w < windows_.size(); ++w) {
    const Time ends(static_cast<std::int64_t>(w + 1) * length);
    if (ends > until) break;  // cut off by what came next, or by the end
    const double ended = static_cast<double>(windows_[w].ok) + windows_[w].failed;
    if (ended == 0) continue;
    bad_at_last = windows_[w].ok < scenario_.slo * ended;
    if (bad_at_last) good = ends;
  }
  return bad_at_last ? std::nullopt : std::optional(good - begin);
}

void Drill::finish(Analysis& analysis, Time end) const {
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Step& step = steps_[i];
    DrillFigures figures;
    figures.missing = step.missing;
    if (step.began) figures.began_s = step.began->in_seconds();
    if (step.began && step.done) figures.took_s = (*step.done - *step.began).in_seconds();
    if (scenario_.drill[i].kind == DrillStep::Kind::recover)
      if (const auto took = recovered(i, end)) figures.took_s = took->in_seconds();
    if (scenario_.drill[i].kind == DrillStep::Kind::verify && step.began && !step.done) figures.never = wanted_;
    figures.in_time = figures.took_s && *figures.took_s <= scenario_.drill[i].within.in_seconds();
    analysis.drill.push_back(figures);
  }
}

}  // namespace bicoastal
