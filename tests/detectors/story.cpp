#include "detectors/story.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace bicoastal::test {

namespace {

struct Shown {
  VersionId version;
  std::int64_t stamp = 0;
};

bool comes_after(const Shown& a, const Shown& b) {
  if (a.version == b.version || a.version.is_initial()) return false;
  if (b.version.is_initial()) return true;
  if (a.version.epoch() != b.version.epoch()) return a.version.epoch() > b.version.epoch();
  return a.stamp != b.stamp ? a.stamp > b.stamp : a.version > b.version;
}

}  // namespace

Story::Story(std::size_t regions, WritePattern writes) : sequence_(regions) {
  Scenario& s = scenario;
  s.name = "story";
  s.duration = Time::seconds(10);
  s.settle = Time::seconds(100);
  s.window = Time::seconds(1);
  s.slo = 0.9;
  s.keys.count = 10;
  s.data.writes = writes;
  s.data.primary = writes == WritePattern::global ? RegionId(kA) : RegionId();
  s.data.conflicts.clock_offset.assign(regions, Time());
  s.data.conflicts.clock_drift.assign(regions, 0);
  for (std::size_t r = 0; r < regions; ++r) {
    const std::string name(1, static_cast<char>('A' + r));
    s.regions.push_back({name, {}, {ZoneId(r)}});
    s.zones.push_back({name, RegionId(r), {ReplicaId(r)}});
    s.replicas.push_back({name, ZoneId(r)});
    s.stores.push_back({name, RegionId(r), ZoneId(r), true});
    Population p;
    p.name = name;
    p.home = RegionId(r);
    p.sessions = 10;
    p.timeout = Time::millis(100);
    s.clients.push_back(p);
  }
}

Story::Write Story::write(double ms, std::uint32_t session, std::uint32_t key, std::size_t store) {
  const Write w = accept(ms + 1, session, key, store);
  acknowledge(ms + 2, w, ms);
  return w;
}

Story::Write Story::accept(double ms, std::uint32_t session, std::uint32_t key, std::size_t store,
                           std::optional<double> stamp_ms) {
  const Write w{VersionId(StoreId(store), epoch_, ++sequence_[store]),
                at(stamp_ms.value_or(ms)).ns,
                session,
                key,
                next_op(),
                store,
                ms};
  AcceptRecord r;
  r.store = StoreId(store);
  r.session = SessionId(std::size_t{session});
  r.op = w.op;
  r.version = w.version;
  r.stamp = w.stamp;
  r.key = KeyId(std::size_t{key});
  r.partition = PartitionId(std::size_t{0});
  tell(ms, r);
  return w;
}

void Story::acknowledge(double ms, const Write& write, double invoked_ms) {
  OperationRecord r;
  r.kind = OpKind::write;
  r.attempts = 1;
  r.session = SessionId(std::size_t{write.session});
  r.invoked = at(invoked_ms);
  r.op = write.op;
  r.version = write.version;
  r.stamp = write.stamp;
  r.key = KeyId(std::size_t{write.key});
  r.population = PopulationId(std::size_t{write.session / 10});
  r.store = StoreId(write.store);
  tell(ms, r);
}

void Story::apply(double ms, const Write& write, std::size_t store) {
  ApplyRecord r;
  r.store = StoreId(store);
  r.key = KeyId(std::size_t{write.key});
  r.version = write.version;
  r.stamp = write.stamp;
  r.from = StoreId(write.store);
  tell(ms, r);
}

void Story::lose(double ms, const Write& write, FaultId fault) {
  LostRecord r;
  r.store = StoreId(write.store);
  r.key = KeyId(std::size_t{write.key});
  r.version = write.version;
  r.stamp = write.stamp;
  r.accepted = at(write.accepted_ms);
  r.fault = fault;
  tell(ms, r);
}

void Story::roll_back(double ms, std::size_t store, std::uint32_t key, std::optional<Write> instead) {
  ApplyRecord r;
  r.result = ApplyResult::rolled_back;
  r.store = StoreId(store);
  r.key = KeyId(std::size_t{key});
  if (instead) {
    r.version = instead->version;
    r.stamp = instead->stamp;
  }
  tell(ms, r);
}

OpId Story::read(double ms, std::uint32_t session, std::uint32_t key, const Write& found) {
  return operation(ms, ms + 1, session / 10, Outcome::ok, [&](OperationRecord& r) {
    r.session = SessionId(std::size_t{session});
    r.key = KeyId(std::size_t{key});
    r.version = found.version;
    r.stamp = found.stamp;
  });
}

OpId Story::read_initial(double ms, std::uint32_t session, std::uint32_t key) { return read(ms, session, key, {}); }

OpId Story::operation(double invoked_ms, double ended_ms, std::size_t region, Outcome outcome,
                      const std::function<void(OperationRecord&)>& change) {
  OperationRecord r;
  r.outcome = outcome;
  r.attempts = 1;
  r.session = SessionId(region * 10);
  r.invoked = at(invoked_ms);
  r.op = next_op();
  r.key = KeyId(std::size_t{0});
  r.population = PopulationId(region);
  r.asked = RegionId(region);
  if (change) change(r);
  tell(ended_ms, r);
  return r.op;
}

void Story::fault(double ms, std::size_t fault, bool begins) {
  FaultRecord r;
  r.fault = FaultId(fault);
  r.begins = begins ? 1 : 0;
  tell(ms, r);
}

void Story::role(double ms, RoleEvent event, std::size_t region, std::size_t partition) {
  RoleRecord r;
  r.event = event;
  r.region = RegionId(region);
  r.partition = PartitionId(partition);
  tell(ms, r);
}

std::vector<Record> Story::records(std::optional<double> end_ms) const {
  std::vector<Record> records = told_;
  std::stable_sort(records.begin(), records.end(), [](const Record& a, const Record& b) { return a.time < b.time; });
  std::map<std::pair<std::uint16_t, std::uint32_t>, Shown> shown;  // by store and key
  for (Record& record : records) {
    if (record.type == RecordType::accept) {
      auto r = record.as<AcceptRecord>();
      Shown& current = shown[{r.store.value, r.key.value}];
      r.previous = current.version;
      const bool shown_from_now = comes_after({r.version, r.stamp}, current);
      r.shadowed = shown_from_now || scenario.data.conflicts.merges ? 0 : 1;
      if (shown_from_now) current = {r.version, r.stamp};
      record = Record::of(r);
    } else if (record.type == RecordType::apply) {
      auto r = record.as<ApplyRecord>();
      Shown& current = shown[{r.store.value, r.key.value}];
      r.displaced = current.version;
      r.displaced_stamp = current.stamp;
      const bool back = r.result == ApplyResult::rolled_back, wins = comes_after({r.version, r.stamp}, current);
      if (!back) r.result = wins ? ApplyResult::applied : ApplyResult::superseded;
      if (!back && scenario.data.conflicts.merges) r.result = ApplyResult::merged;
      if (back || wins) current = {r.version, r.stamp};
      record = Record::of(r);
    }
  }
  if (end_ms) {
    EndRecord end;
    end.time = at(*end_ms);
    end.quiet = 1;
    records.push_back(Record::of(end));
  }
  return records;
}

Analysis Story::analyse(std::optional<double> end_ms) const {
  Analyser analyser(scenario);
  analyser.consume(records(end_ms));
  return analyser.finish();
}

std::vector<Anomaly> only(const Analysis& analysis, AnomalyKind kind) {
  std::vector<Anomaly> found;
  for (const Anomaly& a : analysis.anomalies)
    if (a.kind == kind) found.push_back(a);
  return found;
}

}  // namespace bicoastal::test
