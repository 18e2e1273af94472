// Without concurrency every policy is the data type itself: each write is known everywhere before the next one.
#include "laws/reference.hpp"
#include "laws/subjects.hpp"

#include <catch2/catch.hpp>

#include <numeric>
#include <set>

using namespace bicoastal;

namespace {

/// What a CRDT declines although the type would not.
class Reluctance {
 public:
  explicit Reluctance(const LawSubject& subject) : subject_(subject) {
    const std::int64_t all = subject.scenario->keys.initial * (subject.type() == DataType::accounts ? 2 : 1);
    for (std::int64_t piece = 0; piece < all; ++piece) ++rights_[static_cast<std::size_t>(piece) % kTrialRegions];
  }
  bool declines(const Write& w) {
    if (!subject_.is_crdt()) return false;
    const Change& c = w.change;
    switch (subject_.rule().crdt) {
      case Crdt::g_counter: return c.amount < 0;
      case Crdt::g_set: return c.verb == Verb::remove;
      case Crdt::two_phase_set: return c.verb == Verb::add && gone_.contains(c.item);
      case Crdt::bounded_counter:
        return (c.verb == Verb::take || c.verb == Verb::withdraw) && rights_[w.at.index()] < c.amount;
      default: return false;
    }
  }
  void accepted(const Write& w, const reference::Plain& before) {
    if (w.change.verb == Verb::remove && before.amounts.contains(w.change.item)) gone_.insert(w.change.item);
    const bool takes = w.change.verb == Verb::take || w.change.verb == Verb::withdraw;
    rights_[w.at.index()] += takes ? -w.change.amount : w.change.amount;
  }

 private:
  const LawSubject& subject_;
  std::set<std::uint64_t> gone_;
  std::array<std::int64_t, kTrialRegions> rights_{};
};

std::optional<std::string> one_after_another(const LawSubject& subject, const TrialScript& script) {
  Trial trial(subject.trial);
  Reluctance reluctance(subject);
  reference::Plain expected = reference::initial(subject.scenario->keys);
  for (const std::uint32_t number : script) {
    trial.wait(Time(1));  // a wall clock orders nothing within its tick
    const Trial::Written written = trial.write(number);
    reference::Plain next = expected;
    const bool accepts = !reluctance.declines(written.write) && reference::change(subject.type(), written.write, next);
    if (accepts != written.accepted) return accepts ? "declined without reason" : "accepted what must be declined";
    if (accepts) {
      reluctance.accepted(written.write, expected);
      expected = next;
    }
    for (std::size_t to = 0; to < kTrialRegions; ++to) {
      if (number % 2 == 0)
        trial.exchange(written.write.at, RegionId(to));
      else
        trial.send_changes(written.write.at, RegionId(to));
      const Reading reading = trial.reading(RegionId(to));
      if (reading.siblings != 1) return "siblings without concurrency";
      if (reference::plain(subject.type(), reading.value) != expected)
        return "shows " + to_string(reading) + " and not " + reference::to_string(expected);
    }
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("one after another, changes do what the data type says, under every policy", "[laws]") {
  for (const LawSubject& subject : law_subjects(true)) {
    INFO(subject.trial.name);
    CHECK(holds(subject, [&](const TrialScript& script) { return one_after_another(subject, script); }));
  }
}
