// How fast the history is carried, stored and read back. Not part of the tests: run with the tag [speed].
#include "streams.hpp"

#include "sim/history/pipe.hpp"
#include "sim/history/run_file.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdio>
#include <filesystem>

using namespace bicoastal;

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

void print(const char* what, std::size_t records, double seconds) {
  std::printf("%-34s %8.3f s  %8.0f k records/s  %7.2f ns a record\n", what, seconds,
              static_cast<double>(records) / seconds / 1e3, seconds / static_cast<double>(records) * 1e9);
}

struct Nothing : RecordSink {
  void consume(std::span<const Record>) override {}
};

}  // namespace

TEST_CASE("speed of the pipe", "[.][speed]") {
  const auto block = test::busy_stream(1 << 16);
  constexpr std::size_t kTimes = 200;
  for (const std::size_t piece : {1UL, 64UL, 1024UL, 4096UL}) {
    Nothing nothing;
    ChunkPipe pipe({&nothing});
    const auto start = Clock::now();
    for (std::size_t i = 0; i < kTimes; ++i)
      for (std::size_t at = 0; at < block.size(); at += piece) pipe.consume(std::span(block).subspan(at, piece));
    const double seconds = since(start);
    pipe.close();
    print(("pipe, by " + std::to_string(piece)).c_str(), kTimes * block.size(), seconds);
  }
}

TEST_CASE("speed of the run file", "[.][speed]") {
  const test::Folder folder;
  constexpr std::size_t kRecords = 10'000'000;
  const auto stream = test::busy_stream(kRecords);
  for (const Keep keep : {Keep::full, Keep::sample}) {
    auto writer = RunFileWriter::create(folder / "run.db", test::three_regions(), keep, 0.05);
    REQUIRE(writer);
    auto start = Clock::now();
    for (std::size_t at = 0; at < stream.size(); at += 4096)
      (*writer)->consume(std::span(stream).subspan(at, std::min<std::size_t>(4096, stream.size() - at)));
    print("write", kRecords, since(start));
    start = Clock::now();
    REQUIRE((*writer)->finish(Analysis{}, "{}"));
    print(keep == Keep::full ? "finish, full" : "finish, 5 % of the keys", kRecords, since(start));
    writer->reset();
    std::printf("%.1f bytes a record\n", static_cast<double>(std::filesystem::file_size(folder / "run.db")) / kRecords);
    start = Clock::now();
    auto file = RunFile::open(folder / "run.db");
    REQUIRE(file);
    std::printf("open %.1f ms\n", since(start) * 1e3);
    start = Clock::now();
    Nothing nothing;
    REQUIRE(file->replay(nothing));
    print("replay", file->meta().records, since(start));
  }
}
