// What the fields of the data layer resolve to: data types, quorums, commits, reads, conflict rules and clocks.
#include "document.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <catch2/catch.hpp>

using namespace bicoastal;
using test::accepted;
using test::Frame;

namespace {

Scenario with_keys(const std::string& keys) { return accepted(Frame{.more = fmt::format(R"("keys": {{{}}})", keys)}); }
Data with_data(const std::string& data) { return accepted(Frame{.more = fmt::format(R"("data": {{{}}})", data)}).data; }
ConflictRule with_conflicts(const std::string& conflicts, const std::string& type = "register") {
  return accepted(Frame{.more = fmt::format(R"("keys": {{"type": "{}"}}, "data": {{"conflicts": {{{}}}}})", type,
                                            conflicts)})
      .data.conflicts;
}

const RegionId kUs(std::size_t{0}), kEu(std::size_t{1}), kAp(std::size_t{2});

}  // namespace

TEST_CASE("each type of keys has the items and the initial amount that it is about", "[scenario]") {
  struct Case {
    std::string name;
    DataType type;
    std::uint32_t items;
    std::int64_t initial;
  };
  const std::vector<Case> cases = {
      {"register", DataType::reg, 1, 0}, {"counter", DataType::counter, 1, 0},       {"set", DataType::set, 100, 0},
      {"cart", DataType::cart, 100, 0},  {"inventory", DataType::inventory, 1, 100}, {"seats", DataType::seats, 100, 0},
      {"log", DataType::log, 1, 0},      {"accounts", DataType::accounts, 2, 100}};
  REQUIRE(cases.size() == kDataTypes);
  for (const Case& c : cases) {
    INFO(c.name);
    const Keys keys = with_keys(fmt::format(R"("type": "{}")", c.name)).keys;
    CHECK(keys.type == c.type);
    CHECK(keys.items == c.items);
    CHECK(keys.initial == c.initial);
  }
  CHECK(with_keys(R"("type": "cart", "items": 7)").keys.items == 7);
  CHECK(with_keys(R"("type": "counter", "initial": -5)").keys.initial == -5);
  CHECK(with_keys(R"("type": "inventory", "initial": 0)").keys.initial == 0);
  CHECK(with_keys(R"("type": "accounts", "initial": 20)").keys.initial == 20);
}

TEST_CASE("clients say what share of writes takes back, how much, and whether they look at what they wrote",
          "[scenario]") {
  const Scenario s = accepted(
      Frame{.clients = R"({"region": "us-east-1", "arrivals": "1/s"}, {"region": "eu-west-1", "arrivals": "1/s",
                "removes": "25 %", "max_amount": 9, "read_back": {"uniform": ["1 ms", "3 ms"]}})",
            .more = R"("keys": {"type": "cart"})"});
  CHECK((s.clients[0].removes == 0 && s.clients[0].max_amount == 1 && !s.clients[0].read_back));
  CHECK((s.clients[1].removes == 0.25 && s.clients[1].max_amount == 9));
  CHECK(s.clients[1].read_back == Distribution{Distribution::Kind::uniform, 1e6, 3e6, {}});
}

TEST_CASE("a Pareto distribution has its least value and its exponent, a mixture its parts", "[scenario]") {
  const auto time_of = [](const std::string& time) {
    return accepted(Frame{.more = fmt::format(R"("service": {{"time": {}}})", time)}).service.time;
  };
  const Distribution pareto{Distribution::Kind::pareto, 235'000, 10, {}};
  CHECK(time_of(R"({"pareto": {"least": "0.235 ms", "alpha": 10}})") == pareto);
  // The writes of a disk at LinkedIn, as PBS fits them.
  const Distribution mixture = time_of(R"({"mixture": [{"share": 0.9122, "pareto": {"least": "0.235 ms", "alpha": 10}},
                                                       {"share": "8.78 %", "exponential": "0.602 ms"}]})");
  CHECK(mixture.kind == Distribution::Kind::mixture);
  REQUIRE(mixture.parts.size() == 2);
  CHECK(mixture.parts[0] == Distribution::Part{0.9122, pareto});
  CHECK(mixture.parts[1].share == Approx(0.0878).epsilon(1e-12));
  CHECK(mixture.parts[1].of == Distribution::exponential(Time(602'000)));
  // Thirds can only be written rounded.
  CHECK(time_of(R"({"mixture": [{"share": 0.3333333, "constant": "1 ms"}, {"share": 0.3333333, "constant": "2 ms"},
                                {"share": 0.3333333, "constant": "3 ms"}]})")
            .parts.size() == 3);
}

