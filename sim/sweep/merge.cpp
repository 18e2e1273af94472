#include "sim/sweep/merge.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// Which of two rows of one run is kept, by what is in them alone.
bool goes_before(const SweepRun& a, const SweepRun& b) {
  const auto key = [](const SweepRun& run) {
    return std::tie(run.error, run.wall_s, run.peak_bytes, run.attempts, run.again);
  };
  return key(a) < key(b);  // no error is the least of errors
}

}  // namespace

Diagnostics foreign_faults(const SweepPlan& plan, const std::string& path, const SweepPlan& other) {
  Diagnostics faults;
  if (plan.hash != other.hash)
    faults.push_back({"E625",
                      path,
                      0,
                      {},
                      fmt::format("is of another sweep: {} of {}, plan {}, where plan {} is wanted", other.name,
                                  other.file, other.hash.substr(0, 8), plan.hash.substr(0, 8)),
                      "the sweep, or a scenario that it varies, was changed"});
  else if (plan.version != other.version)
    faults.push_back({"E628",
                      path,
                      0,
                      {},
                      fmt::format("was made by bicoastal {}, where {} is wanted", other.version, plan.version),
                      "runs of different versions do not compare"});
  return faults;
}

Result<StoredSweep> merge_parts(std::vector<SweepPart> parts) {
  // The order in which files are named decides nothing; a stray file is judged by the others.
  std::map<std::string, std::size_t> of_plan;
  for (const SweepPart& part : parts) ++of_plan[part.stored.plan.hash + part.stored.plan.version];
  std::ranges::sort(parts, {}, [&](const SweepPart& part) {
    const SweepPlan& plan = part.stored.plan;
    const auto others = parts.size() - of_plan[plan.hash + plan.version];
    return std::make_tuple(others, plan.hash, plan.version, plan.file, plan.base, part.path);
  });
  Diagnostics faults;
  StoredSweep merged{parts.front().stored.plan, {}};
  struct Kept {
    SweepRun run;
    std::string path;
  };
  std::map<std::size_t, Kept> runs;
  for (SweepPart& part : parts) {
    if (Diagnostics foreign = foreign_faults(merged.plan, part.path, part.stored.plan); !foreign.empty()) {
      faults.insert(faults.end(), foreign.begin(), foreign.end());
      continue;
    }
    for (std::size_t p = 0; p < merged.plan.points.size(); ++p)
      merged.plan.points[p].wanted = std::max(merged.plan.points[p].wanted, part.stored.plan.points[p].wanted);
    for (SweepRun& run : part.stored.runs) {
      const auto [at, fresh] = runs.try_emplace(run.number, Kept{run, part.path});
      if (fresh) continue;
      Kept& kept = at->second;
      const bool both = kept.run.ended_well() && run.ended_well();
      if (both && (kept.run.digest != run.digest || kept.run.values != run.values))
        faults.push_back({"E626",
                          part.path,
                          0,
                          {},
                          fmt::format("run {} (point {}, seed {}) came out differently in {}", run.id, run.point,
                                      run.seed, kept.path),
                          "repeat it: " + run.again});
      if (goes_before(run, kept.run)) kept = {run, part.path};
    }
  }
  if (!faults.empty()) return faults;
  for (auto& [number, kept] : runs) merged.runs.push_back(std::move(kept.run));
  return merged;
}

Missing missing_from(const StoredSweep& sweep) {
  Missing missing;
  auto run = sweep.runs.begin();
  for (std::size_t p = 0; p < sweep.plan.points.size(); ++p) {
    const auto& wanted = sweep.plan.points[p].wanted;
    if (!wanted) missing.points.push_back(p);
    for (std::size_t k = 0; k < wanted.value_or(0); ++k) {
      const std::size_t number = p * sweep.plan.seeds.size() + k;
      while (run != sweep.runs.end() && run->number < number) ++run;
      if (run == sweep.runs.end() || run->number != number) missing.runs.push_back(number);
    }
  }
  return missing;
}

}  // namespace bicoastal
