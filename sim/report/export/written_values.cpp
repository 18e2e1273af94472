#include "sim/report/export/written_values.hpp"

#include <algorithm>

namespace bicoastal {

void WrittenValues::learn(const AcceptRecord& accept) {
  std::uint64_t value = 0;
  if (const auto late = unsure_.find(accept.op.value); late != unsure_.end()) {
    if (late->second == 0) late->second = ++last_;
    value = late->second;
  } else {
    const auto [place, first] = under_way_.try_emplace(accept.op.value, last_ + 1);
    if (first) ++last_;
    value = place->second;
  }
  accepted_[accept.version.origin()].push_back({accept.version, value});
  last_accepted_ = last_;
}

void WrittenValues::learn(const OperationRecord& operation) {
  if (operation.kind != OpKind::write) return;
  const auto place = under_way_.find(operation.op.value);
  const std::uint64_t value = place == under_way_.end() ? 0 : place->second;
  if (place != under_way_.end()) under_way_.erase(place);
  // Of a write that ended well at its first attempt, nothing can be accepted any more.
  if (operation.outcome != Outcome::ok || operation.attempts != 1) unsure_.emplace(operation.op.value, value);
}

std::uint64_t WrittenValues::of_version(VersionId version) {
  if (version.is_initial()) return 0;
  if (const auto store = accepted_.find(version.origin()); store != accepted_.end()) {
    const auto before = [](const Numbered& a, VersionId b) { return a.version.sequence() < b.sequence(); };
    const auto place = std::lower_bound(store->second.begin(), store->second.end(), version, before);
    if (place != store->second.end() && place->version == version) return place->value;
  }
  const auto [place, first] = strangers_.try_emplace(version.value, last_ + 1);
  if (first) ++last_;
  return place->second;
}

std::uint64_t WrittenValues::of_write(const OperationRecord& operation) {
  const auto place = unsure_.find(operation.op.value);
  if (place == unsure_.end()) return of_version(operation.version);
  if (place->second == 0) place->second = ++last_;
  return place->second;
}

bool WrittenValues::was_accepted(const OperationRecord& operation) const {
  const auto place = unsure_.find(operation.op.value);
  return place != unsure_.end() && place->second > 0 && place->second <= last_accepted_;
}

std::optional<std::uint64_t> WrittenValues::without_end(OpId op) const {
  const auto place = under_way_.find(op.value);
  if (place == under_way_.end()) return std::nullopt;
  return place->second;
}

}  // namespace bicoastal
