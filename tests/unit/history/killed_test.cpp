#include "child.hpp"
#include "streams.hpp"

#include "sim/history/run_file.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

using namespace bicoastal;
using test::Folder;

namespace {

/// Writes `stream` in a child that kills itself after `records` of them.
void write_and_die(const std::string& path, std::span<const Record> stream, std::size_t records) {
  const int status = test::in_child([&] {
    auto writer = RunFileWriter::create(path, test::three_regions(), Keep::full, 1);
    if (!writer) return 1;
    for (std::size_t at = 0; at < records; at += 4096)
      (*writer)->consume(stream.subspan(at, std::min<std::size_t>(4096, records - at)));
    std::raise(SIGKILL);
    return 2;
  });
  REQUIRE(WIFSIGNALED(status));
  REQUIRE(WTERMSIG(status) == SIGKILL);
}

/// Opens, checks that it is incomplete and a prefix of `stream`; number of records.
std::size_t check_prefix(const std::string& path, std::span<const Record> stream) {
  const auto file = RunFile::open(path);
  if (!file) FAIL(to_string(file.faults().front()));
  CHECK_FALSE(file->meta().complete);
  CHECK(file->meta().digest.empty());
  test::Collector got;
  const auto replayed = file->replay(got);
  if (!replayed) FAIL(to_string(replayed.faults().front()));
  CHECK(file->meta().records == got.records.size());
  REQUIRE(got.records.size() <= stream.size());
  CHECK(test::same_bytes(got.records, stream.first(got.records.size())));
  return got.records.size();
}

}  // namespace

TEST_CASE("a run killed before its first commit leaves a file that opens with no records", "[history][killed]") {
  const Folder folder;
  const auto stream = test::busy_stream(1000);
  write_and_die(folder / "run.db", stream, 1000);
  check_prefix(folder / "run.db", stream);
}

TEST_CASE("a run killed amid a transaction that has spilled to disk leaves a prefix", "[history][killed]") {
  const Folder folder;
  const auto stream = test::busy_stream(1'000'000);
  // 45 bytes a row: 1 M rows are well beyond the 16 MB that wait in memory.
  write_and_die(folder / "run.db", stream, stream.size() - 10);
  CHECK(std::filesystem::file_size(folder / "run.db") > 20'000'000);
  CHECK(std::filesystem::file_size(folder / "run.db-journal") > 0);
  check_prefix(folder / "run.db", stream);
  CHECK(folder.names() == std::vector<std::string>{"run.db"});
}

TEST_CASE("a run killed later keeps all but the last moments", "[history][killed]") {
  const Folder folder;
  const auto stream = test::busy_stream(2'000'000);
  const std::string path = folder / "run.db";
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {  // one chunk each 5 ms: 2.4 s in all
    auto writer = RunFileWriter::create(path, test::three_regions(), Keep::full, 1);
    for (std::size_t at = 0; writer && at < stream.size(); at += 4096) {
      (*writer)->consume(std::span(stream).subspan(at, std::min<std::size_t>(4096, stream.size() - at)));
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ::_exit(0);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(1600));
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFSIGNALED(status));
  CHECK(check_prefix(path, stream) > 0);
}

TEST_CASE("a run killed while it is finished has nothing, every record, or is complete", "[history][killed]") {
  const Folder folder;
  const auto stream = test::busy_stream(300'000);
  for (const Keep keep : {Keep::full, Keep::sample}) {
    bool complete = false;  // ever later, until it is: how long finish() takes depends on the machine
    for (int after_ms = 1; !complete && after_ms < 100'000; after_ms *= 3) {
      const std::string path = folder / "run.db";
      const int status = test::in_child([&] {
        auto writer = RunFileWriter::create(path, test::three_regions(), keep, 0.5);
        if (!writer) return 1;
        (*writer)->consume(stream);
        std::thread killer([&] {
          std::this_thread::sleep_for(std::chrono::milliseconds(after_ms));
          std::raise(SIGKILL);
        });
        (void)(*writer)->finish(Analysis{}, "{}");
        killer.join();
        return 0;
      });
      REQUIRE(WIFSIGNALED(status));
      const auto file = RunFile::open(path);
      REQUIRE(file);
      complete = file->meta().complete;
      if (!complete) {
        // consume() had the stream at once: it is committed as a whole or not yet.
        const std::size_t kept = check_prefix(path, stream);
        CHECK((kept == 0 || kept == stream.size()));
      }
      test::Collector got;
      CHECK(file->replay(got));
      // What a killed copy left beside goes with the next run of that name.
      REQUIRE(RunFileWriter::create(path, test::three_regions(), keep, 0.5));
      CHECK(folder.names() == std::vector<std::string>{"run.db"});
    }
    CHECK(complete);
  }
}

TEST_CASE("what a killed run left half done is not read as it is where it cannot be undone", "[history][killed]") {
  const Folder folder;
  const auto stream = test::busy_stream(1'000'000);
  const std::string path = folder / "run.db";
  write_and_die(path, stream, stream.size() - 10);
  namespace fs = std::filesystem;
  fs::permissions(path, fs::perms(0444));
  fs::permissions(path + "-journal", fs::perms(0444));
  fs::permissions(folder.path(), fs::perms(0555));
  const int code = test::exit_code_of([&] {
    if (!test::drop_rights()) return 1;
    const auto file = RunFile::open(path);
    return !file && file.faults().front().code == "E607" ? 0 : 2;
  });
  fs::permissions(folder.path(), fs::perms(0755));
  CHECK(code == 0);
}
