#include "sim/study/constraint.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <limits>

namespace bicoastal {

Interval Figure::range() const {
  if (known() && interval && interval->low <= interval->high) return *interval;
  return {-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
}

namespace {

bool allows(const Constraint& constraint, double value) {
  return (!constraint.at_least || value >= *constraint.at_least) &&
         (!constraint.at_most || value <= *constraint.at_most);
}

Keeping keeps_to_one(const Figure& figure, const Constraint& constraint) {
  if (!figure.known()) return {Kept::unknown, Sure::perhaps};
  const Interval range = figure.range();
  Keeping keeping{allows(constraint, *figure.mean) ? Kept::yes : Kept::no, Sure::perhaps};
  if (allows(constraint, range.low) && allows(constraint, range.high)) keeping.sure = Sure::yes;
  if ((constraint.at_least && range.high < *constraint.at_least) ||
      (constraint.at_most && range.low > *constraint.at_most))
    keeping.sure = Sure::no;
  return keeping;
}

}  // namespace

Keeping keeps_to(std::span<const Figure> figures, std::span<const Constraint> constraints) {
  Keeping all;
  for (const Constraint& constraint : constraints) {
    BC_CHECK(constraint.metric < figures.size());
    const Keeping one = keeps_to_one(figures[constraint.metric], constraint);
    all.sure = std::min(all.sure, one.sure);
    if (one.by_mean == Kept::no || all.by_mean == Kept::no)
      all.by_mean = Kept::no;
    else if (one.by_mean == Kept::unknown)
      all.by_mean = Kept::unknown;
  }
  return all;
}

}  // namespace bicoastal
