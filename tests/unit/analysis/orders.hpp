// Small histories of one register, and what they allow, by trying every order of their operations (as Wing and Gong,
// "Testing and verifying concurrent objects", J. Parallel Distrib. Comput. 17, 1993). Shares no idea with the analyses.
#pragma once

#include <bicoastal/analysis.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace bicoastal::test {

struct RandomRegister {
  std::size_t operations = 6;
  std::int64_t times = 12;   ///< they begin in [0, this)
  std::int64_t longest = 6;  ///< that an operation takes
  double writes = 0.4;       ///< share
  double unanswered = 0.15;  ///< share of the writes
  double never_written = 0;  ///< share of the reads: of a version that nobody wrote
  double obedient = 0.5;     ///< share of the reads that return what was written last, or nearly
};

std::vector<RegisterOp> random_register(const RandomRegister& options, std::mt19937_64& random);

/// Whether some order of the operations that keeps those apart that did not overlap explains each read by one of the
/// last `k` writes before it. Unanswered writes may be left out.
bool some_order(std::span<const RegisterOp> ops, std::size_t k = 1);

/// The reads begun earlier by `shift`.
std::vector<RegisterOp> shifted(std::span<const RegisterOp> ops, Time shift);

/// Adds a write, begun before everything and never answered, of each version that was read and that nobody wrote.
std::vector<RegisterOp> with_unseen_writes(std::span<const RegisterOp> ops);

std::string to_text(std::span<const RegisterOp> ops);

}  // namespace bicoastal::test
