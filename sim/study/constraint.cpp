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

bool high_enough(const Constraint& c, double value) {
  return !c.at_least || (c.strict ? value > *c.at_least : value >= *c.at_least);
}

bool low_enough(const Constraint& c, double value) {
  return !c.at_most || (c.strict ? value < *c.at_most : value <= *c.at_most);
}

Keeping keeps_to_one(const Figure& figure, const Constraint& constraint) {
  if (!figure.known()) return {Kept::unknown, Sure::perhaps};
  const Interval range = figure.range();
  const bool by_mean = high_enough(constraint, *figure.mean) && low_enough(constraint, *figure.mean);
  Keeping keeping{by_mean ? Kept::yes : Kept::no, Sure::perhaps};
  if (high_enough(constraint, range.low) && low_enough(constraint, range.high)) keeping.sure = Sure::yes;
  if (!high_enough(constraint, range.high) || !low_enough(constraint, range.low)) keeping.sure = Sure::no;
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
