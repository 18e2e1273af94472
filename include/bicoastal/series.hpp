// What was measured over time: one value a window of Scenario::window.
#pragma once

#include <bicoastal/anomaly.hpp>
#include <bicoastal/ids.hpp>

#include <array>
#include <cstdint>
#include <vector>

namespace bicoastal {

/// One window of the series. Operations of the warm-up count here too.
struct Window {
  std::uint32_t issued = 0;          ///< invoked in this window
  std::uint32_t ok = 0, failed = 0;  ///< ended in this window; ok: answered, degraded ones too
  std::uint32_t degraded = 0;        ///< of these
  std::uint32_t stale = 0;
  float read_p50_ms = 0, read_p99_ms = 0, write_p50_ms = 0, write_p99_ms = 0;
};

/// One window of what concerns all regions together.
struct SystemWindow {
  double differing = 0;                                  ///< share of keys on which leader stores differ, mean over it
  std::array<std::uint32_t, kAnomalyKinds> anomalies{};  ///< by AnomalyKind; what is only known at the end counts there
};

/// Where the clients of a region were sent to.
struct Flow {
  RegionId home, asked;
  std::vector<std::uint32_t> requests;  ///< that ended, by window
};

}  // namespace bicoastal
