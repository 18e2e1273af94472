#include "sim/study/sobol.hpp"

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bicoastal {

namespace {

struct Row {
  double a, b;
  std::vector<double> ab;
};

std::vector<Row> full_rows(const SaltelliFigures& figures) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < figures.a.size(); ++i) {
    bool full = figures.a[i] && figures.b[i];
    for (const auto& axis : figures.ab) full = full && axis[i];
    if (!full) continue;
    rows.push_back({*figures.a[i], *figures.b[i], {}});
    for (const auto& axis : figures.ab) rows.back().ab.push_back(*axis[i]);
  }
  return rows;
}

/// Asked of the values, as sums of equal ones differ in their last digits.
bool all_alike(const std::vector<Row>& rows) {
  const double value = rows.front().a;
  return std::ranges::all_of(rows, [&](const Row& row) {
    return row.a == value && row.b == value && std::ranges::all_of(row.ab, [&](double ab) { return ab == value; });
  });
}

struct Estimates {
  double mean = 0, variance = 0;
  std::vector<double> first, total;
};

/// Of the rows with these indices.
Estimates estimate(const std::vector<Row>& rows, const std::vector<std::size_t>& chosen) {
  const std::size_t inputs = rows.front().ab.size();
  const double n = static_cast<double>(chosen.size());
  Estimates e{0, 0, std::vector<double>(inputs), std::vector<double>(inputs)};
  for (const std::size_t i : chosen) e.mean += (rows[i].a + rows[i].b) / (2 * n);
  for (const std::size_t i : chosen) {
    const Row& row = rows[i];
    const double a = row.a - e.mean, b = row.b - e.mean;
    e.variance += (a * a + b * b) / (2 * n);
    for (std::size_t k = 0; k < inputs; ++k) {
      const double step = row.ab[k] - row.a;
      e.first[k] += b * step / n;
      e.total[k] += step * step / (2 * n);
    }
  }
  for (std::size_t k = 0; k < inputs && e.variance > 0; ++k) {
    e.first[k] /= e.variance;
    e.total[k] /= e.variance;
  }
  return e;
}

Interval percentiles(std::vector<double> values, double confidence) {
  std::ranges::sort(values);
  const double last = static_cast<double>(values.size() - 1);
  const auto at = [&](double share) {
    const double place = share * last;
    const auto low = static_cast<std::size_t>(place);
    const std::size_t high = std::min(low + 1, values.size() - 1);
    return values[low] + (values[high] - values[low]) * (place - static_cast<double>(low));
  };
  return {at((1 - confidence) / 2), at((1 + confidence) / 2)};
}

}  // namespace

std::optional<SobolIndices> sobol_indices(const SaltelliFigures& figures, const BootstrapOptions& options) {
  BC_CHECK(figures.a.size() == figures.b.size() && options.resamples >= 1);
  BC_CHECK(options.confidence > 0 && options.confidence < 1);
  for (const auto& axis : figures.ab) BC_CHECK(axis.size() == figures.a.size());
  const std::vector<Row> rows = full_rows(figures);
  if (rows.size() < 2 || all_alike(rows)) return std::nullopt;
  std::vector<std::size_t> chosen(rows.size());
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  const Estimates all = estimate(rows, chosen);
  if (!(all.variance > 0)) return std::nullopt;

  const std::size_t inputs = figures.ab.size();
  std::vector<std::vector<double>> first(inputs), total(inputs);
  RandomStream stream(options.seed, "bootstrap/sobol");
  for (std::size_t r = 0; r < options.resamples; ++r) {
    for (std::size_t& i : chosen) i = static_cast<std::size_t>(static_cast<uint128>(stream.next()) * rows.size() >> 64);
    const Estimates resampled = estimate(rows, chosen);
    if (!(resampled.variance > 0)) continue;  // drew the same row only
    for (std::size_t k = 0; k < inputs; ++k) {
      first[k].push_back(resampled.first[k]);
      total[k].push_back(resampled.total[k]);
    }
  }
  SobolIndices result{rows.size(), figures.a.size() - rows.size(), all.mean, all.variance, {}};
  for (std::size_t k = 0; k < inputs; ++k) {
    SobolIndex index{all.first[k], all.total[k], {all.first[k], all.first[k]}, {all.total[k], all.total[k]}};
    if (!first[k].empty()) {
      index.first_interval = percentiles(first[k], options.confidence);
      index.total_interval = percentiles(total[k], options.confidence);
    }
    result.inputs.push_back(index);
  }
  return result;
}

}  // namespace bicoastal
