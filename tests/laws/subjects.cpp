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

/// Any numbers. rapidcheck's own generator of vectors prepares the shrinking of each number of each script, which took
/// a third of the time of all laws; here nothing is shrunk before a script fails.
rc::Gen<TrialScript> scripts() {
  const auto shorter = [](const TrialScript& script) {
    return rc::seq::concat(rc::shrink::removeChunks(script),
                           rc::shrink::eachElement(script, [](std::uint32_t n) { return rc::shrink::integral(n); }));
  };
  return {[=](rc::Random random, int size) {
    TrialScript script(random.next() % (static_cast<std::uint64_t>(size) + 1));
    for (std::uint32_t& number : script) number = static_cast<std::uint32_t>(random.next());
    return rc::shrinkable::shrinkRecur(std::move(script), shorter);
  }};
}

/// The shortest history found that breaks a law. With a name, rapidcheck says at the end how to find it again.
std::optional<std::string> search(const std::string& name, const LawOfScripts& law) {
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  params.maxSuccess = std::max(10000, params.maxSuccess);
  params.maxSize = 40;
  rc::detail::TestMetadata metadata;
  metadata.id = metadata.description = name;
  const auto property = [&law, any = scripts()] {
    const auto breach = law(*any);
    if (breach) RC_FAIL(*breach);
  };
  const rc::detail::TestResult result = rc::detail::checkTestable(property, metadata, params);
  if (result.template is<rc::detail::SuccessResult>()) return std::nullopt;
  std::ostringstream text;
  rc::detail::printResultMessage(result, text << name << ": ");
  return text.str();
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

std::optional<std::string> counterexample(const LawOfScripts& law) { return search("", law); }

bool holds(const LawSubject& subject, const LawOfScripts& law) {
  const auto found = search(subject.trial.name, law);
  if (found) std::cerr << *found << std::endl;
  return !found;
}

}  // namespace bicoastal
