#include "laws/subjects.hpp"

#include "sim/base/conflict_names.hpp"
#include "sim/conflict/clocks.hpp"
#include "sim/conflict/policies.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <sstream>

namespace bicoastal {

namespace {

constexpr std::array kTypes = {DataType::reg,       DataType::counter, DataType::set, DataType::cart,
                               DataType::inventory, DataType::seats,   DataType::log, DataType::accounts};
constexpr std::array kRuleNames = {"keep", "union", "newest", "application"};
constexpr std::array kClockNames = {"wall", "lamport", "hybrid"};

void add(std::vector<LawSubject>& subjects, const std::string& name, Scenario scenario) {
  LawSubject s;
  s.scenario = std::make_unique<Scenario>(std::move(scenario));
  s.policy = make_merger(*s.scenario);
  if (s.policy == nullptr) return;
  const auto type = static_cast<std::size_t>(s.scenario->keys.type);
  s.trial = {name + " keeps " + std::string(kTypeNames[type]), s.scenario.get(), s.policy.get(), make_stamper};
  subjects.push_back(std::move(s));
}

}  // namespace

std::vector<LawSubject> law_subjects(bool right_clocks) {
  std::vector<LawSubject> subjects;
  for (const DataType type : kTypes) {
    Scenario s = trial_scenario(type);
    ConflictRule& rule = s.data.conflicts;
    if (right_clocks) rule.clock_offset.assign(kTrialRegions, Time());
    for (const char* policy : {"lww", "first_writer", "region_priority", "reject"}) {
      rule.policy = policy;
      for (const ClockKind clock : {ClockKind::wall, ClockKind::lamport, ClockKind::hybrid}) {
        if (clock != ClockKind::wall && rule.policy != "lww") continue;
        rule.clock = clock;
        add(subjects, std::string(policy) + "/" + kClockNames[static_cast<std::size_t>(clock)], s);
      }
    }
    rule.clock = ClockKind::wall;
    rule.merges = true;
    rule.policy = "version_vector";
    for (const SiblingRule siblings :
         {SiblingRule::keep, SiblingRule::union_of_all, SiblingRule::newest, SiblingRule::application}) {
      rule.siblings = siblings;
      add(subjects, std::string("version_vector/") + kRuleNames[static_cast<std::size_t>(siblings)], s);
    }
    rule.policy = "crdt";
    for (const CrdtName& crdt : kCrdtNames) {
      rule.crdt = crdt.crdt;
      if (fits(crdt.crdt, type)) add(subjects, "crdt/" + std::string(crdt.name), s);
    }
  }
  return subjects;
}

std::optional<std::string> counterexample(const std::string& name, const LawOfScripts& law) {
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  params.maxSuccess = std::max(10000, params.maxSuccess);
  params.maxSize = 40;
  rc::detail::TestMetadata metadata;
  metadata.id = metadata.description = name;
  const auto scripts = rc::gen::container<TrialScript>(rc::gen::resize(100, rc::gen::arbitrary<std::uint32_t>()));
  const auto property = [&] {
    const auto breach = law(*scripts);
    if (breach) RC_FAIL(*breach);
  };
  const rc::detail::TestResult result = rc::detail::checkTestable(property, metadata, params);
  if (result.template is<rc::detail::SuccessResult>()) return std::nullopt;
  std::ostringstream text;
  rc::detail::printResultMessage(result, text << name << ": ");
  return text.str();
}

bool holds(const LawSubject& subject, const LawOfScripts& law) {
  const auto found = counterexample(subject.trial.name, law);
  if (found) std::cerr << *found << std::endl;
  return !found;
}

}  // namespace bicoastal
