#include "sim/history/run_meta.hpp"

#include <charconv>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

namespace bicoastal {
namespace {

[[noreturn]] void nonsense(std::string_view name, std::string_view found) {
  throw std::invalid_argument(fmt::format("meta.{} is '{}'", name, found.substr(0, 40)));
}

class Rows {
 public:
  explicit Rows(const Database& database)
      : insert_(database, "INSERT OR REPLACE INTO meta VALUES (?, ?, ?)"),
        select_(database, "SELECT value FROM meta WHERE name = ?") {}

  void set(std::string_view name, std::string_view value, std::string_view meaning) {
    insert_.bind(1, name).bind(2, value).bind(3, meaning).run();
  }

  std::string text(std::string_view name) {
    select_.bind(1, name);
    if (!select_.step()) throw std::invalid_argument(fmt::format("meta.{} is missing", name));
    std::string value(select_.text(0));
    select_.run();
    return value;
  }

  template <class T>
  T number(std::string_view name) {
    const std::string value = text(name);
    T number{};
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size()) nonsense(name, value);
    return number;
  }

  /// Which of two words: false for the first.
  bool word(std::string_view name, std::string_view no, std::string_view yes) {
    const std::string value = text(name);
    if (value != no && value != yes) nonsense(name, value);
    return value == yes;
  }

 private:
  Statement insert_, select_;
};

}  // namespace

void write_meta(const Database& database, const StoredMeta& meta) {
  Rows rows(database);
  rows.set("scenario_name", meta.scenario_name, "name of the scenario");
  rows.set("scenario_file", meta.scenario_file, "file it was read from");
  rows.set("scenario_hash", meta.scenario_hash, "hash of the document");
  rows.set("document", meta.document, "the scenario: resolved JSON");
  rows.set("seed", fmt::format("{}", meta.seed), "of the random streams");
  rows.set("build", meta.build, "version and build type of the program that ran it");
  rows.set("complete", meta.complete ? "yes" : "no", "yes: the run ended and everything is here");
  rows.set("digest", meta.digest, "of the whole stream of records: identity of the run");
  rows.set("keep", meta.keep == Keep::full ? "full" : "sample",
           "full: every record; sample: operations, accepts, applies and lost of some keys only");
  rows.set("sample_share", fmt::format("{}", meta.sample_share),
           "sample: share of the keys that is kept, beside every key of the table anomalies");
  rows.set("summary", meta.summary, "figures of the run, as JSON");
  write_progress(database, meta);
}

void write_progress(const Database& database, const StoredMeta& meta) {
  Rows rows(database);
  rows.set("records", fmt::format("{}", meta.records), "number of records stored here");
  rows.set("until_ns", fmt::format("{}", meta.until.ns), "time of the last of them");
  rows.set("records_digest", meta.records_digest, "of the records stored here, in order of seq");
}

StoredMeta read_meta(const Database& database) {
  Rows rows(database);
  StoredMeta meta;
  meta.scenario_name = rows.text("scenario_name");
  meta.scenario_file = rows.text("scenario_file");
  meta.scenario_hash = rows.text("scenario_hash");
  meta.document = rows.text("document");
  meta.seed = rows.number<std::uint64_t>("seed");
  meta.build = rows.text("build");
  meta.complete = rows.word("complete", "no", "yes");
  meta.digest = rows.text("digest");
  meta.keep = rows.word("keep", "full", "sample") ? Keep::sample : Keep::full;
  meta.sample_share = rows.number<double>("sample_share");
  if (!(meta.sample_share >= 0 && meta.sample_share <= 1))
    nonsense("sample_share", fmt::format("{}", meta.sample_share));
  meta.summary = rows.text("summary");
  meta.records = rows.number<std::uint64_t>("records");
  meta.until = Time(rows.number<std::int64_t>("until_ns"));
  meta.records_digest = rows.text("records_digest");
  return meta;
}

}  // namespace bicoastal
