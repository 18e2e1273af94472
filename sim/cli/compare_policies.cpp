#include "sim/cli/compare_policies.hpp"

#include "sim/cli/compared_runs.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/policy_choice.hpp"
#include "sim/report/policy_comparison.hpp"

#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

namespace {

struct Contender {
  PolicyChoice choice;
  Side side;
  std::vector<std::string> dropped;
};

Result<Contender> load_contender(const CompareCommand& command, const std::vector<Override>& overrides,
                                 const PolicyChoice& choice) {
  Contender contender{choice, {command.a + " under " + choice.name(), {}}, {}};
  for (std::uint32_t i = 0; i < command.seeds.value_or(1); ++i) {
    std::optional<std::uint64_t> seed = command.seed;
    if (i > 0) seed = contender.side.scenarios.front().seed + i;
    Result<UnderPolicy> loaded = load_under_policy(command.a, overrides, seed, choice);
    if (!loaded) return loaded.faults();
    contender.side.scenarios.push_back(std::move(loaded->scenario));
    contender.dropped = std::move(loaded->dropped);
  }
  return contender;
}

std::optional<double> mean_of(const std::vector<Taken>& taken, std::size_t measure) {
  double sum = 0;
  std::size_t told = 0;
  for (const Taken& one : taken) {
    if (!one.values[measure]) continue;
    sum += *one.values[measure];
    ++told;
  }
  return told == 0 ? std::nullopt : std::optional(sum / static_cast<double>(told));
}

ComparedPolicy described(const Contender& contender, const Contender& first, std::size_t measures) {
  ComparedPolicy policy{contender.choice.name(), contender.dropped};
  for (std::size_t m = 0; m < measures; ++m) policy.mean.push_back(mean_of(contender.side.taken, m));
  for (std::size_t i = 0; i < contender.side.taken.size(); ++i) {
    policy.digests.push_back(contender.side.taken[i].digest);
    if (&contender == &first) continue;
    for (const Fate& fate : fates(first.side.taken[i].anomalies, contender.side.taken[i].anomalies)) {
      const auto known = std::ranges::find(policy.fates, fate.kind, &Fate::kind);
      if (known == policy.fates.end()) {
        policy.fates.push_back(fate);
      } else {
        *known += fate;
      }
    }
  }
  return policy;
}

}  // namespace

ExitCode compare_policies(const CompareCommand& command) {
  Diagnostics faults;
  const auto keep = [&](const Diagnostics& more) {
    for (const Diagnostic& fault : more)
      if (std::ranges::find(faults, fault) == faults.end()) faults.push_back(fault);
  };
  const auto overrides = parse_overrides(command.sets);
  if (!overrides) keep(overrides.faults());
  std::vector<PolicyChoice> choices;
  for (const std::string& text : command.policies) {
    const Result<PolicyChoice> choice = parse_policy_choice(text);
    if (choice) {
      choices.push_back(*choice);
    } else {
      keep(choice.faults());
    }
  }
  if (!faults.empty()) {
    complain(faults);
    return kUsage;
  }
  std::vector<Contender> contenders;
  for (const PolicyChoice& choice : choices) {
    Result<Contender> loaded = load_contender(command, *overrides, choice);
    if (loaded) {
      contenders.push_back(*std::move(loaded));
    } else {
      keep(loaded.faults());
    }
  }
  if (!faults.empty()) {
    complain(faults);
    return kBadInput;
  }
  const Scenario& scenario = contenders.front().side.scenario();
  const std::vector<Measure> measures = measures_of_interest(scenario, scenario);
  std::vector<Side*> sides;
  for (Contender& contender : contenders) sides.push_back(&contender.side);
  const ExitCode code = take_runs(
      {.sides = sides, .measures = measures, .jobs = command.jobs, .follow_anomalies = true, .quiet = command.quiet});
  if (code != kHolds) return code;
  PolicyComparison comparison{command.a, scenario.name, {}, measures, {}};
  for (const Scenario& one : contenders.front().side.scenarios) comparison.seeds.push_back(one.seed);
  for (const Contender& contender : contenders)
    comparison.policies.push_back(described(contender, contenders.front(), measures.size()));
  print(command.json ? policy_comparison_json(comparison) : policy_comparison_text(comparison, ink_for(STDOUT_FILENO)));
  return kHolds;
}

}  // namespace bicoastal
