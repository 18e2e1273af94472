#include "child.hpp"
#include "streams.hpp"

#include "sim/history/run_file.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <limits>
#include <system_error>
#include <thread>

#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace bicoastal;
using test::Folder;

namespace {

/// Code and message of the only fault.
template <class T>
std::string fault_of(const Result<T>& result) {
  if (result) return "no fault";
  REQUIRE(result.faults().size() == 1);
  const Diagnostic& d = result.faults().front();
  return d.code + " " + d.message;
}

auto create(const std::string& path, Keep keep = Keep::full, double share = 1) {
  return RunFileWriter::create(path, test::three_regions(), keep, share);
}

/// Writes until the disk refuses. 0 where that is said as it should be, and the file still opens with a prefix.
int fill_the_disk(const std::string& path, int expected_errno, std::span<const Record> stream) {
  auto writer = create(path);
  if (!writer) return 11;
  bool refused = false;
  constexpr std::size_t kChunk = 4096;
  for (std::size_t at = 0; at < stream.size() && !refused; at += kChunk) try {
      (*writer)->consume(stream.subspan(at, std::min(kChunk, stream.size() - at)));
      // The chunk after the pause is committed with those before.
      if (at == kChunk) std::this_thread::sleep_for(std::chrono::milliseconds(1050));
    } catch (const std::system_error& error) {
      refused = true;
      if (error.code().value() != expected_errno) return 12;
      if (std::string(error.what()).find(path) == std::string::npos) return 13;
    }
  if (!refused) return 14;
  try {
    (*writer)->consume(stream.first(10));
    return 15;  // must refuse again
  } catch (const std::system_error&) {
  }
  const auto finished = (*writer)->finish(Analysis{}, "{}");
  if (finished || finished.faults().front().code != "E610") return 16;
  writer->reset();

  const auto file = RunFile::open(path);
  if (!file || file->meta().complete) return 17;
  test::Collector got;
  if (!file->replay(got)) return 18;
  if (got.records.size() < 3 * kChunk) return 20;
  return test::same_bytes(got.records, stream.first(got.records.size())) ? 0 : 19;
}

/// finish() on a disk that has room for the records and for nothing else.
int fill_the_disk_at_the_end(const std::string& path, Keep keep, std::span<const Record> stream) {
  auto writer = create(path, keep, 1);
  if (!writer) return 21;
  (*writer)->consume(stream);
  const auto finished = (*writer)->finish(Analysis{}, "{}");
  if (finished || finished.faults().front().code != "E610") return 22;
  writer->reset();
  const auto file = RunFile::open(path);
  if (!file || file->meta().complete) return 23;
  test::Collector got;
  return file->replay(got) && test::same_bytes(got.records, stream) ? 0 : 24;
}

}  // namespace

