// A queue in one piece of memory: cheap at both ends, sorted insertion anywhere, binary search, and no allocation once
// it has had its greatest size.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace bicoastal {

template <class T>
class FlatQueue {
 public:
  bool empty() const { return head_ == items_.size(); }
  std::size_t size() const { return items_.size() - head_; }
  T* begin() { return items_.data() + head_; }
  T* end() { return items_.data() + items_.size(); }
  const T* begin() const { return items_.data() + head_; }
  const T* end() const { return items_.data() + items_.size(); }
  T& operator[](std::size_t i) { return items_[head_ + i]; }
  const T& operator[](std::size_t i) const { return items_[head_ + i]; }
  T& front() { return items_[head_]; }
  const T& front() const { return items_[head_]; }
  T& back() { return items_.back(); }
  const T& back() const { return items_.back(); }

  void push_back(T item) { items_.push_back(std::move(item)); }
  void pop_back() {
    items_.pop_back();
    if (empty()) clear();
  }
  void pop_front() {
    ++head_;
    if (empty()) {
      clear();
    } else if (head_ >= kSlack && head_ * 2 >= items_.size()) {  // each element moves at most once a halving
      items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(head_));
      head_ = 0;
    }
  }
  /// Before element `i`.
  void insert(std::size_t i, T item) {
    items_.insert(items_.begin() + static_cast<std::ptrdiff_t>(head_ + i), std::move(item));
  }
  void erase(std::size_t i) {
    if (i == 0) {
      pop_front();
    } else {
      items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(head_ + i));
    }
  }
  /// Erases what `gone` says; keeps the order.
  template <class Gone>
  void erase_if(Gone gone) {
    std::size_t kept = head_;
    for (std::size_t i = head_; i < items_.size(); ++i)
      if (!gone(items_[i])) items_[kept++] = items_[i];
    items_.resize(kept);
    if (empty()) clear();
  }
  void clear() {
    items_.clear();
    head_ = 0;
  }

 private:
  static constexpr std::size_t kSlack = 16;
  std::size_t head_ = 0;
  std::vector<T> items_;
};

}  // namespace bicoastal
