// Whether all leaders show the same of a key when the run ends, as the records of its states come, store by store.
#pragma once

#include <bicoastal/history.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace bicoastal {

class FinalAgreement {
 public:
  explicit FinalAgreement(std::size_t leaders) : leaders_(leaders) {}

  /// Whether this was the last record of its key, and leaders differ on that. What was not told of all leaders is not
  /// judged.
  bool differ(const StateRecord& record) {
    if (!(record.key == key_)) {
      whole_ = 0;
      same_ = true;
    }
    if (!(record.key == key_) || !(record.store == store_)) items_.clear();
    key_ = record.key;
    store_ = record.store;
    items_.emplace_back(record.item, record.amount);
    if (items_.size() != std::max<std::size_t>(1, record.items)) return false;
    same_ = same_ && (whole_ == 0 || items_ == first_);
    if (whole_++ == 0) first_ = items_;
    return whole_ == leaders_ && !same_;
  }

 private:
  using Items = std::vector<std::pair<std::uint64_t, std::int64_t>>;

  std::size_t leaders_;
  KeyId key_;
  StoreId store_;
  std::size_t whole_ = 0;  // leaders of which all was told
  bool same_ = true;
  Items first_, items_;
};

}  // namespace bicoastal
