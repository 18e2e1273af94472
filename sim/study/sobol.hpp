// Sobol' indices: how much of a figure's variance over a space of inputs each of them is good for.
//
// The inputs are independent and uniform over the cube of the design. First-order index of input i: the share of the
// variance that is explained by i alone, V(E(y | x_i)) / V(y). Total index: the share that would be left if all others
// were known, E(V(y | all but x_i)) / V(y), that is i with all its interactions. Estimators on Saltelli's scheme
// (designs.hpp):
//   first: mean of f(B) (f(AB_i) - f(A)), over V   (Saltelli et al. 2010, table 2 (b); f less its mean, as is usual)
//   total: mean of (f(A) - f(AB_i))^2 / 2, over V  (Jansen 1999, Computer Physics Communications 117)
// Intervals: percentiles of the bootstrap over rows (Efron 1979; for these indices Archer, Saltelli and Sobol', J.
// Statist. Comput. Simul. 58, 1997). Rows of a Sobol' sequence are more even than random ones, so that these are too
// wide rather than too narrow. Estimates are shown as they come out: those of small indices may be a little below 0.
//
// Of a simulation, all points of a row are run with the same seed: its noise then is the same on both sides of each
// difference, and only what it does together with an input counts for that input.
#pragma once

#include "sim/study/interval.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace bicoastal {

/// What was measured at the points of a design; nothing where a run does not tell.
struct SaltelliFigures {
  std::vector<std::optional<double>> a, b;
  std::vector<std::vector<std::optional<double>>> ab;  ///< [axis][row]
};

struct SobolIndex {
  double first = 0, total = 0;
  Interval first_interval, total_interval;
};

struct SobolIndices {
  std::size_t rows = 0, missing = 0;  ///< rows that tell everything, and that are left out
  double mean = 0, variance = 0;      ///< of the figure over the cube
  std::vector<SobolIndex> inputs;     ///< in the order of axes
};

struct BootstrapOptions {
  std::size_t resamples = 1000;
  double confidence = 0.95;
  std::uint64_t seed = 0;
};

/// Nothing with fewer than two rows that tell, or where they all tell the same: there is no variance to explain.
/// REQUIRES: all rows of the same number; resamples >= 1, 0 < confidence < 1.
std::optional<SobolIndices> sobol_indices(const SaltelliFigures& figures, const BootstrapOptions& options = {});

}  // namespace bicoastal
