// What an explanation says of commits, quorums, reads, conflicts and the things that keys hold.
#include "sim/topology/explain.hpp"

#include "unit/topology/places.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

/// With runs of blanks and breaks of lines made one blank: tests are of what is said, not of how wide columns are.
std::string told(const Scenario& s) {
  std::string text;
  for (const char c : explain(s)) {
    const char shown = c == '\n' ? ' ' : c;
    if (shown != ' ' || (!text.empty() && text.back() != ' ')) text += shown;
  }
  return text;
}

void says(const Scenario& s, const std::string& what) {
  const std::string text = told(s);
  INFO(text);
  INFO(what);
  CHECK(text.find(what) != std::string::npos);
}

void is_silent(const Scenario& s, const std::string& what) {
  const std::string text = told(s);
  INFO(text);
  INFO(what);
  CHECK(text.find(what) == std::string::npos);
}

void set_quorum(Scenario& s, std::uint32_t n, std::uint32_t r, std::uint32_t w) {
  s.data.quorum.n = n;
  s.data.quorum.r = r;
  s.data.quorum.w = w;
}

// Regions are 20 (r0, r1), 30 (r0, r2) and 40 ms (r1, r2) apart, users 1 ms from theirs, each way.

}  // namespace

TEST_CASE("a write that waits for its commit takes the primary's round trip to others, too", "[topology]") {
  Scenario s = three_regions(WritePattern::global);
  is_silent(s, "commit");
  s.data.commit = Commit::majority;
  says(s, "commit once 2 of 3 regions have a write: 40 ms at the primary");
  says(s, "replicate to every other region, at once;");
  says(s, "at-r0-0 100 100 /s 50 % 42 ms");
  says(s, "at-r1-1 100 100 /s 50 % 82 ms");  // 2 + 40 + 40
  s.data.commit = Commit::all;
  says(s, "commit once 3 of 3 regions have a write: 60 ms at the primary");
  says(s, "at-r2-2 100 100 /s 50 % 122 ms");  // 2 + 60 + 60
  keep_links(s, {{0, 1}});
  says(s, "3 of 3 regions have a write: NEVER");
  s = three_regions(WritePattern::partitioned);
  s.data.commit = Commit::majority;
  says(s, "commit once 2 of 3 regions have a write: 40 ms .. 60 ms at the primary");
}

TEST_CASE("a quorum's write takes the round trip to the last region that must answer", "[topology]") {
  Scenario s = three_regions(WritePattern::quorum);
  set_quorum(s, 3, 2, 2);
  says(s, "go to 3 regions of the key, from its home on");
  says(s, "2 must answer a write, 2 a read of 3 regions: a read meets every acknowledged write; all are asked");
  says(s, "at-r0-0 100 100 /s 50 % 42 ms 2 ms");  // itself and r1
  says(s, "at-r2-2 100 100 /s 50 % 62 ms 2 ms");  // itself and r0
  s.data.quorum.w = 3;
  says(s, "at-r0-0 100 100 /s 50 % 62 ms 2 ms");
  is_silent(s, "replicate");
  is_silent(s, "a silent primary");
}

TEST_CASE("a quorum's write depends on where the key has its home when not all regions have it", "[topology]") {
  Scenario s = three_regions(WritePattern::quorum);
  set_quorum(s, 1, 1, 1);
  s.keys.count = 3;  // a third at home (2 ms), at r1 (42 ms) and at r2 (62 ms)
  says(s, "at-r0-0 100 100 /s 50 % 2 ms .. 62 ms, mean 35.3 ms");
  s.clients[0].locality = 1;
  says(s, "at-r0-0 100 100 /s 50 % 2 ms 2 ms");
}

TEST_CASE("a quorum that reads can miss is told, and what repairs it", "[topology]") {
  Scenario s = three_regions(WritePattern::quorum);
  set_quorum(s, 3, 1, 2);
  s.data.quorum.ask_all = false;
  says(s, "a read CAN MISS an acknowledged write, since r + w <= n; no more are asked");
  says(s, "repair on reads; nobody stands in");
  s.data.quorum.read_repair = false;
  s.data.quorum.sloppy = true;
  s.data.quorum.hand_off = Time::seconds(5);
  says(s, "no read repair; others stand in and hand over every 5 s");
  s.data.quorum.r = 2;  // enough of the key's own regions, which those who stand in are not
  says(s, "a read meets every acknowledged write for which nobody stood in; no more are asked");
  is_silent(s, "messages");
  // Half of the writes take 1 ms and half 3 ms: 2 ms on average.
  s.data.quorum.write = Distribution{Distribution::Kind::mixture};
  s.data.quorum.write->parts = {{0.5, Distribution::constant(Time::millis(1))},
                                {0.5, Distribution::constant(Time::millis(3))}};
  says(s, "messages on average write 2 ms; the others as the network has them");
  says(s, "at-r0-0 100 100 /s 50 % as its messages");
}