TEST_CASE("a disk that is full is said with its path, and what was committed stays", "[history][failures]") {
  const Folder folder;
  const auto stream = test::busy_stream(1'000'000);
  const int code = test::exit_code_of([&] {
    // A disk of its own, seen by this child only. Needs root or user namespaces.
    if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return 90;
    ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
    if (::mount("none", folder.path().c_str(), "tmpfs", 0, "size=8m") != 0) return 90;
    if (const int failed = fill_the_disk(folder / "run.db", ENOSPC, stream); failed != 0) return failed;
    // About 5.5 MB of records fit; indices of these, or a second copy, do not.
    const auto fits = std::span(stream).first(120'000);
    if (const int failed = fill_the_disk_at_the_end(folder / "run.db", Keep::full, fits); failed != 0) return failed;
    return fill_the_disk_at_the_end(folder / "run.db", Keep::sample, fits);
  });
  if (code == 90) {
    WARN("no right to mount a small disk: only the limit on the size of files is tested");
  } else {
    CHECK(code == 0);
  }
}

TEST_CASE("a limit on the size of files is said with its path, and what was committed stays", "[history][failures]") {
  const Folder folder;
  const auto stream = test::busy_stream(1'000'000);
  const int code = test::exit_code_of([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{8 << 20, 8 << 20};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 1;
    return fill_the_disk(folder / "run.db", EFBIG, stream);
  });
  CHECK(code == 0);
}

TEST_CASE("what cannot be created is said", "[history][failures]") {
  const Folder folder;
  test::write_bytes(folder / "file", "x");
  CHECK(fault_of(create(folder / "none/run.db")) == "E609 cannot be created: No such file or directory");
  CHECK(fault_of(create(folder / "file/run.db")) == "E609 cannot be created: Not a directory");
  CHECK(fault_of(create(folder.path())) == "E602 is a directory");
  CHECK(fault_of(create("/dev/null")) == "E602 is not a regular file");
  CHECK(folder.names() == std::vector<std::string>{"file"});
}

TEST_CASE("a folder without write permission is said", "[history][failures]") {
  const Folder folder;
  ::chmod(folder.path().c_str(), 0555);
  const int code = test::exit_code_of([&] {
    if (!test::drop_rights()) return 1;
    const auto writer = create(folder / "run.db");
    if (writer) return 2;
    return to_string(writer.faults().front()) ==
                   "E609 " + (folder / "run.db") + ": cannot be created: Permission denied"
               ? 0
               : 3;
  });
  ::chmod(folder.path().c_str(), 0755);
  CHECK(code == 0);
}

TEST_CASE("a file that is not a run file is not replaced", "[history][failures]") {
  const Folder folder;
  test::write_bytes(folder / "thesis.txt", std::string(5000, 'x'));
  CHECK(fault_of(create(folder / "thesis.txt")) == "E608 exists and is not a run file, and is left as it is");
  CHECK(test::read_bytes(folder / "thesis.txt") == std::string(5000, 'x'));
  // An empty file holds nothing that could be lost.
  test::write_bytes(folder / "empty", "");
  CHECK(create(folder / "empty"));
}

TEST_CASE("a share of keys outside (0, 1] is refused", "[history][failures]") {
  const Folder folder;
  for (const double share : {0.0, -1.0, 1.5, std::numeric_limits<double>::quiet_NaN()})
    CHECK(fault_of(create(folder / "run.db", Keep::sample, share)).substr(0, 4) == "E611");
  CHECK(folder.names().empty());
}

TEST_CASE("what cannot be opened is said", "[history][failures]") {
  const Folder folder;
  CHECK(fault_of(RunFile::open(folder / "none.db")) == "E601 cannot be opened: No such file or directory");
  CHECK(fault_of(RunFile::open(folder.path())) == "E602 is a directory");
  CHECK(fault_of(RunFile::open("/dev/zero")) == "E602 is not a regular file");
  test::write_bytes(folder / "empty", "");
  CHECK(fault_of(RunFile::open(folder / "empty")) == "E603 is empty");
  test::write_bytes(folder / "text", std::string(5000, 'x'));
  CHECK(fault_of(RunFile::open(folder / "text")) == "E603 is not a run file");
  test::write_bytes(folder / "short", "SQLite format 3");
  CHECK(fault_of(RunFile::open(folder / "short")) == "E603 is not a run file");
  CHECK_FALSE(is_run_file(folder / "none.db"));
  CHECK_FALSE(is_run_file(folder.path()));
  CHECK_FALSE(is_run_file(folder / "text"));
}

TEST_CASE("a file without read permission is said", "[history][failures]") {
  const Folder folder;
  REQUIRE(create(folder / "run.db"));
  ::chmod(folder.path().c_str(), 0755);
  ::chmod((folder / "run.db").c_str(), 0000);
  const int code = test::exit_code_of([&] {
    if (!test::drop_rights()) return 1;
    const auto file = RunFile::open(folder / "run.db");
    return !file && file.faults().front().message == "cannot be opened: Permission denied" ? 0 : 2;
  });
  CHECK(code == 0);
}

TEST_CASE("a complete file is read without permission to write", "[history][failures]") {
  const Folder folder;
  const auto stream = test::busy_stream(1000);
  {
    auto writer = create(folder / "run.db");
    REQUIRE(writer);
    (*writer)->consume(stream);
    REQUIRE((*writer)->finish(Analysis{}, "{}"));
  }
  ::chmod((folder / "run.db").c_str(), 0444);
  ::chmod(folder.path().c_str(), 0555);
  const int code = test::exit_code_of([&] {
    if (!test::drop_rights()) return 1;
    const auto file = RunFile::open(folder / "run.db");
    test::Collector got;
    return file && file->replay(got) && test::same_bytes(got.records, stream) ? 0 : 2;
  });
  ::chmod(folder.path().c_str(), 0755);
  CHECK(code == 0);
}

TEST_CASE("a file that is being written is neither read nor replaced", "[history][failures]") {
  const Folder folder;
  const auto writer = create(folder / "run.db");
  REQUIRE(writer);
  CHECK(fault_of(RunFile::open(folder / "run.db")) == "E606 is being written by another process");
  CHECK(fault_of(create(folder / "run.db")) == "E606 is being written by another process");
  // The same from another process: locks of POSIX know the difference.
  CHECK(test::exit_code_of([&] {
          const auto file = RunFile::open(folder / "run.db");
          return !file && file.faults().front().code == "E606" ? 0 : 1;
        }) == 0);
}
