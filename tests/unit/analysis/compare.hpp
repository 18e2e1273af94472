// What the analyses make of a history, beside what the definitions say.
#pragma once

#include <bicoastal/analysis.hpp>

#include "unit/analysis/reference.hpp"

#include <span>
#include <string>

namespace bicoastal::test {

/// Analyses `records`, handed over in chunks of `chunk` records.
Analysis analyse(const Scenario& scenario, std::span<const Record> records, std::size_t chunk = 4096);

/// Names every measure in which the two differ; empty where none does.
std::string differences(const Scenario& scenario, const Reference& want, const Analysis& got);

}  // namespace bicoastal::test
