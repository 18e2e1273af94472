#include "sim/topology/explain.hpp"

#include "sim/scenario/load.hpp"
#include "unit/topology/places.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <set>
#include <sstream>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

/// With runs of blanks made one: tests are of what is said, not of how wide columns are.
std::string told_in_lines(const Scenario& s) {
  std::string text;
  for (const char c : explain(s))
    if (c != ' ' || (!text.empty() && text.back() != ' ')) text += c;
  return text;
}

bool says(const std::string& text, const std::string& what) {
  INFO(text);
  const bool found = text.find(what) != std::string::npos;
  CHECK(found);
  return found;
}

std::size_t widest_line(const std::string& text) {
  std::size_t most = 0, width = 0;
  for (const char c : text) {
    width = c == '\n' ? 0 : width + ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0);
    most = std::max(most, width);
  }
  return most;
}

bool has_control_characters(const std::string& text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c != '\n' && static_cast<unsigned char>(c) < 0x20; });
}

/// Names of nodes that a DOT text makes, and of those that its edges use.
void check_graph(const std::string& dot) {
  std::set<std::string> made, used;
  std::istringstream lines(dot);
  int depth = 0;
  for (std::string line; std::getline(lines, line);) {
    bool quoted = false;
    std::string bare;  // without strings
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (quoted && line[i] == '\\') {
        ++i;
        continue;
      }
      if (line[i] == '"') quoted = !quoted;
      if (!quoted && line[i] != '"') bare += line[i];
    }
    CHECK_FALSE(quoted);
    depth += static_cast<int>(std::count(bare.begin(), bare.end(), '{') - std::count(bare.begin(), bare.end(), '}'));
    std::istringstream words(bare);
    std::string first, arrow, second;
    words >> first >> arrow >> second;
    if (arrow == "->") {
      used.insert(first);
      used.insert(second.substr(0, second.find(';')));
    } else if (arrow.starts_with("[")) {
      made.insert(first);
    }
  }
  CHECK(depth == 0);
  for (const std::string& node : used) {
    INFO(node);
    CHECK(made.contains(node));
  }
}

}  // namespace

TEST_CASE("an explanation tells delays, where writes go and what they take at least", "[topology]") {
  Scenario s = three_regions(WritePattern::global);
  for (Link& link : s.network.links) {
    link.delay.excess_p90 = Time::millis(4);
    link.delay.excess_p99 = Time::millis(9);
  }
  const std::string text = told_in_lines(s);
  // One way 20 ms: 40 there and back, and the percentiles of the round trip lie 4 and 9 ms above it.
  says(text, "r0 <-> r1 20 ms 40 ms 44 ms 49 ms 1 Gbps");
  says(text, "Writes: global\n go to the primary, r0");
  // Users are 1 ms from their region; 30 ms further, to the primary, and all of it back.
  says(text, "at-r2-2 100 100 /s 50 % 62 ms 2 ms r2");
  says(text, "at-r0-0 100 100 /s 50 % 2 ms 2 ms r0");
}

TEST_CASE("an explanation tells how long the steps of a failover take", "[topology]") {
  Scenario s = three_regions(WritePattern::global);
  s.data.failover.detect = {Time::seconds(10), Time::seconds(1), 3, 2};
  s.data.failover.decide = Distribution::constant(Time::seconds(30));
  s.data.failover.promote = Time::seconds(5);
  s.data.failover.redirect_ttl = Time::seconds(60);
  // Three checks 10 s apart, the first up to 10 s after the loss, the last given 1 s to answer.
  says(told_in_lines(s), "21 s .. 31 s to detect, 30 s to decide, 5 s to promote, up to");
  says(told_in_lines(s), "60 s to redirect; fencing on");
  s.data.failover.enabled = false;
  says(told_in_lines(s), "DISABLED");
}

TEST_CASE("an explanation warns of overload when a zone or a region is lost", "[topology]") {
  Scenario s = three_regions(WritePattern::local);
  // A region serves 4 x 8 / 2 ms = 16,000 /s. 9,600 are 60 %, without half of the zones 120 %, of two regions 120 %.
  for (Population& population : s.clients) population.arrivals.rate = {{Time(), 9600}};
  const std::string text = told_in_lines(s);
  says(text, "r0 16,000 /s 9,600 /s 60 % 120 % OVERLOAD");
  says(text, "r2 r0 - 120 % OVERLOAD r0");
}

