#include "streams.hpp"

#include "sim/history/run_file.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <filesystem>

using namespace bicoastal;
using test::Collector;
using test::Folder;

namespace {

Analysis analysis_of(std::string digest) {
  Analysis a;
  a.complete = true;
  a.digest = std::move(digest);
  return a;
}

void write(const std::string& path, std::span<const Record> records, Keep keep = Keep::full, double share = 1,
           const Analysis& analysis = analysis_of("d1"), std::size_t piece = 4096) {
  auto writer = RunFileWriter::create(path, test::three_regions(), keep, share);
  REQUIRE(writer);
  for (std::size_t at = 0; at < records.size(); at += piece)
    (*writer)->consume(records.subspan(at, std::min(piece, records.size() - at)));
  const auto finished = (*writer)->finish(analysis, R"({"requests": 1})");
  REQUIRE(finished);
}

std::vector<Record> read(const std::string& path) {
  const auto file = RunFile::open(path);
  if (!file) FAIL(to_string(file.faults().front()));
  Collector collector;
  const auto replayed = file->replay(collector);
  if (!replayed) FAIL(to_string(replayed.faults().front()));
  return collector.records;
}

// Random records, field by field: written against the structs, not against the description of the columns.

template <class T>
T any() {
  return *rc::gen::arbitrary<T>();
}
/// Any bit pattern; often an extreme.
std::uint64_t any64() {
  return *rc::gen::oneOf(
      rc::gen::arbitrary<std::uint64_t>(),
      rc::gen::element<std::uint64_t>(0, 1, ~0ULL, ~0ULL - 1, 1ULL << 63, (1ULL << 63) - 1, 1ULL << 42));
}
std::int64_t any_signed() { return static_cast<std::int64_t>(any64()); }
Time any_time() { return Time(any_signed()); }
VersionId any_version() { return VersionId(any64()); }
OpId any_op() { return OpId(any64()); }
template <class I>
I any_id() {
  return I(static_cast<std::size_t>(*rc::gen::oneOf(rc::gen::arbitrary<typename I::rep>(),
                                                    rc::gen::element<typename I::rep>(0, 1, I::kNone, I::kNone - 1))));
}
template <class E>
E any_of(int count) {
  return static_cast<E>(*rc::gen::inRange(0, count));
}

Record any_record(int type) {
  const Time t = any_time();
  switch (static_cast<RecordType>(type)) {
    case RecordType::operation:
      return Record::of(OperationRecord{.time = t,
                                        .kind = any_of<OpKind>(2),
                                        .outcome = any_of<Outcome>(6),
                                        .attempts = any<std::uint8_t>(),
                                        .session = any_id<SessionId>(),
                                        .invoked = any_time(),
                                        .op = any_op(),
                                        .version = any_version(),
                                        .stamp = any_signed(),
                                        .key = any_id<KeyId>(),
                                        .population = any_id<PopulationId>(),
                                        .asked = any_id<RegionId>(),
                                        .store = any_id<StoreId>(),
                                        .fault = any_id<FaultId>(),
                                        .zone = any<std::uint16_t>(),
                                        .verb = any_of<Verb>(int{kVerbs}),
                                        .answer = any<std::uint8_t>()});
    case RecordType::accept:
      return Record::of(AcceptRecord{.time = t,
                                     .shadowed = any_of<std::uint8_t>(2),
                                     .store = any_id<StoreId>(),
                                     .session = any_id<SessionId>(),
                                     .op = any_op(),
                                     .version = any_version(),
                                     .stamp = any_signed(),
                                     .previous = any_version(),
                                     .key = any_id<KeyId>(),
                                     .partition = any_id<PartitionId>()});
    case RecordType::apply:
      return Record::of(ApplyRecord{.time = t,
                                    .result = any_of<ApplyResult>(4),
                                    .store = any_id<StoreId>(),
                                    .key = any_id<KeyId>(),
                                    .version = any_version(),
                                    .stamp = any_signed(),
                                    .displaced = any_version(),
                                    .displaced_stamp = any_signed(),
                                    .from = any_id<StoreId>()});
    case RecordType::batch:
      return Record::of(BatchRecord{.time = t,
                                    .event = any_of<BatchEvent>(3),
                                    .from = any_id<StoreId>(),
                                    .to = any_id<StoreId>(),
                                    .sent = any_time(),
                                    .bytes = any_signed(),
                                    .batch = any64(),
                                    .writes = any<std::uint32_t>(),
                                    .fault = any_id<FaultId>()});
    case RecordType::role:
      return Record::of(RoleRecord{.time = t,
                                   .event = any_of<RoleEvent>(8),
                                   .partition = any_id<PartitionId>(),
                                   .region = any_id<RegionId>(),
                                   .epoch = any<std::uint16_t>()});
    case RecordType::health:
      return Record::of(HealthRecord{
          .time = t, .event = any_of<HealthEvent>(4), .region = any_id<RegionId>(), .replica = any_id<ReplicaId>()});
    case RecordType::move:
      return Record::of(MoveRecord{.time = t,
                                   .from = any_id<RegionId>(),
                                   .session = any_id<SessionId>(),
                                   .to = any_id<RegionId>(),
                                   .population = any_id<PopulationId>(),
                                   .expired = any_time()});
    case RecordType::fault:
      return Record::of(FaultRecord{.time = t, .begins = any_of<std::uint8_t>(2), .fault = any_id<FaultId>()});
    case RecordType::touch:
      return Record::of(TouchRecord{.time = t,
                                    .fault = any_id<FaultId>(),
                                    .session = any_id<SessionId>(),
                                    .op = any_op(),
                                    .kind = any_of<OpKind>(2)});
    case RecordType::lost:
      return Record::of(LostRecord{.time = t,
                                   .store = any_id<StoreId>(),
                                   .key = any_id<KeyId>(),
                                   .version = any_version(),
                                   .stamp = any_signed(),
                                   .accepted = any_time(),
                                   .fault = any_id<FaultId>(),
                                   .partition = any_id<PartitionId>()});
    case RecordType::load:
      return Record::of(LoadRecord{.time = t,
                                   .region = any_id<RegionId>(),
                                   .busy = any<std::uint32_t>(),
                                   .queued = any<std::uint32_t>(),
                                   .replicas_up = any<std::uint32_t>()});
    case RecordType::backlog:
      return Record::of(BacklogRecord{.time = t,
                                      .from = any_id<StoreId>(),
                                      .to = any_id<StoreId>(),
                                      .writes = any_signed(),
                                      .bytes = any_signed(),
                                      .oldest = any_time()});
    case RecordType::serve:
      return Record::of(ServeRecord{.time = t,
                                    .kind = any_of<OpKind>(2),
                                    .verb = any_of<Verb>(int{kVerbs}),
                                    .declined = any_of<std::uint8_t>(2),
                                    .siblings = any<std::uint16_t>(),
                                    .store = any_id<StoreId>(),
                                    .op = any_op(),
                                    .invoked = any_time(),
                                    .version = any_version(),
                                    .amount = any_signed(),
                                    .item = any<std::uint32_t>(),
                                    .key = any_id<KeyId>(),
                                    .bytes = any<std::uint32_t>(),
                                    .metadata = any<std::uint32_t>()});
    case RecordType::state:
      return Record::of(StateRecord{.time = t,
                                    .siblings = any<std::uint16_t>(),
                                    .store = any_id<StoreId>(),
                                    .key = any_id<KeyId>(),
                                    .items = any<std::uint32_t>(),
                                    .item = *rc::gen::arbitrary<std::uint64_t>(),
                                    .amount = any_signed(),
                                    .newest = any_version()});
    case RecordType::change:
      return Record::of(ChangeRecord{.time = t,
                                     .event = any_of<ChangeEvent>(16),
                                     .region = any_id<RegionId>(),
                                     .replica = any_id<ReplicaId>(),
                                     .subject = any<std::uint16_t>(),
                                     .value = any_signed()});
    case RecordType::dependency:
      return Record::of(DependencyRecord{.time = t,
                                         .region = any_id<RegionId>(),
                                         .dependency = any_id<DependencyId>(),
                                         .breakers_open = any<std::uint16_t>(),
                                         .needed = any<std::uint32_t>(),
                                         .attempts = any<std::uint32_t>(),
                                         .ok = any<std::uint32_t>(),
                                         .hits = any<std::uint32_t>(),
                                         .timeouts = any<std::uint32_t>(),
                                         .errors = any<std::uint32_t>(),
                                         .not_called = any<std::uint32_t>(),
                                         .busy = any<std::uint32_t>(),
                                         .waiting = any<std::uint32_t>()});
    case RecordType::end: break;
  }
  return Record::of(EndRecord{.time = t, .quiet = any_of<std::uint8_t>(2)});
}

}  // namespace

