#include "sim/analysis/register_histories.hpp"

#include <unordered_set>

namespace bicoastal {

void RegisterHistories::consume(std::span<const Record> records) {
  for (const Record& record : records) {
    if (record.type == RecordType::accept) {
      const auto r = record.as<AcceptRecord>();
      accepted_[r.key.index()].push_back({r.version, r.op, r.session});
    } else if (record.type == RecordType::operation) {
      const auto r = record.as<OperationRecord>();
      if (r.kind == OpKind::write) begun_[r.op.value] = r.invoked;
      if (r.outcome != Outcome::ok || (r.kind == OpKind::write && r.version.is_initial())) continue;
      ended_[r.key.index()].push_back({r.invoked, r.time, r.kind, r.version, r.op, r.session});
    }
  }
}

std::vector<RegisterOp> RegisterHistories::of(KeyId key) const {
  std::vector<RegisterOp> ops = ended_[key.index()];
  std::unordered_set<std::uint64_t> written;  // and acknowledged
  for (const RegisterOp& op : ops)
    if (op.kind == OpKind::write) written.insert(op.version.value);
  for (const Accepted& a : accepted_[key.index()]) {
    if (written.contains(a.version.value)) continue;
    const auto begun = begun_.find(a.op.value);  // missing where the stream broke off
    ops.push_back(
        {begun == begun_.end() ? Time() : begun->second, Time::max(), OpKind::write, a.version, a.op, a.session});
  }
  return ops;
}

}  // namespace bicoastal
