// What can go wrong with data: kinds, and one case of one.
#pragma once

#include <bicoastal/ids.hpp>
#include <bicoastal/time.hpp>
#include <bicoastal/values.hpp>

#include <cstddef>
#include <cstdint>

namespace bicoastal {

enum class AnomalyKind : std::uint8_t {
  stale_read,
  read_your_writes,
  monotonic_reads,
  monotonic_writes,
  writes_follow_reads,
  conflict,
  discarded_write,
  lost_write,
  // Of keys that are more than an ordered register (sim/analysis/effects):
  lost_change,       ///< an acknowledged increment, decrement, quantity or append is not in what the key came to
  lost_item,         ///< of a set or cart: added and not removed, and not there. A seat: reserved, and not its holder's
  resurrected_item,  ///< removed or released by the last who changed it, and there again
  oversold,          ///< a take of what was not in stock any more
  double_booking,    ///< a seat was confirmed to a session while another one had it confirmed
  overdraft,         ///< a withdrawal of what both accounts together did not have any more
  reordered,         ///< an append stands before one of its session that had been acknowledged before it began
  causality,         ///< the policy let a version win against a write that had seen it. Of registers, too
};
inline constexpr std::size_t kAnomalyKinds = 16;
inline constexpr std::size_t kAnomaliesKept = 1000;

/// One instance of something that should not happen. The list is cut at `kAnomaliesKept` a kind (or as many as were
/// asked for), first come first kept; the counts elsewhere are complete.
struct Anomaly {
  AnomalyKind kind{};
  Time time;
  KeyId key;
  SessionId session;        ///< of the operation that shows it
  OpId op;                  ///< that shows it (reads), or that wrote `version`
  VersionId version;        ///< read, discarded or lost
  VersionId other;          ///< missed (reads), winner (discarded), the other of the pair (conflict)
  Time age;                 ///< stale read: age; discarded, lost: from acceptance to the loss
  std::int64_t amount = 0;  ///< lost changes, oversold, overdrafts, items: how much of it
};

}  // namespace bicoastal
