// Input that no file in a repository can be: huge, unreadable, a directory, or made of random damage.
#include "sim/scenario/load.hpp"
#include "support/in_child.hpp"
#include "support/temporary_folder.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include <fmt/format.h>
#include <rapidcheck.h>
#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>

namespace fs = std::filesystem;
using namespace bicoastal;

namespace {

Diagnostics faults_of(const std::string& file) {
  const Result<Scenario> result = load_scenario(file);
  REQUIRE_FALSE(result);
  return result.faults();
}

/// The one fault of `file`, without the path before it.
std::string only_fault(const std::string& file) {
  const Diagnostics faults = faults_of(file);
  REQUIRE(faults.size() == 1);
  std::string text = to_string(faults.front());
  const auto at = text.find(file);
  REQUIRE(at != std::string::npos);
  return text.replace(at, file.size(), "FILE");
}

/// A small valid document, with `extra` members.
std::string document(const std::string& extra, const std::string& clients = "") {
  return fmt::format(R"({{"name":"x","duration":"1 min","regions":[{{"name":"us-east-1"}},{{"name":"eu-west-1"}}],)"
                     R"("clients":[{{"region":"us-east-1","arrivals":"1/s"}}{}]{}}})",
                     clients, extra);
}

std::string repeated(const std::string& text, std::size_t times, const std::string& separator) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += (i == 0 ? "" : separator) + text;
  return out;
}

class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// Generous for a sanitizer on a busy machine; what it must catch takes minutes.
constexpr double kPatience = 20;

}  // namespace

TEST_CASE("a file that does not exist is named", "[invalid]") {
  const test::TemporaryFolder folder;
  const std::string file = (folder.path() / "none.json").string();
  CHECK(only_fault(file) == "E101 FILE: no such file");
  const std::string below_a_file = folder.write("plain.json", "{}") + "/x.json";
  CHECK(only_fault(below_a_file) == "E101 FILE: no such file");
}

TEST_CASE("a directory is no scenario", "[invalid]") {
  const test::TemporaryFolder folder;
  CHECK(only_fault(folder.path().string()) == "E102 FILE: is a directory, not a file");
}

TEST_CASE("a file that may not be read says so, also when the tests run as root", "[invalid]") {
  const test::TemporaryFolder folder;
  const std::string file = folder.write("secret.json", "{}");
  fs::permissions(folder.path(), fs::perms::all);
  REQUIRE(chmod(file.c_str(), 0) == 0);
  const auto message = test::in_child<char>([&] {
    if (geteuid() == 0 && setuid(65534) != 0) return std::vector<char>{};
    const Result<Scenario> result = load_scenario(file);
    const std::string text = result ? "accepted" : to_string(result.faults().front());
    return std::vector<char>(text.begin(), text.end());
  });
  CHECK(std::string(message.begin(), message.end()) == "E103 " + file + ": cannot be read: Permission denied");
}

TEST_CASE("100 MB of [ are refused at once, and 10 MB of it without touching the stack", "[invalid]") {
  const test::TemporaryFolder folder;
  const Stopwatch watch;
  const std::string large = folder.write("large.json", std::string(100'000'000, '['));
  CHECK(only_fault(large) == "E104 FILE: is larger than 16 MB");
  const std::string deep = folder.write("deep.json", std::string(10'000'000, '['));
  CHECK(only_fault(deep) == "E108 FILE:1: nested more than 64 deep");
  const std::string objects = folder.write("objects.json", repeated("{\"a\":\n", 1'000'000, ""));
  CHECK(only_fault(objects) == "E108 FILE:65: nested more than 64 deep");
  CHECK(watch.seconds() < kPatience);
}

TEST_CASE("a device that never ends is read no further than the limit", "[invalid]") {
  CHECK(only_fault("/dev/zero") == "E104 FILE: is larger than 16 MB");
}

TEST_CASE("documents of very many values are refused before they cost memory", "[invalid]") {
  const test::TemporaryFolder folder;
  const Stopwatch watch;
  const std::string values = folder.write("values.json", fmt::format("[{}]", repeated("1", 7'000'000, ",")));
  CHECK(only_fault(values) == "E110 FILE:1: more than 500000 values in one file");
  std::string members;
  for (int i = 0; i < 5000; ++i) members += fmt::format("{}\"k{}\":1", i == 0 ? "" : ",", i);
  const std::string keys = folder.write("keys.json", fmt::format(R"({{"data":{{{}}}}})", members));
  CHECK(only_fault(keys) == "E110 FILE:1 /data: more than 4096 keys in one object");
  CHECK(watch.seconds() < kPatience);
}

