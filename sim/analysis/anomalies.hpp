// The list of anomalies: counts are complete, in all and by window; the instances kept are the first of each kind.
#pragma once

#include <bicoastal/analysis.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bicoastal {

/// Of a write, as it was accepted, and another one.
inline Anomaly anomaly_of(AnomalyKind kind, const AcceptRecord& write, VersionId other) {
  Anomaly anomaly;
  anomaly.kind = kind;
  anomaly.time = write.time;
  anomaly.key = write.key;
  anomaly.session = write.session;
  anomaly.op = write.op;
  anomaly.version = write.version;
  anomaly.other = other;
  return anomaly;
}

class Anomalies {
 public:
  /// `most`: instances of each kind to keep. `window`: length of a window of the series.
  explicit Anomalies(std::size_t most = kAnomaliesKept, Time window = Time::seconds(1))
      : most_(most), window_ns_(std::max<std::int64_t>(1, window.ns)) {}
  /// From now on it is `now`.
  void advance(Time now) { now_ = now; }
  /// Whether further ones of this kind are kept; where not, count() is enough.
  bool keeps(AnomalyKind kind) const { return kept_[index(kind)] < most_; }
  /// `n` more, of now.
  void count(AnomalyKind kind, std::uint64_t n = 1) { count(kind, n, now_); }
  void add(const Anomaly& anomaly) {
    count(anomaly.kind, 1, anomaly.time);
    if (keeps(anomaly.kind)) keep(anomaly);
  }
  /// Keeps one that is counted already. REQUIRES: keeps(anomaly.kind).
  void keep(const Anomaly& anomaly) {
    ++kept_[index(anomaly.kind)];
    list_.push_back(anomaly);
  }
  std::uint64_t counted(AnomalyKind kind) const { return counts_[index(kind)]; }

  /// After the windows of the system were made.
  void finish(Analysis& analysis) {
    analysis.anomaly_counts = counts_;
    analysis.anomalies = std::move(list_);
    for (std::size_t w = 0; w < std::min(by_window_.size(), analysis.system.size()); ++w)
      analysis.system[w].anomalies = by_window_[w];
  }

 private:
  static std::size_t index(AnomalyKind kind) { return static_cast<std::size_t>(kind); }
  void count(AnomalyKind kind, std::uint64_t n, Time time) {
    counts_[index(kind)] += n;
    // A damaged file may date something after the present.
    const auto window =
        static_cast<std::size_t>(std::clamp<std::int64_t>(time.ns, 0, std::max(now_, Time()).ns) / window_ns_);
    if (window >= by_window_.size()) by_window_.resize(window + 1);
    by_window_[window][index(kind)] += static_cast<std::uint32_t>(n);
  }

  std::size_t most_;
  std::int64_t window_ns_;
  Time now_;
  std::array<std::uint64_t, kAnomalyKinds> counts_{};
  std::array<std::uint64_t, kAnomalyKinds> kept_{};
  std::vector<std::array<std::uint32_t, kAnomalyKinds>> by_window_;
  std::vector<Anomaly> list_;
};

}  // namespace bicoastal