TEST_CASE("random records of every type come back identical in every byte and in their order", "[history][run_file]") {
  const Folder folder;
  const bool holds = rc::check("write, finish, open, replay", [&] {
    const auto types = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 18));
    std::vector<Record> records;
    for (const int type : types) records.push_back(any_record(type));
    const auto piece = static_cast<std::size_t>(*rc::gen::inRange(1, 50));
    const std::string path = folder / "random.db";
    write(path, records, Keep::full, 1, analysis_of("d"), piece);
    RC_ASSERT(test::same_bytes(read(path), records));
  });
  CHECK(holds);
}

TEST_CASE("a stream of many chunks comes back identical, and one file is left", "[history][run_file]") {
  const Folder folder;
  const auto stream = test::busy_stream(200'000);
  write(folder / "run.db", stream);
  CHECK(test::same_bytes(read(folder / "run.db"), stream));
  CHECK(folder.names() == std::vector<std::string>{"run.db"});
}

TEST_CASE("the meta of a run comes back", "[history][run_file]") {
  const Folder folder;
  const auto stream = test::busy_stream(1000);
  write(folder / "run.db", stream, Keep::full, 1, analysis_of("00ff"));
  const auto file = RunFile::open(folder / "run.db");
  REQUIRE(file);
  const RunMeta& meta = file->meta();
  const Scenario scenario = test::three_regions();
  CHECK(meta.scenario_name == scenario.name);
  CHECK(meta.scenario_file == scenario.file);
  CHECK(meta.scenario_hash == scenario.hash);
  CHECK(meta.document == scenario.document);
  CHECK(meta.seed == scenario.seed);
  CHECK(meta.format_version == 4);
  CHECK(meta.complete);
  CHECK(meta.digest == "00ff");
  CHECK(meta.keep == Keep::full);
  CHECK(meta.sample_share == 1);
  CHECK(meta.summary == R"({"requests": 1})");
  CHECK(meta.records == 1000);
  CHECK(meta.until == stream.back().time);
  CHECK(meta.build.find('.') != std::string::npos);
}

TEST_CASE("a writer that is let go without finish leaves what it had, incomplete", "[history][run_file]") {
  const Folder folder;
  const auto stream = test::busy_stream(10'000);
  {
    auto writer = RunFileWriter::create(folder / "run.db", test::three_regions(), Keep::full, 1);
    REQUIRE(writer);
    (*writer)->consume(std::span(stream).first(5000));
  }
  const auto file = RunFile::open(folder / "run.db");
  REQUIRE(file);
  CHECK_FALSE(file->meta().complete);
  CHECK(file->meta().digest.empty());
  CHECK(file->meta().records == 5000);
  CHECK(test::same_bytes(read(folder / "run.db"), std::span(stream).first(5000)));
  CHECK(folder.names() == std::vector<std::string>{"run.db"});
}

TEST_CASE("a stream without an end record is finished, and still marked incomplete", "[history][run_file]") {
  const Folder folder;
  auto stream = test::busy_stream(1000);
  stream.pop_back();
  write(folder / "run.db", stream);
  const auto file = RunFile::open(folder / "run.db");
  REQUIRE(file);
  CHECK_FALSE(file->meta().complete);
  CHECK(file->meta().digest.empty());
  CHECK(file->meta().summary.empty());
  CHECK(test::same_bytes(read(folder / "run.db"), stream));
}

TEST_CASE("a file of no records opens", "[history][run_file]") {
  const Folder folder;
  write(folder / "run.db", {});
  CHECK(read(folder / "run.db").empty());
}

TEST_CASE("a run file is replaced by the next run, a symbolic link to it stays one", "[history][run_file]") {
  const Folder folder;
  write(folder / "real.db", test::busy_stream(3000));
  std::filesystem::create_symlink(folder / "real.db", folder / "link.db");
  write(folder / "link.db", test::busy_stream(20));
  CHECK(std::filesystem::is_symlink(folder / "link.db"));
  CHECK(read(folder / "real.db").size() == 20);
}

TEST_CASE("names that mean something to SQLite are names of files", "[history][run_file]") {
  const Folder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  for (const std::string name : {":memory:", "file:x.db?mode=memory", "a b'c%41.db"}) {
    write(name, test::busy_stream(20));
    CHECK(is_run_file(name));
    CHECK(read(name).size() == 20);
  }
  std::filesystem::current_path(before);
  CHECK(folder.names().size() == 3);
}

TEST_CASE("a sample keeps whole keys: a share of them, and each that has an anomaly", "[history][run_file][sample]") {
  const Folder folder;
  const auto stream = test::busy_stream(100'000);
  write(folder / "full.db", stream, Keep::full);
  Analysis analysis = analysis_of("d1");
  const auto key_of = [](const Record& r) {
    if (r.type == RecordType::operation) return r.as<OperationRecord>().key;
    if (r.type == RecordType::accept) return r.as<AcceptRecord>().key;
    if (r.type == RecordType::apply) return r.as<ApplyRecord>().key;
    return KeyId();
  };

  write(folder / "tenth.db", stream, Keep::sample, 0.1, analysis);
  const auto tenth = read(folder / "tenth.db");
  std::vector<bool> kept(100'000);
  for (const Record& r : tenth)
    if (key_of(r).has_value()) kept[key_of(r).index()] = true;
  // An anomaly on a key that the share leaves out brings that key in, and nothing else.
  std::size_t missing = 0;
  while (kept[missing]) ++missing;
  Anomaly anomaly;
  anomaly.kind = AnomalyKind::conflict;
  anomaly.key = KeyId(missing);
  analysis.anomalies.push_back(anomaly);
  write(folder / "more.db", stream, Keep::sample, 0.1, analysis);
  const auto more = read(folder / "more.db");

  std::vector<Record> expected_tenth, expected_more;
  std::size_t keyed = 0, kept_keyed = 0;
  for (const Record& r : stream) {
    const KeyId key = key_of(r);
    const bool in_share = !key.has_value() || kept[key.index()];
    keyed += key.has_value();
    kept_keyed += key.has_value() && in_share;
    if (in_share) expected_tenth.push_back(r);
    if (in_share || key == anomaly.key) expected_more.push_back(r);
  }
  CHECK(test::same_bytes(tenth, expected_tenth));
  CHECK(test::same_bytes(more, expected_more));
  // Keys are uniform here: the share of records is binomial-like around 0.1 (about 63 000 keys drawn: 3 sigma < 0.004).
  CHECK(static_cast<double>(kept_keyed) / static_cast<double>(keyed) == Approx(0.1).margin(0.005));

  const auto file = RunFile::open(folder / "more.db");
  REQUIRE(file);
  CHECK(file->meta().keep == Keep::sample);
  CHECK(file->meta().sample_share == 0.1);
  CHECK(file->meta().complete);
  CHECK(file->meta().digest == "d1");
  CHECK(file->meta().records == more.size());
  CHECK(std::filesystem::file_size(folder / "more.db") * 4 < std::filesystem::file_size(folder / "full.db"));
  CHECK(folder.names() == std::vector<std::string>{"full.db", "more.db", "tenth.db"});
}
