// The Pareto frontier: the points that nothing beats in everything.
//
// A point dominates another one that it is at least as good as in every objective, and better than in one (Pareto,
// "Manuale di economia politica", 1906; Deb, "Multi-Objective Optimization", 2001, def. 2.5). Points that are equal in
// all objectives do not dominate each other: all of them stay. A point that breaks a constraint is out and dominates
// nobody. A point of which an objective or a constraint is unknown (or not a number) cannot be placed, and dominates
// nobody.
//
// By their means points are where the picture shows them. As a mean is known only so well, `sure` says what the
// intervals leave of that: a point surely is not on the frontier where another one, that surely keeps to the
// constraints, is better even if its figures are at the bad ends of their intervals and those of the point at the good
// ends. Intervals are taken metric by metric: what is "sure" has the confidence of single intervals, not of all
// together. Where the points share their seeds, this is cautious: a paired difference (paired.hpp) can tell apart what
// overlapping intervals leave open.
#pragma once

#include "sim/study/constraint.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bicoastal {

struct Objective {
  std::size_t metric = 0;  ///< index among the figures of a point
  Goal goal = Goal::minimise;
};

enum class FrontierPlace : std::uint8_t { frontier, dominated, out, unknown };

struct Standing {
  FrontierPlace place = FrontierPlace::unknown;  ///< by the means
  Sure on_frontier = Sure::perhaps;
  bool operator==(const Standing&) const = default;
};

/// One for each point. Compares each with each, in O(points^2 * objectives).
/// REQUIRES: at least one objective; its metrics and those of constraints are in the figures of every point.
std::vector<Standing> frontier(std::span<const std::vector<Figure>> points, std::span<const Objective> objectives,
                               std::span<const Constraint> constraints = {});

}  // namespace bicoastal
