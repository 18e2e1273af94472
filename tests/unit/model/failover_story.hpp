// Small failovers for laws: three regions that write to r0, and what two stores did at the same time.
#pragma once

#include <bicoastal/analysis.hpp>

#include "support/scenarios.hpp"
#include "support/simulate.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace bicoastal::test {

/// Checks every 2 s, three of them; 1 s to promote.
inline Scenario three_regions_one_primary(double per_second = 20) {
  Scenario s = make_regions({{0, 20, 31}, {20, 0, 45}, {31, 45, 0}});
  s.duration = Time::seconds(120);
  s.data.writes = WritePattern::global;
  s.data.primary = RegionId(0);
  Failover& f = s.data.failover;
  f.detect = {Time::seconds(2), Time::millis(500), 3, 2};
  f.promote = Time::seconds(1);
  f.redirect_ttl = Time::seconds(2);
  for (std::size_t r = 0; r < 3; ++r) add_clients(s, r, per_second, 0.5);
  return s;
}

/// Links of make_regions({r0, r1, r2}) that leave or reach r0.
inline std::vector<LinkId> links_of_r0() { return {LinkId(0), LinkId(1), LinkId(2), LinkId(3)}; }

/// Stores that accepted writes of one partition while another did: from the records of acceptance alone, a store's term
/// in an epoch lasts from its first write in it to its last.
inline std::vector<std::string> overlapping_terms(const std::vector<Record>& records) {
  struct Term {
    Time first, last;
    std::size_t store;
  };
  std::map<std::pair<std::size_t, std::uint64_t>, std::map<std::size_t, Term>> terms;  // by partition, epoch, store
  for (const AcceptRecord& a : only<AcceptRecord>(records)) {
    auto& by_store = terms[{a.partition.index(), a.version.epoch()}];
    const auto [at, fresh] = by_store.try_emplace(a.store.index(), Term{a.time, a.time, a.store.index()});
    at->second.last = a.time;
  }
  std::map<std::size_t, std::vector<Term>> of_partition;
  for (const auto& [where, by_store] : terms)
    for (const auto& [store, term] : by_store) of_partition[where.first].push_back(term);
  std::vector<std::string> found;
  for (const auto& [partition, list] : of_partition)
    for (std::size_t i = 0; i < list.size(); ++i)
      for (std::size_t j = i + 1; j < list.size(); ++j)
        if (list[i].store != list[j].store && list[i].first <= list[j].last && list[j].first <= list[i].last)
          found.push_back("partition " + std::to_string(partition) + ": stores " + std::to_string(list[i].store) +
                          " and " + std::to_string(list[j].store));
  return found;
}

inline std::vector<RoleRecord> roles(const std::vector<Record>& records, RoleEvent event) {
  std::vector<RoleRecord> found;
  for (const RoleRecord& r : only<RoleRecord>(records))
    if (r.event == event) found.push_back(r);
  return found;
}

inline Analysis analysed(const Scenario& scenario, const std::vector<Record>& records) {
  Analyser analyser(scenario);
  analyser.consume(records);
  return analyser.finish();
}

}  // namespace bicoastal::test
