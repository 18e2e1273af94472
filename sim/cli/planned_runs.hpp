// A planned run in a child process: its metrics come back as bytes.
#pragma once

#include "sim/claims/plan.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal {

/// Simulates; the metrics, packed. Throws what went wrong. REQUIRES: at most once a process.
std::string simulate_planned(const PlannedRun& planned, std::optional<std::uint64_t> seed);
std::vector<std::optional<double>> unpacked(const std::string& bytes);

}  // namespace bicoastal
