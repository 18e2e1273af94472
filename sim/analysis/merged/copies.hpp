// What read copies know, where values merge.
//
// A read copy is sent what its leader holds of a key whenever the leader has accepted or been sent a write to it: once
// for each, in order. So the n-th record of a copy stands for the n-th such event at its leader, and that tells exactly
// what the leader knew when it sent; the copy's record itself names only the newest version of it.
#pragma once

#include <bicoastal/history.hpp>
#include <bicoastal/scenario.hpp>

#include "sim/analysis/flat_queue.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace bicoastal {

class CopiesToInform {
 public:
  explicit CopiesToInform(const Scenario& scenario) : regions_(scenario.regions.size()), next_(scenario.stores.size()) {
    for (std::size_t s = 0; s < scenario.stores.size(); ++s) {
      region_of_.push_back(scenario.stores[s].region.index());
      if (s >= regions_.size()) regions_[region_of_[s]].copies.push_back(s);
    }
  }

  /// `leader` has `version` of the key now, and its copies will be told.
  void told(StoreId leader, KeyId key, VersionId version) {
    Region& region = regions_[leader.index()];
    if (!region.copies.empty()) region.events.push_back({version, key});
  }

  /// The version that a record of a copy tells it of.
  VersionId received(const ApplyRecord& record) {
    const std::size_t copy = record.store.index();
    Region& region = regions_[region_of_[copy]];
    const std::uint64_t i = next_[copy] - region.forgotten;
    if (i >= region.events.size() || !(region.events[i].key == record.key)) return record.version;  // a damaged file
    const VersionId version = region.events[i].version;
    ++next_[copy];
    std::uint64_t least = next_[copy];
    for (const std::size_t other : region.copies) least = std::min(least, next_[other]);
    for (; region.forgotten < least; ++region.forgotten) region.events.pop_front();
    return version;
  }

 private:
  struct Event {
    VersionId version;
    KeyId key;
  };
  struct Region {
    FlatQueue<Event> events;  // that some copy has not been told of
    std::uint64_t forgotten = 0;
    std::vector<std::size_t> copies;  // stores
  };

  std::vector<Region> regions_;
  std::vector<std::size_t> region_of_;  // by store
  std::vector<std::uint64_t> next_;     // by store: events so far
};

}  // namespace bicoastal
