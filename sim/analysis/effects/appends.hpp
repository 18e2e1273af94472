// Logs.
//
//   lost change   an acknowledged append is not in the log
//   reordered     an entry stands before one of the same session that had been acknowledged before it was begun. The
//                 witness: the entry that stands too early, and of those that should stand before it the one that was
//                 acknowledged first
//
// Kept for the whole run, of each log: acknowledged appends.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/analysis/effects/judge.hpp"

#include <map>
#include <unordered_map>

namespace bicoastal {

class Appends final : public MeaningJudge {
 public:
  explicit Appends(Anomalies& anomalies) : anomalies_(anomalies) {}

  void accepted(const AcceptedChange& /*change*/) override {}
  void met(const AcceptedChange& change) override;
  void acknowledged(const AcceptedChange& change, const OperationRecord& op) override;
  void came_to(KeyId key, const Document& document, Time now) override;

 private:
  struct Append {
    AcceptedChange change;
    Time invoked, completed;
    bool found = false;
  };
  using Log = std::map<VersionId, Append>;

  void find_reordered(Log& log, const Document& document, Time now);

  Anomalies& anomalies_;
  std::unordered_map<std::uint32_t, Log> logs_;  // by key; looked up only, never iterated
};

}  // namespace bicoastal
