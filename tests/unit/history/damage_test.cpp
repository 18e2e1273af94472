#include "streams.hpp"

#include "sim/history/run_file.hpp"
#include "sim/history/sqlite.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace bicoastal;
using test::Folder;

namespace {

std::vector<Record> small_stream() {
  auto stream = test::busy_stream(400);
  stream.pop_back();
  for (const Record& record : test::one_of_each()) stream.push_back(record);
  return stream;
}

std::string small_file(const Folder& folder) {
  const std::string path = folder / "run.db";
  auto writer = RunFileWriter::create(path, test::three_regions(), Keep::full, 1);
  REQUIRE(writer);
  (*writer)->consume(small_stream());
  Analysis analysis;
  analysis.digest = "d";
  analysis.anomalies.resize(5);
  analysis.series.assign(3, std::vector<Window>(60));
  REQUIRE((*writer)->finish(analysis, "{}"));
  return path;
}

/// Reads all there is. Either a diagnostic of a known kind comes out, or exactly what was written.
/// Whether it was a diagnostic.
bool diagnosed_or_harmless(const std::string& path, const std::vector<Record>& written) {
  const auto known = [](const Diagnostic& d) { return d.code >= "E601" && d.code <= "E607" && !d.message.empty(); };
  const auto file = RunFile::open(path);
  if (!file) {
    CHECK(known(file.faults().front()));
    return true;
  }
  bool diagnosed = false;
  for (const Table& table : RunFile::tables()) {
    const auto read = file->read_table(table.name, [](std::span<const Cell>) {});
    if (!read) CHECK(known(read.faults().front()));
    diagnosed = diagnosed || !read;
  }
  test::Collector got;
  if (const auto replayed = file->replay(got); !replayed) {
    CHECK(known(replayed.faults().front()));
    return true;
  }
  CHECK(test::same_bytes(got.records, written));
  return diagnosed;
}

/// The diagnostic that replaying gives after `sql` was done to a sound file.
std::string after(const std::string& sql) {
  const Folder folder;
  const std::string path = small_file(folder);
  Database(path, Database::Access::read).run(sql);
  const auto file = RunFile::open(path);
  if (!file) return to_string(file.faults().front()).substr(("E605 " + path + ": ").size());
  test::Collector got;
  const auto replayed = file->replay(got);
  return replayed ? "sound" : replayed.faults().front().message;
}

}  // namespace

TEST_CASE("a flipped bit anywhere is diagnosed or harmless, never a crash and never other records",
          "[history][damage]") {
  const Folder folder;
  const std::string path = small_file(folder);
  const auto written = small_stream();
  const std::string sound = test::read_bytes(path);
  REQUIRE_FALSE(diagnosed_or_harmless(path, written));

  std::vector<std::size_t>
      used;  // most of a small file is empty pages: half of the flips go to bytes that say something
  for (std::size_t i = 0; i < sound.size(); ++i)
    if (sound[i] != 0) used.push_back(i);
  std::mt19937 random(20240517);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
  int diagnosed = 0;
  for (int i = 0; i < 600; ++i) {
    const std::size_t at = i < 100      ? static_cast<std::size_t>(i)
                           : i % 2 == 0 ? used[below(used.size())]
                                        : below(sound.size());
    std::string harmed = sound;
    harmed[at] = static_cast<char>(harmed[at] ^ (1 << below(8)));
    INFO("byte " << at);
    test::write_bytes(path, harmed);
    diagnosed += diagnosed_or_harmless(path, written);
  }
  CHECK(diagnosed > 100);
}

TEST_CASE("a truncated file, and one with pages zeroed or swapped, is diagnosed", "[history][damage]") {
  const Folder folder;
  const std::string path = small_file(folder);
  const auto written = small_stream();
  const std::string sound = test::read_bytes(path);
  std::mt19937 random(7);
  for (int i = 0; i < 60; ++i) {
    // Anywhere, and within the last page, which may hold nothing but an index.
    const std::size_t length = i % 2 == 0 ? static_cast<std::size_t>(random()) % sound.size()
                                          : sound.size() - 1 - static_cast<std::size_t>(i) * 200;
    test::write_bytes(path, sound.substr(0, length));
    CHECK(diagnosed_or_harmless(path, written));
  }
  constexpr std::size_t kPage = 16384;
  const std::size_t pages = sound.size() / kPage;
  for (std::size_t page = 1; page < pages; ++page) {
    std::string harmed = sound;
    std::fill_n(harmed.begin() + static_cast<std::ptrdiff_t>(page * kPage), kPage, '\0');
    test::write_bytes(path, harmed);
    diagnosed_or_harmless(path, written);
    harmed = sound;
    const std::size_t other = 1 + static_cast<std::size_t>(random()) % (pages - 1);
    std::swap_ranges(harmed.begin() + static_cast<std::ptrdiff_t>(page * kPage),
                     harmed.begin() + static_cast<std::ptrdiff_t>((page + 1) * kPage),
                     harmed.begin() + static_cast<std::ptrdiff_t>(other * kPage));
    test::write_bytes(path, harmed);
    diagnosed_or_harmless(path, written);
  }
}

