// Pauses before retries: exponential, cut, then jittered (Brooker, "Exponential backoff and jitter", AWS Architecture
// Blog, 2015: full = U(0, d), equal = d/2 + U(0, d/2)).
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace bicoastal {

/// Before retry number `retry`, from 1.
inline Time backoff(const Retries& retries, unsigned retry, std::uint64_t bits) {
  const double full = std::min(static_cast<double>(retries.backoff.ns) * std::pow(retries.multiplier, retry - 1.0),
                               static_cast<double>(retries.max_backoff.ns));
  const double unit = to_unit(bits);
  switch (retries.jitter) {
    case Retries::Jitter::none: return Time(static_cast<std::int64_t>(full));
    case Retries::Jitter::full: return Time(static_cast<std::int64_t>(full * unit));
    case Retries::Jitter::equal: return Time(static_cast<std::int64_t>(full / 2 * (1 + unit)));
  }
  BC_CHECK(!"every kind of jitter is handled");
}

}  // namespace bicoastal
