// Whether what was measured is what the scenario expects.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/scenario.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

enum class ExpectationVerdict : std::uint8_t { holds, violated, unknown };

std::string_view to_string(ExpectationVerdict verdict);

struct Judgement {
  ExpectationVerdict verdict = ExpectationVerdict::unknown;
  std::optional<double> measured;  ///< in the metric's unit; nothing where the run does not tell
  /// The run ended before the measured thing did (an outage without recovery, say): the true value is at least
  /// `measured`. That can still be enough to hold or to violate.
  bool at_least = false;
  std::string remark;  ///< why it is unknown or only a bound; else empty
};

/// One for each of `scenario.expect`. Of an incomplete run nothing holds and nothing is violated.
std::vector<Judgement> judge(const Scenario& scenario, const Analysis& analysis);

/// Violated if one is, else unknown if one is, else holds (also where there are none).
ExpectationVerdict overall(std::span<const Judgement> judgements);

}  // namespace bicoastal
