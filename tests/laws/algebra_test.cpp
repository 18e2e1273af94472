#include "laws/subjects.hpp"
#include "sim/conflict/laws.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;

namespace {

using Law = Breach (*)(const TrialSubject&, const TrialScript&);

void check_all(Law law) {
  for (const LawSubject& subject : law_subjects()) {
    INFO(subject.trial.name);
    CHECK(holds(subject, [&](const TrialScript& script) { return law(subject.trial, script); }));
  }
}

}  // namespace

TEST_CASE("merging is commutative, associative and idempotent", "[laws]") { check_all(algebra); }

TEST_CASE("regions that heard of the same changes agree, in whatever order and however often", "[laws]") {
  check_all(convergence);
}

TEST_CASE("changes tell as much as whole values", "[laws]") { check_all(changes_equal_values); }

TEST_CASE("what is declined changes nothing, and copies are independent", "[laws]") { check_all(separation); }
