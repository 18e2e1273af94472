#include "gui/data/impact.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal::gui {

std::vector<UsersOfFault> users_of_fault(const RunView& run, std::size_t fault) {
  std::vector<UsersOfFault> users;
  for (const auto& region : run.scenario.regions) users.push_back({region.name});
  if (run.windows() == 0) return users;
  const auto number = [&](const char* name) {
    return run.figures.number(fmt::format("/faults/{}{}", fault, name)).value_or(0);
  };
  const double onset = number("/onset_s");
  const double until = std::max(number("/end_s"), onset + number("/rto_s/total"));
  const std::size_t first = run.window_at(onset), last = run.window_at(std::max(onset, until - 1e-6));
  for (std::size_t r = 0; r < users.size(); ++r)
    for (std::size_t w = first; w <= last; ++w) {
      users[r].ok += run.series.by_region[r][w].ok;
      users[r].failed += run.series.by_region[r][w].failed;
    }
  return users;
}

std::optional<double> error_budget_spent(const RunView& run, std::size_t fault) {
  const double budget = (1 - run.scenario.slo) * run.figures.number("/requests/issued").value_or(0);
  if (!(budget > 0)) return std::nullopt;
  return run.figures.number(fmt::format("/faults/{}/touched/failed_requests", fault)).value_or(0) / budget;
}

}  // namespace bicoastal::gui
