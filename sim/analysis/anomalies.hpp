// The list of anomalies: counts are complete, the instances kept are the first of each kind.
#pragma once

#include <bicoastal/analysis.hpp>

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
  /// `most`: instances of each kind to keep.
  explicit Anomalies(std::size_t most = kAnomaliesKept) : most_(most) {}
  /// Whether further ones of this kind are kept; where not, count() is enough.
  bool keeps(AnomalyKind kind) const { return kept_[index(kind)] < most_; }
  void count(AnomalyKind kind, std::uint64_t n = 1) { counts_[index(kind)] += n; }
  void add(const Anomaly& anomaly) {
    count(anomaly.kind);
    if (keeps(anomaly.kind)) keep(anomaly);
  }
  /// Keeps one that is counted already. REQUIRES: keeps(anomaly.kind).
  void keep(const Anomaly& anomaly) {
    ++kept_[index(anomaly.kind)];
    list_.push_back(anomaly);
  }
  std::uint64_t counted(AnomalyKind kind) const { return counts_[index(kind)]; }

  void finish(Analysis& analysis) {
    analysis.anomaly_counts = counts_;
    analysis.anomalies = std::move(list_);
  }

 private:
  static std::size_t index(AnomalyKind kind) { return static_cast<std::size_t>(kind); }
  std::size_t most_;
  std::array<std::uint64_t, kAnomalyKinds> counts_{};
  std::array<std::uint64_t, kAnomalyKinds> kept_{};
  std::vector<Anomaly> list_;
};

}  // namespace bicoastal
