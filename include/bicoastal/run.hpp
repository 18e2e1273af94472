// Runs a scenario and streams its history.
#pragma once

#include <bicoastal/history.hpp>
#include <bicoastal/scenario.hpp>

#include <atomic>
#include <cstdint>

namespace bicoastal {

/// How the engine drives SimGrid. Both give the same history, byte for byte.
enum class EngineMode : std::uint8_t {
  run_ahead,  ///< own events run ahead to SimGrid's next date: the fast one
  step,       ///< one own event a SimGrid round: the oracle
};

struct RunOptions {
  EngineMode engine = EngineMode::run_ahead;
  /// Read now and then; when it turns true the run stops early and writes no end record. May be null.
  const std::atomic<bool>* stop = nullptr;
  /// Simulated nanoseconds reached; written now and then for progress displays. May be null.
  std::atomic<std::int64_t>* progress_ns = nullptr;
};

struct RunStats {
  std::uint64_t requests = 0;  ///< attempts excluded: operations
  std::uint64_t events = 0;
  std::uint64_t flows = 0;   ///< SimGrid communications
  std::uint64_t rounds = 0;  ///< SimGrid rounds
  bool stopped = false;      ///< by options.stop
};

/// Simulates `scenario`; hands records to `sink` in chunks from the calling thread.
/// REQUIRES: at most one run per process (SimGrid's engine is process-wide).
RunStats run(const Scenario& scenario, const RunOptions& options, RecordSink& sink);

}  // namespace bicoastal
