#include "sim/cli/policy_choice.hpp"

#include "sim/base/conflict_names.hpp"
#include "sim/cli/plugins.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

using Json = nlohmann::json;
constexpr std::string_view kNoEffect = "E401";
constexpr std::string_view kPlace = "/data/conflicts/";

struct DetailOfPolicy {
  std::string_view policy, field;
  std::vector<std::string_view> details;
};

std::vector<DetailOfPolicy> details_of_policies() {
  std::vector<std::string_view> crdts;
  for (const CrdtName& crdt : kCrdtNames) crdts.push_back(crdt.name);
  return {{"lww", "clock", {"wall", "lamport", "hybrid"}},
          {"version_vector", "siblings", {"keep", "union", "newest", "application"}},
          {"crdt", "crdt", crdts}};
}

Json conflicts_of(const Scenario& scenario) {
  const Json document = Json::parse(scenario.document, nullptr, false);
  const Json::json_pointer place("/data/conflicts");
  return !document.is_discarded() && document.contains(place) ? document.at(place) : Json::object();
}

/// Of the fields that have no effect, those that the rule for conflicts holds; empty where there are other faults, too.
std::vector<std::string> inert_fields(const Diagnostics& faults, const PolicyChoice& choice) {
  std::vector<std::string> fields;
  for (const Diagnostic& fault : faults) {
    if (fault.code != kNoEffect || !fault.pointer.starts_with(kPlace)) return {};
    const std::string field =
        fault.pointer.substr(kPlace.size(), fault.pointer.find('/', kPlace.size()) - kPlace.size());
    if (field == choice.field || field == "policy") return {};
    if (std::ranges::find(fields, field) == fields.end()) fields.push_back(field);
  }
  return fields;
}

/// Without those of fields that would be left out, where there are others.
Diagnostics meant(const Diagnostics& faults) {
  Diagnostics others;
  for (const Diagnostic& fault : faults)
    if (fault.code != kNoEffect || !fault.pointer.starts_with(kPlace)) others.push_back(fault);
  return others.empty() ? faults : others;
}

}  // namespace

Result<PolicyChoice> parse_policy_choice(std::string_view text) {
  const std::size_t slash = text.find('/');
  PolicyChoice choice{std::string(text.substr(0, slash)), {}, {}};
  if (slash == text.npos) return choice;
  choice.detail = text.substr(slash + 1);
  for (const DetailOfPolicy& known : details_of_policies()) {
    if (known.policy != choice.policy) continue;
    if (std::ranges::find(known.details, choice.detail) == known.details.end())
      return Diagnostic{"E702",
                        {},
                        0,
                        {},
                        fmt::format("--policy {}: {} is none of its {}s", text, choice.detail, known.field),
                        fmt::format("{}", fmt::join(known.details, ", "))};
    choice.field = known.field;
    return choice;
  }
  return Diagnostic{"E702",
                    {},
                    0,
                    {},
                    fmt::format("--policy {}: nothing stands after the slash of this policy", text),
                    "lww/CLOCK, version_vector/SIBLINGS or crdt/TYPE"};
}

Result<UnderPolicy> load_under_policy(const std::string& file, const std::vector<Override>& overrides,
                                      std::optional<std::uint64_t> seed, const PolicyChoice& choice) {
  const LoadOptions options{.plugins = loaded_plugins()};
  const Result<Scenario> own = load_scenario(file, overrides, seed, options);
  if (!own) return own.faults();
  Json rule = conflicts_of(*own);
  // What the scenario says in detail of its own policy is not meant for another one.
  if (rule.value("policy", std::string("lww")) != choice.policy)
    for (const std::string_view field : {"siblings", "prune", "crdt", "priority"}) rule.erase(std::string(field));
  rule["policy"] = choice.policy;
  if (!choice.field.empty()) rule[choice.field] = choice.detail;
  std::vector<std::string> dropped;
  while (true) {
    std::vector<Override> changed = overrides;
    changed.push_back({"/data/conflicts", rule.dump()});
    Result<Scenario> scenario = load_scenario(file, changed, seed, options);
    if (scenario) return UnderPolicy{*std::move(scenario), std::move(dropped)};
    const std::vector<std::string> inert = inert_fields(scenario.faults(), choice);
    if (inert.empty()) return meant(scenario.faults());
    std::size_t erased = 0;
    for (const std::string& field : inert) {
      erased += rule.erase(field);
      dropped.push_back(field);
    }
    if (erased == 0) return meant(scenario.faults());
  }
}

}  // namespace bicoastal
