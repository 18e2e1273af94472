#include "sim/scenario/override.hpp"

#include "document.hpp"
#include "support/temporary_folder.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace bicoastal;

namespace {

class Stored {
 public:
  explicit Stored(const test::Frame& frame = {}) : file_(folder_.write("x.json", test::document(frame))) {}

  Result<Scenario> load(const std::vector<std::string>& sets, std::optional<std::uint64_t> seed = {}) const {
    std::vector<Override> overrides;
    for (const std::string& set : sets) {
      const auto parsed = parse_override(set);
      REQUIRE(parsed);
      overrides.push_back(*parsed);
    }
    return load_scenario(file_, overrides, seed);
  }
  Scenario accepted(const std::vector<std::string>& sets) const {
    Result<Scenario> s = load(sets);
    if (!s) UNSCOPED_INFO(to_string(s.faults().front()));
    REQUIRE(s);
    return std::move(*s);
  }
  std::string fault(const std::vector<std::string>& sets) const {
    const Result<Scenario> s = load(sets);
    REQUIRE_FALSE(s);
    CHECK(s.faults().size() == 1);
    return to_string(s.faults().front());
  }

 private:
  test::TemporaryFolder folder_;
  std::string file_;
};

}  // namespace

TEST_CASE("an override is split at its first =", "[scenario]") {
  const auto o = parse_override("/expect/-=availability >= 99 %");
  REQUIRE(o);
  CHECK(o->pointer == "/expect/-");
  CHECK(o->value == "availability >= 99 %");
}

TEST_CASE("what is no override is refused", "[scenario]") {
  const auto fault = [](const char* text) {
    const auto o = parse_override(text);
    REQUIRE_FALSE(o);
    return o.faults().front().code + " " + o.faults().front().message;
  };
  CHECK(fault("/seed") == "E501 \"/seed\" has no '='");
  CHECK(fault("seed=1") == "E501 \"seed\" does not begin with '/'");
  CHECK(fault("=1") == "E501 \"\" does not begin with '/'");
  CHECK(fault("/a~2=1") == "E501 \"/a~2\" holds a '~' that is neither ~0 nor ~1");
}

TEST_CASE("an override replaces a value, and the last one wins", "[scenario]") {
  const Stored stored;
  CHECK(stored.accepted({"/duration=2 min"}).duration == Time::seconds(120));
  CHECK(stored.accepted({"/duration=2 min", "/duration=\"3 min\""}).duration == Time::seconds(180));
  CHECK(stored.accepted({"/regions/1/zones=5"}).regions[1].zones.size() == 5);
}

TEST_CASE("an override is JSON, and a text where it is not", "[scenario]") {
  const Stored stored;
  CHECK(stored.accepted({"/slo=0.5"}).slo == 0.5);
  CHECK(stored.accepted({"/slo=50 %"}).slo == 0.5);
  CHECK(stored.accepted({"/name=true story"}).name == "true story");
  CHECK(stored.accepted({"/name=\"007\""}).name == "007");
  CHECK(stored.accepted({R"(/keys={"count": 5})"}).keys.count == 5);
  CHECK(stored.fault({"/keys={\"count\": "}) == "E503 --set /keys: \"{\"count\": \": the text ends too early");
}

TEST_CASE("an override may add: a member, a group, an element", "[scenario]") {
  const Stored stored;
  CHECK(stored.accepted({"/seed=9"}).seed == 9);
  CHECK(stored.accepted({"/data/replication/flush=1 ms"}).data.flush == Time::millis(1));
  CHECK(stored.accepted({R"(/clients/-={"region": "eu-west-1", "arrivals": "1/s"})"}).clients.size() == 2);
  CHECK(stored.accepted({R"(/clients/1={"region": "eu-west-1", "arrivals": "1/s"})"}).clients.size() == 2);
  CHECK(stored.accepted({R"(/faults=[{"at": "1 s", "region_down": "us-east-1"}])", "/faults/0/for=2 s"})
            .faults[0]
            .until == Time::seconds(3));
}

TEST_CASE("an override that points nowhere says so", "[scenario]") {
  const Stored stored;
  CHECK(stored.fault({"/regions/3/zones=1"}) ==
        "E502 --set /regions/3/zones: \"3\" is not an element of /regions, which has 3");
  CHECK(stored.fault({"/regions/-/zones=1"}) ==
        "E502 --set /regions/-/zones: \"-\" is not an element of /regions, which has 3");
  CHECK(stored.fault({"/regions/01/zones=1"}) ==
        "E502 --set /regions/01/zones: \"01\" is not an element of /regions, which has 3");
  CHECK(stored.fault({"/duration/x=1"}) == "E502 --set /duration/x: /duration is a text, which has no members");
  CHECK(stored.fault({"/include=y.json"}) == "E502 --set /include: includes are read before values are set");
}

TEST_CASE("faults of what an override says name --set, others keep their file and line", "[scenario]") {
  const Stored stored;
  CHECK(stored.fault({"/netwrok/jitter=false"}) ==
        "E201 --set /netwrok: unknown key \"netwrok\" (did you mean \"network\"?)");
  CHECK(stored.fault({"/regions/0/zones=0"}) == "E203 --set /regions/0/zones: 0 is not at least 1");
  const Result<Scenario> both = Stored({.more = "\n\"sed\": 1"}).load({"/slo=2"});
  REQUIRE_FALSE(both);
  REQUIRE(both.faults().size() == 2);
  CHECK(both.faults()[0].line == 2);
  CHECK(both.faults()[1].file == "--set");
}

TEST_CASE("keys with / and ~ are written as RFC 6901 has them", "[scenario]") {
  const Stored stored;
  CHECK(stored.fault({"/a~1b~0c=1"}).find("unknown key \"a/b~c\"") != std::string::npos);
}

TEST_CASE("the seed comes last, and is part of the document", "[scenario]") {
  const Stored stored({.more = R"("seed": 5)"});
  const Result<Scenario> s = stored.load({"/seed=6"}, 7);
  REQUIRE(s);
  CHECK(s->seed == 7);
  CHECK(test::accepted(s->document).seed == 7);
  CHECK(stored.accepted({"/seed=7"}).hash == s->hash);
  const Result<Scenario> large = stored.load({}, std::uint64_t{1} << 60);
  REQUIRE_FALSE(large);
  CHECK(large.faults().front().file == "--seed");
}
