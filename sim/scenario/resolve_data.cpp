// Where writes go and how they spread: keys, stores, replication, quorums, failover.
#include "sim/base/conflict_names.hpp"
#include "sim/scenario/resolve.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

namespace {

WritePattern pattern_named(const std::string& name) {
  if (name == "global") return WritePattern::global;
  if (name == "partitioned") return WritePattern::partitioned;
  return name == "quorum" ? WritePattern::quorum : WritePattern::local;
}

Commit commit_named(const std::string& name) {
  if (name == "majority") return Commit::majority;
  return name == "all" ? Commit::all : Commit::asynchronous;
}

ReadFrom source_named(const std::string& name) {
  if (name == "any") return ReadFrom::any;
  if (name == "sticky") return ReadFrom::sticky;
  return name == "primary" ? ReadFrom::primary : ReadFrom::leader;
}

/// Things beside each other in a key of this type.
std::uint32_t items_of(DataType type, std::uint32_t asked) {
  switch (type) {
    case DataType::set:
    case DataType::cart:
    case DataType::seats: return asked;
    case DataType::accounts: return 2;
    default: return 1;
  }
}

void read_keys(const View& view, Keys& keys, Faults& faults) {
  keys.count = view["count"].count();
  keys.zipf = view["popularity"]["zipf"].number();
  keys.value_bytes = view["value"].quantity(Dimension::size);
  keys.type = type_named(view["type"].text());
  keys.items = items_of(keys.type, view["items"].count());
  const bool floored = keys.type == DataType::inventory || keys.type == DataType::accounts;
  const View initial = view["initial"];
  if (initial.exists())
    keys.initial = static_cast<std::int64_t>(initial.number());
  else if (floored)
    keys.initial = 100;
  if (floored && keys.initial < 0 && !faults.any_under(initial.pointer()))
    faults.add("E307", initial.place(), initial.pointer(),
               fmt::format("{} must not hold less than nothing", view["type"].text()), "0 or more");
}

std::optional<Distribution> read_delay(const View& view, Faults& faults) {
  return view.exists() ? std::optional(resolve_distribution(view, faults)) : std::nullopt;
}

void read_quorum(const View& view, std::size_t regions, Quorum& quorum, Faults& faults) {
  const auto capped = [](const View& count, std::uint32_t by_default, std::uint32_t most) {
    return count.exists() ? count.count() : std::min(by_default, most);
  };
  quorum.n = capped(view["n"], 3, static_cast<std::uint32_t>(std::max<std::size_t>(1, regions)));
  quorum.r = capped(view["r"], 2, quorum.n);
  quorum.w = capped(view["w"], 2, quorum.n);
  quorum.ask_all = view["ask_all"].truth();
  quorum.read_repair = view["read_repair"].truth();
  quorum.sloppy = view["sloppy"].truth();
  quorum.hand_off = view["hand_off"].time();
  const View delays = view["delays"];
  quorum.write = read_delay(delays["write"], faults);
  quorum.write_answer = read_delay(delays["write_answer"], faults);
  quorum.read = read_delay(delays["read"], faults);
  quorum.read_answer = read_delay(delays["read_answer"], faults);
}

Failover::Stranded stranded_named(const std::string& name) {
  if (name == "merge") return Failover::Stranded::merge;
  return name == "keep" ? Failover::Stranded::keep : Failover::Stranded::discard;
}

/// Places that only vote: each once, and none that is a region.
std::vector<std::string> read_witnesses(const View& view, const PlaceNames& directory, Faults& faults) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < view.size(); ++i) {
    const std::string name = view[i].text();
    if (directory.usable() && directory.find_region(name))
      faults.add("E304", view[i].place(), view[i].pointer(),
                 fmt::format("{} is a region: it has a vote already", in_quotes(name)));
    else if (std::ranges::find(names, name) != names.end())
      faults.add("E304", view[i].place(), view[i].pointer(), fmt::format("{} stands twice", in_quotes(name)));
    names.push_back(name);
  }
  return names;
}

Failover read_failover(const View& view, const PlaceNames& directory, Faults& faults) {
  Failover failover;
  failover.enabled = view["enabled"].truth();
  failover.detect = resolve_health_check(view["detect"], faults);
  failover.decide = resolve_distribution(view["decide"], faults);
  failover.promote = view["promote"].time();
  failover.redirect_ttl = view["redirect_ttl"].time();
  failover.fencing = view["fencing"].truth();
  failover.lease = view["lease"].time();
  failover.witnesses = read_witnesses(view["witnesses"], directory, faults);
  failover.catch_up = view["catch_up"].time();
  if (view["max_lag"].exists()) failover.max_lag = view["max_lag"].time();
  failover.stranded = stranded_named(view["stranded"].text());
  failover.failback = view["failback"].truth();
  failover.failback_after = view["failback_after"].time();
  const bool known = !faults.any_under(view["lease"].pointer()) && !faults.any_under(view["detect"].pointer());
  if (known && failover.lease.ns > 0 && failover.lease <= failover.detect.interval)
    faults.add("E307", view["lease"].place(), view["lease"].pointer(),
               "the lease runs out before it is renewed: it is renewed at every check",
               fmt::format("longer than detect.interval, {}", in_quotes(view["detect"]["interval"].text())));
  return failover;
}

