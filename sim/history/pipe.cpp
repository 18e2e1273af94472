#include "sim/history/pipe.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace bicoastal {
namespace {

using Chunk = std::vector<Record>;

// Small hand-overs are merged: one lock and at most one wake-up per chunk. 256 KiB stay in the second-level cache.
constexpr std::size_t kChunkRecords = 4096;
// Bound of what waits for the readers: 64 chunks are 16 MiB, and outlast the commit of a run file (tens of ms) at full
// speed.
constexpr std::size_t kQueuedChunks = 64;

}  // namespace

struct ChunkPipe::State {
  std::vector<RecordSink*> readers;
  Chunk filling;  // the producer's own; needs no lock
  bool closed = false;

  std::mutex mutex;
  std::condition_variable not_empty, not_full;
  std::deque<Chunk> queue;
  std::vector<Chunk> spare;  // last in, first out: while the readers keep up, few buffers go round and stay cached
  bool ended = false;        // no more chunks will be queued
  std::exception_ptr error;
  std::atomic<bool> failed = false;
  std::thread thread;

  void hand_over();
  void read();
  bool take(Chunk& chunk);
  void join();
};

/// Queues `filling` and gets an empty buffer for it.
void ChunkPipe::State::hand_over() {
  {
    std::unique_lock lock(mutex);
    not_full.wait(lock, [&] { return queue.size() < kQueuedChunks || failed; });
    if (failed) {
      filling.clear();
      return;
    }
    queue.push_back(std::move(filling));
    filling = Chunk();
    if (!spare.empty()) {
      filling = std::move(spare.back());
      spare.pop_back();
    }
  }
  not_empty.notify_one();
  filling.reserve(kChunkRecords);
}

/// Waits for the next chunk; recycles the one passed in. False at the end.
bool ChunkPipe::State::take(Chunk& chunk) {
  {
    std::unique_lock lock(mutex);
    if (chunk.capacity() > 0) {
      chunk.clear();
      spare.push_back(std::move(chunk));
    }
    not_empty.wait(lock, [&] { return !queue.empty() || ended; });
    if (queue.empty()) return false;
    chunk = std::move(queue.front());
    queue.pop_front();
  }
  not_full.notify_one();
  return true;
}

void ChunkPipe::State::read() {
  try {
    for (Chunk chunk; take(chunk);)
      for (RecordSink* reader : readers) reader->consume(chunk);
  } catch (...) {
    const std::lock_guard lock(mutex);
    error = std::current_exception();
    queue.clear();
    failed = true;
  }
  not_full.notify_one();
}

void ChunkPipe::State::join() {
  closed = true;
  if (!filling.empty()) hand_over();
  {
    const std::lock_guard lock(mutex);
    ended = true;
  }
  not_empty.notify_one();
  thread.join();
}

ChunkPipe::ChunkPipe(std::vector<RecordSink*> readers) : state_(std::make_unique<State>()) {
  state_->readers = std::move(readers);
  state_->filling.reserve(kChunkRecords);
  state_->thread = std::thread([state = state_.get()] { state->read(); });
}

ChunkPipe::~ChunkPipe() {
  if (!state_->closed) state_->join();
}

void ChunkPipe::consume(std::span<const Record> records) {
  State& s = *state_;
  BC_CHECK(!s.closed);
  while (!records.empty() && !s.failed.load(std::memory_order_relaxed)) {
    const std::size_t n = std::min(records.size(), kChunkRecords - s.filling.size());
    s.filling.insert(s.filling.end(), records.begin(), records.begin() + static_cast<std::ptrdiff_t>(n));
    records = records.subspan(n);
    if (s.filling.size() == kChunkRecords) s.hand_over();
  }
}

void ChunkPipe::close() {
  if (!state_->closed) state_->join();
  if (state_->error) std::rethrow_exception(std::exchange(state_->error, nullptr));
}

bool ChunkPipe::failed() const { return state_->failed.load(std::memory_order_relaxed); }

}  // namespace bicoastal
