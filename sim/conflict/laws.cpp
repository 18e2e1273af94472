#include "sim/conflict/laws.hpp"

#include <array>
#include <utility>

namespace bicoastal {

namespace {

using Value = std::unique_ptr<ReplicatedValue>;

Value merged(const ReplicatedValue& a, const ReplicatedValue& b) {
  Value both = a.clone();
  both->merge(b);
  return both;
}

Breach differ(const ReplicatedValue& a, const ReplicatedValue& b, const std::string& law) {
  const Reading left = a.read(), right = b.read();
  if (!same(left, right)) return law + ": one shows " + to_string(left) + ", the other " + to_string(right);
  if (!a.equals(b) || !b.equals(a)) return law + ": both show " + to_string(left) + " and are not equal";
  return std::nullopt;
}

/// Numbers for the choices that a law makes itself, drawn from its script.
class Choices {
 public:
  explicit Choices(const TrialScript& script) {
    for (const std::uint32_t number : script) state_ = state_ * 6364136223846793005u + number + 1;
  }
  std::size_t below(std::size_t n) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>((state_ >> 33) % n);
  }

 private:
  std::uint64_t state_ = 1;
};

constexpr std::array kRegions = {RegionId(0), RegionId(1), RegionId(2)};

void exchange_all(Trial& trial) {
  for (const RegionId from : {kRegions[1], kRegions[2]}) trial.exchange(from, kRegions[0]);
  for (const RegionId to : {kRegions[1], kRegions[2]}) trial.exchange(kRegions[0], to);
}

/// Each region hears of every change at least once, in an order of its own.
void deliver_all(Trial& trial, Choices& choices) {
  for (const RegionId to : kRegions) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < trial.events().size(); ++i)
      for (std::size_t times = 1 + choices.below(4) / 3; times > 0; --times) order.push_back(i);
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[choices.below(i)]);
    for (const std::size_t i : order) trial.deliver(i, to);
  }
}

Breach regions_differ(const Trial& trial, const std::string& law) {
  for (const RegionId other : {kRegions[1], kRegions[2]})
    if (Breach breach = differ(trial.value(kRegions[0]), trial.value(other), law)) return breach;
  return std::nullopt;
}

}  // namespace

Breach algebra(const TrialSubject& subject, const TrialScript& script) {
  Trial trial(subject);
  for (const std::uint32_t number : script) trial.step(number);
  Choices choices(script);
  std::array<const ReplicatedValue*, 3> v;
  for (const RegionId r : kRegions) v[r.index()] = &trial.value(r);
  if (!trial.events().empty() && choices.below(2) == 0)
    v[2] = trial.events()[choices.below(trial.events().size())].change.get();
  const auto& [a, b, c] = v;
  const Value ab = merged(*a, *b);
  if (Breach breach = differ(*ab, *merged(*b, *a), "merge is not commutative")) return breach;
  if (Breach breach = differ(*merged(*b, *c), *merged(*c, *b), "merge is not commutative")) return breach;
  if (Breach breach = differ(*merged(*ab, *c), *merged(*a, *merged(*b, *c)), "merge is not associative")) return breach;
  if (Breach breach = differ(*merged(*a, *a), *a, "merge is not idempotent")) return breach;
  return differ(*merged(*ab, *b), *ab, "merge is not idempotent");
}

Breach convergence(const TrialSubject& subject, const TrialScript& script) {
  Trial by_changes(subject), by_values(subject);
  for (const std::uint32_t number : script) {
    by_changes.step(number);
    by_values.step(number);
  }
  Choices choices(script);
  deliver_all(by_changes, choices);
  if (Breach breach = regions_differ(by_changes, "regions that heard of the same changes differ")) return breach;
  exchange_all(by_values);
  if (Breach breach = regions_differ(by_values, "regions that exchanged their values differ")) return breach;
  return differ(by_changes.value(kRegions[0]), by_values.value(kRegions[0]),
                "changes and whole values end differently");
}

Breach changes_equal_values(const TrialSubject& subject, const TrialScript& script) {
  Trial by_changes(subject), by_values(subject);
  for (const std::uint32_t number : script) {
    if (number % 3 == 0) {
      const RegionId from(number / 3 % kTrialRegions), to(number / 9 % kTrialRegions);
      by_changes.send_changes(from, to);
      by_values.exchange(from, to);
    } else if (number % 16 == 1) {
      by_changes.share_rights(RegionId(number / 16 % kTrialRegions));
      by_values.share_rights(RegionId(number / 16 % kTrialRegions));
    } else {
      by_changes.write(number / 3);
      by_values.write(number / 3);
    }
    for (const RegionId r : kRegions)
      if (Breach breach = differ(by_changes.value(r), by_values.value(r), "changes tell less or more than the value"))
        return breach;
  }
  return std::nullopt;
}

Breach separation(const TrialSubject& subject, const TrialScript& script) {
  Trial trial(subject);
  for (const std::uint32_t number : script) {
    const RegionId at(number % kTrialRegions);
    const Value copy = trial.value(at).clone();
    const Reading before = copy->read();
    const std::size_t events = trial.events().size();
    trial.write(number);
    if (trial.events().size() == events)
      if (Breach breach = differ(trial.value(at), *copy, "a declined write changed something")) return breach;
    if (!same(copy->read(), before)) return "a copy changed with what it was copied from: " + to_string(copy->read());
    trial.exchange(at, RegionId(number / kTrialRegions % kTrialRegions));
  }
  return std::nullopt;
}

}  // namespace bicoastal
