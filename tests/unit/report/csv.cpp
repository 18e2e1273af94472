#include "sim/report/csv.hpp"

#include "sim/history/run_file.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace bicoastal;

namespace {

namespace fs = std::filesystem;
using Row = std::vector<std::string>;

struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "bicoastal-csv-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return (path / name).string(); }
  fs::path path;
};

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A reader of RFC 4180 that knows nothing of how we write it. Fails on anything that the RFC does not allow.
std::vector<Row> parse(const std::string& text) {
  std::vector<Row> rows;
  std::size_t at = 0;
  while (at < text.size()) {
    rows.emplace_back();
    for (;;) {
      std::string field;
      if (at < text.size() && text[at] == '"') {
        for (++at;; ++at) {
          REQUIRE(at < text.size());
          if (text[at] == '"' && (at + 1 == text.size() || text[at + 1] != '"')) break;
          if (text[at] == '"') ++at;
          field += text[at];
        }
        ++at;
      } else {
        while (at < text.size() && text[at] != ',' && text[at] != '\r') {
          REQUIRE(text[at] != '"');
          REQUIRE(text[at] != '\n');
          field += text[at++];
        }
      }
      rows.back().push_back(field);
      REQUIRE(at < text.size());
      if (text[at] == ',') {
        ++at;
        continue;
      }
      REQUIRE(text.substr(at, 2) == "\r\n");
      at += 2;
      break;
    }
    REQUIRE(rows.back().size() == rows.front().size());
  }
  return rows;
}

/// Row `number` of a file by the names of its columns.
std::map<std::string, std::string> named(const std::vector<Row>& rows, std::size_t number = 1) {
  std::map<std::string, std::string> fields;
  REQUIRE(number < rows.size());
  for (std::size_t i = 0; i < rows[0].size(); ++i) fields[rows[0][i]] = rows[number][i];
  return fields;
}

constexpr const char* kHardName = "quoted \"name\", with a comma\r\nand a line";

Scenario scenario() {
  Scenario s;
  s.name = "csv";
  s.file = "csv.json";
  s.document = "{\n \"a\": \"b\"\n}";
  s.seed = 12;
  for (const char* name : {"us-east-1", kHardName}) {
    const RegionId region(s.regions.size());
    s.regions.push_back({name, std::nullopt, {ZoneId(region.index())}});
    s.zones.push_back({std::string(name) + "a", region, {}});
    s.stores.push_back({std::string(name) + "/leader", region, ZoneId(region.index()), true});
  }
  Population users;
  users.name = "";
  users.home = RegionId(0);
  s.clients.push_back(users);
  return s;
}

