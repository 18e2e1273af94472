// Percentiles of a histogram of nanoseconds, in seconds.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/base/histogram.hpp"

namespace bicoastal {

inline Percentiles percentiles_of(const Histogram& h) {
  Percentiles p;
  if (h.count() == 0) return p;
  p.count = h.count();
  p.mean_s = h.mean() * 1e-9;
  p.p50_s = h.quantile(0.5) * 1e-9;
  p.p90_s = h.quantile(0.9) * 1e-9;
  p.p99_s = h.quantile(0.99) * 1e-9;
  p.p999_s = h.quantile(0.999) * 1e-9;
  p.max_s = static_cast<double>(h.max()) * 1e-9;
  return p;
}

}  // namespace bicoastal
