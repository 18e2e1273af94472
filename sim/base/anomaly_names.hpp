// Names of the kinds of anomalies, in run files, documents and on the command line.
#pragma once

#include <bicoastal/analysis.hpp>

#include <array>
#include <string_view>

namespace bicoastal {

/// In the order of AnomalyKind.
inline constexpr std::array<std::string_view, kAnomalyKinds> kAnomalyNames = {
    "stale_read",      "read_your_writes", "monotonic_reads", "monotonic_writes", "writes_follow_reads", "conflict",
    "discarded_write", "lost_write",       "lost_change",     "lost_item",        "resurrected_item",    "oversold",
    "double_booking",  "overdraft",        "reordered",       "causality"};

constexpr std::string_view anomaly_name(AnomalyKind kind) { return kAnomalyNames[static_cast<std::size_t>(kind)]; }

}  // namespace bicoastal
