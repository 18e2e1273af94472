// What matters on a full grid: the variance of a figure over its points, taken apart into axes and pairs of axes.
//
// Analysis of variance of a full factorial (Fisher, "Statistical Methods for Research Workers", 1925; Montgomery,
// "Design and Analysis of Experiments", ch. 5), every level counting the same. Main effect of a level: the mean of its
// points less the mean of all. Interaction of two levels: what the mean of the points that have both differs by from
// the sum of that mean and both main effects. An axis' share is the mean square of its effects, of the variance over
// all points; the shares of axes, pairs and higher interactions add up to 1. On a grid they are the first-order Sobol'
// indices of its levels.
//
// Runs of one seed over the whole grid are one experiment (common random numbers). Noise looks like interaction: it
// adds about (noise variance / seeds) times the part of the grid's freedom that a term has. The jackknife over seeds
// (Quenouille 1956; Tukey 1958) takes that bias out in first order and gives Student's t interval of its pseudo-values.
// Shares and their intervals are cut to 0..1. With few seeds these intervals are rough.
#pragma once

#include "sim/study/interval.hpp"
#include "sim/study/sample.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace bicoastal {

/// A full grid: every combination of levels, the last axis turning fastest.
struct GridFigures {
  std::vector<std::size_t> levels;                         ///< of each axis, at least 1
  std::vector<std::vector<std::optional<double>>> values;  ///< [point][seed]; as many seeds at every point
};

struct VarianceShare {
  std::vector<std::size_t> axes;  ///< one, or two that interact; none: interactions of three and more
  double share = 0;
  std::optional<Interval> interval;  ///< nothing with fewer than two seeds
};

struct Decomposition {
  std::size_t seeds = 0, missing = 0;  ///< seeds with a value at every point, and that are left out
  double mean = 0, variance = 0;       ///< over the points, of their means
  std::vector<VarianceShare> axes;     ///< in order
  std::vector<VarianceShare> pairs;    ///< (0, 1), (0, 2) … (1, 2) …
  VarianceShare higher;
};

/// Nothing where no seed has all values, or where all points are alike.
/// REQUIRES: as many points as combinations of levels, at least one axis, the same number of seeds at every point.
std::optional<Decomposition> decompose(const GridFigures& grid, double confidence = 0.95);

/// Of two axes, for a heat map: [level of `first`][level of `second`], the mean over the other axes by seed, with its
/// interval over seeds. Seeds that some point has no value for are left out of that cell.
/// REQUIRES: as for decompose; first != second.
std::vector<std::vector<Sample>> pair_means(const GridFigures& grid, std::size_t first, std::size_t second,
                                            double confidence = 0.95);

}  // namespace bicoastal
