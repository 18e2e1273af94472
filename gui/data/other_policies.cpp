#include "gui/data/other_policies.hpp"

#include "gui/data/draft.hpp"

#include <string_view>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

std::string_view clock_name(ClockKind clock) {
  return clock == ClockKind::wall ? "wall" : clock == ClockKind::lamport ? "lamport" : "hybrid";
}

/// Whether the scenario could be run under it.
bool allowed(const RunView& run, const std::string& policy) {
  const std::size_t slash = policy.find('/');
  std::string rule = fmt::format(R"({{"policy": "{}")", policy.substr(0, slash));
  if (slash != std::string::npos)
    rule += fmt::format(R"(, "{}": "{}")", policy.starts_with("lww") ? "clock" : "siblings", policy.substr(slash + 1));
  Draft draft;
  draft.begin(run.scenario.document);
  draft.change("/data/conflicts", fmt::format("{}}}", rule));
  return draft.faults().empty();
}

}  // namespace

std::string policy_of(const RunView& run) {
  const ConflictRule& rule = run.scenario.data.conflicts;
  return rule.policy == "lww" ? fmt::format("lww/{}", clock_name(rule.clock)) : rule.policy;
}

std::vector<std::string> policies_for(const RunView& run) {
  std::vector<std::string> policies;
  if (run.scenario.data.writes != WritePattern::local) return policies;
  const std::string own = policy_of(run);
  for (const char* policy :
       {"lww/wall", "lww/hybrid", "first_writer", "region_priority", "version_vector/keep", "crdt", "reject"})
    if (policy != own && !own.starts_with(fmt::format("{}/", policy)) && allowed(run, policy))
      policies.emplace_back(policy);
  return policies;
}

}  // namespace bicoastal::gui
