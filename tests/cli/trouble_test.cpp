// Disks, directories, signals: what a run does when the world does not go along.
#include "cli/program.hpp"

#include <catch2/catch.hpp>

#include <grp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include <nlohmann/json.hpp>

using namespace bicoastal::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

constexpr const char* kLong = "1000 h";

/// Becomes a user who may write nowhere.
void become_nobody() {
  if (getuid() != 0) return;
  if (setgroups(0, nullptr) != 0 || setgid(65534) != 0 || setuid(65534) != 0) _exit(98);
}

std::uintmax_t size_of(const std::string& path) {
  std::error_code missing;
  const std::uintmax_t size = std::filesystem::file_size(path, missing);
  return missing ? 0 : size;
}

/// Sends `signal` once the run has written something, or after a while where it writes nothing.
std::function<void(pid_t)> signal_when_running(int signal, const std::string& run_file) {
  return [=](pid_t child) {
    if (run_file.empty())
      std::this_thread::sleep_for(std::chrono::milliseconds(700));
    else
      REQUIRE(wait_until([&] { return size_of(run_file) > 3'000'000; }));
    kill(child, signal);
  };
}

}  // namespace

TEST_CASE("A directory that cannot be made is found before anything is simulated", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario({.duration = kLong}));  // simulating it would not end
  dir.file("plain", "a file, not a directory");
  const Ended ended = run_program({"run", file, "--out", dir.path("plain/below")});
  CHECK(ended.code == 74);
  CHECK_THAT(ended.err, Contains("cannot create directory") && Contains("plain/below: Not a directory"));
  CHECK(ended.out.empty());
}

TEST_CASE("A directory that may not be written is found before anything is simulated", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario({.duration = kLong}));
  std::filesystem::create_directory(dir.path("locked"));
  std::filesystem::permissions(dir.path("locked"),
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec |
                                   std::filesystem::perms::others_read | std::filesystem::perms::others_exec);
  const Ended ended = run_program({"run", file, "--out", dir.path("locked")}, {.before_start = become_nobody});
  CHECK(ended.code == 74);
  CHECK_THAT(ended.err, Contains("cannot write in directory") && Contains("Permission denied"));
}

TEST_CASE("A file that is no run file is not replaced", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario({.duration = kLong}));
  dir.file("small-7.db", "my diary");
  const Ended ended = run_program({"run", file, "--out", dir.path()});
  CHECK(ended.code == 74);
  CHECK_THAT(ended.err, Contains("E608"));
  CHECK(read_file(dir.path("small-7.db")) == "my diary");
}

TEST_CASE("A file size limit stops the run with a clear message", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario({.duration = kLong}));
  const auto limit = [] {
    const rlimit two_mb{2'000'000, 2'000'000};
    setrlimit(RLIMIT_FSIZE, &two_mb);
  };
  const Ended ended = run_program({"run", file, "--out", dir.path("o")}, {.before_start = limit});
  CHECK(ended.code == 74);
  CHECK_THAT(ended.err, Contains("cannot write the run file") && Contains("o/small-7.db"));
  CHECK(ended.out.empty());
  CHECK(run_program({"explain", dir.path("o/small-7.db")}).code == 2);  // what is there can be read
}

TEST_CASE("A full disk stops the run with a clear message", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario({.duration = kLong}));
  std::filesystem::create_directory(dir.path("disk"));
  const auto tiny_disk = [&] {  // in a mount namespace of the child's own
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("none", dir.path("disk").c_str(), "tmpfs", 0, "size=2m") != 0)
      _exit(99);
  };
  const Ended ended = run_program({"run", file, "--out", dir.path("disk")}, {.before_start = tiny_disk});
  if (ended.code == 99) {
    WARN("no privilege to mount a small disk here: the file size limit above stands for it");
    return;
  }
  CHECK(ended.code == 74);
  CHECK_THAT(ended.err, Contains("cannot write the run file") && Contains("No space left on device"));
}

TEST_CASE("A full disk under stdout is said, not swallowed", "[cli]") {
  const ScratchDirectory dir;
  const Ended ended = run_program({"run", dir.file("s.json", small_scenario())}, {.out_to = "/dev/full"});
  CHECK(ended.code == 74);
  CHECK_THAT(ended.err, Contains("cannot write to standard output: No space left on device"));
}

TEST_CASE("A reader that goes away early is no error", "[cli]") {
  const ScratchDirectory dir;
  const auto broken_pipe = [] {
    int ends[2];
    if (pipe(ends) != 0 || dup2(ends[1], STDOUT_FILENO) < 0) _exit(97);
    close(ends[0]);
    close(ends[1]);
  };
  const Ended ended = run_program({"run", dir.file("s.json", small_scenario())}, {.before_start = broken_pipe});
  CHECK(ended.code == 0);
  CHECK(ended.err.empty());
}

