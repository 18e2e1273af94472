// Reads one fault of a scenario: its kind, when it acts, what it strikes. What names nothing, or would change nothing,
// is answered with a diagnostic.
#pragma once

#include "sim/scenario/resolve.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bicoastal {

class FaultReader {
 public:
  FaultReader(const PlaceNames& directory, const Scenario& scenario, Faults& faults)
      : directory_(directory), scenario_(scenario), faults_(faults) {}

  Fault read(const View& view);

 private:
  void set_target(const View& what, Fault& fault);
  bool set_place(const View& what, Fault& fault);
  bool set_watched(const View& what, Fault& fault);
  bool set_dependency(const View& what, Fault& fault);
  void set_link_change(const View& what, Fault& fault);  // fault_reader_links.cpp, and so on

  /// {replica|zone|region}, and what else stands beside.
  std::vector<ReplicaId> replicas(const View& what);
  std::vector<RegionId> regions(const View& names);  ///< all where nothing is named
  std::vector<PopulationId> populations(const View& names);
  double factor(const View& value, std::string_view why_one_is_nothing);
  std::vector<LinkId> both_ways(const View& names);
  std::vector<LinkId> one_way(const View& what);
  std::vector<LinkId> links_between(const View& where, const std::vector<std::pair<RegionId, RegionId>>& ways);
  Partition partition(const View& what);
  void check_crash(const View& what);
  void check_store_lost(const View& what);
  void check_node(const View& what);

  const PlaceNames& directory_;
  const Scenario& scenario_;
  Faults& faults_;
  std::string target_;  ///< of the fault being read, for its name
};

}  // namespace bicoastal
