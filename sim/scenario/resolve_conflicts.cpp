// What happens when writes meet: the policy, and the clocks that it reads.
#include "sim/base/conflict_names.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/resolve.hpp"

#include "sim/base/random.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bicoastal {

namespace {

ClockKind clock_named(std::string_view name) {
  if (name == "lamport") return ClockKind::lamport;
  return name == "hybrid" ? ClockKind::hybrid : ClockKind::wall;
}

SiblingRule siblings_named(std::string_view name) {
  if (name == "union") return SiblingRule::union_of_all;
  if (name == "newest") return SiblingRule::newest;
  return name == "application" ? SiblingRule::application : SiblingRule::keep;
}

std::vector<std::string_view> names_of_types(std::uint32_t types) {
  std::vector<std::string_view> names;
  for (std::size_t t = 0; t < kDataTypes; ++t)
    if ((types & bit_of(static_cast<DataType>(t))) != 0) names.push_back(kTypeNames[t]);
  return names;
}

class Conflicts {
 public:
  Conflicts(const View& document, const PlaceNames& directory, const LoadOptions& options, Scenario& scenario,
            Faults& faults)
      : document_(document),
        view_(document["data"]["conflicts"]),
        directory_(directory),
        options_(options),
        scenario_(scenario),
        rule_(scenario.data.conflicts),
        faults_(faults) {}

  void resolve() {
    rule_.policy = view_["policy"].text();
    rule_.clock = clock_named(view_["clock"].text());
    rule_.siblings = siblings_named(view_["siblings"].text());
    rule_.prune = view_["prune"].count();
    rule_.share_rights = view_["share_rights"].time();
    check_type();
    read_policy();
    read_crdt();
    check_region_keys(view_["offsets"], directory_, faults_);
    check_region_keys(view_["drifts"], directory_, faults_);
    rule_.priority = resolve_order(view_["priority"], directory_, faults_);
    if (!directory_.usable()) return;
    complete_order(rule_.priority, scenario_);
    set_clocks();
  }

 private:
  const View document_, view_;
  const PlaceNames& directory_;
  const LoadOptions& options_;
  Scenario& scenario_;
  ConflictRule& rule_;
  Faults& faults_;

  bool type_known() const { return !faults_.any_under("/keys/type"); }

  /// A quorum's reader takes the later of the versions that it is told of; changes to what a key holds would be lost.
  void check_type() {
    const View type = document_["keys"]["type"];
    if (scenario_.data.writes != WritePattern::quorum || scenario_.keys.type == DataType::reg) return;
    if (!type_known() || faults_.any_under("/data/writes")) return;
    faults_.add("E307", type.place(), type.pointer(),
                fmt::format("keys of type {} do not go with writes quorum", type_name()), "register, or writes local");
  }

  void read_policy() {
    const View policy = view_["policy"];
    if (faults_.any_under(policy.pointer())) return;
    if (const PolicyName* ours = find_policy(rule_.policy)) {
      rule_.merges = ours->merges;
      check_pattern(*ours, policy);
      return;
    }
    rule_.merges = true;
    const auto plugin = std::ranges::find(options_.plugins, rule_.policy, &PluginPolicy::name);
    if (plugin == options_.plugins.end()) {
      if (!options_.unknown_policies) unknown(policy);
      return;
    }
    check_pattern({.name = rule_.policy, .merges = true, .under_quorum = false}, policy);
    if ((plugin->types & bit_of(scenario_.keys.type)) == 0 && type_known()) {
      faults_.add("E307", policy.place(), policy.pointer(),
                  fmt::format("policy {} cannot keep keys of type {}", in_quotes(rule_.policy), type_name()),
                  fmt::format("it keeps {}", fmt::join(names_of_types(plugin->types), ", ")));
    }
  }

  std::string_view type_name() const { return kTypeNames[static_cast<std::size_t>(scenario_.keys.type)]; }

  void unknown(const View& policy) {
    std::vector<std::string> names;
    for (const PolicyName& ours : kPolicyNames) names.emplace_back(ours.name);
    for (const PluginPolicy& plugin : options_.plugins) names.push_back(plugin.name);
    faults_.add("E205", policy.place(), policy.pointer(), fmt::format("{} is not known here", in_quotes(rule_.policy)),
                suggest_name(rule_.policy, names));
  }

  void check_pattern(const PolicyName& ours, const View& policy) {
    if (faults_.any_under("/data/writes")) return;
    const WritePattern writes = scenario_.data.writes;
    const bool fits =
        writes == WritePattern::local || (writes == WritePattern::quorum ? ours.under_quorum : ours.under_primary);
    if (!fits)
      faults_.add("E307", policy.place(), policy.pointer(),
                  fmt::format("policy {} does not go with writes {}", ours.name, document_["data"]["writes"].text()),
                  writes == WritePattern::quorum ? "lww, or writes local" : "writes local");
  }

  void read_crdt() {
    const View crdt = view_["crdt"];
    rule_.crdt = default_crdt(scenario_.keys.type);
    const CrdtName* named = find_crdt(crdt.text());
    if (named == nullptr) return;
    rule_.crdt = named->crdt;
    if (rule_.policy != "crdt" || !type_known() || fits(named->crdt, scenario_.keys.type)) return;
    std::vector<std::string_view> fitting;
    for (const CrdtName& other : kCrdtNames)
      if ((other.types & bit_of(scenario_.keys.type)) != 0) fitting.push_back(other.name);
    faults_.add("E307", crdt.place(), crdt.pointer(),
                fmt::format("{} cannot keep keys of type {}", in_quotes(named->name), type_name()),
                fmt::format("{}", fmt::join(fitting, " or ")));
  }

  /// Each region draws from a stream of its own name, so that a further region leaves every other clock as it is.
  /// A Lamport clock counts: nothing of a wall clock is in its stamps.
  void set_clocks() {
    rule_.clock_offset.assign(scenario_.regions.size(), Time());
    rule_.clock_drift.assign(scenario_.regions.size(), 0);
    if (rule_.clock == ClockKind::lamport) return;
    const double skew = static_cast<double>(view_["skew"].time().ns);
    const double drift = view_["drift"].quantity(Dimension::drift);
    for (std::size_t r = 0; r < scenario_.regions.size(); ++r) {
      const std::string& name = scenario_.regions[r].name;
      const auto bits = RandomStream(scenario_.seed, "clock/" + name).block(0);
      const View offset_of = view_["offsets"][name], drift_of = view_["drifts"][name];
      rule_.clock_offset[r] =
          offset_of.exists() ? offset_of.time() : Time::seconds((2 * to_unit(bits[0]) - 1) * skew * 1e-9);
      rule_.clock_drift[r] =
          drift_of.exists() ? drift_of.quantity(Dimension::drift) : (2 * to_unit(bits[1]) - 1) * drift;
    }
  }
};

}  // namespace

void resolve_conflicts(const View& document, const PlaceNames& directory, const LoadOptions& options,
                       Scenario& scenario, Faults& faults) {
  Conflicts(document, directory, options, scenario, faults).resolve();
}

}  // namespace bicoastal
