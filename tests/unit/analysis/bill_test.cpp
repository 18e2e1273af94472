#include "detectors/story.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace bicoastal::test {

namespace {

/// A month has 30.4375 · 86 400 s = 2 629 800 s, and 730.5 h.
constexpr double kMonth = 2'629'800;

Prices some_prices() {
  Prices p;
  p.instance_hour = 0.1;
  p.copy_hour = 0.2;
  p.million_reads = 0.125;
  p.million_writes = 0.625;
  p.between_regions_gb = 0.02;
  p.zones_gb = 0.01;
  p.clients_gb = 0.09;
  p.gb_month = 0.25;
  return p;
}

/// Values of 1000 bytes, writes of 1100 with what goes along, headers of 50; ten seconds are measured.
struct Priced : Story {
  explicit Priced(Pricing::Store store = Pricing::Store::on_demand, WritePattern writes = WritePattern::local)
      : Story(3, writes) {
    scenario.keys.value_bytes = 1000;
    scenario.data.record_overhead = 100;
    scenario.network.message_overhead = 50;
    Pricing prices;
    prices.table = "none";
    prices.store = store;
    prices.regions.assign(3, some_prices());
    prices.read_unit = 4096;
    prices.write_unit = 512;  // two units a write
    prices.key_bytes = 1000;
    scenario.cost = prices;
  }
  CostFigures bill() const {
    const Analysis a = analyse();
    REQUIRE(a.cost);
    return *a.cost;
  }
  /// A successful operation of a user of `home` that `asked` got and `served` worked on.
  void served(double ms, OpKind kind, std::size_t home, std::size_t asked, std::size_t by) {
    operation(ms, ms + 1, home, Outcome::ok, [&](OperationRecord& r) {
      r.kind = kind;
      r.asked = RegionId(asked);
      r.store = StoreId(by);
    });
  }
  void change(double ms, ChangeEvent event, std::size_t replica, std::int64_t value) {
    ChangeRecord r;
    r.event = event;
    r.region = scenario.zones[scenario.replicas[replica].zone.index()].region;
    r.replica = ReplicaId(replica);
    r.value = value;
    tell(ms, r);
  }
  /// One more in A, with a replica; both have this index.
  void add_zone(std::size_t index) {
    scenario.zones.push_back({"A" + std::to_string(index), RegionId(kA), {ReplicaId(index)}});
    scenario.replicas.push_back({"A" + std::to_string(index), ZoneId(index)});
    scenario.regions[kA].zones.push_back(ZoneId(index));
  }
  void add_fault() {
    scenario.faults.push_back({"f", "region_down", Time::seconds(1), Time::seconds(3), RegionDown{RegionId(kA)}});
  }
};

CostSplit sum(const std::vector<CostSplit>& regions) {
  CostSplit all;
  for (const CostSplit& region : regions)
    for (std::size_t p = 0; p < kCostParts; ++p) all.parts[p] += region.parts[p];
  return all;
}

BatchRecord batch(std::size_t from, std::size_t to, BatchEvent event, std::int64_t bytes) {
  BatchRecord r;
  r.from = StoreId(from);
  r.to = StoreId(to);
  r.event = event;
  r.bytes = bytes;
  r.writes = 1;
  return r;
}

}  // namespace

TEST_CASE("A scenario without prices has no bill", "[analysis][cost]") {
  const Story story;
  CHECK_FALSE(story.analyse().cost);
  CHECK_FALSE(story.analyse().measure(story.scenario, "cost.per_month", ""));
}

TEST_CASE("Three replicas that run all the time cost 730.5 hours each in a month", "[analysis][cost]") {
  const CostFigures bill = Priced().bill();
  CHECK(bill.run_s == 10);
  CHECK(bill.month_from_calm);
  for (std::size_t r = 0; r < 3; ++r) {
    CHECK(bill.use[r].replica_s == 10);
    CHECK(bill.month[r][CostPart::compute] == Approx(73.05));  // 730.5 · 0.1
    CHECK(bill.run[r][CostPart::compute] == Approx(10. / 3600 * 0.1));
    // Ten keys of 1000 bytes, a region each, at 0.25 a GB and month.
    CHECK(bill.month[r][CostPart::storage] == Approx(10 * 1000 / 1e9 * 0.25));
  }
}

