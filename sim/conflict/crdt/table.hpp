// Which class keeps a data type as which CRDT. Names, fits and defaults stand in sim/base/conflict_names.hpp.
#pragma once

#include <bicoastal/conflict.hpp>

#include <memory>

namespace bicoastal {

/// REQUIRES: data.conflicts.crdt fits keys.type.
std::unique_ptr<MergePolicy> make_crdt(const Scenario& scenario);

}  // namespace bicoastal
