// One run of a sweep in a child process: simulated and measured within its limits, brought back as bytes.
#pragma once

#include "sim/study/forked.hpp"
#include "sim/sweep/sweep.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace bicoastal {

/// In a child: the result's bytes. Throws where the run fails by itself.
std::string simulate_point(const Sweep& sweep, std::size_t point, std::uint64_t seed);

/// In the parent: what is stored of run `number`, however it ended.
SweepRun run_of(const Sweep& sweep, std::size_t number, const JobEnd& end);

/// A run cut short, to tell what whole ones will take.
struct Pilot {
  double run_s = 0;   ///< estimated of the whole
  double cut_at = 1;  ///< share of the simulated time that was reached
};
/// In a child.
std::string fly_pilot(const Sweep& sweep, std::size_t point, double most_s);
Pilot pilot_of(const std::string& bytes);

}  // namespace bicoastal