TEST_CASE("A machine is paid for until it is given back, or another one takes its place", "[analysis][cost]") {
  Priced story;
  for (const bool at_start : {false, false, true}) {  // replicas 3, 4 and 5: room in A
    story.scenario.replicas.push_back({"room", ZoneId(kA), at_start});
    story.scenario.zones[kA].replicas.push_back(ReplicaId(story.scenario.replicas.size() - 1));
  }
  story.change(2000, ChangeEvent::started, 3, 3);  // scaled up: from 2 s
  story.change(5900, ChangeEvent::stopped, 3, 1);  // somebody wants it to end: it is given back at 6 s
  story.change(6000, ChangeEvent::given_back, 3, 0);
  story.change(1000, ChangeEvent::stopped, 5, 0);  // crashes, and is given back at 5 s
  story.change(5000, ChangeEvent::given_back, 5, 0);
  story.change(7000, ChangeEvent::stopped, kB, 1);  // ends for a deploy, and is rented all the same
  story.change(3000, ChangeEvent::stopped, kA, 0);  // crashes, and is rented all the same
  story.change(8000, ChangeEvent::started, 4, kA);  // 4 takes its place
  const CostFigures bill = story.bill();
  CHECK(bill.use[kA].replica_s == Approx(4 + 8 + 2 + 5));
  CHECK(bill.use[kB].replica_s == Approx(10));
}

TEST_CASE("What happens in the warm-up and after the load is not billed", "[analysis][cost]") {
  Priced story;
  story.scenario.warmup = Time::seconds(4);
  story.write(1000, 0, 1, kA);
  story.tell(2000, batch(kA, kB, BatchEvent::sent, 1'000'000));
  story.tell(12000, batch(kA, kB, BatchEvent::sent, 1'000'000));
  const CostFigures bill = story.bill();
  CHECK(bill.run_s == 6);
  CHECK(bill.use[kA].replica_s == Approx(6));
  CHECK(bill.use[kA].write_units == 0);
  CHECK(bill.use[kA].replication_bytes == 0);
}

TEST_CASE("A write is billed where it is accepted and where it is replicated to, by its units", "[analysis][cost]") {
  Priced story;
  const auto w = story.write(1000, 0, 1, kA);
  story.apply(1100, w, kB);
  story.apply(1200, w, kC);
  story.roll_back(1300, kC, 1);  // nobody wrote that
  const CostFigures bill = story.bill();
  for (std::size_t r = 0; r < 3; ++r) {
    CHECK(bill.use[r].write_units == 2);  // 1000 bytes in units of 512
    CHECK(bill.run[r][CostPart::requests] == Approx(2e-6 * 0.625));
  }
}

TEST_CASE("Replication is billed to the sender, as it is sent", "[analysis][cost]") {
  Priced story;
  story.scenario.cost->regions[kB].between_regions_gb = 0.16;
  story.tell(1000, batch(kA, kB, BatchEvent::sent, 3'000'000));
  story.tell(1500, batch(kA, kB, BatchEvent::arrived, 3'000'000));
  story.tell(2000, batch(kB, kC, BatchEvent::sent, 1'000'000));
  const CostFigures bill = story.bill();
  CHECK(bill.run[kA][CostPart::replication] == Approx(0.003 * 0.02));
  CHECK(bill.run[kB][CostPart::replication] == Approx(0.001 * 0.16));
  CHECK(bill.run[kC][CostPart::replication] == 0);
}

TEST_CASE("A forwarded write pays its way there, a forwarded read its way back, and both an answer to the user",
          "[analysis][cost]") {
  Priced story(Pricing::Store::on_demand, WritePattern::global);
  story.served(1000, OpKind::write, kB, kB, kA);
  story.served(2000, OpKind::read, kC, kC, kA);
  story.served(3000, OpKind::read, kA, kA, kA);  // at home: nothing between regions
  const CostFigures bill = story.bill();
  CHECK(bill.use[kB].forwarded_bytes == 50 + 1100);  // the write
  CHECK(bill.use[kC].forwarded_bytes == 50);         // asks
  CHECK(bill.use[kA].forwarded_bytes == 50 + 1050);  // acknowledges the one, answers the other
  CHECK(bill.use[kB].client_bytes == 50);
  CHECK(bill.use[kC].client_bytes == 1050);
  CHECK(bill.use[kA].client_bytes == 1050);
  CHECK(bill.use[kA].read_units == 2);
  CHECK(bill.run[kC][CostPart::clients] == Approx(1050e-9 * 0.09));
}

