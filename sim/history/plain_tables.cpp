#include "sim/history/plain_tables.hpp"

#include <string>

namespace bicoastal {
namespace {

constexpr std::string_view kKey = "INTEGER PRIMARY KEY";
constexpr std::string_view kInteger = "INTEGER NOT NULL";
constexpr std::string_view kReal = "REAL NOT NULL";
constexpr std::string_view kText = "TEXT NOT NULL";

constexpr PlainColumn kMeta[] = {
    {"name", "TEXT PRIMARY KEY NOT NULL", "", "of the fact"},
    {"value", kText, "", "as text"},
    {"meaning", kText, "", "what it is"},
};
constexpr PlainColumn kRegions[] = {
    {"id", kKey, "", "in the order of the scenario, from 0"},
    {"name", kText, "", "as in the scenario"},
    {"latitude_deg", "REAL", "deg", "north; NULL where no place is given"},
    {"longitude_deg", "REAL", "deg", "east; NULL where no place is given"},
};
constexpr PlainColumn kZones[] = {
    {"id", kKey, "", "over all regions, from 0"},
    {"name", kText, "", "of the zone"},
    {"region", kInteger, "", "regions.id"},
};
constexpr PlainColumn kReplicas[] = {
    {"id", kKey, "", "over all regions, from 0"},
    {"name", kText, "", "of the replica"},
    {"zone", kInteger, "", "zones.id"},
};
constexpr PlainColumn kStores[] = {
    {"id", kKey, "", "leaders first, in the order of the regions"},
    {"name", kText, "", "of the copy"},
    {"region", kInteger, "", "regions.id"},
    {"zone", kInteger, "", "zones.id"},
    {"leader", kInteger, "", "1 leader copy of its region, 0 read copy"},
};
constexpr PlainColumn kLinks[] = {
    {"id", kKey, "", "one direction of a WAN link; 2i and 2i+1 are one link"},
    {"name", kText, "", "of the direction"},
    {"from_region", kInteger, "", "regions.id"},
    {"to_region", kInteger, "", "regions.id"},
    {"delay_ns", kInteger, "ns", "one way, without jitter"},
    {"bandwidth_bytes_per_s", kReal, "bytes/s", "of this direction"},
};
constexpr PlainColumn kPopulations[] = {
    {"id", kKey, "", "in the order of the scenario, from 0"},
    {"name", kText, "", "of the clients"},
    {"home_region", kInteger, "", "regions.id of the region nearest to them"},
    {"sessions", kInteger, "", "number of sessions"},
};
constexpr PlainColumn kPartitions[] = {
    {"id", kKey, "", "from 0"},
    {"name", kText, "", "home region of its keys; 'all keys' where there is one partition"},
};
constexpr PlainColumn kFaults[] = {
    {"id", kKey, "", "in the order of the scenario, from 0"},
    {"name", kText, "", "of the fault"},
    {"kind", kText, "", "its key in the scenario file"},
    {"at_ns", kInteger, "ns", "onset as planned"},
    {"until_ns", "INTEGER", "ns", "end as planned; NULL: end of the run"},
};
constexpr PlainColumn kSeries[] = {
    {"region", kInteger, "", "regions.id of the clients' home"},
    {"window", kInteger, "", "number of the window, from 0"},
    {"start_ns", kInteger, "ns", "start of the window"},
    {"issued", kInteger, "", "operations invoked in the window"},
    {"ok", kInteger, "", "operations that ended well in it"},
    {"failed", kInteger, "", "operations that ended in an error or a timeout in it"},
    {"degraded", kInteger, "", "of those that ended well: with less than they asked for"},
    {"stale", kInteger, "", "stale reads that ended in it"},
    {"read_p50_ms", kReal, "ms", "median latency of successful reads"},
    {"read_p99_ms", kReal, "ms", "99th percentile of these"},
    {"write_p50_ms", kReal, "ms", "median latency of successful writes"},
    {"write_p99_ms", kReal, "ms", "99th percentile of these"},
};

constexpr PlainColumn kSystem[] = {
    {"window", kKey, "", "number of the window, from 0"},
    {"differing", kReal, "", "share of keys on which leader stores differ, mean over the window"},
};
constexpr PlainColumn kAnomalyCounts[] = {
    {"window", kInteger, "", "number of the window, from 0"},
    {"kind", kInteger, "", "as in the table anomalies"},
    {"count", kInteger, "", "how many; rows with none are left out"},
};
constexpr PlainColumn kFlows[] = {
    {"home", kInteger, "", "regions.id of the clients' home"},
    {"asked", kInteger, "", "regions.id of the region that the last attempt was sent to"},
    {"window", kInteger, "", "number of the window, from 0"},
    {"requests", kInteger, "", "operations that ended in it; rows with none are left out"},
};

constexpr PlainTable kTables[] = {
    {"meta", "a fact about the run", kMeta},
    {"regions", "a region", kRegions},
    {"zones", "a zone", kZones},
    {"replicas", "a replica of the service", kReplicas},
    {"stores", "a copy of the data", kStores},
    {"links", "one direction of a WAN link", kLinks},
    {"populations", "a population of clients", kPopulations},
    {"partitions", "a set of keys that has one primary at a time", kPartitions},
    {"faults_of_scenario", "a fault as planned", kFaults},
    {"series", "clients of one region in one window of time", kSeries},
    {"system_series", "what concerns all regions together in one window of time", kSystem},
    {"anomaly_counts", "anomalies of one kind in one window of time", kAnomalyCounts},
    {"flows", "where the clients of one region were sent to in one window of time", kFlows},
};

std::int64_t signed_(std::size_t value) { return static_cast<std::int64_t>(value); }

template <class Rows, class Bind>
void insert(const Database& database, const std::string& table, int values, const Rows& rows, Bind bind) {
  std::string sql = "INSERT INTO " + table + " VALUES (?";
  for (int i = 0; i < values; ++i) sql += ", ?";
  Statement statement(database, sql + ")");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    statement.bind(1, signed_(i));
    bind(statement, rows[i]);
    statement.run();
  }
}

void write_places(const Database& database, const Scenario& scenario) {
  insert(database, "regions", 3, scenario.regions, [](Statement& s, const Region& region) {
    s.bind(2, region.name);
    s.bind(3, std::optional<std::int64_t>()).bind(4, std::optional<std::int64_t>());
    if (region.location) s.bind(3, region.location->latitude).bind(4, region.location->longitude);
  });
  insert(database, "zones", 2, scenario.zones,
         [](Statement& s, const Zone& zone) { s.bind(2, zone.name).bind(3, signed_(zone.region.value)); });
  insert(database, "replicas", 2, scenario.replicas,
         [](Statement& s, const Replica& replica) { s.bind(2, replica.name).bind(3, signed_(replica.zone.value)); });
  insert(database, "stores", 4, scenario.stores, [](Statement& s, const Store& store) {
    s.bind(2, store.name).bind(3, signed_(store.region.value)).bind(4, signed_(store.zone.value));
    s.bind(5, std::int64_t{store.leader});
  });
  insert(database, "links", 5, scenario.network.links, [](Statement& s, const Link& link) {
    s.bind(2, link.name).bind(3, signed_(link.from.value)).bind(4, signed_(link.to.value));
    s.bind(5, link.delay.base.ns).bind(6, link.bandwidth);
  });
}

}  // namespace

std::span<const PlainTable> plain_tables() { return kTables; }

void write_names(const Database& database, const Scenario& scenario) {
  write_places(database, scenario);
  insert(database, "populations", 3, scenario.clients, [](Statement& s, const Population& population) {
    s.bind(2, population.name).bind(3, signed_(population.home.value)).bind(4, signed_(population.sessions));
  });
  std::vector<std::string> partitions{"all keys"};
  if (partition_count(scenario) > 1) {
    partitions.clear();
    for (const Region& region : scenario.regions) partitions.push_back(region.name);
  }
  insert(database, "partitions", 1, partitions, [](Statement& s, const std::string& name) { s.bind(2, name); });
  insert(database, "faults_of_scenario", 4, scenario.faults, [](Statement& s, const Fault& fault) {
    s.bind(2, fault.name).bind(3, fault.kind).bind(4, fault.at.ns);
    s.bind(5, fault.until == Time::max() ? std::nullopt : std::optional(fault.until.ns));
  });
}

}  // namespace bicoastal
