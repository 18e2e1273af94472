#include "sim/base/expression.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;
using Catch::Matchers::Contains;

namespace {

using Values = std::vector<std::optional<double>>;

const std::vector<NamedFigure> kNames{{"rto", MetricUnit::seconds}, {"lag", MetricUnit::seconds},
                                      {"sent", MetricUnit::bytes},  {"availability", MetricUnit::share},
                                      {"lost", MetricUnit::count},  {"bill", MetricUnit::money}};
const Values kValues{42.0, 0.5, 3e6, 0.99, 6.0, 4400.0};

std::optional<double> value_of(const std::string& text, const Values& values = kValues) {
  auto formula = Formula::read(text, kNames);
  if (const auto* fault = std::get_if<ExpressionFault>(&formula)) FAIL(text << ": " << fault->message);
  return std::get<Formula>(formula).value(values);
}

std::optional<MetricUnit> unit_of(const std::string& text) {
  return std::get<Formula>(Formula::read(text, kNames)).unit();
}

std::optional<bool> holds(const std::string& text, const Values& values = kValues) {
  auto condition = Condition::read(text, kNames);
  if (const auto* fault = std::get_if<ExpressionFault>(&condition)) FAIL(text << ": " << fault->message);
  return std::get<Condition>(condition).holds(values);
}

std::string fault_of(const std::string& text) {
  const auto condition = Condition::read(text, kNames);
  const auto* fault = std::get_if<ExpressionFault>(&condition);
  if (fault == nullptr) FAIL(text << " was taken");
  return fault->message + " | " + fault->suggestion + " | " + fault->unknown;
}

}  // namespace

TEST_CASE("a formula reckons with names and with quantities in their units", "[expression]") {
  CHECK(value_of("rto") == 42.0);
  CHECK(value_of("2 * lag + 69 ms") == Approx(1.069));
  CHECK(value_of("rto / lag - 4") == 80.0);
  CHECK(value_of("-lag + 1 min") == 59.5);
  CHECK(value_of("min(rto, 30 s, 1 h)") == 30.0);
  CHECK(value_of("max(rto, 30 s) * (1 - availability)") == Approx(0.42));
  CHECK(value_of("abs(lag - rto)") == 41.5);
  CHECK(value_of("sent / 1 MB") == 3.0);
  CHECK(value_of("1e3 * lost") == 6000.0);
}

TEST_CASE("a formula says what its value is measured in", "[expression]") {
  CHECK(unit_of("rto + 5 min") == MetricUnit::seconds);
  CHECK(unit_of("sent * 2") == MetricUnit::bytes);
  CHECK(unit_of("bill - 100 USD") == MetricUnit::money);
  CHECK(unit_of("bill / 1 USD") == MetricUnit::count);
  CHECK_FALSE(unit_of("bill / rto"));  // a rate of spending is no metric's unit
  CHECK(unit_of("rto / lag") == MetricUnit::count);
  CHECK(unit_of("1 - availability") == MetricUnit::share);
  CHECK(unit_of("availability - 99 %") == MetricUnit::share);
  CHECK(unit_of("lost * 2") == MetricUnit::count);
  CHECK(unit_of("lost / rto") == MetricUnit::rate);
  CHECK(unit_of("lost * rto * rto") == std::nullopt);
}

TEST_CASE("what is reckoned from an unknown value is unknown, and a division by zero as well", "[expression]") {
  Values values = kValues;
  values[0].reset();
  values[4] = 0;
  CHECK(value_of("rto + lag", values) == std::nullopt);
  CHECK(value_of("lag", values) == 0.5);
  CHECK(value_of("1 / lost", values) == std::nullopt);
  CHECK(holds("rto < 5 min", values) == std::nullopt);
  CHECK(holds("lag < 5 min", values) == true);
}

TEST_CASE("conditions hold with their limits, in either direction and in ranges", "[expression]") {
  CHECK(holds("lag <= 500 ms") == true);
  CHECK(holds("lag < 500 ms") == false);
  CHECK(holds("30 s <= rto <= 5 min") == true);
  CHECK(holds("30 s <= rto <= 40 s") == false);
  CHECK(holds("43 s <= rto <= 50 s") == false);
  CHECK(holds("1 min > rto > 41 s") == true);
  CHECK(holds("lost == 6") == true);
  CHECK(holds("lost != 6") == false);
  CHECK(holds("availability >= 99 %") == true);
  CHECK(holds("lost / rto < 1 / 1 s") == true);
}

TEST_CASE("money is compared with money only", "[expression]") {
  CHECK(holds("bill < 5000 USD") == true);
  CHECK(holds("2 * bill <= 5000 USD") == false);
  CHECK_THAT(fault_of("bill < 5000"), Contains("money beside a plain number"));
  CHECK_THAT(fault_of("bill < 5 min"), Contains("money beside a time"));
}

TEST_CASE("a margin is how far a comparison is from its limit", "[expression]") {
  const auto condition = std::get<Condition>(Condition::read("30 s <= rto <= 5 min", kNames));
  CHECK(condition.margins(kValues) == std::vector<double>{12, 258});
  const auto above = std::get<Condition>(Condition::read("rto >= 50 s", kNames));
  CHECK(above.margins(kValues) == std::vector<double>{-8});
  CHECK_FALSE(Condition::satisfied(above.comparisons().front(), -8));
}

TEST_CASE("what cannot be read says where, and what would be right", "[expression]") {
  CHECK_THAT(fault_of("rto <= 5"), Contains("a time beside a plain number") && Contains("such as 0 s"));
  CHECK_THAT(fault_of("rto + sent < 1 s"), Contains("a time beside a size"));
  CHECK_THAT(fault_of("rtt <= 5 s"), Contains("nothing is called \"rtt\"") && Contains("| rtt"));
  CHECK_THAT(fault_of("rto <= 5 minutes"), Contains("no quantity") && Contains("did you mean \"5 min\"?"));
  CHECK_THAT(fault_of("rto <= 5 parsecs"), Contains("units: ns, us"));
  CHECK_THAT(fault_of("rto = 5 s"), Contains("no comparison"));
  CHECK_THAT(fault_of("rto"), Contains("compares nothing"));
  CHECK_THAT(fault_of("1 s < rto > 2 s"), Contains("neither one comparison nor a range"));
  CHECK_THAT(fault_of("1 s < 2 s"), Contains("names no figure"));
  CHECK_THAT(fault_of("rto + * 2 s < 5 s"), Contains("cannot be read from \"* 2 s \" on"));
  CHECK_THAT(fault_of("(rto < 5 s"), Contains("ends too early"));
  CHECK_THAT(fault_of("rto < "), Contains("ends too early"));
  CHECK_THAT(fault_of("sin(lost) < 1"), Contains("there is no function \"sin\""));
  CHECK_THAT(fault_of("rto, lag < 5 s"), Contains("several formulas"));
  CHECK_THAT(fault_of("rto ^ 2 < 5 s"), Contains("\"^\", which means nothing"));
  CHECK_THAT(fault_of("lost < 1e999"), Contains("beyond what can be reckoned with"));
}
