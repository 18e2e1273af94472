#include "unit/analysis/orders.hpp"

#include <algorithm>
#include <set>
#include <sstream>

namespace bicoastal::test {

namespace {

class Search {
 public:
  Search(std::span<const RegisterOp> ops, std::size_t k) : ops_(ops.begin(), ops.end()), k_(k) {
    for (RegisterOp& op : ops_)
      if (op.invoked == op.completed) op.invoked -= Time(1);  // no operation is shorter than a nanosecond
  }

  bool from(std::uint32_t placed, std::vector<VersionId> values) {
    bool all = true;
    for (std::size_t i = 0; i < ops_.size(); ++i) {
      if ((placed >> i & 1) != 0) continue;
      if (ops_[i].completed != Time::max()) all = false;
      if (!may_be_next(placed, i)) continue;
      if (ops_[i].kind == OpKind::read) {
        if (std::find(values.begin(), values.end(), ops_[i].version) == values.end()) continue;
        if (from(placed | 1U << i, values)) return true;
      } else {
        std::vector<VersionId> more = values;
        more.push_back(ops_[i].version);
        if (more.size() > k_) more.erase(more.begin());
        if (from(placed | 1U << i, more)) return true;
      }
    }
    return all;
  }

 private:
  /// Nothing that is still to be placed had ended before it began.
  bool may_be_next(std::uint32_t placed, std::size_t i) const {
    for (std::size_t j = 0; j < ops_.size(); ++j)
      if (j != i && (placed >> j & 1) == 0 && ops_[j].completed <= ops_[i].invoked) return false;
    return true;
  }

  std::vector<RegisterOp> ops_;
  std::size_t k_;
};

}  // namespace

bool some_order(std::span<const RegisterOp> ops, std::size_t k) { return Search(ops, k).from(0, {VersionId()}); }

std::vector<RegisterOp> random_register(const RandomRegister& o, std::mt19937_64& random) {
  const auto chance = [&](double share) { return std::uniform_real_distribution<>()(random) < share; };
  const auto below = [&](std::int64_t n) { return std::uniform_int_distribution<std::int64_t>(0, n - 1)(random); };
  std::vector<RegisterOp> ops(o.operations);
  std::vector<RegisterOp> writes;
  for (std::size_t i = 0; i < ops.size(); ++i) {
    RegisterOp& op = ops[i];
    op.op = OpId(i);
    op.session = SessionId(i);
    op.invoked = Time(below(o.times));
    op.completed = op.invoked + Time(below(o.longest + 1));
    op.kind = chance(o.writes) ? OpKind::write : OpKind::read;
    if (op.kind == OpKind::read) continue;
    op.version = VersionId(StoreId(std::size_t{0}), 0, i + 1);
    if (chance(o.unanswered)) op.completed = Time::max();
    writes.push_back(op);
  }
  for (RegisterOp& op : ops) {
    if (op.kind == OpKind::write) continue;
    if (chance(o.never_written)) {
      op.version = VersionId(StoreId(std::size_t{1}), 0, 1 + static_cast<std::uint64_t>(below(2)));
    } else if (chance(o.obedient)) {  // what was begun last of what began before it ended
      Time newest(-1);
      for (const RegisterOp& w : writes) {
        if (w.invoked >= op.completed || w.invoked < newest) continue;
        newest = w.invoked;
        op.version = w.version;
      }
    } else if (const auto i = below(static_cast<std::int64_t>(writes.size()) + 1); i > 0) {
      op.version = writes[static_cast<std::size_t>(i - 1)].version;
    }
  }
  return ops;
}

std::vector<RegisterOp> shifted(std::span<const RegisterOp> ops, Time shift) {
  std::vector<RegisterOp> result(ops.begin(), ops.end());
  for (RegisterOp& op : result) {
    if (op.kind == OpKind::write) continue;
    if (op.invoked == op.completed) op.invoked -= Time(1);
    op.invoked -= shift;
  }
  return result;
}

std::vector<RegisterOp> with_unseen_writes(std::span<const RegisterOp> ops) {
  std::set<std::uint64_t> written{0};
  for (const RegisterOp& op : ops)
    if (op.kind == OpKind::write) written.insert(op.version.value);
  std::vector<RegisterOp> result(ops.begin(), ops.end());
  for (const RegisterOp& op : ops)
    if (written.insert(op.version.value).second)
      result.push_back({Time(-1'000'000), Time::max(), OpKind::write, op.version, OpId(), SessionId()});
  return result;
}

std::string to_text(std::span<const RegisterOp> ops) {
  std::ostringstream out;
  for (const RegisterOp& op : ops) {
    out << (op.kind == OpKind::write ? "write " : "read  ") << op.version.origin().index() << '.'
        << op.version.sequence() << " [" << op.invoked.ns << ", ";
    if (op.completed == Time::max()) {
      out << "never)\n";
    } else {
      out << op.completed.ns << ")\n";
    }
  }
  return out.str();
}

}  // namespace bicoastal::test