TEST_CASE("a write that a majority must let pass takes the round trip to it", "[topology]") {
  Scenario s = three_regions(WritePattern::local);
  s.data.conflicts.policy = "reject";
  says(s, "conflicts reject: a majority must let a write pass");
  says(s, "at-r0-0 100 100 /s 50 % 42 ms 2 ms");
  says(s, "at-r2-2 100 100 /s 50 % 62 ms 2 ms");
}

TEST_CASE("an explanation names the rule for conflicts, and the clock where one is read", "[topology]") {
  Scenario s = three_regions(WritePattern::local);
  ConflictRule& rule = s.data.conflicts;
  says(s, "conflicts lww: the last write is kept, by wall clocks keys");
  rule.clock_offset = {Time::millis(-2), Time::millis(5), Time()};
  rule.clock_drift = {1e-6, -3e-6, 0};
  rule.steps = {{RegionId(std::size_t{0}), Time::seconds(1), Time::seconds(1)}};
  says(s, "by wall clocks, 7 ms apart at the start, up to 3 ppm off their rate, 1 jump");
  rule.clock = ClockKind::hybrid;
  says(s, "by hybrid clocks, 7 ms apart");
  rule.clock = ClockKind::lamport;
  says(s, "by lamport clocks keys");
  rule.policy = "region_priority";
  rule.priority = {RegionId(std::size_t{2}), RegionId(std::size_t{0}), RegionId(std::size_t{1})};
  says(s, "the write of the first of r2, r0 and r1 is kept");
  is_silent(s, "and metadata");
  rule.merges = true;
  says(s, "a write, and metadata");
  rule.policy = "version_vector";
  rule.siblings = SiblingRule::union_of_all;
  rule.prune = 4;
  says(s, "stay side by side; a read shows their union; vectors keep 4 entries");
  rule.policy = "crdt";
  rule.crdt = Crdt::bounded_counter;
  rule.share_rights = Time::seconds(2);
  says(s, "crdt: bounded-counter; rights are shared every 2 s");
  rule.policy = "of_a_plugin";
  says(s, "conflicts of_a_plugin decides");
}

TEST_CASE("an explanation tells where reads go when that is not simply the region's leader", "[topology]") {
  Scenario s = three_regions(WritePattern::global);
  is_silent(s, "reads go to");
  s.data.read_from = ReadFrom::primary;
  says(s, "reads go to the key's primary, wherever it is");
  s.stores.push_back({"r0/copy-1", RegionId(std::size_t{0}), ZoneId(std::size_t{1}), false});
  s.data.copy_lag = Distribution::constant(Time::millis(4));
  s.data.read_from = ReadFrom::sticky;
  s.data.sessions = {true, Time::seconds(3)};
  says(s, "read copies 4 ms behind their leader on average");
  says(s,
       "the session's own copy in the region; for 3 s after a write where the write went; with a token, past copies");
}

TEST_CASE("an explanation tells what keys hold and what clients do to it", "[topology]") {
  Scenario s = three_regions(WritePattern::local);
  says(s, "keys 1,000 registers, all alike");
  is_silent(s, "changes");
  s.keys.type = DataType::inventory;
  s.keys.initial = 25;
  says(s, "keys 1,000 stocks of 25, all alike");
  says(s, "changes nothing is taken back; amounts up to 1");
  s.clients[1].removes = 0.1;
  s.clients[2].max_amount = 1000;
  s.clients[0].read_back = Distribution::constant(Time::millis(50));
  says(s, "changes 0 % .. 10 % of writes take back; amounts up to 1 .. 1,000");
  says(s, "read back sessions look at what they wrote: at-r0-0 after 50 ms");
  s.keys.type = DataType::seats;
  s.keys.items = 40;
  says(s, "keys 1,000 maps of 40 seats");
  says(s, "changes 0 % .. 10 % of writes take back read back");  // a seat has no amount
  for (Population& population : s.clients) population.reads = 1;
  is_silent(s, "take back");
  is_silent(s, "read back");
}