TEST_CASE("a quorum is two of three regions, or as many as there are", "[scenario]") {
  const Quorum three = with_data(R"("writes": "quorum")").quorum;
  CHECK((three.n == 3 && three.r == 2 && three.w == 2));
  CHECK((three.ask_all && three.read_repair && !three.sloppy && three.hand_off == Time::seconds(10)));
  CHECK((!three.write && !three.write_answer && !three.read && !three.read_answer));
  const std::string quorum = R"("data": {"writes": "quorum"})";
  const Quorum two =
      accepted(Frame{.regions = R"({"name": "us-east-1"}, {"name": "eu-west-1"})", .more = quorum}).data.quorum;
  CHECK((two.n == 2 && two.r == 2 && two.w == 2));
  const Scenario alone = accepted(Frame{.regions = R"({"name": "us-east-1"})", .more = quorum});
  CHECK(alone.data.writes == WritePattern::quorum);
  CHECK((alone.data.quorum.n == 1 && alone.data.quorum.r == 1 && alone.data.quorum.w == 1));
}

TEST_CASE("what is not said of a quorum fits what is", "[scenario]") {
  const Quorum one = with_data(R"("writes": "quorum", "quorum": {"n": 1})").quorum;
  CHECK((one.n == 1 && one.r == 1 && one.w == 1));
  const Quorum own = with_data(R"("writes": "quorum", "quorum": {"n": 2, "r": 1, "w": 2, "read_repair": false,
      "sloppy": true, "hand_off": "3 s", "delays": {"write": {"exponential": "2 ms"}, "read_answer": "1 ms"}})")
                         .quorum;
  CHECK((own.n == 2 && own.r == 1 && own.w == 2));
  CHECK_FALSE(with_data(R"("writes": "quorum", "quorum": {"ask_all": false})").quorum.ask_all);
  CHECK((own.ask_all && !own.read_repair && own.sloppy && own.hand_off == Time::seconds(3)));
  CHECK(own.write == Distribution::exponential(Time::millis(2)));
  CHECK(own.read_answer == Distribution::constant(Time::millis(1)));
  CHECK((!own.write_answer && !own.read));
}

TEST_CASE("commit, order of replication and reads are as they are named", "[scenario]") {
  const Data by_default = with_data("");
  CHECK((by_default.commit == Commit::asynchronous && !by_default.one_by_one));
  CHECK((by_default.read_from == ReadFrom::leader && !by_default.sessions.token));
  CHECK(by_default.sessions.primary_after_write == Time(0));
  CHECK(with_data(R"("writes": "global", "commit": "majority")").commit == Commit::majority);
  CHECK(with_data(R"("writes": "partitioned", "commit": "all")").commit == Commit::all);
  CHECK(with_data(R"("replication": {"order": "one_by_one"})").one_by_one);
  CHECK(with_data(R"("copies": {"per_region": 1}, "reads": {"from": "sticky"})").read_from == ReadFrom::sticky);
  CHECK(with_data(R"("copies": {"per_region": 1}, "reads": {"from": "any"})").read_from == ReadFrom::any);
  CHECK(with_data(R"("writes": "global", "reads": {"from": "primary"})").read_from == ReadFrom::primary);
  const SessionGuards guards = with_data(R"("reads": {"token": true, "primary_after_write": "3 s"})").sessions;
  CHECK((guards.token && guards.primary_after_write == Time::seconds(3)));
}

