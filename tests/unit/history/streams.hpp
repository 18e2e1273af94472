// Histories and scenarios for the tests of the run file.
#pragma once

#include <bicoastal/history.hpp>
#include <bicoastal/scenario.hpp>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace bicoastal::test {

/// Keeps what it gets.
struct Collector : RecordSink {
  std::vector<Record> records;
  void consume(std::span<const Record> more) override { records.insert(records.end(), more.begin(), more.end()); }
};

/// Equal in every byte.
bool same_bytes(std::span<const Record> a, std::span<const Record> b);

/// Three regions with a leader store each, one population, one fault.
Scenario three_regions();

/// As three regions under load look: 10 % writes, each accepted once and applied twice, now and then every other type;
/// with an end record last. A pure function of its arguments, and each stream begins like every longer one.
std::vector<Record> busy_stream(std::size_t records, std::uint64_t seed = 1);

/// One of each type, with every field set to something that is neither zero nor none.
std::vector<Record> one_of_each();

/// A folder of its own for each test, removed at the end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  std::string path() const { return path_.string(); }
  /// Names of what is in it, sorted.
  std::vector<std::string> names() const;

 private:
  std::filesystem::path path_;
};

std::string read_bytes(const std::string& path);
void write_bytes(const std::string& path, const std::string& bytes);

}  // namespace bicoastal::test
