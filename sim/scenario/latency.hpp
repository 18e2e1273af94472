// Tables of measured round trips between places.
//
// A table is not a metric: the direct path may be slower than a detour, and the two directions may differ. It is used
// as it was measured. Its diagonal is time spent in end points, and is never used.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/scenario/faults.hpp"
#include "sim/scenario/view.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bicoastal {

struct LatencyPreset {
  std::string_view name;
  std::string_view meaning;
  bool has_percentiles;
};
inline constexpr std::array kLatencyPresets = {
    LatencyPreset{"aws-2024-04", "21 AWS regions, round trips of 2024-04-19: p50, p90, p99", true},
    LatencyPreset{"azure-2026-07", "54 Azure regions, round trips of 30 days to 2026-07-30: p50, by direction", false},
};

/// Approximate position of a well-known region, by the city it is named after.
std::optional<GeoPoint> known_location(std::string_view place);

class LatencyTable {
 public:
  /// Matrices are row-major over `places`, round trips in ns, negative where unknown; p90 and p99 may be empty.
  LatencyTable(std::vector<std::string> places, std::vector<double> p50, std::vector<double> p90,
               std::vector<double> p99);

  const std::vector<std::string>& places() const { return places_; }
  bool knows(std::string_view place) const { return index_.contains(std::string(place)); }
  bool has_percentiles() const { return !p90_.empty(); }
  /// One way from one place to another; nothing where the table does not tell.
  std::optional<PathDelay> one_way(std::string_view from, std::string_view to, bool jitter) const;

 private:
  std::vector<std::string> places_;
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<double> p50_, p90_, p99_;
};

/// REQUIRES: `name` is that of a preset.
LatencyTable preset_table(std::string_view name);

/// The table in `latency` ({places, rtt | one_way, p90, p99}); nothing, and faults, where its matrices do not fit.
std::optional<LatencyTable> inline_table(const View& latency, Faults& faults);

/// Replaces {"file": …} at /network/latency by the table in the file(s), so that the document stands alone. Where
/// `files_allowed` is false, a file is a fault: a document that came with a run must not make us read others.
void embed_latency_files(Node& document, bool files_allowed, Faults& faults);

}  // namespace bicoastal
