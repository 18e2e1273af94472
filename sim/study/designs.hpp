// Designs: which points of the unit cube to try. What a coordinate means on its axis is the caller's business.
//
// Each axis draws from streams of its own name, so that another axis changes nothing for those that are there.
//
// Latin hypercube (McKay, Beckman, Conover, "A comparison of three methods for selecting values of input variables",
// Technometrics 21, 1979): of n points, each of the n equal strata of each axis has exactly one, at a random place in
// it.
//
// Saltelli's scheme (Saltelli et al., "Variance based sensitivity analysis of model output", Computer Physics
// Communications 181, 2010): matrices A and B, the two halves of a Sobol' sequence in twice as many dimensions, and for
// each axis A with that axis' column from B: n (k + 2) points. The sequence is shifted as a whole by a random vector
// (Cranley and Patterson, SIAM J. Numer. Anal. 13, 1976), so that the seed matters and no coordinate is 0. Each row can
// be judged apart; n that are powers of two spread most evenly.
//
// One at a time: the base and every point that differs from it on one axis.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bicoastal {

/// Coordinates by axis, each in [0, 1).
using UnitPoint = std::vector<double>;

/// REQUIRES: count <= 2^24.
std::vector<UnitPoint> latin_hypercube(std::size_t count, std::span<const std::string> axes, std::uint64_t seed);

struct SaltelliDesign {
  std::vector<UnitPoint> a, b;
  std::vector<std::vector<UnitPoint>> ab;  ///< [axis][row]: row of `a` with the coordinate of that axis from `b`
};

/// REQUIRES: 1 to 1000 axes.
SaltelliDesign saltelli_design(std::size_t rows, std::span<const std::string> axes, std::uint64_t seed);

/// A point that differs from the base on one axis, by indices of levels.
struct SingleStep {
  std::size_t axis = 0, level = 0;
  bool operator==(const SingleStep&) const = default;
};

/// By axis, then level; the base itself is not among them. REQUIRES: base[i] < levels[i].
std::vector<SingleStep> one_at_a_time(std::span<const std::size_t> base, std::span<const std::size_t> levels);

}  // namespace bicoastal
