// How the program ends, for scripts. After sysexits.h where that has a number for it.
#pragma once

#include <bicoastal/result.hpp>

#include "sim/report/expectations.hpp"

namespace bicoastal {

enum ExitCode : int {
  kHolds = 0,          ///< all expectations hold, or there was nothing to expect
  kViolated = 1,       ///< an expectation is violated
  kUnknown = 2,        ///< not enough data to tell
  kUsage = 64,         ///< the command line is wrong
  kBadInput = 65,      ///< a file is wrong
  kInternal = 70,      ///< a bug of ours
  kInputOutput = 74,   ///< the disk is full, a directory cannot be written, ...
  kInterrupted = 130,  ///< stopped by SIGINT or SIGTERM
};

ExitCode exit_code_of(ExpectationVerdict verdict);

/// Of faults found while reading or writing files: the disk's (E608 - E610), or the input's.
ExitCode exit_code_of(const Diagnostics& diagnostics);

/// Of several runs: the one that the caller must know about first.
ExitCode worse(ExitCode a, ExitCode b);

}  // namespace bicoastal
