#include "streams.hpp"

#include "sim/history/pipe.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

using namespace bicoastal;
using test::Collector;

namespace {

/// Throws when it has had `limit` records.
struct Breaking : RecordSink {
  explicit Breaking(std::size_t l) : limit(l) {}
  std::size_t limit, had = 0;
  void consume(std::span<const Record> records) override {
    had += records.size();
    if (had >= limit) throw std::runtime_error("reader broke");
  }
};

/// Stands still until it is let go.
struct Gate : RecordSink {
  std::atomic<bool> open = false;
  std::atomic<std::size_t> had = 0;
  void consume(std::span<const Record> records) override {
    while (!open) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    had += records.size();
  }
};

}  // namespace

TEST_CASE("every reader gets every record in order, however the stream is cut", "[history][pipe]") {
  const auto stream = test::busy_stream(50'000);
  for (const std::size_t piece : {1UL, 7UL, 1000UL, 4096UL, 4097UL, 50'000UL}) {
    Collector first, second;
    ChunkPipe pipe({&first, &second});
    for (std::size_t at = 0; at < stream.size(); at += piece)
      pipe.consume(std::span(stream).subspan(at, std::min(piece, stream.size() - at)));
    pipe.close();
    CHECK(test::same_bytes(first.records, stream));
    CHECK(test::same_bytes(second.records, stream));
  }
}

TEST_CASE("a pipe that had nothing closes, and closes twice", "[history][pipe]") {
  Collector reader;
  ChunkPipe pipe({&reader});
  pipe.close();
  pipe.close();
  CHECK(reader.records.empty());
}

TEST_CASE("a pipe that is destroyed without being closed still delivers", "[history][pipe]") {
  const auto stream = test::busy_stream(10'000);
  Collector reader;
  { ChunkPipe({&reader}).consume(stream); }
  CHECK(test::same_bytes(reader.records, stream));
}

TEST_CASE("readers run on another thread than the producer", "[history][pipe]") {
  struct Who : RecordSink {
    std::thread::id id;
    void consume(std::span<const Record>) override { id = std::this_thread::get_id(); }
  } who;
  ChunkPipe pipe({&who});
  pipe.consume(test::busy_stream(10));
  pipe.close();
  CHECK(who.id != std::thread::id());
  CHECK(who.id != std::this_thread::get_id());
}

TEST_CASE("a reader that throws ends the pipe: the producer is told, does not hang, and close rethrows",
          "[history][pipe]") {
  const auto stream = test::busy_stream(1'000'000);
  Breaking breaking(20'000);
  Collector behind;
  ChunkPipe pipe({&breaking, &behind});
  CHECK_FALSE(pipe.failed());
  for (std::size_t at = 0; at < stream.size(); at += 1000) pipe.consume(std::span(stream).subspan(at, 1000));
  CHECK_THROWS_WITH(pipe.close(), "reader broke");
  CHECK(pipe.failed());
  CHECK_NOTHROW(pipe.close());
  // The chunk that broke reached no reader behind, and nothing came after it.
  CHECK(behind.records.size() < breaking.had);
  CHECK(breaking.had < 30'000);
}

TEST_CASE("a reader that stands still makes the producer wait, so that memory stays flat", "[history][pipe]") {
  const auto stream = test::busy_stream(1'000'000);
  Gate gate;
  ChunkPipe pipe({&gate});
  std::atomic<std::size_t> given = 0;
  std::thread producer([&] {
    for (std::size_t at = 0; at < stream.size(); at += 1000) {
      pipe.consume(std::span(stream).subspan(at, 1000));
      given += 1000;
    }
  });
  // Wait until the producer makes no more headway.
  for (std::size_t before = 1; before != given;) {
    before = given;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  const std::size_t waiting = given;
  CHECK(waiting < stream.size() / 2);  // 64 chunks of 4096 wait, one is read, one is filled
  gate.open = true;
  producer.join();
  pipe.close();
  CHECK(gate.had == stream.size());
}
