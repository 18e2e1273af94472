#include "sim/scenario/view.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

namespace bicoastal {

namespace {

/// z with P(Z < z) = 0.99 for a standard normal Z (Abramowitz and Stegun, table 26.5).
constexpr double kNormalQuantile99 = 2.3263478740408408;

constexpr double kGreatestTimeNs = 100 * 365.25 * 86400e9;

}  // namespace

View View::operator[](std::string_view key) const {
  return {node_ ? node_->find(key) : nullptr, child_pointer(pointer_, key)};
}

View View::operator[](std::size_t index) const {
  return {node_ && index < node_->items.size() ? &node_->items[index] : nullptr, child_pointer(pointer_, index)};
}

std::uint32_t View::count() const { return static_cast<std::uint32_t>(std::clamp(number(), 0.0, 4294967295.0)); }

std::uint64_t View::seed() const {
  if (!node_) return 0;
  if (node_->kind == Node::Kind::integer) return node_->magnitude;
  return static_cast<std::uint64_t>(std::clamp(number(), 0.0, 0x1p63));
}

double View::quantity(Dimension dimension) const {
  if (!is_text()) return number();
  const auto parsed = parse_quantity(node_->text, dimension);
  return std::holds_alternative<double>(parsed) ? std::get<double>(parsed) : 0;
}

Time View::time() const {
  const double ns = std::clamp(quantity(Dimension::time), -kGreatestTimeNs, kGreatestTimeNs);
  return Time(static_cast<std::int64_t>(std::llround(ns)));
}

Distribution View::distribution() const {
  using Kind = Distribution::Kind;
  if (!is_object()) return Distribution::constant(time());
  if ((*this)["exponential"].exists()) return Distribution::exponential((*this)["exponential"].time());
  if (const View range = (*this)["uniform"]; range.exists())
    return {Kind::uniform, static_cast<double>(range[0].time().ns), static_cast<double>(range[1].time().ns)};
  if (const View shape = (*this)["lognormal"]; shape.exists()) {
    const double median = std::max(1.0, static_cast<double>(shape["median"].time().ns));
    const double p99 = std::max(median, static_cast<double>(shape["p99"].time().ns));
    return {Kind::lognormal, std::log(median), std::log(p99 / median) / kNormalQuantile99};
  }
  if (const View tail = (*this)["pareto"]; tail.exists())
    return {Kind::pareto, static_cast<double>(tail["least"].time().ns), tail["alpha"].number()};
  if (const View parts = (*this)["mixture"]; parts.exists()) {
    Distribution mixture{Kind::mixture};
    for (std::size_t i = 0; i < parts.size(); ++i)
      mixture.parts.push_back({parts[i]["share"].quantity(Dimension::share), parts[i].distribution()});
    return mixture;
  }
  return Distribution::constant((*this)["constant"].time());
}

GeoPoint View::location() const { return {(*this)["latitude"].number(), (*this)["longitude"].number()}; }

}  // namespace bicoastal
