// The records of a run file, back in the order of the stream.
#pragma once

#include <bicoastal/history.hpp>

#include "sim/history/sqlite.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>

namespace bicoastal {

/// The file holds what no writer of ours would have stored.
struct Damage : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Replayed {
  std::uint64_t records = 0;
  std::string digest;      ///< of these records
  bool contiguous = true;  ///< their numbers are 0, 1, 2 ... without a gap
};

/// Hands every record to `sink`. Throws Damage, or SqliteError.
Replayed replay_records(const Database& database, RecordSink& sink);

}  // namespace bicoastal
