#include "sim/analysis/fault_touches.hpp"

#include <algorithm>

namespace bicoastal {

FaultTouches::FaultTouches(const Scenario& scenario, const FaultSpans& spans, Time memory)
    : spans_(spans),
      memory_(memory),
      regions_(scenario.regions.size()),
      figures_(scenario.faults.size()),
      batches_(regions_ * regions_) {
  for (const Population& population : scenario.clients) sessions_ += population.sessions;
}

void FaultTouches::on(const TouchRecord& record) {
  if (!record.session.has_value()) {  // a batch: from, to and number are packed into the operation's field
    const std::uint64_t packed = record.op.value;
    const std::size_t from = packed >> 48, to = (packed >> 32) & 0xFFFF;
    if (from < regions_ && to < regions_) touch_batch(from * regions_ + to, packed, record.fault);
    return;
  }
  if (further_.size() >= forget_at_) forget_old(record.time);
  Further& further = further_[record.op.value];
  further.since = record.time;
  if (std::find(further.faults.begin(), further.faults.end(), record.fault) == further.faults.end())
    further.faults.push_back(record.fault);
}

/// Touches of work that went on after its client had given up never meet an operation.
void FaultTouches::forget_old(Time now) {
  std::erase_if(further_, [&](const auto& entry) { return entry.second.since < now - memory_; });
  forget_at_ = std::max<std::size_t>(1024, 2 * further_.size());
}

void FaultTouches::touch_batch(std::size_t pair, std::uint64_t number, FaultId fault) {
  auto& touched = batches_[pair];
  const auto wanted = static_cast<std::uint32_t>(number);
  auto batch = std::find_if(touched.begin(), touched.end(), [&](const auto& b) { return b.number == wanted; });
  if (batch == touched.end()) batch = touched.insert(touched.end(), {wanted, {}});
  if (std::find(batch->faults.begin(), batch->faults.end(), fault) != batch->faults.end()) return;
  batch->faults.push_back(fault);
  ++figures_[fault.index()].batches;
}

void FaultTouches::on(const BatchRecord& record) {
  const std::size_t pair = record.from.index() * regions_ + record.to.index();
  if (record.fault.has_value()) touch_batch(pair, record.batch, record.fault);
  auto& touched = batches_[pair];
  if (record.event == BatchEvent::sent || touched.empty()) return;
  const auto over = static_cast<std::uint32_t>(record.batch);
  touched.erase(std::remove_if(touched.begin(), touched.end(), [&](const auto& b) { return b.number == over; }),
                touched.end());
}

void FaultTouches::touch(FaultId fault, const EndedOperation& op) {
  Figures& f = figures_[fault.index()];
  ++f.requests;
  f.writes += op.record.kind == OpKind::write ? 1 : 0;
  f.failed += op.ended() && !op.ok() ? 1 : 0;
  f.touched_meanwhile += spans_[fault.index()].covers(op.record.invoked) ? 1 : 0;
  if (f.is_touched.empty()) f.is_touched.resize(sessions_);
  if (f.is_touched[op.record.session.index()]) return;
  f.is_touched[op.record.session.index()] = true;
  ++f.sessions;
}

std::vector<FaultId> FaultTouches::take_further(const OperationRecord& op) {
  const auto found = further_.find(op.op.value);
  if (found == further_.end()) return {};
  std::vector<FaultId> faults = std::move(found->second.faults);
  further_.erase(found);
  std::erase(faults, op.fault);  // counted already
  return faults;
}

void FaultTouches::finish(Analysis& analysis) const {
  const auto share = [](std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
  };
  for (std::size_t f = 0; f < figures_.size(); ++f) {
    const Figures& from = figures_[f];
    FaultFigures& to = analysis.faults[f];
    to.requests = from.requests;
    to.sessions = from.sessions;
    to.writes = from.writes;
    to.batches = from.batches;
    to.failed_requests = from.failed;
    to.blast_radius_sessions = share(from.sessions, sessions_);
    to.blast_radius_requests = share(from.touched_meanwhile, from.issued_meanwhile);
  }
}

}  // namespace bicoastal
