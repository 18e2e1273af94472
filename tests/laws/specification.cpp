#include "laws/specification.hpp"

#include <algorithm>
#include <set>

namespace bicoastal {

namespace {

/// Some events, and who of them had seen whom.
///
/// A change that arrives without its past still tells of what it overwrote. So who saw it saw that as well: of a
/// register or a set all that it had seen of the item, of a seat the same holder's. Where a region that knows an event
/// knows its past this adds nothing.
class Events {
 public:
  Events(const Trial& trial, std::uint64_t known) : trial_(trial) {
    for (std::size_t i = 0; i < trial.events().size(); ++i) {
      std::uint64_t saw = trial.events()[i].past;
      for (std::size_t k = 0; k < i; ++k)
        if ((trial.events()[i].past >> k & 1) != 0) saw |= told_[k];
      saw_.push_back(saw);
      told_.push_back(0);
      for (std::size_t k = 0; k < i; ++k)
        if ((saw >> k & 1) != 0 && overwrites(i, k)) told_[i] |= std::uint64_t{1} << k;
    }
    for (std::size_t i = 0; i < trial.events().size(); ++i)
      if ((known >> i & 1) != 0 && !trial.events()[i].shares) all_.push_back(i);
  }
  const std::vector<std::size_t>& all() const { return all_; }
  const Write& write(std::size_t i) const { return trial_.events()[i].write; }
  Verb verb(std::size_t i) const { return write(i).change.verb; }
  bool saw(std::size_t later, std::size_t earlier) const { return (saw_[later] >> earlier & 1) != 0; }
  /// One of these is an event of which `test` is true.
  template <class Test>
  bool some(Test test) const {
    return std::any_of(all_.begin(), all_.end(), test);
  }
  /// Events with this verb on this item.
  std::vector<std::size_t> on(std::uint64_t item, Verb verb) const {
    std::vector<std::size_t> found;
    for (const std::size_t i : all_)
      if (write(i).change.item == item && write(i).change.verb == verb) found.push_back(i);
    return found;
  }

 private:
  bool overwrites(std::size_t i, std::size_t k) const {
    if (trial_.events()[i].shares || trial_.events()[k].shares) return false;
    const Write &a = write(i), &b = write(k);
    if (a.change.item != b.change.item) return false;
    return trial_.scenario().keys.type != DataType::seats || a.session == b.session;
  }

