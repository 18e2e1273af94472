// Carries the stream of records from the simulating thread to its readers on a second thread.
#pragma once

#include <bicoastal/history.hpp>

#include <memory>
#include <vector>

namespace bicoastal {

/// A sink that hands every chunk, in order, to all `readers` on one thread of its own. Bounded: a slow reader makes the
/// producer wait, so that memory stays flat. A reader that throws ends the pipe: further chunks are dropped, and
/// close() rethrows.
class ChunkPipe final : public RecordSink {
 public:
  /// `readers` must outlive this object.
  explicit ChunkPipe(std::vector<RecordSink*> readers);
  ~ChunkPipe() override;
  void consume(std::span<const Record> records) override;
  /// Waits until all readers have had everything, then ends the thread. Idempotent; what a reader threw is rethrown
  /// once.
  void close();
  /// True once a reader has thrown: the producer may stop early.
  bool failed() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bicoastal
