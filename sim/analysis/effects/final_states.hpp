// What the leaders show of each key when the run ends, key by key, as their records come: one document where all show
// the same, nothing where they differ or where a leader's record is missing.
#pragma once

#include <bicoastal/history.hpp>
#include <bicoastal/values.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace bicoastal {

class FinalStates {
 public:
  explicit FinalStates(std::size_t leaders) : leaders_(leaders) {}

  /// `came_to(key, document)` where the record belongs to another key than the one before, and that is decided.
  template <class CameTo>
  void on(const StateRecord& record, CameTo came_to) {
    if (!(record.key == key_)) close(came_to);
    key_ = record.key;
    if (!(record.store == store_)) {
      ++stores_;
      store_ = record.store;
      records_ = 0;
      document_ = {};
    }
    if (record.items > 0) document_.set(record.item, record.amount);
    if (++records_ < std::max<std::size_t>(1, record.items)) return;
    ++whole_;
    if (whole_ == 1)
      first_ = std::move(document_);
    else
      same_ = same_ && document_ == first_;
    document_ = {};
  }
  /// No more records.
  template <class CameTo>
  void close(CameTo came_to) {
    if (key_.has_value() && same_ && whole_ == leaders_ && stores_ == leaders_) came_to(key_, first_);
    key_ = KeyId();
    store_ = StoreId();
    stores_ = whole_ = records_ = 0;
    same_ = true;
    document_ = {};
  }

 private:
  std::size_t leaders_;
  KeyId key_;
  StoreId store_;
  std::size_t stores_ = 0, whole_ = 0, records_ = 0;
  bool same_ = true;
  Document first_, document_;
};

}  // namespace bicoastal
