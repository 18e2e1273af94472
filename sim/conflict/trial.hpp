// A small history of one key in three regions, made from a script of numbers: what the laws of merging are tried on, by
// the loader of plugins and by the tests.
//
// The regions write, and hear of each other's changes in any order, more than once, or not at all until whole values
// are exchanged. Every script is a valid history, so that random and shortened ones are.
#pragma once

#include <bicoastal/conflict.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bicoastal {

/// What is tried: values of `policy` under a scenario of kTrialRegions regions. Both outlive what is made from them.
struct TrialSubject {
  std::string name;
  const Scenario* scenario = nullptr;
  const MergePolicy* policy = nullptr;
  std::unique_ptr<Stamper> (*make_clock)(const Scenario&) = nullptr;
};

inline constexpr std::size_t kTrialRegions = 3;
/// Three regions and one key of the type, with few items and an initial amount of 5 where there is one. Clocks are
/// wrong by some ns, which is much in a trial.
Scenario trial_scenario(DataType type);

using TrialScript = std::vector<std::uint32_t>;

class Trial {
 public:
  static constexpr std::size_t kMaxEvents = 64;

  /// An accepted write, or rights that were shared (`shares`).
  struct Event {
    Write write;
    bool shares = false;
    std::uint64_t past = 0;  ///< what its region knew just before: bit i for event i
    std::unique_ptr<ReplicatedValue> change;
  };
  /// Where a step wrote, and what came of it.
  struct Written {
    Write write;
    bool accepted = false;
  };

  explicit Trial(const TrialSubject& subject);

  /// Any step: a write, a change that arrives, whole values, shared rights.
  void step(std::uint32_t number);
  /// A write that `number` describes, in the region that it names.
  Written write(std::uint32_t number);
  void share_rights(RegionId at);
  /// Event `index` arrives, whether or not what it depends on did, and whether or not it is known.
  void deliver(std::size_t index, RegionId to);
  /// The whole value of a region arrives.
  void exchange(RegionId from, RegionId to);
  /// All changes that a region knows arrive, in the order in which they were made.
  void send_changes(RegionId from, RegionId to);
  void wait(Time span) { now_ += span; }
  void collect_garbage(std::span<const std::uint64_t> settled, std::span<const std::uint64_t> cut);

  const std::vector<Event>& events() const { return events_; }
  std::uint64_t known(RegionId at) const { return known_[at.index()]; }
  const ReplicatedValue& value(RegionId at) const { return *values_[at.index()]; }
  Reading reading(RegionId at) const { return value(at).read(); }
  const Scenario& scenario() const { return scenario_; }

 private:
  Change change_of(std::uint32_t number) const;
  void heard(const Event& event, RegionId to);

  const Scenario& scenario_;
  std::unique_ptr<Stamper> clock_;
  std::vector<std::unique_ptr<ReplicatedValue>> values_;  // by region
  std::vector<Stamped> current_;                          // by region: the later() of what it knows
  std::vector<std::uint64_t> known_;                      // by region
  std::vector<std::uint64_t> sequence_;                   // by region
  std::vector<Event> events_;
  Time now_ = Time(1000);
};

/// A region's reading as a text, "{0: 3, 2: 1}" with the number of siblings where there are several.
std::string to_string(const Reading& reading);
bool same(const Reading& a, const Reading& b);

}  // namespace bicoastal
