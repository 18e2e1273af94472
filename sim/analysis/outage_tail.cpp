#include "sim/analysis/outage_tail.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

constexpr std::int64_t kWindows = 10;  ///< beyond an operation's life
constexpr double kCarriedSlack = 1.1;  ///< of the load before
constexpr double kLowGoodput = 0.5;    ///< of the load offered
constexpr double kTelling = 30;        ///< operations; fewer say little about a share

struct Rates {
  double offered = 0, answered = 0;  ///< a second
  double operations = 0;
};

/// Over the windows that lie in [from, to).
Rates rates_in(const Outage& outage, Time from, Time to) {
  const std::int64_t length = outage.window.ns;
  const std::int64_t first = (from.ns + length - 1) / length, after = to.ns / length;
  Rates rates;
  if (after <= first) return rates;
  for (std::int64_t w = first; w < after; ++w) {
    const WindowCount count = outage.count(static_cast<std::size_t>(w));
    rates.offered += static_cast<double>(count.ok) + count.failed;
    rates.answered += count.ok;
  }
  rates.operations = rates.offered;
  const double seconds = outage.window.in_seconds() * static_cast<double>(after - first);
  rates.offered /= seconds;
  rates.answered /= seconds;
  return rates;
}

}  // namespace

OutageTail tail_of(const Outage& outage) {
  OutageTail tail;
  const Time over = outage.fault.end, last = std::min(outage.back.value_or(outage.watched), outage.until);
  if (outage.back) tail.outlasts_s = std::max(0.0, (*outage.back - over).in_seconds());
  tail.watched_s = std::max(0.0, (outage.watched - over).in_seconds());
  const Time outlasted = outage.back.value_or(outage.watched) - outage.fault.onset;
  tail.factor = outlasted.in_seconds() / std::max(1e-9, (over - outage.fault.onset).in_seconds());
  const Rates bad = rates_in(outage, over, last);
  tail.offered = bad.offered;
  tail.goodput = bad.answered;
  tail.carried = rates_in(outage, outage.measured_from, outage.fault.onset).answered;
  const Time repaired = std::max(over, outage.repaired);
  const Rates late = rates_in(outage, repaired + outage.life, last);
  tail.metastable = last - repaired > outage.life + outage.window * kWindows && late.operations >= kTelling &&
                    late.offered <= kCarriedSlack * tail.carried && late.answered < kLowGoodput * late.offered;
  return tail;
}

}  // namespace bicoastal