TEST_CASE("an explanation warns of links that are too narrow for replication", "[topology]") {
  Scenario s = three_regions(WritePattern::local);
  s.keys.value_bytes = 1000;
  s.data.flush = Time();
  // 50 writes a second of 1,000 B are 400 kbps.
  for (Link& link : s.network.links) link.bandwidth = 62'500;
  says(told_in_lines(s), "at the peak 400 kbps on the busiest link, r0->r1: 80 % of its 500 kbps");
  s.network.links[3].bandwidth = 25'000;
  const std::string text = told_in_lines(s);
  says(text, "200 % of its 200 kbps");
  says(text, "TOO NARROW the backlog grows at the peak over r2->r0");
}

TEST_CASE("an explanation tells which faults touch nothing and who is left without", "[topology]") {
  Scenario s = make_regions({{0, 20, 90}, {20, 0, 40}, {90, 40, 0}});  // 0-2 goes over 1
  s.data.writes = WritePattern::global;
  s.data.primary = RegionId(std::size_t{0});
  for (std::size_t r = 0; r < 3; ++r) add_clients(s, r, 10, 0.5);
  add_fault(s, 30, 10, LinkDown{{LinkId(2), LinkId(3)}});
  add_fault(s, 10, 5, RegionDown{RegionId(2)});
  add_fault(s, 12, 1, LinkDown{{LinkId(4)}});
  const std::string text = told_in_lines(s);
  says(text, "r0 <-> r1 20 ms 40 ms 40 ms 40 ms 1 Gbps");
  says(text, "60 ms 120 ms 120 ms 120 ms 1 Gbps via r1");
  says(text, "unused links r0 <-> r2: no route takes them");
  says(text, "cut: r0 <-> r2 TOUCHES NOTHING");
  says(text, "10 s 15 s fault-1 region r2 nobody");
  // One direction is enough: no answer comes back. r2 is lost, its users are with r1.
  says(text, "12 s 13 s fault-2 cut: r1->r2 nobody (with 1 other fault going on)");
  CHECK(text.find("fault-1") < text.find("fault-2"));
  CHECK(text.find("fault-2") < text.find("fault-0"));
}

TEST_CASE("hub links are told to be bridges", "[topology]") {
  Scenario s = three_regions(WritePattern::local);
  keep_links(s, {{0, 1}, {0, 2}});
  says(told_in_lines(s), "bridges r0 <-> r1 and r0 <-> r2");
  CHECK(told_in_lines(three_regions(WritePattern::local)).find("bridges") == std::string::npos);
}

TEST_CASE("every shipped scenario is explained within a hundred columns and drawn", "[topology]") {
  const std::filesystem::path root = std::filesystem::path(BICOASTAL_SOURCE_DIR) / "scenarios";
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".json" || entry.path().filename() == "schema.json") continue;
    const Result<Scenario> s = load_scenario(entry.path().string());
    if (!s) continue;  // not a whole scenario: a part that others include
    INFO(entry.path());
    ++seen;
    CHECK(widest_line(explain(*s)) <= 100);
    for (const char* heading : {"\nPlaces:", "\nNetwork:", "\nUsers:", "\nWrites:", "\nCapacity", "\nSingle points"})
      CHECK(explain(*s).find(heading) != std::string::npos);
    check_graph(to_dot(*s));
  }
  CHECK(seen >= 8);
}

TEST_CASE("any deployment is explained, drawn, and told the same twice", "[topology]") {
  const bool holds = rc::check([] {
    Scenario s = any_scenario(*rc::gen::inRange<std::size_t>(1, 12), true);
    s.name = "n\x1b[31m\"}\n";
    s.regions[0].name = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("a\"\\\n\x1b {}")));
    s.description = std::string(300, 'd');
    const std::string text = explain(s);
    RC_ASSERT(widest_line(text) <= 100);
    RC_ASSERT(!has_control_characters(text));
    RC_ASSERT(text == explain(s));
    RC_ASSERT(!has_control_characters(to_dot(s)));
    check_graph(to_dot(s));
  });
  CHECK(holds);
}
