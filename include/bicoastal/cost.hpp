// What a deployment costs: prices of a scenario, and the bill that follows from a run of it.
//
// Money is in US dollars, a GB is 10^9 bytes, a month is 30.4375 days (365.25 / 12). List prices without discounts,
// free tiers and taxes. How use is counted: sim/analysis/bill.hpp.
#pragma once

#include <bicoastal/ids.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

/// Of one region.
struct Prices {
  double instance_hour = 0;       ///< a replica
  double copy_hour = 0;           ///< an instance that keeps a copy of the data; stores on instances only
  double function_second = 0;     ///< a function at work; managed compute only
  double million_reads = 0;       ///< units of reading; stores on demand only
  double million_writes = 0;      ///< units of writing, replicated ones too; stores on demand only
  double between_regions_gb = 0;  ///< sent to another region; paid by the region that sends
  double zones_gb = 0;            ///< between zones, paid for by who sends and by who receives: twice
  double clients_gb = 0;          ///< sent to users over the internet
  double gb_month = 0;            ///< kept in the store
  bool assumed = false;           ///< the table does not know the region, and has its default for it
};

struct Pricing {
  /// What the store is billed by. On demand: requests and what is kept, zones included, as managed stores are.
  /// Instances: an instance and a disk for each copy, one in each zone at least, and what these send each other.
  enum class Store : std::uint8_t { on_demand, instances };
  std::string table;  ///< of prices; "none" without
  Store store = Store::on_demand;
  std::vector<Prices> regions;           ///< by region
  double read_unit = 0, write_unit = 0;  ///< bytes that one unit reads or writes at most; 0 = any number
  double key_bytes = 0;                  ///< kept of each key, in each copy
  std::optional<double> answer_bytes{};  ///< sent to users; without, what a read or an acknowledgement takes
  std::optional<double> failed_request{}, lost_write{};  ///< what one is to the business
};

enum class CostPart : std::uint8_t {
  compute,      ///< replicas, functions, instances of stores
  requests,     ///< units of reading and writing
  replication,  ///< sent between regions to keep copies
  forwarded,    ///< sent between regions for requests that one passes on to another, and for their answers
  clients,      ///< answers to users
  zones,        ///< sent between zones
  storage,      ///< kept
};
inline constexpr std::size_t kCostParts = 7;
inline constexpr double kMonthSeconds = 30.4375 * 86400;

/// USD by CostPart.
struct CostSplit {
  std::array<double, kCostParts> parts{};
  double operator[](CostPart part) const { return parts[static_cast<std::size_t>(part)]; }
  double& operator[](CostPart part) { return parts[static_cast<std::size_t>(part)]; }
  double total() const { return std::accumulate(parts.begin(), parts.end(), 0.0); }
};

/// What a bill is for, of one region.
struct BilledUse {
  double replica_s = 0, copy_s = 0, function_s = 0;
  double read_units = 0, write_units = 0;
  double replication_bytes = 0, forwarded_bytes = 0, client_bytes = 0, zone_bytes = 0;
  double stored_byte_s = 0;
};

/// Failed requests and lost writes at the prices that the scenario gives; 0 of what it gives none for.
struct FailureCost {
  double failed_requests = 0, lost_writes = 0;
  double total() const { return failed_requests + lost_writes; }
};

struct CostFigures {
  double run_s = 0;                       ///< billed as it was: the measured time
  double calm_s = 0;                      ///< of it, away from faults
  bool month_from_calm = false;           ///< the month is made of that; otherwise of the whole run
  std::vector<BilledUse> use;             ///< of the run, by region
  std::vector<CostSplit> run, month;      ///< by region
  std::optional<double> per_million{};    ///< the run's cost for a million operations answered
  std::optional<FailureCost> failures{};  ///< of the run; nothing where the scenario has no such prices
  std::vector<FailureCost> faults;        ///< in the order of the scenario, likewise; empty without
};

}  // namespace bicoastal
