// Runs a scenario in a child process and brings back figures of its analysis, without keeping its records.
#pragma once

#include <bicoastal/analysis.hpp>
#include <bicoastal/run.hpp>

#include "support/in_child.hpp"

namespace bicoastal::test {

/// What `read` takes from the analysis of a run of `scenario`.
template <class Read>
auto figures_of(const Scenario& scenario, Read read) {
  using Figures = decltype(read(std::declval<const Analysis&>()));
  return in_child<Figures>([&] {
           Analyser analyser(scenario);
           run(scenario, RunOptions{}, analyser);
           return std::vector<Figures>{read(analyser.finish())};
         })
      .at(0);
}

}  // namespace bicoastal::test
