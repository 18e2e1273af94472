#include "laws/specification.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace bicoastal;

namespace {

/// Writes, rights and news between the regions, whole values or changes in their order: a region that knows an event
/// knows its past. Calls `check(region)` after each step for the region that changed.
template <class Check>
std::optional<std::string> causally(Trial& trial, const TrialScript& script, Check check) {
  for (const std::uint32_t number : script) {
    const RegionId from(number / 16 % kTrialRegions), to(number / 48 % kTrialRegions);
    RegionId at = to;
    switch (number % 16) {
      case 0:
      case 1:
      case 2: trial.exchange(from, to); break;
      case 3:
      case 4: trial.send_changes(from, to); break;
      case 5: trial.share_rights(to); break;
      default: at = trial.write(number / 16).write.at;
    }
    if (std::optional<std::string> breach = check(at)) return breach;
  }
  return std::nullopt;
}

std::optional<std::string> as_specified(const LawSubject& subject, const TrialScript& script) {
  Trial trial(subject.trial);
  return causally(trial, script, [&](RegionId at) -> std::optional<std::string> {
    const Specified expected = specified(subject, trial, trial.known(at));
    const Reading reading = trial.reading(at);
    if (reading.siblings == expected.siblings && reference::plain(subject.type(), reading.value) == expected.shown)
      return std::nullopt;
    return "shows " + to_string(reading) + " and not " + reference::to_string(expected.shown);
  });
}

std::optional<std::string> in_the_end_as_specified(const LawSubject& subject, const TrialScript& script) {
  Trial trial(subject.trial);
  for (const std::uint32_t number : script) trial.step(number);
  for (std::size_t i = trial.events().size(); i-- > 0;) trial.deliver(i, RegionId(0));
  const Specified expected = specified(subject, trial, trial.known(RegionId(0)));
  const Reading reading = trial.reading(RegionId(0));
  if (reading.siblings == expected.siblings && reference::plain(subject.type(), reading.value) == expected.shown)
    return std::nullopt;
  return "ends with " + to_string(reading) + " and not " + reference::to_string(expected.shown);
}

/// The strong list specification (Attiya et al., "Specification and complexity of collaborative text editing", PODC
/// 2016): a reading has exactly the appends that are known; an append stands last when it is made; and all readings of
/// all regions agree on the order of any two entries.
std::optional<std::string> as_a_list(const LawSubject& subject, const TrialScript& script) {
  Trial trial(subject.trial);
  std::map<std::pair<std::uint64_t, std::uint64_t>, bool> before;
  std::size_t events = 0;
  return causally(trial, script, [&](RegionId at) -> std::optional<std::string> {
    const std::vector<std::uint64_t> list = reference::plain(DataType::log, trial.reading(at).value).entries;
    std::set<std::uint64_t> known;
    for (std::size_t i = 0; i < trial.events().size(); ++i)
      if ((trial.known(at) >> i & 1) != 0) known.insert(trial.events()[i].write.version.value);
    if (list.size() != known.size() || std::set(list.begin(), list.end()) != known)
      return "entries are not the appends";
    if (trial.events().size() > events && trial.events().back().write.version.value != list.back())
      return "an append does not stand last";
    events = trial.events().size();
    for (std::size_t i = 0; i < list.size(); ++i)
      for (std::size_t j = 0; j < list.size(); ++j)
        if (i != j && before.try_emplace({list[i], list[j]}, i < j).first->second != (i < j))
          return "two entries change places";
    return std::nullopt;
  });
}

/// What bounded counters are for: whatever each region knows, all that was ever accepted together stays in bounds.
std::optional<std::string> never_oversold(const LawSubject& subject, const TrialScript& script) {
  Trial trial(subject.trial);
  for (const std::uint32_t number : script) {  // in no causal order, with losses
    trial.step(number);
    const Specified all = specified(subject, trial, ~std::uint64_t{0});
    std::int64_t total = 0;
    for (const auto& [item, amount] : all.shown.amounts) total += amount;
    if (total < 0) return "more was taken than there was";
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("CRDTs show what their specification makes of the events that a region knows", "[laws]") {
  for (const LawSubject& subject : law_subjects()) {
    if (!subject.is_crdt() || subject.type() == DataType::log) continue;
    INFO(subject.trial.name);
    CHECK(holds(subject, [&](const TrialScript& script) { return as_specified(subject, script); }));
  }
}

// A cart's counts go on from add to add as its region has or has not heard of removes by then, whose changes do not say
// what earlier removes did: without causal delivery its regions agree (convergence), on something else.
TEST_CASE("changes that arrive without their past, late or twice, end in what the specification says", "[laws]") {
  for (const LawSubject& subject : law_subjects()) {
    if (!subject.is_crdt() || subject.type() == DataType::log || subject.type() == DataType::cart) continue;
    INFO(subject.trial.name);
    CHECK(holds(subject, [&](const TrialScript& script) { return in_the_end_as_specified(subject, script); }));
  }
}

TEST_CASE("the sequence is a list on whose order all regions agree at all times", "[laws]") {
  for (const LawSubject& subject : law_subjects()) {
    if (!subject.is_crdt() || subject.type() != DataType::log) continue;
    CHECK(holds(subject, [&](const TrialScript& script) { return as_a_list(subject, script); }));
  }
}

TEST_CASE("a bounded counter is never oversold, and a pn-counter can be", "[laws]") {
  for (const LawSubject& subject : law_subjects()) {
    if (!subject.is_crdt() || (subject.type() != DataType::inventory && subject.type() != DataType::accounts)) continue;
    INFO(subject.trial.name);
    const auto found = counterexample([&](const TrialScript& s) { return never_oversold(subject, s); });
    CHECK(found.has_value() == (subject.rule().crdt == Crdt::pn_counter));
  }
}