TEST_CASE("SIGINT and SIGTERM end a run early with what there is, and exit code 130", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario({.duration = kLong}));
  for (const int signal : {SIGINT, SIGTERM}) {
    const Ended ended = run_program({"run", file, "-q"}, {.while_running = signal_when_running(signal, {})});
    CHECK(ended.code == 130);
    CHECK_THAT(ended.out, Contains("INTERRUPTED: the run was stopped at") && Contains("us-east-1"));
  }
}

TEST_CASE("An interrupted run leaves a run file that opens and says that it is incomplete", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario({.duration = kLong}));
  const std::string run = dir.path("o/small-7.db");
  const Ended ended =
      run_program({"run", file, "--out", dir.path("o"), "--json"}, {.while_running = signal_when_running(SIGINT, run)});
  CHECK(ended.code == 130);
  const Json partial = Json::parse(ended.out);
  CHECK(partial["interrupted"] == true);
  CHECK(partial["complete"] == false);
  CHECK(read_file(dir.path("o/small-7.json")) == ended.out);
  const Ended explained = run_program({"explain", run});
  CHECK(explained.code == 2);
  CHECK_THAT(explained.out, Contains("INCOMPLETE"));
  CHECK(Json::parse(run_program({"analyse", run, "--json"}).out)["requests"] == partial["requests"]);
}

TEST_CASE("A run that was killed leaves a run file that opens and says that it is incomplete", "[cli]") {
  const ScratchDirectory dir;
  const std::string file = dir.file("s.json", small_scenario({.duration = kLong}));
  const std::string run = dir.path("o/small-7.db");
  const Ended ended = run_program(
      {"run", file, "--out", dir.path("o"), "--history", "full"}, {.while_running = [&](pid_t child) {
        REQUIRE(wait_until([&] { return size_of(run) > 3'000'000; }));
        std::this_thread::sleep_for(std::chrono::seconds(3));  // what is written is committed about once a second
        kill(child, SIGKILL);
      }});
  CHECK(ended.code == 1000 + SIGKILL);
  const Ended explained = run_program({"explain", run});
  CHECK(explained.code == 2);
  CHECK_THAT(explained.out, Contains("INCOMPLETE: the run was stopped or killed before its end"));
  const Ended analysed = run_program({"analyse", run, "--json"});
  CHECK(analysed.code == 2);
  const Json d = Json::parse(analysed.out);
  CHECK(d["complete"] == false);
  CHECK(d["requests"]["issued"].get<int>() > 0);
  CHECK(run_program({"analyse", run, "--stored"}).code == 2);
  const Ended tables = run_program({"export", run, "--to", "csv", "-o", dir.path("tables")});
  CHECK(tables.code == 2);
  CHECK_THAT(tables.err, Contains("INCOMPLETE"));
  CHECK_THAT(read_file(dir.path("tables/operations.csv")), Contains("eu-west-1"));
}

TEST_CASE("A signal ends the current one of several runs and starts no other", "[cli]") {
  const ScratchDirectory dir;
  const std::string a = dir.file("a.json", small_scenario({.name = "first", .duration = kLong}));
  const std::string b = dir.file("b.json", small_scenario({.name = "second", .duration = kLong}));
  const Ended ended = run_program({"run", a, b, "-q"}, {.while_running = signal_when_running(SIGINT, {})});
  CHECK(ended.code == 130);
  CHECK_THAT(ended.out, Contains("first") && Contains("INTERRUPTED") && !Contains("second"));
}

TEST_CASE("A signal ends a comparison without a result", "[cli]") {
  const ScratchDirectory dir;
  const std::string a = dir.file("a.json", small_scenario({.duration = kLong}));
  const Ended ended = run_program({"compare", a, a, "-q"}, {.while_running = signal_when_running(SIGINT, {})});
  CHECK(ended.code == 130);
  CHECK(ended.out.empty());
  CHECK_THAT(ended.err, Contains("interrupted: nothing is compared"));
}

TEST_CASE("A damaged run file is bad input, not a crash", "[cli]") {
  const ScratchDirectory dir;
  REQUIRE(run_program({"run", dir.file("s.json", small_scenario()), "--out", dir.path()}).code == 0);
  const std::string whole = read_file(dir.path("small-7.db"));
  const std::string cut = dir.file("cut.db", whole.substr(0, whole.size() / 2));
  for (const std::vector<std::string>& command : {std::vector<std::string>{"explain", cut},
                                                  {"analyse", cut},
                                                  {"export", cut, "--to", "csv"},
                                                  {"compare", cut, cut}}) {
    const Ended ended = run_program(command);
    CHECK(ended.code == 65);
    CHECK_THAT(ended.err, Contains("E605"));
  }
}
