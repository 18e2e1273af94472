#include "laws/subjects.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>

using namespace bicoastal;

namespace {

/// By origin, up to where all regions know all changes and, unless `hasty`, no change that was made without knowing
/// these is still under way to anybody. Found by trying.
std::vector<std::uint64_t> stable(const Trial& trial, bool hasty) {
  const auto& events = trial.events();
  std::uint64_t everywhere = ~std::uint64_t{0};
  for (std::size_t r = 0; r < kTrialRegions; ++r) everywhere &= trial.known(RegionId(r));
  std::uint64_t wanted = everywhere;
  for (bool shrank = true; shrank;) {
    shrank = false;
    for (std::size_t i = 0; i < events.size(); ++i) {
      if ((wanted >> i & 1) == 0) continue;
      bool holds = true;
      for (std::size_t j = 0; j < events.size(); ++j) {
        const bool under_way = !hasty && (everywhere >> j & 1) == 0;
        if (under_way && (events[j].past >> i & 1) == 0) holds = false;
        // Up to: the earlier ones of the same origin as well.
        if (j < i && events[j].write.at == events[i].write.at && (wanted >> j & 1) == 0) holds = false;
      }
      if (!holds) wanted &= ~(std::uint64_t{1} << i), shrank = true;
    }
  }
  std::vector<std::uint64_t> seen(kTrialRegions, 0);
  for (std::size_t i = 0; i < events.size(); ++i)
    if ((wanted >> i & 1) != 0) {
      std::uint64_t& last = seen[events[i].write.at.index()];
      last = std::max(last, events[i].write.version.sequence());
    }
  return seen;
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
    tidy.collect_garbage(stable(tidy, hasty));
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
    CHECK(counterexample("hasty", [&](const TrialScript& script) { return unnoticed(subject, script, true); }));
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
    value->collect_garbage(std::vector<std::uint64_t>{6, 0, 0});
    CHECK(value->metadata_bytes() == 24);
    value->collect_garbage(std::vector<std::uint64_t>{7, 0, 0});
    CHECK(value->metadata_bytes() == 8);
  }
}