TEST_CASE("a policy merges when values grow together under it", "[scenario]") {
  for (const char* policy : {"lww", "first_writer", "region_priority", "reject"}) {
    INFO(policy);
    CHECK_FALSE(with_conflicts(fmt::format(R"("policy": "{}")", policy)).merges);
  }
  for (const char* policy : {"version_vector", "crdt"}) {
    INFO(policy);
    CHECK(with_conflicts(fmt::format(R"("policy": "{}")", policy)).merges);
  }
}

TEST_CASE("policy crdt keeps each type of keys by the data type made for it, unless another is named", "[scenario]") {
  const auto crdt_of = [](const std::string& type, const std::string& more = {}) {
    return with_conflicts(R"("policy": "crdt")" + more, type).crdt;
  };
  CHECK(crdt_of("register") == Crdt::lww_register);
  CHECK(crdt_of("counter") == Crdt::pn_counter);
  CHECK(crdt_of("set") == Crdt::or_set);
  CHECK(crdt_of("cart") == Crdt::or_map);
  CHECK(crdt_of("inventory") == Crdt::bounded_counter);
  CHECK(crdt_of("seats") == Crdt::or_map);
  CHECK(crdt_of("log") == Crdt::sequence);
  CHECK(crdt_of("accounts") == Crdt::pn_counter);
  CHECK(crdt_of("register", R"(, "crdt": "mv-register")") == Crdt::mv_register);
  CHECK(crdt_of("counter", R"(, "crdt": "g-counter")") == Crdt::g_counter);
  CHECK(crdt_of("set", R"(, "crdt": "g-set")") == Crdt::g_set);
  CHECK(crdt_of("set", R"(, "crdt": "2p-set")") == Crdt::two_phase_set);
  CHECK(crdt_of("set", R"(, "crdt": "rw-set")") == Crdt::rw_set);
  CHECK(crdt_of("inventory", R"(, "crdt": "pn-counter")") == Crdt::pn_counter);
}

TEST_CASE("siblings are kept whole unless told otherwise, and rights are shared every second", "[scenario]") {
  const ConflictRule kept = with_conflicts(R"("policy": "version_vector")");
  CHECK((kept.siblings == SiblingRule::keep && kept.prune == 0));
  const ConflictRule pruned = with_conflicts(R"("policy": "version_vector", "siblings": "newest", "prune": 10)");
  CHECK((pruned.siblings == SiblingRule::newest && pruned.prune == 10));
  CHECK(with_conflicts(R"("policy": "version_vector", "siblings": "union")").siblings == SiblingRule::union_of_all);
  CHECK(with_conflicts(R"("policy": "version_vector", "siblings": "application")").siblings ==
        SiblingRule::application);
  CHECK(with_conflicts(R"("policy": "crdt")", "inventory").share_rights == Time::seconds(1));
  CHECK(with_conflicts(R"("policy": "crdt", "share_rights": "0 s")", "inventory").share_rights == Time(0));
}

TEST_CASE("regions that no priority names follow in their own order", "[scenario]") {
  CHECK(with_conflicts(R"("policy": "region_priority", "priority": ["ap-northeast-1"])").priority ==
        std::vector{kAp, kUs, kEu});
  CHECK(with_conflicts(R"("policy": "region_priority")").priority == std::vector{kUs, kEu, kAp});
}

TEST_CASE("a clock that counts messages is off by nothing, a hybrid one by what its wall clock is", "[scenario]") {
  const ConflictRule counts = with_conflicts(R"("clock": "lamport")");
  CHECK(counts.clock == ClockKind::lamport);
  CHECK(counts.clock_offset == std::vector<Time>(3));
  CHECK(counts.clock_drift == std::vector<double>(3));
  const ConflictRule wall = with_conflicts(R"("skew": "9 ms", "drift": "5 ppm")");
  const ConflictRule hybrid = with_conflicts(R"("skew": "9 ms", "drift": "5 ppm", "clock": "hybrid")");
  CHECK((wall.clock == ClockKind::wall && hybrid.clock == ClockKind::hybrid));
  CHECK(hybrid.clock_offset == wall.clock_offset);
  CHECK(hybrid.clock_drift == wall.clock_drift);
  CHECK(std::ranges::none_of(hybrid.clock_offset, [](Time t) { return t.ns == 0; }));
}

