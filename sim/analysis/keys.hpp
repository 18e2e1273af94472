// Which keys are active, and where what is known of them is kept.
//
// A key is active from the acceptance of a write until that write is settled (limits.hpp) and all leader stores have
// seen it. The analyses of versions keep state for active keys only, in slots that are used again; for all others they
// know that every store shows the same and that no read can go wrong. So memory follows what is under way, and most
// records need no more than a look into an array of four bytes a key.
#pragma once

#include <bicoastal/ids.hpp>

#include <cstdint>
#include <limits>
#include <vector>

namespace bicoastal {

/// Index into what each analysis keeps for active keys.
using Slot = std::uint32_t;

class ActiveKeys {
 public:
  static constexpr Slot kNone = std::numeric_limits<Slot>::max();

  explicit ActiveKeys(std::size_t keys) : slot_of_(keys, kNone) {}

  std::size_t keys() const { return slot_of_.size(); }
  /// kNone where the key is not active.
  Slot find(KeyId key) const { return slot_of_[key.index()]; }
  /// The same for any number, be it a key or not.
  Slot find_any(KeyId key) const { return key.index() < slot_of_.size() ? slot_of_[key.index()] : kNone; }
  KeyId key_of(Slot slot) const { return key_of_[slot]; }
  /// Slots ever used; each analysis makes as much room.
  std::size_t slots() const { return key_of_.size(); }

  /// REQUIRES: the key is not active.
  Slot open(KeyId key) {
    Slot slot = static_cast<Slot>(key_of_.size());
    if (free_.empty()) {
      key_of_.push_back(key);
    } else {
      slot = free_.back();
      free_.pop_back();
      key_of_[slot] = key;
    }
    slot_of_[key.index()] = slot;
    return slot;
  }
  void close(Slot slot) {
    slot_of_[key_of_[slot].index()] = kNone;
    key_of_[slot] = KeyId();
    free_.push_back(slot);
  }
  /// Number of keys that are active now.
  std::size_t active() const { return key_of_.size() - free_.size(); }
  /// False for a slot that waits to be used again.
  bool in_use(Slot slot) const { return key_of_[slot].has_value(); }

  void prefetch(KeyId key) const {
    if (key.index() < slot_of_.size()) __builtin_prefetch(&slot_of_[key.index()]);
  }

 private:
  std::vector<Slot> slot_of_;  // by key
  std::vector<KeyId> key_of_;  // by slot
  std::vector<Slot> free_;
};

}  // namespace bicoastal
