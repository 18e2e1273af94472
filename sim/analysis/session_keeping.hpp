// How often sessions lost what the service knew of them, and how evenly requests are spread over replicas.
//
// Lost: records of the time from the warm-up on. Imbalance: requests that the busiest replica of a region was sent
// since the warm-up, over the mean of the replicas that the region has from the start; 1 is perfectly even.
#pragma once

#include <bicoastal/analysis.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace bicoastal {

class SessionKeepingMeter {
 public:
  explicit SessionKeepingMeter(const Scenario& scenario)
      : scenario_(scenario), sent_(scenario.regions.size()), busiest_(scenario.regions.size()) {}

  void on(const ChangeRecord& record) {
    if (record.event == ChangeEvent::session_lost && record.time >= scenario_.warmup) ++lost_;
  }
  void on(const LoadRecord& record) {
    sent_[record.region.index()] = record.sent;
    busiest_[record.region.index()] = record.busiest;
  }
  void finish(Analysis& analysis) const {
    SessionKeeping& keeping = analysis.keeping;
    keeping.kept = scenario_.service.sessions != SessionState::none;
    keeping.lost = lost_;
    if (std::all_of(sent_.begin(), sent_.end(), [](std::uint64_t n) { return n == 0; })) return;
    for (std::size_t r = 0; r < sent_.size(); ++r)
      keeping.imbalance.push_back(sent_[r] == 0 ? 0
                                                : static_cast<double>(busiest_[r]) * static_cast<double>(replicas(r)) /
                                                      static_cast<double>(sent_[r]));
  }

 private:
  std::size_t replicas(std::size_t region) const {
    return static_cast<std::size_t>(std::count_if(
        scenario_.replicas.begin(), scenario_.replicas.end(),
        [&](const Replica& r) { return r.at_start && scenario_.zones[r.zone.index()].region.index() == region; }));
  }

  const Scenario& scenario_;
  std::uint64_t lost_ = 0;
  std::vector<std::uint64_t> sent_, busiest_;  // by region
};

}  // namespace bicoastal
