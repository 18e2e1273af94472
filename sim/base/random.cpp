#include "sim/base/random.hpp"

#include "sim/base/check.hpp"
#include "sim/base/digest.hpp"

#include <algorithm>
#include <numbers>
#include <string>

#include <boost/math/special_functions/erf.hpp>

namespace bicoastal {

RandomStream::RandomStream(std::uint64_t seed, std::string_view name) {
  const Hash128 hash = hash_bytes(name.data(), name.size(), seed);
  key_ = {hash.low, hash.high};
}

namespace {

Time from_ns(double ns) { return Time(ns <= 0 ? 0 : static_cast<std::int64_t>(ns + 0.5)); }

double normal_quantile(double p) {
  namespace policies = boost::math::policies;
  return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * p, policies::make_policy(policies::promote_double<false>()));
}

}  // namespace

Time draw(const Distribution& distribution, std::uint64_t bits) {
  switch (distribution.kind) {
    case Distribution::Kind::constant: return from_ns(distribution.a);
    case Distribution::Kind::exponential: return from_ns(-distribution.a * std::log(to_unit(bits)));
    case Distribution::Kind::uniform:
      return from_ns(distribution.a + (distribution.b - distribution.a) * to_unit(bits));
    case Distribution::Kind::lognormal:
      return from_ns(std::exp(distribution.a + distribution.b * normal_quantile(to_unit(bits))));
    // The inverse of 1 - (least / t)^alpha.
    case Distribution::Kind::pareto: return from_ns(distribution.a * std::pow(to_unit(bits), -1 / distribution.b));
    case Distribution::Kind::mixture: {
      // One draw chooses the part and, stretched over it, draws from it.
      double unit = to_unit(bits);
      for (const Distribution::Part& part : distribution.parts) {
        if (unit < part.share || &part == &distribution.parts.back())
          return draw(part.of, static_cast<std::uint64_t>(std::min(unit / part.share, 1 - 0x1.0p-52) * 0x1.0p64));
        unit -= part.share;
      }
      break;
    }
  }
  BC_CHECK(!"every kind of distribution is handled");
}

Time draw(const PathDelay& path, std::uint64_t bits) {
  // Tail probabilities of one leg at which the round trip has its p50, p90 and p99 (see PathDelay), as bits.
  constexpr double kTail50 = 0.29289321881345254;   // 1 - sqrt(0.5)
  constexpr double kTail90 = 0.05131670194948623;   // 1 - sqrt(0.9)
  constexpr double kTail99 = 0.005012562893380035;  // 1 - sqrt(0.99)
  if (path.excess_p99.ns == 0 && path.excess_p90.ns == 0) return path.base;
  const double tail = to_unit(bits);
  if (tail >= kTail50) return path.base;
  const auto p90 = static_cast<double>(path.excess_p90.ns);
  const auto p99 = static_cast<double>(path.excess_p99.ns);
  double excess;
  if (tail >= kTail90) {
    excess = p90 * std::log(kTail50 / tail) / std::log(kTail50 / kTail90);
  } else {
    // Nothing is published beyond p99: the exponential tail goes on, but not beyond one in a million.
    excess = p90 + (p99 - p90) * std::log(kTail90 / std::max(tail, 1e-6)) / std::log(kTail90 / kTail99);
  }
  return path.base + from_ns(excess);
}

ZipfSampler::ZipfSampler(std::uint32_t count, double exponent) : count_(count) {
  BC_CHECK(count >= 1 && exponent >= 0);
  if (exponent == 0) return;
  std::vector<double> weight(count);
  double total = 0;
  for (std::uint32_t k = count; k-- > 0;) total += weight[k] = std::pow(static_cast<double>(k) + 1, -exponent);
  table_.resize(count);
  std::vector<std::uint32_t> small, large;
  for (std::uint32_t k = 0; k < count; ++k) {
    weight[k] *= count / total;
    (weight[k] < 1 ? small : large).push_back(k);
  }
  while (!small.empty() && !large.empty()) {
    const std::uint32_t poor = small.back(), rich = large.back();
    small.pop_back();
    table_[poor] = {static_cast<std::uint32_t>(std::min(weight[poor] * 0x1.0p32, 0x1.0p32 - 1)), rich};
    weight[rich] -= 1 - weight[poor];
    if (weight[rich] < 1) {
      large.pop_back();
      small.push_back(rich);
    }
  }
  for (const auto* rest : {&small, &large})
    for (const std::uint32_t k : *rest) table_[k] = {~std::uint32_t{0}, k};
}

}  // namespace bicoastal
