// A small replicated store with sessions, made to produce histories that are hard to judge: skewed clocks, delays all
// over the place, streams that are cut, answers that get lost, requests that are worked on after their client has given
// up, read copies, failovers with lost writes. It shares no code with the simulator and knows nothing of the analyses.
#pragma once

#include <bicoastal/history.hpp>
#include <bicoastal/scenario.hpp>

#include <cstdint>
#include <vector>

namespace bicoastal::test {

struct ToyOptions {
  std::uint64_t seed = 1;
  WritePattern writes = WritePattern::local;
  std::size_t regions = 3;
  std::size_t copies = 0;  ///< read copies in each region
  std::uint32_t keys = 3;
  std::uint32_t sessions = 6;
  std::size_t operations = 200;
  double reads = 0.5;
  double operations_per_s = 400;
  double lag_ms = 100;     ///< between leaders, at most
  double skew_ms = 0;      ///< of the clocks, at most
  double jumps_per_s = 0;  ///< of a clock, by at most 300 ms either way
  ClockKind clock = ClockKind::wall;
  double cuts_per_s = 0;  ///< of a pair of leaders, one way
  double failovers_per_s = 0;
  double warmup_ms = 0;
  bool merges = false;            ///< values grow together; writes are local then
  Crdt crdt = Crdt::mv_register;  ///< where values merge
  DataType type = DataType::reg;  ///< of the keys
  Quorum quorum{};                ///< where writes are by quorum
  double astray = 0;              ///< share of a quorum's messages that get lost, or come much later as a hint
  double forgets = 0;             ///< share of keys and leaders that show too little in the end
};

struct ToyRun {
  Scenario scenario;
  std::vector<Record> records;  ///< the last is the end record
};

ToyRun play(const ToyOptions& options);
/// Its first `kept` records, and an end that came while much was under way.
ToyRun cut_off(ToyRun run, std::size_t kept);

}  // namespace bicoastal::test