TEST_CASE("The size of answers can be said", "[analysis][cost]") {
  Priced story;
  story.scenario.cost->answer_bytes = 20'000;
  story.served(1000, OpKind::read, kA, kA, kA);
  CHECK(story.bill().use[kA].client_bytes == 20'000);
}

TEST_CASE("Failed operations and those that nobody served are not billed", "[analysis][cost]") {
  Priced story;
  story.operation(1000, 1100, kA, Outcome::timeout, [](OperationRecord& r) { r.asked = RegionId(kA); });
  const CostFigures bill = story.bill();
  CHECK(bill.use[kA].client_bytes == 0);
  CHECK(bill.use[kA].read_units == 0);
}

TEST_CASE("Stores on instances pay for a copy in each zone, and for what zones send each other, twice",
          "[analysis][cost]") {
  Priced story(Pricing::Store::instances);
  for (const std::size_t zone : {3, 4}) story.add_zone(zone);  // A has three; its leader is in the first
  const auto w = story.write(1000, 10, 1, kB);
  story.apply(1100, w, kA);                                              // on to the two other zones: 2 · 1100 bytes
  story.operation(2000, 2001, kA, Outcome::ok, [](OperationRecord& r) {  // read by a replica in another zone
    r.asked = RegionId(kA);
    r.store = StoreId(kA);
    r.zone = 3;
  });
  const CostFigures bill = story.bill();
  CHECK(bill.use[kA].copy_s == 30);
  CHECK(bill.use[kB].copy_s == 10);
  CHECK(bill.use[kA].zone_bytes == 2 * 1100 + 1100);  // the read: headers twice and a value
  CHECK(bill.run[kA][CostPart::zones] == Approx(3300e-9 * 2 * 0.01));
  CHECK(bill.run[kA][CostPart::requests] == 0);
  CHECK(bill.month[kA][CostPart::compute] == Approx(730.5 * 3 * (0.1 + 0.2)));
  CHECK(bill.month[kA][CostPart::storage] == Approx(3 * 10 * 1000 / 1e9 * 0.25));
}

TEST_CASE("A quorum's members are billed for what they get and what they answer", "[analysis][cost]") {
  Priced story(Pricing::Store::on_demand, WritePattern::quorum);
  story.scenario.data.quorum.n = 2;
  story.scenario.data.quorum.r = story.scenario.data.quorum.w = 1;
  const auto w = story.accept(1000, 0, 0, kA);  // key 0: members A and B
  story.apply(1000, w, kA);
  story.apply(1100, w, kB);
  story.served(2000, OpKind::read, kA, kA, kA);  // of key 0: asks A and B
  const CostFigures bill = story.bill();
  CHECK(bill.use[kA].write_units == 2);
  CHECK(bill.use[kB].write_units == 2);
  CHECK(bill.use[kA].replication_bytes == 1150);
  CHECK(bill.use[kA].read_units == 1);
  CHECK(bill.use[kB].read_units == 1);
  CHECK(bill.use[kA].forwarded_bytes == 50);
  CHECK(bill.use[kB].forwarded_bytes == 1050);
  CHECK(bill.month[kC][CostPart::storage] == Approx(10 * 1000. * 2 / 3 / 1e9 * 0.25));
}

TEST_CASE("A month is made of the time away from faults, and as long after one as it lasted is not away from it",
          "[analysis][cost]") {
  Priced story;
  story.add_fault();
  story.scenario.duration = Time::seconds(20);
  story.fault(5000, 0, true);
  story.fault(7000, 0, false);  // calm: 0 – 5 s and 9 – 20 s
  story.tell(1000, batch(kA, kB, BatchEvent::sent, 1'000'000));
  story.tell(6000, batch(kA, kB, BatchEvent::sent, 50'000'000));
  story.tell(8000, batch(kA, kB, BatchEvent::sent, 50'000'000));  // catches up
  story.tell(10000, batch(kA, kB, BatchEvent::sent, 1'000'000));
  const CostFigures bill = story.bill();
  CHECK(bill.calm_s == Approx(16));
  CHECK(bill.month_from_calm);
  CHECK(bill.month[kA][CostPart::replication] == Approx(0.002 * 0.02 * kMonth / 16));
  CHECK(bill.month[kA][CostPart::compute] == Approx(73.05));
  CHECK(bill.run[kA][CostPart::replication] == Approx(0.102 * 0.02));
}

TEST_CASE("Ten windows before the first fault make the month alone: what a fault leaves for good is not in it",
          "[analysis][cost]") {
  Priced story;
  story.add_fault();
  story.scenario.duration = Time::seconds(60);
  story.fault(12000, 0, true);
  story.fault(14000, 0, false);
  story.tell(1000, batch(kA, kB, BatchEvent::sent, 1'000'000));
  for (int at = 20; at < 60; ++at) story.tell(at * 1000, batch(kA, kB, BatchEvent::sent, 50'000'000));
  const CostFigures bill = story.bill();
  CHECK(bill.calm_s == Approx(12));
  CHECK(bill.month_from_calm);
  CHECK(bill.month[kA][CostPart::replication] == Approx(0.001 * 0.02 * kMonth / 12));
  CHECK(bill.run[kA][CostPart::replication] == Approx((0.001 + 40 * 0.05) * 0.02));
}

TEST_CASE("Where next to nothing is away from faults a month is made of the whole run", "[analysis][cost]") {
  Priced story;
  story.add_fault();
  story.fault(1000, 0, true);  // to the end: one window is calm
  story.tell(6000, batch(kA, kB, BatchEvent::sent, 1'000'000));
  const CostFigures bill = story.bill();
  CHECK(bill.calm_s == Approx(1));
  CHECK_FALSE(bill.month_from_calm);
  CHECK(bill.month[kA][CostPart::replication] == Approx(0.001 * 0.02 * kMonth / 10));
}

TEST_CASE("What a fault cost is what it failed and lost, at the prices of the business", "[analysis][cost]") {
  Priced story;
  story.add_fault();
  story.scenario.cost->failed_request = 0.5;
  story.scenario.cost->lost_write = 20;
  story.fault(1000, 0, true);
  const auto lost = story.write(1500, 0, 1, kA);
  story.lose(2000, lost, FaultId(std::size_t{0}));
  for (const double ms : {2100, 2200, 2300})
    story.operation(ms, ms + 50, kA, Outcome::refused, [](OperationRecord& r) { r.fault = FaultId(std::size_t{0}); });
  story.operation(8000, 8050, kB, Outcome::refused);  // touched by no fault
  const CostFigures bill = story.bill();
  REQUIRE(bill.faults.size() == 1);
  CHECK(bill.faults[0].failed_requests == 1.5);
  CHECK(bill.faults[0].lost_writes == 20);
  REQUIRE(bill.failures);
  CHECK(bill.failures->total() == 2 + 20);
}

TEST_CASE("Law: the parts of a bill sum to its total, and so do its regions; twice the prices is twice the bill",
          "[analysis][cost]") {
  Priced story(Pricing::Store::instances);
  story.add_zone(3);
  story.scenario.cost->regions[kB].instance_hour = 0.35;
  for (int i = 0; i < 50; ++i) {
    const auto w = story.write(100 + i * 150, static_cast<std::uint32_t>(i % 30), static_cast<std::uint32_t>(i % 10),
                               static_cast<std::size_t>(i % 30 / 10));
    story.apply(150 + i * 150, w, static_cast<std::size_t>((i % 30 / 10 + 1) % 3));
    story.served(120 + i * 150, i % 2 == 0 ? OpKind::read : OpKind::write, kA, kB, kC);
    story.tell(160 + i * 150, batch(kA, kC, BatchEvent::sent, 1234 * i));
  }
  const Analysis once = story.analyse();
  for (Prices& p : story.scenario.cost->regions)
    for (double Prices::*price :
         {&Prices::instance_hour, &Prices::copy_hour, &Prices::million_reads, &Prices::million_writes,
          &Prices::between_regions_gb, &Prices::zones_gb, &Prices::clients_gb, &Prices::gb_month})
      p.*price *= 2;
  const Analysis twice = story.analyse();
  const auto measured = [&](const Analysis& a, const char* name, const char* of = "") {
    return a.measure(story.scenario, name, of).value();
  };
  for (const char* name : {"cost.per_month", "cost.run", "cost.per_million", "cost.per_month.zones"}) {
    CAPTURE(name);
    CHECK(measured(once, name) > 0);
    CHECK(measured(twice, name) == Approx(2 * measured(once, name)));
  }
  const double total = measured(once, "cost.per_month");
  CHECK(measured(once, "cost.per_month.compute") + measured(once, "cost.per_month.requests") +
            measured(once, "cost.per_month.between_regions") + measured(once, "cost.per_month.clients") +
            measured(once, "cost.per_month.zones") + measured(once, "cost.per_month.storage") ==
        Approx(total));
  CHECK(measured(once, "cost.per_month", "A") + measured(once, "cost.per_month", "B") +
            measured(once, "cost.per_month", "C") ==
        Approx(total));
  CHECK(sum(once.cost->run).total() == Approx(measured(once, "cost.run")));
  CHECK(once.digest == twice.digest);
}

}  // namespace bicoastal::test
