#include "sim/analysis/reshardings.hpp"

#include "sim/analysis/percentiles.hpp"

#include <utility>

namespace bicoastal {

void ReshardingMeter::end(Region& region, Time now, bool interrupted) {
  if (!region.last || moves_[*region.last].end) return;
  moves_[*region.last].end = now;
  moves_[*region.last].interrupted = interrupted;
}

void ReshardingMeter::on(const ChangeRecord& record) {
  if (record.region.index() >= regions_.size()) return;
  Region& region = regions_[record.region.index()];
  if (record.event == ChangeEvent::shards_moved) end(region, record.time, false);
  if (record.event != ChangeEvent::shards_moving) return;
  end(region, record.time, true);
  region.last = moves_.size();
  Move& move = moves_.emplace_back();
  move.region = record.region;
  move.begin = record.time;
  move.keys = static_cast<std::uint64_t>(record.value);
  move.before = std::exchange(region.calm, Histogram());
}

void ReshardingMeter::on(const EndedOperation& op) {
  if (!op.ended() || op.record.asked.index() >= regions_.size()) return;
  Region& region = regions_[op.record.asked.index()];
  const std::int64_t latency = (op.record.time - op.record.invoked).ns;
  Move* const move = region.last ? &moves_[*region.last] : nullptr;
  if (move == nullptr || op.record.invoked < move->begin || (move->end && op.record.invoked >= *move->end)) {
    if (op.ok() && (move == nullptr || op.record.invoked >= move->begin)) region.calm.add(latency);
    return;
  }
  ++move->requests;
  if (op.ok())
    move->latency.add(latency);
  else
    ++move->failed;
}

void ReshardingMeter::finish(Analysis& analysis, Time end) const {
  for (const Move& move : moves_) {
    Resharding figures;
    figures.region = move.region;
    figures.begin_s = move.begin.in_seconds();
    figures.end_s = move.end.value_or(end).in_seconds();
    figures.ended = move.end.has_value() && !move.interrupted;
    figures.keys = move.keys;
    figures.share = keys_ == 0 ? 0 : static_cast<double>(move.keys) / static_cast<double>(keys_);
    figures.requests = move.requests;
    figures.failed = move.failed;
    figures.latency = percentiles_of(move.latency);
    figures.before = percentiles_of(move.before);
    analysis.reshardings.push_back(figures);
  }
}

}  // namespace bicoastal
