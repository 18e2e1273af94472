// A stored run made of records written by hand, for tests of exports.
#pragma once

#include "sim/history/run_file.hpp"
#include "sim/report/export/text_sink.hpp"

#include "support/temporary_folder.hpp"
#include "unit/report/made_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace bicoastal::test {

/// Records in any order; stored in the order of time, ties as they were added.
class StoredRun {
 public:
  explicit StoredRun(Scenario scenario = made_scenario()) : scenario_(std::move(scenario)) {}

  template <class T>
  StoredRun& add(const T& record) {
    records_.push_back(Record::of(record));
    return *this;
  }
  StoredRun& anomaly(AnomalyKind kind, Time at, KeyId key) {
    Anomaly one;
    one.kind = kind;
    one.time = at;
    one.key = key;
    analysis_.anomalies.push_back(one);
    return *this;
  }
  /// Leaves the file as a run that was killed leaves it.
  StoredRun& killed() {
    killed_ = true;
    return *this;
  }
  RunFile file() {
    const std::string path = (folder_.path() / "run.db").string();
    std::stable_sort(records_.begin(), records_.end(),
                     [](const Record& a, const Record& b) { return a.time < b.time; });
    auto writer = RunFileWriter::create(path, scenario_, Keep::full, 1);
    REQUIRE(writer);
    if (!killed_) {
      EndRecord end;
      end.time = records_.empty() ? Time() : records_.back().time;
      records_.push_back(Record::of(end));
    }
    (*writer)->consume(records_);
    if (!killed_) {
      analysis_.digest = "abcd";
      REQUIRE((*writer)->finish(analysis_, "{}"));
    }
    writer->reset();
    auto file = RunFile::open(path);
    REQUIRE(file);
    return std::move(*file);
  }

 private:
  TemporaryFolder folder_;
  Scenario scenario_;
  Analysis analysis_;
  std::vector<Record> records_;
  bool killed_ = false;
};

inline OperationRecord operation(std::uint64_t op, OpKind kind, std::uint32_t session, Time invoked, Time completed,
                                 Outcome outcome = Outcome::ok, VersionId version = {}) {
  OperationRecord o;
  o.time = completed;
  o.kind = kind;
  o.outcome = outcome;
  o.attempts = 1;
  o.session = SessionId(session);
  o.invoked = invoked;
  o.op = OpId(op);
  o.version = version;
  o.key = KeyId(5);
  o.population = PopulationId(0);
  o.asked = RegionId(0);
  o.store = outcome == Outcome::ok ? StoreId(0) : StoreId();
  return o;
}

inline AcceptRecord accept(std::uint64_t op, std::uint32_t session, Time at, VersionId version,
                           VersionId previous = {}) {
  AcceptRecord a;
  a.time = at;
  a.store = version.origin();
  a.session = SessionId(session);
  a.op = OpId(op);
  a.version = version;
  a.previous = previous;
  a.key = KeyId(5);
  a.partition = PartitionId(0);
  return a;
}

/// What an exporter wrote.
class Collected {
 public:
  TextSink sink() {
    return [this](std::string_view more) { text += more; };
  }
  std::vector<std::string> lines() const {
    std::vector<std::string> all;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      REQUIRE(end != std::string::npos);
      all.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    return all;
  }
  std::string text;
};

}  // namespace bicoastal::test
