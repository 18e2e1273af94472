// What the page of impact says of a fault beyond the document of the run, for drawing it and for taking it along.
#pragma once

#include "gui/data/run_view.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bicoastal::gui {

struct UsersOfFault {
  std::string region;  ///< home
  std::uint64_t ok = 0, failed = 0;
};

/// How the users of each home region fared from the onset until the fault was over and all were back, in whole windows.
/// `fault`: of the document of the run.
std::vector<UsersOfFault> users_of_fault(const RunView& run, std::size_t fault);

/// The requests that it failed, as a multiple of what the run may fail by its SLO; nothing where it may fail none.
std::optional<double> error_budget_spent(const RunView& run, std::size_t fault);

}  // namespace bicoastal::gui
