// Keep::sample: which keys stay, and the copy of a run file with only these.
#pragma once

#include <bicoastal/analysis.hpp>

#include "sim/history/sqlite.hpp"

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

namespace bicoastal {

/// Whole keys stay or go, so that what is read per key stays exact. The choice depends on nothing but the key and the
/// share: all runs keep the same keys, and a greater share keeps those of a smaller one.
class KeptKeys {
 public:
  KeptKeys(double share, const std::vector<Anomaly>& anomalies);
  bool contains(std::uint32_t key) const;

 private:
  double share_;
  std::unordered_set<std::uint32_t> with_anomaly_;  // asked, never iterated
};

/// Fills `sampled`, which has the schema of a run file and no rows, from the run file at `full_path`: everything but
/// the records of other keys. `kept` must outlive `sampled`.
void copy_sample(const Database& sampled, const std::string& full_path, const KeptKeys& kept);

}  // namespace bicoastal
