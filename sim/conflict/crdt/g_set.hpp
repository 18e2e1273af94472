// G-set: a set that only grows (Shapiro et al., INRIA RR-7506, 2011, specification 11). Removing is declined. Nothing
// is sent beside the members.
#pragma once

#include "sim/conflict/state_value.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace bicoastal {

class GSet {
 public:
  static GSet initial(const Setup& /*setup*/) { return {}; }

  std::optional<GSet> write(const Write& write, const Setup& /*setup*/) {
    if (write.change.verb == Verb::remove) return std::nullopt;
    GSet delta;
    delta.members_ = {write.change.item};
    merge(delta);
    return delta;
  }
  void merge(const GSet& other) {
    std::vector<std::uint32_t> merged;
    merged.reserve(members_.size() + other.members_.size());
    std::set_union(members_.begin(), members_.end(), other.members_.begin(), other.members_.end(),
                   std::back_inserter(merged));
    members_ = std::move(merged);
  }
  Reading read(const Setup& /*setup*/) const {
    Reading shown;
    for (const std::uint32_t member : members_) shown.value.set(member, 1);
    return shown;
  }
  bool operator==(const GSet&) const = default;
  std::size_t metadata_bytes() const { return 0; }
  std::size_t payloads() const { return members_.size(); }

 private:
  std::vector<std::uint32_t> members_;  ///< ascending
};

}  // namespace bicoastal
