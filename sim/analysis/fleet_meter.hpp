// What became of replicas that have lives of their own, and of deploys.
//
// Ready replicas are counted over the measured time, [warmup, duration). The outage of a replica runs from the end of
// its process, where nobody wanted that, until it or the machine that took its place answers; one that lasts to the end
// of the run is no outage that could be measured. A deploy runs from its begin in its first region until it is done in
// its last one, or taken back in all.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/base/histogram.hpp"

#include <optional>
#include <vector>

namespace bicoastal {

class FleetMeter {
 public:
  explicit FleetMeter(const Scenario& scenario);

  void on(const ChangeRecord& record);
  void finish(Analysis& analysis, Time end);

 private:
  struct Region {
    std::uint32_t ready = 0, least = 0, most = 0;
    std::uint64_t restarts = 0, replaced = 0;
    double ready_time = 0;  // replicas · ns
    Time since;             // of `ready`
    Histogram outage;
  };
  struct Deployed {
    std::optional<Time> begun, ended;
    std::uint64_t answered = 0, failed = 0;
    std::size_t done = 0, undone = 0;  // regions
  };

  void count(Region& region, int change, Time now);
  void stopped(const ChangeRecord& record);
  void ready(const ChangeRecord& record);
  void changed_deploy(const ChangeRecord& record);

  const Scenario& scenario_;
  std::vector<Region> regions_;
  std::vector<bool> ready_;  // by replica; so are the next two
  std::vector<std::optional<Time>> down_since_;
  std::vector<ReplicaId> place_;  // whose place it takes
  std::vector<Deployed> deploys_;
};

}  // namespace bicoastal
