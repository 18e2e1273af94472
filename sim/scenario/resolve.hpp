// From a document that the schema has seen to a Scenario: names become indices, presets their values, and what the
// schema cannot say about meaning is checked. One file a part of the scenario.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/scenario/directory.hpp"
#include "sim/scenario/faults.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/view.hpp"

#include <optional>
#include <vector>

namespace bicoastal {

/// Beyond these a run would not fit into a machine, or overflow an identifier (ids.hpp).
inline constexpr std::size_t kMaxStores = 1000;
inline constexpr std::size_t kMaxLinks = 65'534;
inline constexpr std::size_t kMaxReplicas = 200'000;
inline constexpr std::size_t kMaxSessions = 1u << 24;
inline constexpr double kMaxStoredValues = 1u << 28;  ///< keys · stores
inline constexpr double kMaxWindows = 1e7;
inline constexpr double kMaxOperations = 1e12;

/// Everything; faults of meaning are added to `faults`. The Scenario is only meaningful where there are none.
Scenario resolve(const View& document, const LoadOptions& options, Faults& faults);

/// Where it is not, Scenario::duration is Time::max(), so that nothing seems to come after the end.
bool duration_known(const View& document, const Faults& faults);

// The parts, in the order in which they can be resolved.
void resolve_regions(const View& document, Scenario& scenario, Faults& faults);
/// What replicas do, and what they need of others for it.
void resolve_service(const View& document, Scenario& scenario, Faults& faults);
void resolve_network_and_clients(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults);
void resolve_routing(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults);
void resolve_balancing(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults);
void resolve_data(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults);
/// REQUIRES: resolve_data has been here.
void resolve_conflicts(const View& document, const PlaceNames& directory, const LoadOptions& options,
                       Scenario& scenario, Faults& faults);
void resolve_actions(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults);
void resolve_faults(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults);
/// After resolve_faults: random ones follow those that are scripted.
void resolve_failures(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults);
/// REQUIRES: resolve_faults has been here; each deploy is a fault, too.
void resolve_deploys(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults);
void resolve_fleet(const View& document, Scenario& scenario, Faults& faults);
void resolve_drill(const View& document, Scenario& scenario, Faults& faults);
/// Prices. REQUIRES: resolve_fleet has been here.
void resolve_cost(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults);
void resolve_expectations(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults);

/// Room for machines in each zone of a region: those that are there at the start, and those that may come.
std::size_t places_in_a_zone(const View& document, const View& region);

/// The distribution at `view`; a fault where its parameters contradict each other.
Distribution resolve_distribution(const View& view, Faults& faults);

/// The checks at `view`; a fault where their times contradict each other.
HealthCheck resolve_health_check(const View& view, Faults& faults);
/// What clients or replicas do when an attempt fails.
Retries resolve_retries(const View& view, Faults& faults);

/// The dependency that `name` names, or nothing and a fault. REQUIRES: resolve_service has been here.
std::optional<DependencyId> find_dependency(const View& name, const Scenario& scenario, Faults& faults);

/// Regions that an array names, most preferred first; a fault for each that is unknown or stands twice.
std::vector<RegionId> resolve_order(const View& names, const PlaceNames& directory, Faults& faults);
/// Appends the regions that are not in `order`, in their own order.
void complete_order(std::vector<RegionId>& order, const Scenario& scenario);
/// A fault for each key of an object that names no region.
void check_region_keys(const View& view, const PlaceNames& directory, Faults& faults);

/// Refuses fields that the user gave and that change nothing as the others are.
void refuse_inert_fields(const View& document, Faults& faults);

}  // namespace bicoastal
