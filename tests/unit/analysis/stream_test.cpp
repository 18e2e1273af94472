// What is asked of the analyser whatever a stream holds: it does not matter how it is cut, and damage does no harm.
#include "sim/base/digest.hpp"
#include "unit/analysis/compare.hpp"
#include "unit/analysis/same_analysis.hpp"
#include "unit/analysis/toy.hpp"

#include <cstring>
#include <random>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

ToyRun a_run(std::uint64_t seed) {
  ToyOptions o;
  o.seed = seed;
  o.copies = 1;
  o.operations = 400;
  o.cuts_per_s = 10;
  o.skew_ms = 50;
  if (seed % 4 == 0) {
    o.writes = WritePattern::global;
    o.failovers_per_s = 5;
  } else if (seed % 4 == 2) {
    o.merges = true;
    if (seed % 8 == 2) o.type = DataType::counter;
  } else if (seed % 4 == 3) {
    o.writes = WritePattern::quorum;
    o.quorum.n = 2;
    o.quorum.r = o.quorum.w = 1;
    o.quorum.sloppy = seed % 8 == 3;
    o.astray = 0.1;
    o.copies = 0;
  }
  return play(o);
}

}  // namespace

TEST_CASE("An analysis is the same however the stream is cut into chunks", "[analysis]") {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const ToyRun run = a_run(seed);
    const Analysis whole = analyse(run.scenario, run.records, run.records.size());
    for (const std::size_t chunk : {std::size_t{1}, std::size_t{7}, std::size_t{64}, std::size_t{1000}})
      CHECK(what_differs(whole, analyse(run.scenario, run.records, chunk)) == "");
  }
}

TEST_CASE("The digest is that of the bytes of all records, in order", "[analysis]") {
  const ToyRun run = a_run(1);
  const Analysis a = analyse(run.scenario, run.records);
  CHECK(a.digest == to_hex(hash_bytes(run.records.data(), run.records.size() * sizeof(Record))));
  CHECK(a.records == run.records.size());
  std::vector<Record> swapped = run.records;
  std::swap(swapped[10], swapped[11]);
  CHECK(analyse(run.scenario, swapped).digest != a.digest);
}

TEST_CASE("A stream without its end is analysed as far as it goes, and said to be incomplete", "[analysis]") {
  const ToyRun run = a_run(1);
  const Analysis whole = analyse(run.scenario, run.records);
  CHECK(whole.complete);
  CHECK(whole.quiet);
  const std::span<const Record> part(run.records.data(), run.records.size() / 2);
  const Analysis half = analyse(run.scenario, part);
  CHECK_FALSE(half.complete);
  CHECK_FALSE(half.quiet);
  CHECK_FALSE(half.divergence.converge_s);
  CHECK(half.staleness.reads > 0);
  CHECK(half.staleness.reads < whole.staleness.reads);
  const Analysis nothing = analyse(run.scenario, {});
  CHECK_FALSE(nothing.complete);
  CHECK(nothing.records == 0);
  CHECK(nothing.end_s == 0);
  CHECK(nothing.by_region.size() == run.scenario.regions.size());
}

TEST_CASE("Records that refer to what does not exist are skipped and counted", "[analysis]") {
  const ToyRun run = a_run(1);
  const Analysis clean = analyse(run.scenario, run.records);
  std::vector<Record> damaged = run.records;
  const auto insert = [&](auto record) {
    record.time = damaged[100].time;
    damaged.insert(damaged.begin() + 100, Record::of(record));
  };
  OperationRecord no_such_key;
  no_such_key.key = KeyId(std::size_t{1'000'000});
  no_such_key.session = SessionId(std::size_t{0});
  no_such_key.population = PopulationId(std::size_t{0});
  insert(no_such_key);
  AcceptRecord no_such_store;
  no_such_store.store = StoreId(std::size_t{500});
  insert(no_such_store);
  RoleRecord no_such_region;
  no_such_region.partition = PartitionId(std::size_t{0});
  no_such_region.region = RegionId(std::size_t{77});
  insert(no_such_region);
  Record no_such_type;
  no_such_type.time = damaged[100].time;
  no_such_type.type = static_cast<RecordType>(200);
  damaged.insert(damaged.begin() + 100, no_such_type);
  Analysis found = analyse(run.scenario, damaged);
  CHECK(found.skipped == 4);
  CHECK(found.records == clean.records + 4);
  found.skipped = clean.skipped;
  found.records = clean.records;
  found.digest = clean.digest;
  CHECK(what_differs(clean, found) == "");
}

TEST_CASE("Whatever bytes a damaged file holds, the analyser comes to an end", "[analysis]") {
  REQUIRE(rc::check([] {
    const auto seed = *rc::gen::noShrink(rc::gen::arbitrary<std::uint64_t>());
    std::mt19937_64 random(seed);
    ToyRun run = a_run(seed);
    const std::size_t flips = *rc::gen::inRange<std::size_t>(1, 200);
    for (std::size_t i = 0; i < flips; ++i) {
      Record& r = run.records[random() % run.records.size()];
      unsigned char bytes[sizeof(Record)];
      std::memcpy(bytes, &r, sizeof r);
      // Mostly small changes, to indices that exist; sometimes any byte.
      bytes[random() % sizeof r] = static_cast<unsigned char>(random() % 2 == 0 ? random() % 4 : random());
      std::memcpy(&r, bytes, sizeof r);
    }
    if (*rc::gen::arbitrary<bool>()) std::shuffle(run.records.begin(), run.records.end(), random);
    const Analysis a = analyse(run.scenario, run.records);
    RC_ASSERT(a.records == run.records.size());
  }));
}

}  // namespace bicoastal::test
