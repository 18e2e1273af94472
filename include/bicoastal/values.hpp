// What keys hold, and what clients do to it.
//
// A data type gives writes a meaning, so that an anomaly has one too: a lost increment, a double booking. Whatever the
// type, a value is a Document: amounts by item. What the items are is the type's affair:
//
//   reg        one item for each version shown (the raw VersionId), amount 1
//   counter    item 0: the count
//   set        members, amount 1
//   cart       goods, with their quantity (never 0)
//   inventory  item 0: what is in stock
//   seats      seats that are taken, with their holder (session + 1)
//   log        entries in their order from 0, with the raw VersionId of the append
//   accounts   items 0 and 1: two balances of one owner, who may overdraw one as long as the sum is not below 0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bicoastal {

enum class DataType : std::uint8_t { reg, counter, set, cart, inventory, seats, log, accounts };
inline constexpr std::size_t kDataTypes = 8;

/// What a write does.
enum class Verb : std::uint8_t {
  write,      ///< reg: a new value
  increment,  ///< counter: by `amount`, which may be negative
  add,        ///< set; cart: `amount` more of `item`
  remove,     ///< set; cart: all of `item`
  take,       ///< inventory: `amount`, declined where less is in stock
  restock,    ///< inventory: `amount`
  reserve,    ///< seats: seat `item`, declined where somebody else holds it
  release,    ///< seats: seat `item`, declined where the session does not hold it
  append,     ///< log
  withdraw,   ///< accounts: `amount` from account `item`, declined where the sum of both is less
  deposit,    ///< accounts: `amount` to account `item`
};
inline constexpr std::size_t kVerbs = 11;

struct Change {
  Verb verb = Verb::write;
  std::uint32_t item = 0;
  std::int64_t amount = 1;
  bool operator==(const Change&) const = default;
};

/// Amounts by item, ascending; an item that is not listed has amount 0.
class Document {
 public:
  struct Entry {
    std::uint64_t item = 0;
    std::int64_t amount = 0;
    bool operator==(const Entry&) const = default;
  };

  std::int64_t at(std::uint64_t item) const {
    const auto place = find(item);
    return place != entries_.end() && place->item == item ? place->amount : 0;
  }
  /// Amount 0 removes the item.
  void set(std::uint64_t item, std::int64_t amount) {
    const auto place = entries_.begin() + (find(item) - entries_.cbegin());
    if (place == entries_.end() || place->item != item) {
      if (amount != 0) entries_.insert(place, {item, amount});
    } else if (amount == 0) {
      entries_.erase(place);
    } else {
      place->amount = amount;
    }
  }
  void add(std::uint64_t item, std::int64_t amount) { set(item, at(item) + amount); }
  std::int64_t total() const {
    std::int64_t sum = 0;
    for (const Entry& e : entries_) sum += e.amount;
    return sum;
  }

  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }
  bool operator==(const Document&) const = default;

 private:
  std::vector<Entry>::const_iterator find(std::uint64_t item) const {
    return std::lower_bound(entries_.begin(), entries_.end(), item,
                            [](const Entry& e, std::uint64_t i) { return e.item < i; });
  }

  std::vector<Entry> entries_;
};

}  // namespace bicoastal
