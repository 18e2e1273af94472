#include "sim/base/mean.hpp"

#include <cmath>

namespace bicoastal {

double mean_seconds(const Distribution& d) {
  switch (d.kind) {
    case Distribution::Kind::constant:
    case Distribution::Kind::exponential: return d.a * 1e-9;
    case Distribution::Kind::uniform: return (d.a + d.b) / 2 * 1e-9;
    case Distribution::Kind::lognormal: return std::exp(d.a + d.b * d.b / 2) * 1e-9;
    case Distribution::Kind::pareto: return d.b > 1 ? d.a * d.b / (d.b - 1) * 1e-9 : HUGE_VAL;
    case Distribution::Kind::mixture: {
      double mean = 0;
      for (const Distribution::Part& part : d.parts) mean += part.share * mean_seconds(part.of);
      return mean;
    }
  }
  return 0;
}

}  // namespace bicoastal
