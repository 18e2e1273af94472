#include "laws/broken.hpp"
#include "laws/subjects.hpp"
#include "sim/conflict/clocks.hpp"
#include "sim/conflict/laws.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;

namespace {

using Law = Breach (*)(const TrialSubject&, const TrialScript&);

/// What the law finds against values made of `State`.
template <class State>
std::string found(DataType type, Law law) {
  const Scenario scenario = trial_scenario(type);
  const auto policy = state_policy<State>(scenario);
  const TrialSubject subject{"broken", &scenario, policy.get(), make_clock};
  return counterexample([&](const TrialScript& script) { return law(subject, script); }).value_or("");
}

}  // namespace

TEST_CASE("the laws catch a register that settles ties by arrival", "[laws]") {
  CHECK_THAT(found<TiesByArrival>(DataType::reg, algebra), Catch::Contains("merge is not commutative"));
  CHECK_THAT(found<TiesByArrival>(DataType::reg, convergence), Catch::Contains("regions that"));
}

TEST_CASE("the laws catch a set that keeps what it received last", "[laws]") {
  CHECK_THAT(found<LastReceivedSet>(DataType::set, algebra), Catch::Contains("merge is not commutative"));
  CHECK_THAT(found<LastReceivedSet>(DataType::set, convergence), Catch::Contains("differ"));
}

TEST_CASE("the laws catch a counter that adds when it merges", "[laws]") {
  CHECK_THAT(found<AddingCounter>(DataType::counter, algebra), Catch::Contains("merge is not idempotent"));
  CHECK_THAT(found<AddingCounter>(DataType::counter, convergence), Catch::Contains("regions that"));
  CHECK_THAT(found<AddingCounter>(DataType::counter, changes_equal_values), Catch::Contains("changes tell"));
}

TEST_CASE("the laws compare what is shown, whatever the value says of its equality", "[laws]") {
  CHECK_THAT(found<EqualToAll>(DataType::counter, algebra), Catch::Contains("merge is not"));
}
