// The definitions of the measures, word for word: every pair of operations is looked at, nothing is forgotten. Slow on
// purpose, and independent of the analyses: it knows of no order of arrival, keeps no watermarks, prunes nothing.
#pragma once

#include <bicoastal/history.hpp>
#include <bicoastal/scenario.hpp>

#include <cstdint>
#include <optional>
#include <ostream>
#include <span>
#include <vector>

namespace bicoastal::test {

struct ReferenceLag {
  std::uint64_t count = 0;
  std::int64_t sum_ns = 0, max_ns = 0;
  bool operator==(const ReferenceLag&) const = default;
};

struct Reference {
  std::uint64_t reads = 0, stale_reads = 0;
  std::int64_t age_sum_ns = 0, age_max_ns = 0;
  std::uint64_t versions_sum = 0, versions_max = 0;
  std::uint64_t read_your_writes = 0, monotonic_reads = 0, monotonic_writes = 0, writes_follow_reads = 0;
  std::uint64_t concurrent = 0, conflicting_writes = 0, accepted = 0, discarded = 0, lost = 0;
  std::uint64_t causality = 0;
  double differing_key_ns = 0;  ///< integral of the number of differing keys, from the end of the warm-up
  std::uint64_t keys_differing_at_end = 0;
  std::optional<std::int64_t> converged_at_ns;  ///< when leaders last came to agree on all keys
  std::vector<ReferenceLag> lag;                ///< from-major
};

Reference judge(const Scenario& scenario, std::span<const Record> records);

/// Where values merge and writes are local: sets of writes take the place of an order.
Reference judge_merged(const Scenario& scenario, std::span<const Record> records);

/// Where writes are by quorum: what each member of a key has been sent, and shows.
Reference judge_quorum(const Scenario& scenario, std::span<const Record> records);

}  // namespace bicoastal::test