TEST_CASE("fields that matter only sometimes are taken where they do", "[scenario]") {
  // Each of these is refused where it changes nothing: tests/invalid/inert_*.
  with_conflicts(R"("policy": "version_vector", "siblings": "newest", "skew": "5 ms", "clock": "hybrid")");
  with_conflicts(R"("policy": "version_vector", "prune": 3, "skew": "5 ms")");  // the oldest entry goes first
  with_conflicts(R"("policy": "crdt", "skew": "5 ms")");                        // an lww-register
  with_conflicts(R"("policy": "first_writer", "skew": "5 ms")");
  with_conflicts(R"("policy": "crdt", "crdt": "bounded-counter", "share_rights": "2 s")", "accounts");
  with_data(R"("writes": "quorum", "quorum": {"n": 2, "sloppy": true, "hand_off": "1 s"})");
  // A primary needs no rule for conflicts; that of a scenario that is tried with several patterns may stay.
  with_data(R"("writes": "global", "conflicts": {"policy": "lww", "clock": "wall", "skew": "5 ms"})");
  with_data(R"("reads": {"primary_after_write": "1 s"})");  // to where the session wrote
}

TEST_CASE("a plugin's policy is known where the plugin is, for the types that it keeps", "[scenario]") {
  const LoadOptions options{.plugins = {{"my_counter", 1u << static_cast<unsigned>(DataType::counter)}}};
  const auto text = [](const std::string& policy, const std::string& type) {
    return test::document(Frame{
        .more = fmt::format(R"("keys": {{"type": "{}"}}, "data": {{"conflicts": {{"policy": "{}"}}}})", type, policy)});
  };
  const Result<Scenario> known = parse_scenario(text("my_counter", "counter"), "x.json", options);
  REQUIRE(known);
  CHECK((known->data.conflicts.policy == "my_counter" && known->data.conflicts.merges));
  const Result<Scenario> other_type = parse_scenario(text("my_counter", "set"), "x.json", options);
  REQUIRE_FALSE(other_type);
  CHECK(to_string(other_type.faults().front()) ==
        "E307 x.json:1 /data/conflicts/policy: policy \"my_counter\" cannot keep keys of type set (it keeps counter)");
  const Result<Scenario> misspelt = parse_scenario(text("my_countr", "counter"), "x.json", options);
  REQUIRE_FALSE(misspelt);
  CHECK(to_string(misspelt.faults().front()) ==
        "E205 x.json:1 /data/conflicts/policy: \"my_countr\" is not known here (did you mean \"my_counter\"?)");
  CHECK_FALSE(parse_scenario(text("my_counter", "counter"), "x.json"));
  const LoadOptions of_registers{.plugins = {{"my_register", 1u << static_cast<unsigned>(DataType::reg)}}};
  const std::string quorum = R"("data": {"writes": "quorum", "conflicts": {"policy": "my_register"}})";
  const Result<Scenario> unordered = parse_scenario(test::document(Frame{.more = quorum}), "x.json", of_registers);
  REQUIRE_FALSE(unordered);
  CHECK(to_string(unordered.faults().front()) ==
        "E307 x.json:1 /data/conflicts/policy: policy my_register does not go with writes quorum (lww, or writes "
        "local)");
  // What was run once can be read without what ran it.
  const Result<Scenario> stored = parse_scenario(text("my_counter", "counter"), "x.json", {.unknown_policies = true});
  REQUIRE(stored);
  CHECK(stored->data.conflicts.merges);
}
