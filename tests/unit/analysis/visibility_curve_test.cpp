#include <bicoastal/analysis.hpp>

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

void add(VisibilityCurve& curve, Time t, int consistent, int inconsistent) {
  for (int i = 0; i < consistent; ++i) curve.add(t, true);
  for (int i = 0; i < inconsistent; ++i) curve.add(t, false);
}

}  // namespace

TEST_CASE("The bins of a visibility curve follow one another from 0 to an hour", "[analysis]") {
  CHECK(VisibilityCurve::begin_of(0) == Time());
  CHECK(VisibilityCurve::begin_of(1) == Time(1024));
  CHECK(VisibilityCurve::begin_of(5) == Time(2048));
  CHECK(VisibilityCurve::begin_of(VisibilityCurve::kBins - 1) == Time::seconds(3600));
  for (std::size_t bin = 0; bin < VisibilityCurve::kBins; ++bin) {
    CAPTURE(bin);
    const Time begin = VisibilityCurve::begin_of(bin);
    CHECK(VisibilityCurve::bin_of(begin) == bin);
    if (bin == 0) continue;
    CHECK(VisibilityCurve::bin_of(begin - Time(1)) == bin - 1);
    if (bin == 1) continue;
    const double width = static_cast<double>(begin.ns) / static_cast<double>(VisibilityCurve::begin_of(bin - 1).ns) - 1;
    CHECK(width < 0.2501);
  }
  CHECK(VisibilityCurve::bin_of(Time::max()) == VisibilityCurve::kBins - 1);
}

TEST_CASE("The share of consistent reads is that of the bin", "[analysis]") {
  VisibilityCurve curve;
  add(curve, Time::millis(10), 300, 700);
  add(curve, Time::millis(100), 900, 100);
  const auto early = curve.share_at(Time::millis(10));
  REQUIRE(early);
  CHECK(early->share == Approx(0.3));
  CHECK(early->reads == 1000);
  CHECK(curve.share_at(Time::millis(100))->share == Approx(0.9));
  CHECK(curve.share_at(Time::millis(50))->share == Approx(0.3));  // nothing is known between: the lower of the two
  CHECK(curve.share_at(Time::seconds(60))->share == Approx(0.9));
  CHECK_FALSE(curve.share_at(Time::millis(1)));
  CHECK(curve.reads() == 2000);
}

TEST_CASE("Shares that fall with time are pooled", "[analysis]") {
  VisibilityCurve curve;
  add(curve, Time::millis(10), 800, 200);
  add(curve, Time::millis(20), 600, 400);  // less: 0.8 and 0.6 become 0.7
  add(curve, Time::millis(40), 900, 100);
  add(curve, Time::millis(80), 1, 1);  // two reads decide little: 901 of 1002
  CHECK(curve.share_at(Time::millis(10))->share == Approx(0.7));
  CHECK(curve.share_at(Time::millis(20))->share == Approx(0.7));
  CHECK(curve.share_at(Time::millis(20))->reads == 2000);
  CHECK(curve.share_at(Time::millis(80))->share == Approx(901.0 / 1002));
}

TEST_CASE("A share is not told of fewer than a hundred reads", "[analysis]") {
  VisibilityCurve curve;
  add(curve, Time::millis(10), 98, 1);
  CHECK_FALSE(curve.share_at(Time::millis(10)));
  curve.add(Time::millis(10), true);
  REQUIRE(curve.share_at(Time::millis(10)));
  CHECK(curve.share_at(Time::millis(10))->share == Approx(0.99));
}

TEST_CASE("The delay from which on reads are consistent is the begin of the first such bin", "[analysis]") {
  VisibilityCurve curve;
  add(curve, Time::millis(10), 5000, 5000);
  add(curve, Time::millis(100), 9989, 11);
  add(curve, Time::seconds(1), 2000, 2);
  add(curve, Time::seconds(10), 2000, 0);
  const auto delay = curve.consistent_from(0.999);
  REQUIRE(delay);  // 2000 of 2002 are more than 99.9 %, 9989 of 10000 are not
  CHECK(delay->after == VisibilityCurve::begin_of(VisibilityCurve::bin_of(Time::seconds(1))));
  CHECK(delay->reads == 4002);
  CHECK(curve.consistent_from(0.9)->after < Time::millis(100));
  CHECK_FALSE(curve.consistent_from(0.99999));  // that would take 300 000 reads
}

TEST_CASE("Three thousand reads are needed to tell 99.9 %", "[analysis]") {
  VisibilityCurve curve;
  add(curve, Time::millis(10), 2999, 0);
  CHECK_FALSE(curve.consistent_from(0.999));
  curve.add(Time::seconds(7200), true);
  const auto delay = curve.consistent_from(0.999);
  REQUIRE(delay);
  CHECK(delay->reads == 3000);
}

TEST_CASE("Where reads are never consistent enough there is no delay", "[analysis]") {
  VisibilityCurve curve;
  add(curve, Time::millis(10), 4000, 0);
  add(curve, Time::seconds(10), 4000, 100);
  CHECK_FALSE(curve.consistent_from(0.999));
}

TEST_CASE("Curves add up", "[analysis]") {
  VisibilityCurve a, b;
  add(a, Time::millis(10), 60, 0);
  add(b, Time::millis(10), 20, 20);
  a.add(b);
  CHECK(a.reads() == 100);
  CHECK(a.share_at(Time::millis(10))->share == Approx(0.8));
}

}  // namespace bicoastal::test
