#include "streams.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>

namespace bicoastal::test {
namespace {

constexpr std::int64_t kStep = 600;  // ns between two records

OperationRecord operation(Time now, std::uint64_t bits, std::uint64_t number, VersionId version, OpKind kind) {
  OperationRecord r;
  r.time = now;
  r.kind = kind;
  r.outcome = bits % 97 == 0 ? Outcome::timeout : Outcome::ok;
  r.attempts = 1;
  r.session = SessionId(bits % 6000);
  r.invoked = now - Time(2'000'000 + static_cast<std::int64_t>(bits >> 45));
  r.op = OpId(number);
  r.version = version;
  r.stamp = now.ns - 90'000'000;
  r.key = KeyId((bits >> 13) % 100'000);
  r.population = PopulationId(0);
  r.asked = RegionId(bits % 3);
  r.store = StoreId(bits % 3);
  r.zone = static_cast<std::uint16_t>(bits % 9);
  if (bits % 1000 == 0) r.fault = FaultId(0);
  return r;
}

void add_write(std::vector<Record>& out, Time now, std::uint64_t bits, std::uint64_t number) {
  const VersionId version(StoreId(bits % 3), 0, number + 1);
  const OperationRecord op = operation(now, bits, number, version, OpKind::write);
  AcceptRecord accept;
  accept.time = now;
  accept.store = op.store;
  accept.session = op.session;
  accept.op = op.op;
  accept.version = version;
  accept.stamp = now.ns;
  accept.key = op.key;
  accept.partition = PartitionId(0);
  out.push_back(Record::of(accept));
  out.push_back(Record::of(op));
  for (std::size_t other = 1; other < 3; ++other) {
    ApplyRecord apply;
    apply.time = now;
    apply.store = StoreId((bits + other) % 3);
    apply.key = op.key;
    apply.version = version;
    apply.stamp = now.ns - 70'000'000;
    apply.from = op.store;
    out.push_back(Record::of(apply));
  }
}

void add_sample(std::vector<Record>& out, Time now, std::uint64_t bits) {
  LoadRecord load;
  load.time = now;
  load.region = RegionId(bits % 3);
  load.busy = static_cast<std::uint32_t>(bits % 24);
  load.replicas_up = 3;
  out.push_back(Record::of(load));
  BatchRecord batch;
  batch.time = now;
  batch.from = StoreId(bits % 3);
  batch.to = StoreId((bits + 1) % 3);
  batch.sent = now;
  batch.bytes = 4096;
  batch.writes = 4;
  out.push_back(Record::of(batch));
}

}  // namespace

bool same_bytes(std::span<const Record> a, std::span<const Record> b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size_bytes()) == 0);
}

Scenario three_regions() {
  Scenario s;
  s.name = "three \"regions\", one lost";
  s.file = "three.json";
  s.document = R"({"name": "three"})";
  s.hash = "0123456789abcdef";
  s.seed = 0xFFFF'FFFF'FFFF'FFF1;  // above what a signed number holds
  s.duration = Time::seconds(60);
  for (const char* name : {"us-east-1", "eu-west-1", "ap-northeast-1"}) {
    const RegionId region(s.regions.size());
    const ZoneId zone(s.zones.size());
    s.regions.push_back({name, GeoPoint{10, 20}, {zone}});
    s.zones.push_back({name + std::string("a"), region, {ReplicaId(s.replicas.size())}});
    s.replicas.push_back({name + std::string("a/1"), zone});
    s.stores.push_back({name + std::string("/leader"), region, zone, true});
  }
  Population users;
  users.name = "users";
  users.home = RegionId(0);
  users.sessions = 6000;
  s.clients.push_back(users);
  s.faults.push_back({"us-east-1 lost", "region_down", Time::seconds(10), Time::seconds(20), RegionDown{RegionId(0)}});
  return s;
}

std::vector<Record> busy_stream(std::size_t records, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Record> out;
  out.reserve(records + 8);
  Time now;
  for (std::uint64_t number = 0; out.size() + 1 < records; ++number) {
    const std::uint64_t bits = random();
    now += Time(kStep);
    if ((bits >> 40) % 10 == 0) {
      add_write(out, now, bits, number);
    } else {
      out.push_back(Record::of(operation(now, bits, number, VersionId(), OpKind::read)));
    }
    if (number % 200 == 0) add_sample(out, now, bits);
  }
  if (records > 0) out.resize(records - 1);
  EndRecord end;
  end.time = now + Time(kStep);
  end.quiet = 1;
  out.push_back(Record::of(end));
  return out;
}

std::vector<Record> one_of_each() {
  std::vector<Record> out;
  const Time t = Time::seconds(12.5);
  const VersionId version(StoreId(2), 5, 77);
  const auto add = [&](const auto& r) { out.push_back(Record::of(r)); };
  OperationRecord op = operation(t, 1001, 42, version, OpKind::write);
  op.fault = FaultId(0);
  op.invoked = t - Time::millis(250);
  add(op);
  AcceptRecord accept;
  accept.time = t;
  accept.shadowed = 1;
  accept.store = StoreId(1);
  accept.session = SessionId(5);
  accept.op = OpId(42);
  accept.version = version;
  accept.stamp = -5;
  accept.previous = VersionId(StoreId(0), 0, 3);
  accept.key = KeyId(8);
  accept.partition = PartitionId(0);
  add(accept);
  add(ApplyRecord{.time = t,
                  .result = ApplyResult::superseded,
                  .store = StoreId(0),
                  .key = KeyId(8),
                  .version = version,
                  .stamp = 9,
                  .displaced = accept.previous,
                  .displaced_stamp = 8,
                  .from = StoreId(2)});
  add(BatchRecord{.time = t,
                  .event = BatchEvent::failed,
                  .from = StoreId(0),
                  .to = StoreId(1),
                  .sent = t - Time::millis(40),
                  .bytes = 1000,
                  .batch = 6,
                  .writes = 3,
                  .fault = FaultId(0)});
  add(RoleRecord{
      .time = t, .event = RoleEvent::promoted, .partition = PartitionId(0), .region = RegionId(1), .epoch = 2});
  add(HealthRecord{.time = t, .event = HealthEvent::replica_out, .region = RegionId(2), .replica = ReplicaId(2)});
  add(MoveRecord{.time = t,
                 .from = RegionId(0),
                 .session = SessionId(9),
                 .to = RegionId(1),
                 .population = PopulationId(0),
                 .expired = t - Time::millis(3)});
  add(FaultRecord{.time = t, .begins = 1, .fault = FaultId(0)});
  add(TouchRecord{.time = t, .fault = FaultId(0), .session = SessionId(9), .op = OpId(42), .kind = OpKind::write});
  add(LostRecord{.time = t,
                 .store = StoreId(0),
                 .key = KeyId(8),
                 .version = version,
                 .stamp = 4,
                 .accepted = t - Time::seconds(2),
                 .fault = FaultId(0),
                 .partition = PartitionId(0)});
  add(LoadRecord{.time = t, .region = RegionId(1), .busy = 7, .queued = 6, .replicas_up = 5});
  add(BacklogRecord{
      .time = t, .from = StoreId(0), .to = StoreId(2), .writes = 11, .bytes = 2200, .oldest = t - Time::millis(500)});
  add(EndRecord{.time = t, .quiet = 1});
  return out;
}

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "bicoastal-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::vector<std::string> Folder::names() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path_))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string read_bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace bicoastal::test
