// What the stored document of a run tells that witnesses need: figures of the whole run, without reading its records.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/scenario.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace bicoastal {

struct StoredFigures {
  std::array<std::uint64_t, kAnomalyKinds> anomaly_counts{};
  std::vector<Time> usual_lags;  ///< median, from-major by pair of regions; 0 where nothing was sent
};

/// Of a document of run_json() about a run of `scenario`; nothing where it is none.
std::optional<StoredFigures> figures_in(std::string_view document, const Scenario& scenario);
StoredFigures figures_of(const Analysis& analysis, const Scenario& scenario);

}  // namespace bicoastal
