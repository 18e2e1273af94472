#include "sim/cli/exit_code.hpp"

#include <algorithm>
#include <array>

namespace bicoastal {

ExitCode exit_code_of(ExpectationVerdict verdict) {
  switch (verdict) {
    case ExpectationVerdict::holds: return kHolds;
    case ExpectationVerdict::violated: return kViolated;
    case ExpectationVerdict::unknown: return kUnknown;
  }
  return kInternal;
}

ExitCode exit_code_of(const Diagnostics& diagnostics) {
  const bool disk = std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& d) {
    return d.code == "E608" || d.code == "E609" || d.code == "E610";
  });
  return disk ? kInputOutput : kBadInput;
}

ExitCode worse(ExitCode a, ExitCode b) {
  static constexpr std::array kWorstFirst{kInternal, kInputOutput, kInterrupted, kUsage,
                                          kBadInput, kViolated,    kUnknown,     kHolds};
  const auto rank = [](ExitCode code) { return std::find(kWorstFirst.begin(), kWorstFirst.end(), code); };
  return rank(a) <= rank(b) ? a : b;
}

}  // namespace bicoastal