std::optional<Backup> read_backup(const View& view) {
  if (!view.exists()) return std::nullopt;
  return Backup{view["every"].time(), view["restore"].time()};
}

std::optional<Shards> read_shards(const View& view) {
  if (!view.exists()) return std::nullopt;
  Shards shards;
  shards.placement = view["placement"].text() == "modulo" ? Shards::Placement::modulo : Shards::Placement::consistent;
  shards.nodes = view["nodes"].count();
  shards.virtual_nodes = view["virtual_nodes"].count();
  shards.moves_per_second = view["moves"].quantity(Dimension::rate);
  shards.forward = view["under_way"].text() != "fail";
  return shards;
}

void add_stores(const View& data, const View& keys, Scenario& scenario, Faults& faults) {
  const std::size_t copies = data["copies"]["per_region"].count();
  const std::size_t stores = scenario.regions.size() * (1 + copies);
  const bool too_many = stores > kMaxStores;
  if (too_many && !faults.any_under("/regions")) {
    const View blamed = copies > 0 ? data["copies"]["per_region"] : data;
    faults.add("E308", blamed.place(), copies > 0 ? blamed.pointer() : "/regions",
               fmt::format("{} stores are more than {}", stores, kMaxStores));
  }
  const double values = static_cast<double>(scenario.keys.count) * static_cast<double>(stores);
  if (values > kMaxStoredValues && !too_many && !faults.any_under("/keys"))
    faults.add(
        "E308", keys["count"].place(), keys["count"].pointer(),
        fmt::format("{} keys in {} stores are more than {:.0f} values", scenario.keys.count, stores, kMaxStoredValues));
  if (too_many) return;
  for (std::size_t r = 0; r < scenario.regions.size(); ++r) {
    const Region& region = scenario.regions[r];
    scenario.stores.push_back({region.name + "/leader", RegionId(r), region.zones.front(), true});
  }
  for (std::size_t r = 0; r < scenario.regions.size(); ++r) {
    const Region& region = scenario.regions[r];
    for (std::size_t c = 1; c <= copies; ++c)
      scenario.stores.push_back(
          {fmt::format("{}/copy-{}", region.name, c), RegionId(r), region.zones[c % region.zones.size()], false});
  }
}

/// How many of the key's regions must answer, and how many regions a key can have.
void check_quorum(const View& view, std::size_t regions, const Quorum& quorum, Faults& faults) {
  if (faults.any_under("/regions") || faults.any_under(view["n"].pointer())) return;
  if (quorum.n > regions)
    faults.add("E307", view["n"].place(), view["n"].pointer(),
               fmt::format("there are only {} regions to hold a key", regions), fmt::format("at most {}", regions));
  const auto check = [&](const char* key, std::uint32_t count) {
    if (count > quorum.n && !faults.any_under(view[key].pointer()))
      faults.add("E307", view[key].place(), view[key].pointer(),
                 fmt::format("{} of {} regions cannot answer", count, quorum.n),
                 fmt::format("at most {}", std::min<std::size_t>(quorum.n, regions)));
  };
  check("r", quorum.r);
  check("w", quorum.w);
}

void check_batch(const View& document, const Scenario& scenario, Faults& faults) {
  const View max_batch = document["data"]["replication"]["max_batch"];
  const double record = scenario.keys.value_bytes + scenario.data.record_overhead;
  if (record <= scenario.data.max_batch_bytes || faults.any_under("/data") || faults.any_under("/keys")) return;
  faults.add("E307", max_batch.given() ? max_batch.place() : document["keys"]["value"].place(), max_batch.pointer(),
             fmt::format("no write of {:.0f} bytes fits into a batch", record));
}

}  // namespace

void resolve_data(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults) {
  const View data = document["data"], replication = data["replication"], reads = data["reads"];
  read_keys(document["keys"], scenario.keys, faults);
  Data& out = scenario.data;
  out.writes = pattern_named(data["writes"].text());
  const auto primary = directory.region(data["primary"]);
  if (out.writes == WritePattern::global && directory.usable())
    out.primary = primary.value_or(RegionId(std::size_t{0}));
  out.flush = replication["flush"].time();
  out.record_overhead = replication["record_overhead"].quantity(Dimension::size);
  out.max_batch_bytes = replication["max_batch"].quantity(Dimension::size);
  out.one_by_one = replication["order"].text() == "one_by_one";
  if (out.writes != WritePattern::quorum) check_batch(document, scenario, faults);
  out.copy_lag = resolve_distribution(data["copies"]["lag"], faults);
  out.read_from = source_named(reads["from"].text());
  out.sessions = {reads["token"].truth(), reads["primary_after_write"].time()};
  out.commit = commit_named(data["commit"].text());
  out.failover = read_failover(data["failover"], directory, faults);
  out.backup = read_backup(data["backup"]);
  out.shards = read_shards(data["shards"]);
  read_quorum(data["quorum"], document["regions"].size(), out.quorum, faults);
  if (out.writes == WritePattern::quorum) check_quorum(data["quorum"], document["regions"].size(), out.quorum, faults);
  if (directory.usable()) add_stores(data, document["keys"], scenario, faults);
}

}  // namespace bicoastal
