#include "document.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

std::vector<Fault> drawn(const std::string& failures, const std::string& duration = "1000 d", std::uint64_t seed = 1) {
  return accepted(
             {.duration = duration,
              .more = R"("window": "1 d", "seed": )" + std::to_string(seed) + R"(, "failures": [)" + failures + "]"})
      .faults;
}

double hours(Time t) { return t.in_seconds() / 3600; }

}  // namespace

TEST_CASE("failures and repairs alternate with the means given, for each target by itself", "[scenario][failures]") {
  // Alternating renewal: a cycle takes 90 h + 10 h on average, exponential both.
  const auto faults = drawn(R"({"kind": "region_down", "mtbf": "90 h", "mttr": "10 h"})");
  std::map<std::uint16_t, std::vector<const Fault*>> of;
  for (const Fault& f : faults) of[std::get<RegionDown>(f.what).region.value].push_back(&f);
  REQUIRE(of.size() == 3);
  for (const auto& [region, list] : of) {
    const double cycles = 24'000.0 / 100, n = static_cast<double>(list.size());
    CHECK(n == Approx(cycles).margin(4 * std::sqrt(cycles)));  // less variable than Poisson: 0.82 of it
    double down = 0;
    Time last;
    for (const Fault* f : list) {
      CHECK(f->at > last);
      last = f->until;
      down += hours(f->until - f->at);
    }
    CHECK(down / n == Approx(10).margin(4 * 10 / std::sqrt(n)));
  }
}

TEST_CASE("other targets and other failures change nobody's luck, another seed changes everybody's",
          "[scenario][failures]") {
  const auto alone = drawn(R"({"kind": "region_down", "in": ["eu-west-1"], "mtbf": "90 h", "mttr": "10 h"})");
  const auto among = drawn(R"({"kind": "zone_down", "mtbf": "900 h", "mttr": "1 h"},
                              {"kind": "region_down", "mtbf": "90 h", "mttr": "10 h"})");
  std::vector<Time> a, b;
  for (const Fault& f : alone) a.push_back(f.at);
  for (const Fault& f : among)
    if (const auto* down = std::get_if<RegionDown>(&f.what); down != nullptr && down->region.index() == 1)
      b.push_back(f.at);
  CHECK(a == b);
  CHECK(drawn(R"({"kind": "region_down", "mtbf": "90 h", "mttr": "10 h"})", "1000 d", 2).front().at != a.front());
}

TEST_CASE("a distribution is taken as it is written", "[scenario][failures]") {
  const auto faults =
      drawn(R"({"kind": "name_service_down", "mtbf": {"constant": "10 h"}, "mttr": {"constant": "2 h"}})", "2 d");
  REQUIRE(faults.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(hours(faults[i].at) == Approx(10 + 12 * static_cast<double>(i)));
    CHECK(hours(faults[i].until) == Approx(12 + 12 * static_cast<double>(i)));
  }
}

TEST_CASE("failures that come together take their domain along, soon after", "[scenario][failures]") {
  const auto faults = drawn(R"({"kind": "zone_down", "in": ["us-east-1"], "mtbf": "2000 h", "mttr": {"constant": "1 h"},
      "together": {"share": 1, "within": "2 min", "domain": "region"}})");
  // Each of the independent ones brings the two others of its region.
  REQUIRE(faults.size() % 3 == 0);
  for (std::size_t i = 0; i < faults.size(); i += 3) {
    std::set<std::uint16_t> zones;
    for (std::size_t j = i; j < i + 3; ++j) {
      zones.insert(std::get<ZoneDown>(faults[j].what).zone.value);
      CHECK(faults[j].at >= faults[i].at);
      CHECK(faults[j].at <= faults[i].at + Time::seconds(120));
    }
    CHECK(zones.size() == 3);
  }
}

TEST_CASE("chaos strikes between its limits, and asks that enough be left", "[scenario][failures]") {
  const Scenario s = accepted(Frame{.duration = "10 h", .more = R"("window": "1 min",
      "chaos": {"kind": "replica_down", "in": ["us-east-1"], "every": {"uniform": ["10 min", "60 min"]},
                "for": {"constant": "5 min"}, "from": "1 h", "until": "9 h", "keep": 3})"});
  CHECK(s.faults.size() >= 8);
  CHECK(s.faults.size() <= 48);
  Time last = Time::seconds(3600);
  for (const Fault& f : s.faults) {
    CHECK(f.at - last >= Time::seconds(600));
    CHECK(f.at - last <= Time::seconds(3600));
    CHECK(f.at < Time::seconds(9 * 3600));
    CHECK(f.until - f.at == Time::seconds(300));
    CHECK(f.keep == 3);
    last = f.at;
  }
}

TEST_CASE("what random failures cannot be is refused with its reason", "[scenario][failures]") {
  const auto codes = [](const std::string& failures) {
    std::vector<std::string> found;
    for (const Diagnostic& d : refused(Frame{.more = R"("failures": [)" + failures + "]"})) found.push_back(d.code);
    return found;
  };
  CHECK(codes(R"({"kind": "zone_down", "mtbf": "1 d"})") == std::vector<std::string>{"E202"});
  CHECK(codes(R"({"kind": "zone_down", "mtbf": "1 d", "mttr": "1 h", "in": ["eu-west-9"]})") ==
        std::vector<std::string>{"E301"});
  CHECK(codes(R"({"kind": "zone_down", "mtbf": "1 ms", "mttr": "1 ms"})") == std::vector<std::string>{"E308"});
  CHECK(codes(R"({"kind": "zone_down", "mtbf": "1 d", "mttr": "1 h", "together": {"share": 1, "domain": "zone"}})") ==
        std::vector<std::string>{"E307"});
  CHECK(codes(R"({"kind": "name_service_down", "mtbf": "1 d", "mttr": "1 h", "in": ["eu-west-1"]})") ==
        std::vector<std::string>{"E401"});
}
