#include "sim/study/designs.hpp"

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"

#include <cmath>
#include <numeric>
#include <utility>

#include <boost/random/sobol.hpp>

namespace bicoastal {

namespace {

/// Uniform on 0 .. below - 1, without the bias of a remainder that could be seen.
std::size_t pick(RandomStream& stream, std::size_t below) {
  return static_cast<std::size_t>(static_cast<uint128>(stream.next()) * below >> 64);
}

/// Each of 0 .. count - 1 once (Fisher and Yates; Durstenfeld 1964).
std::vector<std::size_t> shuffled(std::size_t count, RandomStream& stream) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[pick(stream, i)]);
  return order;
}

/// In (0, 1) and coarse enough that a stratum's number can be added without leaving the stratum by rounding.
double within_stratum(RandomStream& stream) { return (static_cast<double>(stream.next() >> 40) + 0.5) * 0x1.0p-24; }

}  // namespace

std::vector<UnitPoint> latin_hypercube(std::size_t count, std::span<const std::string> axes, std::uint64_t seed) {
  BC_CHECK(count <= std::size_t{1} << 24);
  std::vector<UnitPoint> points(count, UnitPoint(axes.size()));
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    RandomStream order(seed, "design/latin hypercube/order/" + axes[axis]);
    RandomStream place(seed, "design/latin hypercube/place/" + axes[axis]);
    const std::vector<std::size_t> strata = shuffled(count, order);
    for (std::size_t i = 0; i < count; ++i)
      points[i][axis] = (static_cast<double>(strata[i]) + within_stratum(place)) / static_cast<double>(count);
  }
  return points;
}

SaltelliDesign saltelli_design(std::size_t rows, std::span<const std::string> axes, std::uint64_t seed) {
  const std::size_t k = axes.size();
  BC_CHECK(k >= 1 && k <= 1000);
  UnitPoint shift;
  for (const std::string half : {"design/saltelli/a/", "design/saltelli/b/"})
    for (const std::string& axis : axes) shift.push_back(RandomStream(seed, half + axis).next_unit());
  boost::random::sobol sequence(2 * k);  // leaves out the origin, without which 2^m points are no net
  const double scale = 1 / (static_cast<double>(boost::random::sobol::max()) + 1);
  SaltelliDesign design;
  for (std::size_t row = 0; row < rows; ++row) {
    UnitPoint both;
    for (const double by : shift) {
      const double shifted = (row == 0 ? 0 : static_cast<double>(sequence()) * scale) + by;
      both.push_back(shifted - std::floor(shifted));
    }
    const auto middle = both.begin() + static_cast<std::ptrdiff_t>(k);
    design.a.emplace_back(both.begin(), middle);
    design.b.emplace_back(middle, both.end());
  }
  for (std::size_t axis = 0; axis < k; ++axis) {
    design.ab.push_back(design.a);
    for (std::size_t row = 0; row < rows; ++row) design.ab[axis][row][axis] = design.b[row][axis];
  }
  return design;
}

std::vector<SingleStep> one_at_a_time(std::span<const std::size_t> base, std::span<const std::size_t> levels) {
  BC_CHECK(base.size() == levels.size());
  std::vector<SingleStep> steps;
  for (std::size_t axis = 0; axis < base.size(); ++axis) {
    BC_CHECK(base[axis] < levels[axis]);
    for (std::size_t level = 0; level < levels[axis]; ++level)
      if (level != base[axis]) steps.push_back({axis, level});
  }
  return steps;
}

}  // namespace bicoastal
