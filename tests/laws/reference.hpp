// The data types once more, in the plainest words: maps and vectors of integers, and nothing of the simulator's code.
#pragma once

#include <bicoastal/conflict.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace bicoastal::reference {

/// Amounts by item, as a reading shows them; absent and 0 are the same. A log is in `entries`.
struct Plain {
  std::map<std::uint64_t, std::int64_t> amounts;
  std::vector<std::uint64_t> entries;
  bool operator==(const Plain&) const = default;
};

Plain initial(const Keys& keys);
/// What one client at a time would see. False where it is declined.
bool change(DataType type, const Write& write, Plain& plain);
/// Siblings as `rule` shows them. REQUIRES: at least one; for `newest` the newest comes last.
Plain shown(DataType type, SiblingRule rule, const std::vector<Plain>& siblings);

/// What a reading shows, in the same terms.
Plain plain(DataType type, const Document& document);
std::string to_string(const Plain& plain);

}  // namespace bicoastal::reference
