// The curve of t-visibility: its bins, and what is read from them. What and why: t_visibility.hpp.
#include <bicoastal/analysis.hpp>

#include <algorithm>
#include <bit>
#include <cmath>

namespace bicoastal {

namespace {

constexpr int kFirstBit = 10;  // of nanoseconds: 1.024 us
constexpr std::size_t kLast = VisibilityCurve::kBins - 1;
constexpr std::int64_t kAnHour = 3'600'000'000'000;
constexpr std::uint64_t kLeastReads = 100;

/// Neighbouring bins with one share.
struct Pool {
  std::size_t first = 0;
  std::uint64_t reads = 0, consistent = 0;
  double share() const { return static_cast<double>(consistent) / static_cast<double>(reads); }
};

/// Non-decreasing shares nearest to those of the bins, weighted by their reads. Empty bins belong to the pool before.
std::vector<Pool> pooled(const std::array<VisibilityCurve::Bin, VisibilityCurve::kBins>& bins) {
  std::vector<Pool> pools;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    if (bins[i].reads == 0) continue;
    Pool pool{i, bins[i].reads, bins[i].consistent};
    while (!pools.empty() && pools.back().share() >= pool.share()) {
      const Pool& left = pools.back();
      pool = {left.first, left.reads + pool.reads, left.consistent + pool.consistent};
      pools.pop_back();
    }
    pools.push_back(pool);
  }
  return pools;
}

}  // namespace

Time VisibilityCurve::begin_of(std::size_t bin) {
  if (bin == 0) return Time();
  if (bin == kLast) return Time(kAnHour);
  const std::size_t quarter = (bin - 1) % 4;
  return Time(static_cast<std::int64_t>((4 + quarter) << (static_cast<std::size_t>(kFirstBit) - 2 + (bin - 1) / 4)));
}

std::size_t VisibilityCurve::bin_of(Time t) {
  if (t.ns >= kAnHour) return kLast;
  if (t.ns < (std::int64_t{1} << kFirstBit)) return 0;
  const auto ns = static_cast<std::uint64_t>(t.ns);
  const int bit = static_cast<int>(std::bit_width(ns)) - 1;
  return 1 + static_cast<std::size_t>(bit - kFirstBit) * 4 + static_cast<std::size_t>((ns >> (bit - 2)) & 3);
}

void VisibilityCurve::add(const VisibilityCurve& other) {
  for (std::size_t i = 0; i < kBins; ++i) {
    bins_[i].reads += other.bins_[i].reads;
    bins_[i].consistent += other.bins_[i].consistent;
  }
}

std::uint64_t VisibilityCurve::reads() const {
  std::uint64_t sum = 0;
  for (const Bin& bin : bins_) sum += bin.reads;
  return sum;
}

std::optional<VisibilityCurve::Estimate> VisibilityCurve::share_at(Time t) const {
  const std::vector<Pool> pools = pooled(bins_);
  const auto after = std::find_if(pools.begin(), pools.end(), [&](const Pool& p) { return p.first > bin_of(t); });
  if (after == pools.begin()) return std::nullopt;
  const Pool& pool = *(after - 1);
  return pool.reads < kLeastReads ? std::nullopt : std::optional(Estimate{pool.share(), pool.reads});
}

std::optional<VisibilityCurve::Delay> VisibilityCurve::consistent_from(double share) const {
  const std::vector<Pool> pools = pooled(bins_);
  const auto from = std::find_if(pools.begin(), pools.end(), [&](const Pool& p) { return p.share() >= share; });
  if (from == pools.end()) return std::nullopt;
  std::uint64_t reads = 0;
  for (auto p = from; p != pools.end(); ++p) reads += p->reads;
  if (static_cast<double>(reads) < std::floor(3 / (1 - share) + 0.5)) return std::nullopt;
  return Delay{begin_of(from->first), reads};
}

}  // namespace bicoastal
