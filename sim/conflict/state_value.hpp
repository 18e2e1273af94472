// A ReplicatedValue made of a plain state: what every merging policy of ours is.
//
// A state is a value type that knows nothing of pointers and clones. It offers
//
//   static State initial(const Setup&)
//   std::optional<State> write(const Write&, const Setup&)   what others must merge; nothing where declined
//   void merge(const State&)                                 commutative, associative, idempotent
//   Reading read(const Setup&) const
//   bool operator==(const State&) const
//   std::size_t metadata_bytes() const, payloads() const
//
// and, where it has a use for them, collect_garbage(settled, cut) and share_rights(at, setup), as ReplicatedValue has
// them.
#pragma once

#include <bicoastal/conflict.hpp>

#include <concepts>
#include <memory>
#include <optional>
#include <utility>

namespace bicoastal {

/// What is the same for every key of a run.
struct Setup {
  Keys keys;
  ConflictRule rule;
  std::size_t regions = 1;
};

template <class State>
concept MergesAsState = std::equality_comparable<State> &&
    requires(State state, const State& other, const Write& write, const Setup& setup) {
  { State::initial(setup) } -> std::same_as<State>;
  { state.write(write, setup) } -> std::same_as<std::optional<State>>;
  state.merge(other);
  { other.read(setup) } -> std::same_as<Reading>;
  { other.metadata_bytes() } -> std::same_as<std::size_t>;
  { other.payloads() } -> std::same_as<std::size_t>;
};

template <MergesAsState State>
class StateValue final : public ReplicatedValue {
 public:
  StateValue(const Setup& setup, State state) : setup_(&setup), state_(std::move(state)) {}

  std::unique_ptr<ReplicatedValue> write(const Write& write) override { return wrap(state_.write(write, *setup_)); }
  void merge(const ReplicatedValue& other) override { state_.merge(state_of(other)); }
  Reading read() const override { return state_.read(*setup_); }
  std::unique_ptr<ReplicatedValue> clone() const override { return std::make_unique<StateValue>(*this); }
  bool equals(const ReplicatedValue& other) const override { return state_ == state_of(other); }
  std::size_t metadata_bytes() const override { return state_.metadata_bytes(); }
  std::size_t payloads() const override { return state_.payloads(); }

  void collect_garbage(std::span<const std::uint64_t> settled, std::span<const std::uint64_t> cut) override {
    if constexpr (requires { state_.collect_garbage(settled, cut); }) state_.collect_garbage(settled, cut);
  }
  std::unique_ptr<ReplicatedValue> share_rights(RegionId at) override {
    if constexpr (requires { state_.share_rights(at, *setup_); })
      return wrap(state_.share_rights(at, *setup_));
    else
      return nullptr;
  }

 private:
  /// Values of one key have one policy, so the other one is of this class.
  static const State& state_of(const ReplicatedValue& other) { return static_cast<const StateValue&>(other).state_; }
  std::unique_ptr<ReplicatedValue> wrap(std::optional<State> state) const {
    return state ? std::make_unique<StateValue>(*setup_, std::move(*state)) : nullptr;
  }

  const Setup* setup_;
  State state_;
};

/// Outlives the values that it makes.
template <MergesAsState State>
class StatePolicy final : public MergePolicy {
 public:
  explicit StatePolicy(const Scenario& s) : setup_{s.keys, s.data.conflicts, s.regions.size()} {}
  std::unique_ptr<ReplicatedValue> initial() const override {
    return std::make_unique<StateValue<State>>(setup_, State::initial(setup_));
  }

 private:
  Setup setup_;
};

template <MergesAsState State>
std::unique_ptr<MergePolicy> state_policy(const Scenario& scenario) {
  return std::make_unique<StatePolicy<State>>(scenario);
}

}  // namespace bicoastal
