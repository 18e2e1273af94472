// Split brain: time during which two copies accept writes as primary of the same partition.
//
// A copy accepts from its promotion until it is fenced or follows another (and, in a planned switch, stops when that
// begins), and again when it renews its lease or the switch is off. The first primary is the one of the scenario. A
// copy whose region is down accepts nothing. Time in which several partitions are split counts once.
#pragma once

#include <bicoastal/analysis.hpp>

#include <cstdint>
#include <vector>

namespace bicoastal {

class SplitBrain {
 public:
  explicit SplitBrain(const Scenario& scenario);

  void on(const RoleRecord& record);
  void on(const FaultRecord& record);
  void finish(Analysis& analysis, Time end) const;

 private:
  struct Partition {
    std::vector<bool> accepts;  // by region
    RegionId primary;
    bool returning = false;
  };
  bool is_down(RegionId region) const;
  void passed(Time now);

  const Scenario& scenario_;
  std::vector<Partition> partitions_;
  std::vector<std::uint32_t> region_down_;  // faults that hold it down
  std::vector<std::uint32_t> zone_down_;
  bool split_ = false;
  Time since_, total_;
};

}  // namespace bicoastal
