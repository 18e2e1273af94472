// The simulator without its analyses: what the model and the engine cost, with every record of the history thrown away.
//
// bench_model --file SCENARIO --seconds N [--set /pointer=value]...
#include <bicoastal/run.hpp>

#include "sim/scenario/load.hpp"

#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

namespace bicoastal {
namespace {

// Counts only what shows that the work was done.
class Count final : public RecordSink {
 public:
  void consume(std::span<const Record> records) override {
    for (const Record& record : records) {
      if (record.type == RecordType::apply) {
        ++applies;
        superseded += record.as<ApplyRecord>().result == ApplyResult::superseded;
      }
      if (record.type != RecordType::operation) continue;
      const auto op = record.as<OperationRecord>();
      ++operations;
      latency_ms += (op.time - op.invoked).in_millis();
    }
  }
  std::uint64_t operations = 0, applies = 0, superseded = 0;
  double latency_ms = 0;
};

int simulate(const std::string& file, const std::vector<Override>& overrides) {
  const auto scenario = load_scenario(file, overrides);
  if (!scenario) {
    for (const Diagnostic& fault : scenario.faults()) fmt::print(stderr, "{}\n", to_string(fault));
    return 65;
  }
  Count count;
  const auto start = std::chrono::steady_clock::now();
  const RunStats stats = run(*scenario, {}, count);
  const double wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  fmt::print(R"({{"program": "bicoastal, no analyses", "requests": {}, "wall_s": {:.6f}, "requests_per_s": {:.1f}, )"
             R"("events": {}, "flows": {}, "rounds": {}, "mean_latency_ms": {:.5f}, "applies": {}, "superseded": {}}})"
             "\n",
             stats.requests, wall_s, static_cast<double>(stats.requests) / wall_s, stats.events, stats.flows,
             stats.rounds, count.latency_ms / static_cast<double>(count.operations), count.applies, count.superseded);
  return 0;
}

}  // namespace
}  // namespace bicoastal

int main(int argc, char** argv) {
  std::string file;
  std::vector<bicoastal::Override> overrides;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const std::string value = argv[i + 1];
    if (name == "--file") file = value;
    if (name == "--seconds") overrides.push_back({"/duration", value + " s"});
    if (name != "--set") continue;
    const auto parsed = bicoastal::parse_override(value);
    if (parsed) overrides.push_back(*parsed);
  }
  return bicoastal::simulate(file, overrides);
}
