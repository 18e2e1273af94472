#include "streams.hpp"

#include "sim/history/run_file.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;
using test::Folder;

TEST_CASE("the series of an analysis come back as they were stored, and events without single operations",
          "[history]") {
  const Folder folder;
  Analysis analysis;
  analysis.complete = true;
  analysis.digest = "d";
  Window window;
  window.issued = 9;
  window.ok = 5;
  window.failed = 3;
  window.degraded = 2;
  window.stale = 1;
  window.read_p50_ms = 1.25F;
  window.read_p99_ms = 2.5F;
  window.write_p50_ms = 3.75F;
  window.write_p99_ms = 4.5F;
  analysis.series = {{Window(), window}, {window, Window()}, {Window(), Window()}};
  analysis.system.resize(2);
  analysis.system[1].differing = 0.125;
  analysis.system[1].anomalies[kAnomalyKinds - 1] = 77;
  analysis.flows = {{RegionId(0), RegionId(2), {0, 6}}, {RegionId(1), RegionId(1), {4, 0}}};
  const std::vector<Record> stream = test::one_of_each();
  auto writer = RunFileWriter::create(folder / "run.db", test::three_regions(), Keep::full, 1);
  REQUIRE(writer);
  (*writer)->consume(stream);
  REQUIRE((*writer)->finish(analysis, "{}"));
  const auto file = RunFile::open(folder / "run.db");
  REQUIRE(file);

  const auto series = file->series();
  REQUIRE(series);
  REQUIRE(series->by_region.size() == 3);
  const Window& back = series->by_region[0].at(1);
  CHECK(back.issued == 9);
  CHECK(back.ok == 5);
  CHECK(back.failed == 3);
  CHECK(back.degraded == 2);
  CHECK(back.stale == 1);
  CHECK(back.read_p50_ms == 1.25F);
  CHECK(back.read_p99_ms == 2.5F);
  CHECK(back.write_p50_ms == 3.75F);
  CHECK(back.write_p99_ms == 4.5F);
  CHECK(series->by_region[0].at(0).issued == 0);
  REQUIRE(series->system.size() == 2);
  CHECK(series->system[1].differing == 0.125);
  CHECK(series->system[1].anomalies[kAnomalyKinds - 1] == 77);
  CHECK(series->system[0].anomalies[kAnomalyKinds - 1] == 0);
  REQUIRE(series->flows.size() == 2);
  CHECK(series->flows[0].home == RegionId(0));
  CHECK(series->flows[0].asked == RegionId(2));
  CHECK(series->flows[0].requests == std::vector<std::uint32_t>{0, 6});
  CHECK(series->flows[1].requests == std::vector<std::uint32_t>{4, 0});

  const auto events = file->events();
  REQUIRE(events);
  std::vector<Record> expected;
  for (const Record& record : stream)
    if (record.type == RecordType::role || record.type == RecordType::health || record.type == RecordType::fault ||
        record.type == RecordType::load || record.type == RecordType::backlog || record.type == RecordType::change ||
        record.type == RecordType::dependency || record.type == RecordType::end)
      expected.push_back(record);
  REQUIRE(expected.size() >= 6);
  CHECK(test::same_bytes(*events, expected));
}
