// Where an export goes: text piece by piece, so that a run of millions of records is never held as one string.
#pragma once

#include <cstddef>
#include <functional>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace bicoastal {

/// Takes the text of a document in order. May throw what its file or stream refuses; exporters let that pass.
using TextSink = std::function<void(std::string_view)>;

/// Collects small pieces into large ones. What is left goes out with flush(), not on destruction: a sink may throw.
class BufferedText {
 public:
  explicit BufferedText(const TextSink& sink) : sink_(&sink) {}

  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
    if (text_.size() >= kFull) flush();
  }
  void flush() {
    if (text_.size() > 0) (*sink_)(std::string_view(text_.data(), text_.size()));
    text_.clear();
  }

 private:
  static constexpr std::size_t kFull = 1 << 18;
  const TextSink* sink_;
  fmt::memory_buffer text_;
};

}  // namespace bicoastal