  const Trial& trial_;
  std::vector<std::size_t> all_;
  std::vector<std::uint64_t> saw_, told_;  // by event
};

using Indices = std::vector<std::size_t>;

bool in_grow_only(const Events& /*e*/, const Indices& adds, const Indices& /*removes*/) { return !adds.empty(); }

/// Once removed by somebody who had seen it added, for ever.
bool in_two_phase(const Events& e, const Indices& adds, const Indices& removes) {
  for (const std::size_t r : removes)
    for (const std::size_t a : adds)
      if (e.saw(r, a)) return false;
  return !adds.empty();
}

/// Some add that no remove had seen.
bool in_add_wins(const Events& e, const Indices& adds, const Indices& removes) {
  return std::any_of(adds.begin(), adds.end(), [&](std::size_t a) {
    return std::none_of(removes.begin(), removes.end(), [&](std::size_t r) { return e.saw(r, a); });
  });
}

/// Every remove seen by some add.
bool in_remove_wins(const Events& e, const Indices& adds, const Indices& removes) {
  return !adds.empty() && std::all_of(removes.begin(), removes.end(), [&](std::size_t r) {
    return std::any_of(adds.begin(), adds.end(), [&](std::size_t a) { return e.saw(a, r); });
  });
}

Specified set(const LawSubject& subject, const Events& e) {
  const auto in = subject.rule().crdt == Crdt::g_set           ? in_grow_only
                  : subject.rule().crdt == Crdt::two_phase_set ? in_two_phase
                  : subject.rule().crdt == Crdt::or_set        ? in_add_wins
                                                               : in_remove_wins;
  Specified s;
  for (std::uint64_t item = 0; item < subject.scenario->keys.items; ++item)
    if (in(e, e.on(item, Verb::add), e.on(item, Verb::remove))) s.shown.amounts[item] = 1;
  return s;
}

/// A region's count goes on from add to add, unless its region has heard in between of a remove that had seen the one
/// before; and the count is there as long as no remove had seen its last add. So an add counts if all from it to its
/// region's last one hang together and the last one is there.
bool counts(const Events& e, std::size_t add, const Indices& adds, const Indices& removes) {
  const auto removed_before = [&](std::size_t a, std::size_t next) {
    return std::any_of(removes.begin(), removes.end(), [&](std::size_t r) { return e.saw(r, a) && e.saw(next, r); });
  };
  std::size_t last = add;
  for (const std::size_t a : adds) {  // in the order in which they were made
    if (a <= add || e.write(a).at != e.write(add).at) continue;
    if (removed_before(last, a)) return false;
    last = a;
  }
  return std::none_of(removes.begin(), removes.end(), [&](std::size_t r) { return e.saw(r, last); });
}

Specified cart(const LawSubject& subject, const Events& e) {
  Specified s;
  for (std::uint64_t good = 0; good < subject.scenario->keys.items; ++good) {
    const Indices adds = e.on(good, Verb::add), removes = e.on(good, Verb::remove);
    for (const std::size_t a : adds)
      if (counts(e, a, adds, removes)) s.shown.amounts[good] += e.write(a).change.amount;
  }
  return s;
}

Specified seats(const LawSubject& subject, const Events& e) {
  Specified s;
  for (std::uint64_t seat = 0; seat < subject.scenario->keys.items; ++seat) {
    std::set<std::int64_t> holders;
    for (const std::size_t a : e.on(seat, Verb::reserve)) {
      const auto released = [&](std::size_t r) { return e.write(r).session == e.write(a).session && e.saw(r, a); };
      const Indices releases = e.on(seat, Verb::release);
      if (std::none_of(releases.begin(), releases.end(), released))
        holders.insert(std::int64_t{e.write(a).session.value} + 1);
    }
    if (!holders.empty()) s.shown.amounts[seat] = *holders.begin();
    s.siblings = std::max(s.siblings, holders.size());
  }
  return s;
}

Specified registers(const LawSubject& subject, const Events& e) {
  Specified s;
  const bool many = subject.rule().crdt == Crdt::mv_register;
  for (const std::size_t i : e.all()) {
    const auto beats = [&](std::size_t j) {
      const Write &a = e.write(i), &b = e.write(j);
      return many ? e.saw(j, i) : std::pair(b.stamp, b.version.value) > std::pair(a.stamp, a.version.value);
    };
    if (!e.some(beats)) s.shown.amounts[e.write(i).version.value] = 1;
  }
  s.siblings = std::max<std::size_t>(1, s.shown.amounts.size());
  return s;
}

Specified sums(const LawSubject& subject, const Events& e) {
  Specified s;
  s.shown = reference::initial(subject.scenario->keys);
  for (const std::size_t i : e.all()) {
    const bool takes = e.verb(i) == Verb::take || e.verb(i) == Verb::withdraw;
    s.shown.amounts[e.write(i).change.item] += takes ? -e.write(i).change.amount : e.write(i).change.amount;
  }
  std::erase_if(s.shown.amounts, [](const auto& amount) { return amount.second == 0; });
  return s;
}

}  // namespace

Specified specified(const LawSubject& subject, const Trial& trial, std::uint64_t known) {
  const Events events(trial, known);
  switch (subject.type()) {
    case DataType::reg: return registers(subject, events);
    case DataType::set: return set(subject, events);
    case DataType::cart: return cart(subject, events);
    case DataType::seats: return seats(subject, events);
    default: return sums(subject, events);
  }
}

}  // namespace bicoastal
