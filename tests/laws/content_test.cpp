#include "laws/reference.hpp"
#include "laws/subjects.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace bicoastal;

namespace {

/// Whether some accepted write can have put `item` with `amount` there, whatever came of the others.
bool was_written(const LawSubject& subject, const Trial& trial, const Document::Entry& shown) {
  std::int64_t added = 0, taken = 0;
  bool named = false;
  for (const Trial::Event& e : trial.events()) {
    if (e.shares) continue;
    const Change& c = e.write.change;
    const std::int64_t client = std::int64_t{e.write.session.value} + 1;
    switch (subject.type()) {
      case DataType::reg: named = named || shown.item == e.write.version.value; break;
      case DataType::log: named = named || static_cast<std::uint64_t>(shown.amount) == e.write.version.value; break;
      case DataType::seats:
        named = named || (c.verb == Verb::reserve && shown.item == c.item && shown.amount == client);
        break;
      case DataType::set:
      case DataType::cart: named = named || (c.verb == Verb::add && shown.item == c.item); break;
      default: break;
    }
    if (c.item != shown.item) continue;
    const bool takes = c.verb == Verb::take || c.verb == Verb::withdraw || c.amount < 0;
    (takes ? taken : added) += std::abs(c.amount);
  }
  const std::int64_t start = subject.scenario->keys.initial;
  switch (subject.type()) {
    case DataType::reg: return named && shown.amount == 1;
    case DataType::set: return named && shown.amount == 1;
    case DataType::cart: return named && shown.amount > 0 && shown.amount <= added;
    case DataType::seats:
    case DataType::log: return named;
    default: return start - taken <= shown.amount && shown.amount <= start + added;
  }
}

std::optional<std::string> nothing_invented(const LawSubject& subject, const TrialScript& script) {
  Trial trial(subject.trial);
  for (const std::uint32_t number : script) {
    trial.step(number);
    for (std::size_t r = 0; r < kTrialRegions; ++r) {
      const Reading reading = trial.reading(RegionId(r));
      for (const Document::Entry& e : reading.value)
        if (!was_written(subject, trial, e)) return "shows " + to_string(reading) + ", which nobody wrote";
    }
  }
  return std::nullopt;
}

/// What `a` shows is all in `b`: of items no less, of a log the entries.
bool within(DataType type, const Reading& a, const Reading& b) {
  const reference::Plain before = reference::plain(type, a.value), after = reference::plain(type, b.value);
  return std::all_of(before.amounts.begin(), before.amounts.end(),
                     [&](const auto& e) { return b.value.at(e.first) >= e.second; }) &&
         std::all_of(before.entries.begin(), before.entries.end(), [&](std::uint64_t entry) {
           return std::find(after.entries.begin(), after.entries.end(), entry) != after.entries.end();
         });
}

bool only_grows(const LawSubject& subject) {
  const Crdt crdt = subject.rule().crdt;
  return crdt == Crdt::g_counter || crdt == Crdt::g_set || crdt == Crdt::sequence;
}

std::optional<std::string> never_shrinks(const LawSubject& subject, const TrialScript& script) {
  Trial trial(subject.trial);
  for (const std::uint32_t number : script) {
    std::vector<Reading> before;
    for (std::size_t r = 0; r < kTrialRegions; ++r) before.push_back(trial.reading(RegionId(r)));
    trial.step(number);
    for (std::size_t r = 0; r < kTrialRegions; ++r)
      if (!within(subject.type(), before[r], trial.reading(RegionId(r))))
        return "showed " + to_string(before[r]) + " before and " + to_string(trial.reading(RegionId(r))) + " now";
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("nothing is shown that nobody wrote", "[laws]") {
  for (const LawSubject& subject : law_subjects()) {
    INFO(subject.trial.name);
    CHECK(holds(subject, [&](const TrialScript& script) { return nothing_invented(subject, script); }));
  }
}

TEST_CASE("what only grows never shows less than before, and the others do", "[laws]") {
  for (const LawSubject& subject : law_subjects()) {
    if (!subject.is_crdt()) continue;
    INFO(subject.trial.name);
    const auto found = counterexample([&](const TrialScript& s) { return never_shrinks(subject, s); });
    CHECK(found.has_value() != only_grows(subject));
  }
}