TEST_CASE("a thousand faults are answered with a hundred and a count", "[invalid]") {
  const test::TemporaryFolder folder;
  const std::string faults = repeated("{\"at\":\"1 s\",\"region_down\":\"mars\"}", 1000, ",\n");
  const Diagnostics found = faults_of(folder.write("x.json", document(fmt::format(R"(,"faults":[{}])", faults))));
  REQUIRE(found.size() == 101);
  CHECK(found.front().pointer == "/faults/0/region_down");
  CHECK(found.front().line == 1);
  CHECK(found[99].pointer == "/faults/99/region_down");
  CHECK(found[99].line == 100);
  CHECK(found.back().code == "E900");
  CHECK(found.back().message == "900 further faults are not shown");
}

TEST_CASE("lists longer than the schema allows are refused without being worked through", "[invalid]") {
  const test::TemporaryFolder folder;
  const Stopwatch watch;
  const std::string client = "{\"region\":\"us-east-1\",\"arrivals\":\"1/s\"}";
  const Diagnostics clients =
      faults_of(folder.write("c.json", document("", fmt::format(",{}", repeated(client, 100'000, ",")))));
  REQUIRE(clients.size() == 1);
  CHECK(clients.front().pointer == "/clients");
  CHECK(clients.front().message == "has 100001 elements, more than 10000");
  std::string regions;
  for (int i = 0; i < 1000; ++i)
    regions += fmt::format(R"({}{{"name":"r-{}","zones":1,"location":{{"latitude":1,"longitude":{}}}}})", i ? "," : "",
                           i, i % 180);
  const Diagnostics mesh = faults_of(
      folder.write("r.json", fmt::format(R"({{"name":"x","duration":"1 s","keys":{{"count":10}},"regions":[{}],)"
                                         R"("clients":[{{"region":"r-0","arrivals":"1/s"}}]}})",
                                         regions)));
  REQUIRE(mesh.size() == 1);
  CHECK(mesh.front().message == "a link for each pair of 1000 regions is more than 65534 links");
  CHECK(watch.seconds() < kPatience);
}

TEST_CASE("every malformed UTF-8 sequence is refused, with its line", "[invalid]") {
  const test::TemporaryFolder folder;
  // Overlong, surrogate, above U+10FFFF, lone continuation, cut sequences, bytes that UTF-8 never has.
  for (const std::string bad :
       {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80", "\xE2\x82", "\xFF"}) {
    const std::string file = folder.write("x.json", fmt::format("{{\n \"name\": \"{}\"}}", bad));
    CHECK(only_fault(file).substr(0, 12) == "E105 FILE:2:");
  }
  const Result<Scenario> good = load_scenario(folder.write("y.json", document(",\"description\":\"Zürich, 東京, 🚀\"")));
  REQUIRE(good);
  CHECK(good->description == "Zürich, 東京, 🚀");
}

TEST_CASE("a document damaged at random gives a Scenario or diagnostics, never a crash", "[invalid]") {
  const test::TemporaryFolder folder;
  std::ifstream in(fs::path(BICOASTAL_SOURCE_DIR) / "scenarios" / "quickstart.json");
  const std::string original{std::istreambuf_iterator<char>(in), {}};
  const bool held = rc::check("damage", [&](std::uint32_t where, std::uint8_t byte, std::uint8_t kind) {
    std::string text = original;
    const std::size_t at = where % text.size();
    if (kind % 3 == 0) text[at] = static_cast<char>(byte);
    if (kind % 3 == 1) text.erase(at, 1 + byte % 40);
    if (kind % 3 == 2) text.insert(at, text.substr(byte, 30));
    const Result<Scenario> result = parse_scenario(text, "damaged.json");
    if (!result) {
      RC_ASSERT(!result.faults().empty());
      for (const Diagnostic& d : result.faults()) RC_ASSERT(!d.message.empty());
    }
  });
  CHECK(held);
}

TEST_CASE("a document in memory reads no other file", "[invalid]") {
  const Result<Scenario> include = parse_scenario(document(",\"include\":\"/etc/passwd\""), "stored");
  REQUIRE_FALSE(include);
  CHECK(to_string(include.faults().front()) == "E513 stored:1 /include: a document in memory cannot refer to a file");
  const Result<Scenario> table =
      parse_scenario(document(",\"network\":{\"latency\":{\"file\":\"/etc/passwd\"}}"), "stored");
  REQUIRE_FALSE(table);
  CHECK(table.faults().front().code == "E513");
}
