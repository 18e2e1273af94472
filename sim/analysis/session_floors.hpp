// What sessions have read and written: below which version a session must not be taken back on a key.
//
// A floor (session, key, version, when it was reached) matters only while a read still to come may return something
// older. So it is noted only where some store does not show that version yet, and forgotten once it is settled. Floors
// live in one open-addressing table, several of the same session and key side by side: an operation that began before
// a later one was reached is bound by the earlier one only. And where writes can be lost in a failover, a later floor
// may go with its version, so that earlier ones stay.
#pragma once

#include <bicoastal/ids.hpp>
#include <bicoastal/time.hpp>

#include "sim/analysis/limits.hpp"
#include "sim/analysis/lost.hpp"
#include "sim/analysis/visibility.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace bicoastal {

/// Through which kind of operation a session came to know a version.
enum class Known : std::uint8_t { read, written };

class SessionFloors {
 public:
  SessionFloors(const Scenario& scenario, const Visibility& visibility, const LostVersions& lost, const Limits& limits);

  /// The session knows `version` of the key since `now`. REQUIRES: `now` does not decrease.
  void note(SessionId session, KeyId key, Known how, const Stamped& version, Time now);

  /// The latest versions that the session knew at `invoked`, by Known; initial where there is none.
  std::array<Stamped, 2> highest(SessionId session, KeyId key, Time invoked) const;

  struct Passed {
    VersionId version;
    Time since;  ///< when the session came to know it
  };
  /// Of the versions after `below` that the session knows, the one it has known longest.
  std::optional<Passed> first_after(SessionId session, KeyId key, Known how, const Stamped& below) const;

  void prefetch(SessionId session, KeyId key) const { __builtin_prefetch(&table_[home_of(session, key)]); }

 private:
  struct Floor {
    Stamped id;
    std::int64_t since_and_kind = 0;
    KeyId key;  // none: free
    SessionId session;

    Time since() const { return Time(since_and_kind >> 1); }
    Known how() const { return static_cast<Known>(since_and_kind & 1); }
  };

  std::size_t home_of(SessionId session, KeyId key) const {
    const std::uint64_t both = (std::uint64_t{session.value} << 32) | key.value;
    return static_cast<std::size_t>((both * 0x9E3779B97F4A7C15) >> shift_);  // Fibonacci hashing (Knuth, TAOCP 6.4)
  }
  template <class Visit>
  void for_each(SessionId session, KeyId key, Visit visit) const;
  void put(const Floor& floor);
  void rebuild();

  const Visibility& visibility_;
  const LostVersions& lost_;
  Time operation_;
  bool can_lose_;  // writes
  std::vector<Floor> table_;
  unsigned shift_;
  std::size_t used_ = 0;
};

}  // namespace bicoastal
