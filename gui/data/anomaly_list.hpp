// The anomalies of a run as a list that can be filtered and searched.
#pragma once

#include "gui/data/run_view.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal::gui {

struct AnomalyFilter {
  std::uint32_t kinds = 0;    ///< bits of AnomalyKind; 0: all
  std::string_view search{};  ///< part of kind, key, session or region; empty: all
};

/// Numbers of the run's anomalies that pass, by time.
std::vector<std::size_t> anomalies_that_pass(const RunView& run, const AnomalyFilter& filter);

/// "stale read".
std::string kind_in_words(AnomalyKind kind);
/// Region that wrote the version; "–" where nobody did.
std::string written_in(const RunView& run, const Anomaly& anomaly);

}  // namespace bicoastal::gui
