// How many values of one key were shown side by side, at most.
#pragma once

#include <bicoastal/analysis.hpp>

#include <algorithm>
#include <cstdint>

namespace bicoastal {

class Siblings {
 public:
  void on(const ServeRecord& record) { most_ = std::max(most_, record.siblings); }
  void on(const StateRecord& record) { most_ = std::max(most_, record.siblings); }
  /// After the parts that know of keys with one value only.
  void finish(Analysis& analysis) const {
    analysis.conflicts.siblings_max = std::max<std::uint64_t>(analysis.conflicts.siblings_max, most_);
  }

 private:
  std::uint16_t most_ = 0;
};

}  // namespace bicoastal
