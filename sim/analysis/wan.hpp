// Replication between the regions' leader stores, by ordered pair: batches, bytes, lag, backlog.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/base/histogram.hpp"

#include <cstdint>
#include <vector>

namespace bicoastal {

class Wan {
 public:
  explicit Wan(const Scenario& scenario);

  void on(const BatchRecord& record);
  void on(const BacklogRecord& record);
  /// A write accepted at `from` reached `to` for the first time, whoever passed it on; applied there, or superseded.
  void lag(StoreId from, StoreId to, Time lag) { pairs_[from.index() * regions_ + to.index()].lag.add(lag.ns); }
  void finish(Analysis& analysis) const;

 private:
  struct Pair {
    std::uint64_t batches = 0, failed_batches = 0, writes = 0;
    std::int64_t bytes = 0;
    std::int64_t max_backlog_writes = 0, max_backlog_bytes = 0;
    Histogram lag;
  };
  std::size_t regions_;
  std::vector<Pair> pairs_;  // from-major
};

}  // namespace bicoastal
