#include "sim/conflict/trial.hpp"

#include "sim/base/check.hpp"

namespace bicoastal {

namespace {

/// Takes numbers off a number: `below(n)` is one of 0 .. n - 1.
class Digits {
 public:
  explicit Digits(std::uint32_t number) : rest_(number) {}
  std::uint32_t below(std::uint32_t n) {
    const std::uint32_t digit = rest_ % n;
    rest_ /= n;
    return digit;
  }
  RegionId region() { return RegionId(below(kTrialRegions)); }

 private:
  std::uint32_t rest_;
};

}  // namespace

Scenario trial_scenario(DataType type) {
  Scenario s;
  s.regions.resize(kTrialRegions);
  s.keys.type = type;
  switch (type) {
    case DataType::set:
    case DataType::cart:
    case DataType::seats: s.keys.items = 3; break;
    case DataType::accounts: s.keys.items = 2; [[fallthrough]];
    case DataType::counter:
    case DataType::inventory: s.keys.initial = 5; break;
    case DataType::reg:
    case DataType::log: break;
  }
  ConflictRule& rule = s.data.conflicts;
  rule.clock_offset = {Time(0), Time(4), Time(-3)};
  rule.clock_drift = {0, 0, 0};
  rule.priority = {RegionId(1), RegionId(2), RegionId(0)};
  s.duration = Time::seconds(1);
  return s;
}

Trial::Trial(const TrialSubject& subject)
    : scenario_(*subject.scenario),
      clock_(subject.make_clock(*subject.scenario)),
      current_(kTrialRegions),
      known_(kTrialRegions, 0),
      sequence_(kTrialRegions, 0) {
  for (std::size_t r = 0; r < kTrialRegions; ++r) values_.push_back(subject.policy->initial());
  events_.reserve(16);
}

void Trial::step(std::uint32_t number) {
  Digits digits(number);
  const std::uint32_t kind = digits.below(8), rest = number / 8;
  if (kind < 4) {
    write(rest);
  } else if (kind < 6) {
    if (events_.empty()) return;
    const RegionId to = digits.region();
    deliver(digits.below(static_cast<std::uint32_t>(events_.size())), to);
  } else if (kind == 6) {
    const RegionId from = digits.region(), to = digits.region();
    exchange(from, to);
  } else {
    share_rights(digits.region());
  }
}

Trial::Written Trial::write(std::uint32_t number) {
  Digits digits(number);
  const RegionId at = digits.region();
  Write write;
  write.at = at;
  write.session = SessionId(digits.below(3));
  now_ += Time(digits.below(3));  // in one nanosecond, too
  write.change = change_of(number / 27);
  // Sequences count an origin's changes of all keys: those of one key have gaps.
  write.version = VersionId(StoreId(at.index()), 0, sequence_[at.index()] + 1 + number % 2);
  if (events_.size() == kMaxEvents) return {write, false};
  write.stamp = clock_->stamp(at, now_, current_[at.index()]);
  std::unique_ptr<ReplicatedValue> change = values_[at.index()]->write(write);
  if (change == nullptr) return {write, false};
  sequence_[at.index()] = write.version.sequence();
  const Stamped stamped{write.version, write.stamp};
  if (later(stamped, current_[at.index()])) current_[at.index()] = stamped;
  events_.push_back({write, false, known_[at.index()], std::move(change)});
  known_[at.index()] |= std::uint64_t{1} << (events_.size() - 1);
  return {write, true};
}

Change Trial::change_of(std::uint32_t number) const {
  Digits digits(number);
  const std::uint32_t item = digits.below(scenario_.keys.items);
  const std::int64_t amount = 1 + digits.below(3);
  const bool back = digits.below(5) < 2;
  switch (scenario_.keys.type) {
    case DataType::reg: return {Verb::write, 0, 1};
    case DataType::counter: return {Verb::increment, 0, back ? -amount : amount};
    case DataType::set: return {back ? Verb::remove : Verb::add, item, 1};
    case DataType::cart: return {back ? Verb::remove : Verb::add, item, amount};
    case DataType::inventory: return {back ? Verb::restock : Verb::take, 0, amount};
    case DataType::seats: return {back ? Verb::release : Verb::reserve, item, 1};
    case DataType::log: return {Verb::append, 0, 1};
    case DataType::accounts: return {back ? Verb::deposit : Verb::withdraw, item, amount};
  }
  BC_CHECK(!"a data type");
}

void Trial::share_rights(RegionId at) {
  if (events_.size() == kMaxEvents) return;
  std::unique_ptr<ReplicatedValue> change = values_[at.index()]->share_rights(at);
  if (change == nullptr) return;
  Event event{{}, true, known_[at.index()], std::move(change)};
  event.write.at = at;
  events_.push_back(std::move(event));
  known_[at.index()] |= std::uint64_t{1} << (events_.size() - 1);
}

void Trial::heard(const Event& event, RegionId to) {
  if (event.shares) return;
  const Stamped stamped{event.write.version, event.write.stamp};
  clock_->received(to, now_, stamped.stamp);
  if (later(stamped, current_[to.index()])) current_[to.index()] = stamped;
}

void Trial::deliver(std::size_t index, RegionId to) {
  values_[to.index()]->merge(*events_[index].change);
  known_[to.index()] |= std::uint64_t{1} << index;
  heard(events_[index], to);
}

void Trial::exchange(RegionId from, RegionId to) {
  if (from == to) return;
  values_[to.index()]->merge(*values_[from.index()]);
  for (std::size_t i = 0; i < events_.size(); ++i)
    if ((known_[from.index()] >> i & 1) != 0) heard(events_[i], to);
  known_[to.index()] |= known_[from.index()];
}

void Trial::send_changes(RegionId from, RegionId to) {
  for (std::size_t i = 0; i < events_.size(); ++i)
    if ((known_[from.index()] >> i & 1) != 0) deliver(i, to);
}

void Trial::collect_garbage(std::span<const std::uint64_t> settled, std::span<const std::uint64_t> cut) {
  for (const auto& value : values_) value->collect_garbage(settled, cut);
}

std::string to_string(const Reading& reading) {
  std::string text = "{";
  for (const Document::Entry& e : reading.value)
    text += (text.size() > 1 ? ", " : "") + std::to_string(e.item) + ": " + std::to_string(e.amount);
  text += "}";
  if (reading.siblings != 1) text += " of " + std::to_string(reading.siblings) + " siblings";
  return text;
}

bool same(const Reading& a, const Reading& b) { return a.value == b.value && a.siblings == b.siblings; }

}  // namespace bicoastal
