// Histories written by hand: who wrote and read what, where and when, in milliseconds. Told in any order; the records
// come out in the order of time, and what a store showed just before is worked out on the way.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/history.hpp>
#include <bicoastal/scenario.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace bicoastal::test {

constexpr std::size_t kA = 0, kB = 1, kC = 2;  // regions, and their leader stores

class Story {
 public:
  /// Regions A, B, C … with a leader store each, ten sessions at home in each (0 – 9 in A, 10 – 19 in B …), timeouts of
  /// 100 ms, clocks that are right; 10 s of load, windows of 1 s.
  explicit Story(std::size_t regions = 3, WritePattern writes = WritePattern::local);

  Scenario scenario;  ///< may be changed until analyse()

  struct Write {
    VersionId version;
    std::int64_t stamp = 0;
    std::uint32_t session = 0, key = 0;
    OpId op;
    std::size_t store = 0;
    double accepted_ms = 0;
  };

  // --- writes
  /// Invoked at `ms`, accepted at `store` 1 ms later, acknowledged 2 ms after `ms`.
  Write write(double ms, std::uint32_t session, std::uint32_t key, std::size_t store);
  /// Accepted only. The stamp is the time unless it is given; the epoch is that of next_epoch().
  Write accept(double ms, std::uint32_t session, std::uint32_t key, std::size_t store,
               std::optional<double> stamp_ms = {});
  void acknowledge(double ms, const Write& write, double invoked_ms);
  void apply(double ms, const Write& write, std::size_t store);
  void lose(double ms, const Write& write, FaultId fault = {});
  /// `store` shows `instead` again (the initial value: nothing given).
  void roll_back(double ms, std::size_t store, std::uint32_t key, std::optional<Write> instead = {});
  void next_epoch() { ++epoch_; }

  // --- reads: invoked at `ms`, answered 1 ms later
  OpId read(double ms, std::uint32_t session, std::uint32_t key, const Write& found);
  OpId read_initial(double ms, std::uint32_t session, std::uint32_t key);

  // --- everything else
  /// An operation that ends at `ended_ms`; a read of the initial value of key 0 by the first session of `region`, if
  /// not changed by `change`.
  OpId operation(double invoked_ms, double ended_ms, std::size_t region, Outcome outcome,
                 const std::function<void(OperationRecord&)>& change = {});
  /// A record as it is.
  template <class T>
  void tell(double ms, T record) {
    record.time = at(ms);
    add(Record::of(record));
  }
  void fault(double ms, std::size_t fault, bool begins);
  void role(double ms, RoleEvent event, std::size_t region, std::size_t partition = 0);

  /// The records, with an end record at `end_ms` unless it is none.
  std::vector<Record> records(std::optional<double> end_ms = 20000.0) const;
  Analysis analyse(std::optional<double> end_ms = 20000.0) const;

  static Time at(double ms) { return Time(static_cast<std::int64_t>(ms * 1e6)); }

 private:
  void add(const Record& record) { told_.push_back(record); }
  OpId next_op() { return OpId(ops_++); }

  std::vector<Record> told_;
  std::size_t ops_ = 0;
  std::vector<std::uint64_t> sequence_;
  std::uint64_t epoch_ = 0;
};

/// Anomalies of one kind.
std::vector<Anomaly> only(const Analysis& analysis, AnomalyKind kind);

}  // namespace bicoastal::test