TEST_CASE("values that no record can have are named", "[history][damage]") {
  CHECK(after("") == "sound");
  CHECK(after("UPDATE operations SET outcome = 6 WHERE seq = 0") ==
        "the run file is damaged: outcome of row 0 of operations is 6");
  CHECK(after("UPDATE operations SET kind = -1 WHERE seq = 0") ==
        "the run file is damaged: kind of row 0 of operations is -1");
  CHECK(after("UPDATE operations SET attempts = 256 WHERE seq = 0") ==
        "the run file is damaged: attempts of row 0 of operations is 256");
  CHECK(after("UPDATE operations SET store = 65535 WHERE seq = 0") ==
        "the run file is damaged: store of row 0 of operations is 65535");
  CHECK(after("UPDATE operations SET op = -1 WHERE seq = 0") ==
        "the run file is damaged: op of row 0 of operations is -1");
  CHECK(after("UPDATE operations SET store = 'x' WHERE seq = 0") ==
        "the run file is damaged: store of row 0 of operations is not a number");
  CHECK(after("UPDATE roles SET event = 99") == "the run file is damaged: event of row 403 of roles is 99");
}

TEST_CASE("records that were changed, taken out or added do not match their digest", "[history][damage]") {
  CHECK(after("UPDATE operations SET session = session + 1 WHERE seq = 0") ==
        "the run file is damaged: the records do not match their digest");
  CHECK(after("DELETE FROM operations WHERE seq = 0") == "the run file is damaged: 411 records, not 412");
  CHECK(after("INSERT INTO run_end VALUES (412, 5, 0)") == "the run file is damaged: 413 records, not 412");
  CHECK(after("INSERT INTO run_end VALUES (0, 5, 0)") == "the run file is damaged: two records have the number 0");
  CHECK(after("UPDATE operations SET seq = 1000000 WHERE seq = 0") == "the run file is damaged: records are missing");
}

TEST_CASE("meta and schema that make no sense are named", "[history][damage]") {
  CHECK(after("DELETE FROM meta WHERE name = 'seed'") == "the run file is damaged: meta.seed is missing");
  CHECK(after("UPDATE meta SET value = '12x' WHERE name = 'seed'") == "the run file is damaged: meta.seed is '12x'");
  CHECK(after("UPDATE meta SET value = 'maybe' WHERE name = 'complete'") ==
        "the run file is damaged: meta.complete is 'maybe'");
  CHECK(after("UPDATE meta SET value = 'nan' WHERE name = 'sample_share'") ==
        "the run file is damaged: meta.sample_share is 'nan'");
  CHECK(after("DROP TABLE touches") == "the run file is damaged: touches.seq is missing");
  CHECK(after("ALTER TABLE applies RENAME COLUMN displaced TO d") ==
        "the run file is damaged: applies.displaced is missing");
}

TEST_CASE("a view in the place of a table is not asked, whatever it would compute", "[history][damage]") {
  CHECK(after("DROP TABLE touches; CREATE VIEW touches AS WITH RECURSIVE n(seq) AS (SELECT 1 UNION ALL SELECT seq + 1 "
              "FROM n)"
              " SELECT seq, 0 AS time_ns, 0 AS fault, 0 AS session, 0 AS op, 0 AS kind FROM n") ==
        "the run file is damaged: touches.seq is missing");
}

TEST_CASE("what people add to a run file does not disturb it", "[history][damage]") {
  CHECK(after("CREATE INDEX mine ON operations (session); CREATE TABLE notes (text); DROP VIEW v_operations;"
              "ALTER TABLE operations ADD COLUMN remark TEXT; VACUUM") == "sound");
}

TEST_CASE("a file of a newer format is refused, and may be replaced", "[history][damage]") {
  const Folder folder;
  const std::string path = small_file(folder);
  Database(path, Database::Access::read).run("PRAGMA user_version = 5");
  const auto file = RunFile::open(path);
  REQUIRE_FALSE(file);
  CHECK(to_string(file.faults().front()) ==
        "E604 " + path + ": is a run file of format 5, and this program reads format 4");
  CHECK(is_run_file(path));
  CHECK(RunFileWriter::create(path, test::three_regions(), Keep::full, 1));
}

TEST_CASE("a SQLite file of another kind is no run file", "[history][damage]") {
  const Folder folder;
  Database(folder / "other.db", Database::Access::create).run("CREATE TABLE t (x); INSERT INTO t VALUES (1)");
  const auto file = RunFile::open(folder / "other.db");
  REQUIRE_FALSE(file);
  CHECK(file.faults().front().code == "E603");
}
