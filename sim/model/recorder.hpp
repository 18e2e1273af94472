// Collects records into chunks for the sink.
#pragma once

#include <bicoastal/history.hpp>

#include <memory>

namespace bicoastal {

class Recorder {
 public:
  explicit Recorder(RecordSink& sink) : sink_(sink), chunk_(std::make_unique<Record[]>(kChunk)) {}

  template <class T>
  void write(const T& record) {
    chunk_[used_++] = Record::of(record);
    if (used_ == kChunk) flush();
  }
  void flush() {
    if (used_ != 0) sink_.consume({chunk_.get(), used_});
    used_ = 0;
  }

 private:
  static constexpr std::size_t kChunk = 2048;  // 128 KiB: stays in the second-level cache
  RecordSink& sink_;
  std::unique_ptr<Record[]> chunk_;
  std::size_t used_ = 0;
};

}  // namespace bicoastal
