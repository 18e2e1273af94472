// Runs a scenario in a child process and brings back its records.
#pragma once

#include <bicoastal/run.hpp>

#include "support/in_child.hpp"

#include <vector>

namespace bicoastal::test {

struct Keep final : RecordSink {
  std::vector<Record> records;
  void consume(std::span<const Record> more) override { records.insert(records.end(), more.begin(), more.end()); }
};

inline std::vector<Record> simulate(const Scenario& scenario, EngineMode mode = EngineMode::run_ahead) {
  return in_child<Record>([&] {
    Keep keep;
    RunOptions options;
    options.engine = mode;
    run(scenario, options, keep);
    return keep.records;
  });
}

/// All records of one kind, in order.
template <class T>
std::vector<T> only(const std::vector<Record>& records) {
  std::vector<T> found;
  for (const Record& r : records)
    if (r.type == T{}.type) found.push_back(r.as<T>());
  return found;
}

}  // namespace bicoastal::test