OperationRecord write_operation() {
  OperationRecord op;
  op.time = Time(12'345'678'901);
  op.kind = OpKind::write;
  op.outcome = Outcome::timeout;
  op.attempts = 2;
  op.session = SessionId(7);
  op.invoked = Time(12'095'678'901);  // 250 ms earlier
  op.op = OpId(99);
  op.version = VersionId(StoreId(1), 3, 17);
  op.stamp = 12'000'000'000;
  op.key = KeyId(5);
  op.population = PopulationId(0);
  op.asked = RegionId(1);
  op.store = StoreId(0);
  return op;
}

/// Makes a run file of one operation, one sample and, where it is to be complete, the end.
std::string make_run(const Folder& folder, bool complete, Keep keep = Keep::full) {
  const std::string path = folder / "run.db";
  auto writer = RunFileWriter::create(path, scenario(), keep, 1);
  REQUIRE(writer);
  BacklogRecord backlog;
  backlog.time = Time::seconds(12.5);
  backlog.from = StoreId(0);
  backlog.to = StoreId(1);
  backlog.writes = 3;
  backlog.bytes = 600;
  backlog.oldest = Time::seconds(12);
  (*writer)->consume(std::vector{Record::of(write_operation()), Record::of(backlog)});
  if (!complete) return path;
  EndRecord end;
  end.time = Time::seconds(13);
  (*writer)->consume(std::vector{Record::of(end)});
  Analysis analysis;
  analysis.digest = "abcd";
  analysis.anomalies.push_back({AnomalyKind::lost_write, Time::seconds(12), KeyId(5), SessionId(7), OpId(99),
                                VersionId(StoreId(1), 3, 17), VersionId(), Time::millis(1500)});
  Window window;
  window.issued = 4;
  window.read_p50_ms = 1.5F;
  analysis.series = {{window, window}, {window}};
  analysis.system.resize(1);
  analysis.system[0].anomalies[3] = 9;
  analysis.flows = {{RegionId(0), RegionId(1), {4}}};
  REQUIRE((*writer)->finish(analysis, R"({"a": 1})"));
  return path;
}

void export_run(const Folder& folder, bool complete, Keep keep = Keep::full) {
  const auto file = RunFile::open(make_run(folder, complete, keep));
  REQUIRE(file);
  const auto paths = export_csv(*file, folder / "out/csv");
  if (!paths) FAIL(to_string(paths.faults().front()));
}

}  // namespace

TEST_CASE("every table becomes a file that RFC 4180 allows, with the rows it has", "[report][csv]") {
  const Folder folder;
  const auto file = RunFile::open(make_run(folder, true));
  REQUIRE(file);
  const auto paths = export_csv(*file, folder / "out/csv");
  REQUIRE(paths);
  CHECK(paths->size() == RunFile::tables().size() + 1);
  CHECK(paths->back() == folder / "out/csv/README.txt");
  std::map<std::string, std::size_t> rows;
  for (const std::string& path : *paths)
    if (path.ends_with(".csv")) rows[fs::path(path).stem().string()] = parse(bytes_of(path)).size() - 1;
  const std::map<std::string, std::size_t> expected = {
      {"meta", 14},       {"regions", 2},       {"zones", 2},
      {"replicas", 0},    {"stores", 2},        {"links", 0},
      {"populations", 1}, {"partitions", 2},    {"faults_of_scenario", 0},
      {"series", 3},      {"system_series", 1}, {"anomaly_counts", 1},
      {"flows", 1},       {"anomalies", 1},     {"operations", 1},
      {"accepts", 0},     {"applies", 0},       {"batches", 0},
      {"roles", 0},       {"health", 0},        {"moves", 0},
      {"faults", 0},      {"touches", 0},       {"lost", 0},
      {"load", 0},        {"backlog", 1},       {"serves", 0},
      {"states", 0},      {"changes", 0},       {"dependency_samples", 0},
      {"run_end", 1}};
  CHECK(rows == expected);
}

TEST_CASE("an operation is spelled out in names, seconds and parts of its version", "[report][csv]") {
  const Folder folder;
  export_run(folder, true);
  const auto op = named(parse(bytes_of(folder / "out/csv/operations.csv")));
  CHECK(op.at("seq") == "0");
  CHECK(op.at("time_s") == "12.345678901");
  CHECK(op.at("invoked_s") == "12.095678901");
  CHECK(op.at("latency_ms") == "250");
  CHECK(op.at("kind") == "write");
  CHECK(op.at("outcome") == "timeout");
  CHECK(op.at("attempts") == "2");
  CHECK(op.at("session") == "7");
  CHECK(op.at("op") == "99");
  CHECK(op.at("key") == "5");
  CHECK(op.at("asked") == kHardName);
  CHECK(op.at("store") == "us-east-1/leader");
  CHECK(op.at("version_origin") == std::string(kHardName) + "/leader");
  CHECK(op.at("version_epoch") == "3");
  CHECK(op.at("version_sequence") == "17");
  CHECK(op.at("fault").empty());
  CHECK(op.at("zone").empty());
}

TEST_CASE("samples, anomalies, series and meta come out as they were put in", "[report][csv]") {
  const Folder folder;
  export_run(folder, true);
  const auto backlog = named(parse(bytes_of(folder / "out/csv/backlog.csv")));
  CHECK(backlog.at("writes") == "3");
  CHECK(backlog.at("bytes") == "600");
  CHECK(backlog.at("age_s") == "0.5");
  const auto anomaly = named(parse(bytes_of(folder / "out/csv/anomalies.csv")));
  CHECK(anomaly.at("kind") == "lost_write");
  CHECK(anomaly.at("age_s") == "1.5");
  CHECK(anomaly.at("other_origin").empty());
  const auto series = parse(bytes_of(folder / "out/csv/series.csv"));
  CHECK(named(series, 2).at("start_ns") == "1000000000");
  CHECK(named(series, 3).at("region") == "1");
  CHECK(named(series, 1).at("read_p50_ms") == "1.5");
  std::map<std::string, std::string> meta;
  const auto facts = parse(bytes_of(folder / "out/csv/meta.csv"));
  for (std::size_t i = 1; i < facts.size(); ++i) meta[facts[i][0]] = facts[i][1];
  CHECK(meta.at("document") == scenario().document);
  CHECK(meta.at("complete") == "yes");
  CHECK(meta.at("digest") == "abcd");
}

TEST_CASE("a field without a value is empty, an empty text is quoted", "[report][csv]") {
  const Folder folder;
  export_run(folder, true);
  CHECK(bytes_of(folder / "out/csv/populations.csv") == "id,name,home_region,sessions\r\n0,\"\",0,1\r\n");
}

TEST_CASE("the README says what each file and column is", "[report][csv]") {
  const Folder folder;
  export_run(folder, true);
  const std::string readme = bytes_of(folder / "out/csv/README.txt");
  for (const Table& table : RunFile::tables()) CHECK(readme.find("\n" + table.name + ".csv: ") != std::string::npos);
  CHECK(readme.find("latency_ms [ms]: from invocation to completion") != std::string::npos);
  CHECK(readme.find("Complete; digest of the run: abcd") != std::string::npos);
  CHECK(readme.find("INCOMPLETE") == std::string::npos);
}

TEST_CASE("an incomplete run is exported, and the README says so", "[report][csv]") {
  const Folder folder;
  export_run(folder, false);
  CHECK(parse(bytes_of(folder / "out/csv/operations.csv")).size() == 2);
  CHECK(bytes_of(folder / "out/csv/README.txt")
            .find("INCOMPLETE: the run was stopped or killed. These are its first 2 records, up to 12.5 s.") !=
        std::string::npos);
}

TEST_CASE("a sampled run is exported, and the README says so", "[report][csv]") {
  const Folder folder;
  export_run(folder, true, Keep::sample);
  CHECK(bytes_of(folder / "out/csv/README.txt").find("SAMPLE: ") != std::string::npos);
}

TEST_CASE("a folder that cannot be made, and a disk that is full, are said", "[report][csv]") {
  const Folder folder;
  const auto file = RunFile::open(make_run(folder, true));
  REQUIRE(file);
  const auto under_a_file = export_csv(*file, folder / "run.db/csv");
  REQUIRE_FALSE(under_a_file);
  CHECK(to_string(under_a_file.faults().front()) ==
        "E609 " + (folder / "run.db/csv") + ": cannot be created: Not a directory");
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{100, 100};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto too_big = export_csv(*file, folder / "out");
    ::_exit(!too_big && to_string(too_big.faults().front()) ==
                            "E610 " + (folder / "out/meta.csv") + ": cannot be written: File too large"
                ? 0
                : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("a damaged file is refused before anything is written", "[report][csv]") {
  const Folder folder;
  const std::string path = make_run(folder, true);
  // The start of the operation, 12095678901 ns, as SQLite stores it: a big-endian number. One more is as good a number.
  std::string bytes = bytes_of(path);
  const std::string invoked = {'\x02', '\xd0', '\xf5', '\x69', '\xb5'};
  const std::size_t at = bytes.find(invoked);
  REQUIRE(at != std::string::npos);
  bytes[at + 4] = '\xb6';
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  const auto file = RunFile::open(path);
  REQUIRE(file);
  const auto exported = export_csv(*file, folder / "out");
  REQUIRE_FALSE(exported);
  CHECK(exported.faults().front().code == "E605");
  CHECK_FALSE(fs::exists(folder / "out"));
}
