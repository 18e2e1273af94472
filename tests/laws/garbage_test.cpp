#include "laws/subjects.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>

using namespace bicoastal;

namespace {

/// Sets of events: bit i for event i.
using Events = std::uint64_t;

bool is_among(Events events, std::size_t i) { return (events >> i & 1) != 0; }

/// The greatest part of `events` that has with each event the earlier ones of its origin, and of which `fits` is true.
template <class Fits>
Events part(const Trial& trial, Events events, Fits fits) {
  const auto& all = trial.events();
  const auto stays = [&](std::size_t i) {
    for (std::size_t j = 0; j < i; ++j)
      if (all[j].write.at == all[i].write.at && !is_among(events, j)) return false;
    return fits(i, events);
  };
  for (bool shrank = true; shrank;) {
    shrank = false;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (is_among(events, i) && !stays(i)) events &= ~(Events{1} << i), shrank = true;
  }
  return events;
}

std::vector<std::uint64_t> by_origin(const Trial& trial, Events events) {
  std::vector<std::uint64_t> upto(kTrialRegions, 0);
  for (std::size_t i = 0; i < trial.events().size(); ++i) {
    const Write& write = trial.events()[i].write;
    if (is_among(events, i)) upto[write.at.index()] = std::max(upto[write.at.index()], write.version.sequence());
  }
  return upto;
}

/// Collects as much as the contract allows. `hasty`: whatever all regions know counts as settled.
void collect(Trial& trial, bool hasty) {
  const auto& events = trial.events();
  Events everywhere = ~Events{0};
  for (std::size_t r = 0; r < kTrialRegions; ++r) everywhere &= trial.known(RegionId(r));
  const Events cut = part(trial, everywhere, [&](std::size_t i, Events in) { return (events[i].past & ~in) == 0; });
  const Events settled = part(trial, cut, [&](std::size_t i, Events) {
    for (std::size_t later = 0; later < events.size(); ++later)
      if (!is_among(cut, later) && !is_among(events[later].past, i)) return hasty;
    return true;
  });
  trial.collect_garbage(by_origin(trial, settled), by_origin(trial, cut));
}

constexpr std::array kRegions = {RegionId(0), RegionId(1), RegionId(2)};

/// The same history twice, with and without collection.
struct Twins {
  Trial tidy, untidy;
  bool hasty = false;

  template <class Step>
  void both(Step step) {
    step(tidy);
    step(untidy);
    collect(tidy, hasty);
  }
  std::optional<std::string> differ() const {
    for (const RegionId r : kRegions) {
      const Reading with = tidy.reading(r), without = untidy.reading(r);
      if (!same(with, without)) return "shows " + to_string(with) + " and not " + to_string(without);
    }
    return std::nullopt;
  }
};

/// News for everybody, without which nothing would ever be stable.
void tell_all(Trial& trial) {
  for (const RegionId from : {kRegions[1], kRegions[2]}) trial.exchange(from, kRegions[0]);
  for (const RegionId to : {kRegions[1], kRegions[2]}) trial.exchange(kRegions[0], to);
}

std::optional<std::string> unnoticed(const LawSubject& subject, const TrialScript& script, bool hasty) {
  Twins twins{Trial(subject.trial), Trial(subject.trial), hasty};
  for (const std::uint32_t number : script) {
    const RegionId from(number / 8 % kTrialRegions), to(number / 24 % kTrialRegions);
    twins.both([&](Trial& trial) {
      switch (number % 8) {
        case 0: return tell_all(trial);
        case 1: return trial.exchange(from, to);
        case 2: return trial.send_changes(from, to);
        default: trial.write(number / 8);
      }
    });
    if (std::optional<std::string> breach = twins.differ()) return breach;
  }
  return std::nullopt;
}

/// Where changes arrive without their past, who has collected what they cover may show them sooner.
std::optional<std::string> unnoticed_in_the_end(const LawSubject& subject, const TrialScript& script) {
  Twins twins{Trial(subject.trial), Trial(subject.trial)};
  for (const std::uint32_t number : script)
    twins.both([&](Trial& trial) { number % 5 == 0 ? tell_all(trial) : trial.step(number / 5); });
  for (std::size_t i = 0; i < twins.tidy.events().size(); ++i)
    for (const RegionId r : kRegions) twins.both([&](Trial& trial) { trial.deliver(i, r); });
  for (const RegionId r : kRegions)
    if (!twins.tidy.value(r).equals(twins.tidy.value(kRegions[0]))) return "regions differ after collection";
  return twins.differ();
}

}  // namespace

TEST_CASE("collecting garbage changes nothing that is shown, then or later", "[laws]") {
  for (const LawSubject& subject : law_subjects()) {
    if (!subject.is_crdt()) continue;
    INFO(subject.trial.name);
    CHECK(holds(subject, [&](const TrialScript& script) { return unnoticed(subject, script, false); }));
    CHECK(holds(subject, [&](const TrialScript& script) { return unnoticed_in_the_end(subject, script); }));
  }
}

TEST_CASE("it is not enough that everybody knows of a tombstone: a change that does not may be under way", "[laws]") {
  for (const LawSubject& subject : law_subjects()) {
    if (!subject.is_crdt() || subject.rule().crdt != Crdt::rw_set) continue;
    CHECK(counterexample([&](const TrialScript& script) { return unnoticed(subject, script, true); }));
  }
}

TEST_CASE("collecting a tombstone that everybody knows of frees its bytes", "[laws]") {
  for (const LawSubject& subject : law_subjects()) {
    if (!subject.is_crdt() || subject.rule().crdt != Crdt::rw_set) continue;
    const auto value = subject.policy->initial();
    Write write;
    write.at = RegionId(0);
    write.change = {Verb::remove, 1, 1};
    write.version = VersionId(StoreId(0), 0, 7);
    value->write(write);
    CHECK(value->metadata_bytes() == 24);  // tombstone and its member, and what is known of the region
    value->collect_garbage(std::vector<std::uint64_t>{6, 0, 0}, std::vector<std::uint64_t>{7, 0, 0});
    CHECK(value->metadata_bytes() == 24);
    value->collect_garbage(std::vector<std::uint64_t>{7, 0, 0}, std::vector<std::uint64_t>{7, 0, 0});
    CHECK(value->metadata_bytes() == 8);
  }
}
