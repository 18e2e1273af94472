#include "sim/study/decomposition.hpp"

#include "sim/base/check.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

/// Numbers by point of a grid.
using Field = std::vector<double>;

std::vector<std::size_t> strides_of(const std::vector<std::size_t>& levels) {
  std::vector<std::size_t> strides(levels.size(), 1);
  for (std::size_t axis = levels.size(); axis-- > 1;) strides[axis - 1] = strides[axis] * levels[axis];
  return strides;
}

std::size_t check_and_count_seeds(const GridFigures& grid) {
  BC_CHECK(!grid.levels.empty());
  std::size_t points = 1;
  for (const std::size_t count : grid.levels) {
    BC_CHECK(count >= 1);
    points *= count;
  }
  BC_CHECK(grid.values.size() == points);
  for (const auto& seeds : grid.values) BC_CHECK(seeds.size() == grid.values.front().size());
  return grid.values.front().size();
}

/// Variance of the means over all axes but these (indices of `field` that agree on `kept`).
double variance_of_means(const Field& field, const std::vector<std::size_t>& levels,
                         const std::vector<std::size_t>& kept, double mean) {
  const std::vector<std::size_t> strides = strides_of(levels);
  std::size_t groups = 1;
  for (const std::size_t axis : kept) groups *= levels[axis];
  Field sums(groups, 0.0);
  for (std::size_t point = 0; point < field.size(); ++point) {
    std::size_t group = 0;
    for (const std::size_t axis : kept) group = group * levels[axis] + point / strides[axis] % levels[axis];
    sums[group] += field[point] - mean;
  }
  const double each = static_cast<double>(field.size()) / static_cast<double>(groups);
  double squares = 0;
  for (const double sum : sums) squares += (sum / each) * (sum / each);
  return squares / static_cast<double>(groups);
}

struct Shares {
  double mean = 0, variance = 0;
  std::vector<double> of;  ///< axes, pairs, higher; empty without variance
};

Shares shares_of(const Field& field, const std::vector<std::size_t>& levels) {
  Shares shares;
  shares.mean = mean_of(field);
  for (const double value : field) shares.variance += (value - shares.mean) * (value - shares.mean);
  shares.variance /= static_cast<double>(field.size());
  if (!(shares.variance > 0)) return shares;
  double rest = 1;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    shares.of.push_back(variance_of_means(field, levels, {i}, shares.mean) / shares.variance);
    rest -= shares.of.back();
  }
  for (std::size_t i = 0; i < levels.size(); ++i)
    for (std::size_t j = i + 1; j < levels.size(); ++j) {
      const double together = variance_of_means(field, levels, {i, j}, shares.mean) / shares.variance;
      shares.of.push_back(together - shares.of[i] - shares.of[j]);
      rest -= shares.of.back();
    }
  shares.of.push_back(rest);
  return shares;
}

/// Means over seeds but `left_out` (none of them where it is not a seed), by point.
Field means_without(const std::vector<Field>& by_seed, std::size_t left_out) {
  Field means(by_seed.front().size(), 0.0);
  double count = 0;
  for (std::size_t seed = 0; seed < by_seed.size(); ++seed) {
    if (seed == left_out) continue;
    for (std::size_t point = 0; point < means.size(); ++point) means[point] += by_seed[seed][point];
    ++count;
  }
  for (double& mean : means) mean /= count;
  return means;
}

/// [seed][point], of seeds that have a value everywhere.
std::vector<Field> full_seeds(const GridFigures& grid, std::size_t seeds) {
  std::vector<Field> full;
  for (std::size_t seed = 0; seed < seeds; ++seed) {
    Field field;
    for (const auto& point : grid.values)
      if (point[seed]) field.push_back(*point[seed]);
    if (field.size() == grid.values.size()) full.push_back(std::move(field));
  }
  return full;
}

double cut(double share) { return std::clamp(share, 0.0, 1.0); }

/// Each share with its jackknife estimate and interval.
std::vector<VarianceShare> jackknife(const std::vector<Field>& by_seed, const Shares& all,
                                     const std::vector<std::size_t>& levels, double confidence) {
  const double n = static_cast<double>(by_seed.size());
  std::vector<std::vector<double>> pseudo(all.of.size());
  for (std::size_t seed = 0; by_seed.size() >= 2 && seed < by_seed.size(); ++seed) {
    const Shares without = shares_of(means_without(by_seed, seed), levels);
    for (std::size_t s = 0; s < all.of.size(); ++s)  // where nothing varies without this seed, no term has a share
      pseudo[s].push_back(n * all.of[s] - (n - 1) * (without.of.empty() ? 0 : without.of[s]));
  }
  std::vector<VarianceShare> shares(all.of.size());
  for (std::size_t s = 0; s < shares.size(); ++s) {
    shares[s].share = cut(pseudo[s].empty() ? all.of[s] : mean_of(pseudo[s]));
    if (const auto interval = mean_interval(pseudo[s], confidence))
      shares[s].interval = Interval{cut(interval->low), cut(interval->high)};
  }
  return shares;
}

}  // namespace

std::optional<Decomposition> decompose(const GridFigures& grid, double confidence) {
  const std::size_t seeds = check_and_count_seeds(grid), axes = grid.levels.size();
  const std::vector<Field> by_seed = full_seeds(grid, seeds);
  if (by_seed.empty()) return std::nullopt;
  const Shares all = shares_of(means_without(by_seed, by_seed.size()), grid.levels);
  if (all.of.empty()) return std::nullopt;
  std::vector<VarianceShare> shares = jackknife(by_seed, all, grid.levels, confidence);
  Decomposition result{by_seed.size(), seeds - by_seed.size(), all.mean, all.variance, {}, {}, shares.back()};
  std::size_t next = 0;
  for (std::size_t i = 0; i < axes; ++i) {
    shares[next].axes = {i};
    result.axes.push_back(shares[next++]);
  }
  for (std::size_t i = 0; i < axes; ++i)
    for (std::size_t j = i + 1; j < axes; ++j) {
      shares[next].axes = {i, j};
      result.pairs.push_back(shares[next++]);
    }
  return result;
}

std::vector<std::vector<Sample>> pair_means(const GridFigures& grid, std::size_t first, std::size_t second,
                                            double confidence) {
  const std::size_t seeds = check_and_count_seeds(grid);
  BC_CHECK(first < grid.levels.size() && second < grid.levels.size() && first != second);
  const std::vector<std::size_t> strides = strides_of(grid.levels);
  const auto level = [&](std::size_t point, std::size_t axis) { return point / strides[axis] % grid.levels[axis]; };
  std::vector<std::vector<Sample>> means(grid.levels[first]);
  for (std::size_t i = 0; i < grid.levels[first]; ++i)
    for (std::size_t j = 0; j < grid.levels[second]; ++j) {
      std::vector<std::optional<double>> by_seed;
      for (std::size_t seed = 0; seed < seeds; ++seed) {
        std::vector<double> told;
        std::size_t points = 0;
        for (std::size_t point = 0; point < grid.values.size(); ++point) {
          if (level(point, first) != i || level(point, second) != j) continue;
          ++points;
          if (grid.values[point][seed]) told.push_back(*grid.values[point][seed]);
        }
        by_seed.push_back(told.size() == points ? std::optional(mean_of(told)) : std::nullopt);
      }
      means[i].push_back(sample_of(by_seed, confidence));
    }
  return means;
}

}  // namespace bicoastal
