// Names of the JSON document that tell of recovery: what losses left to serve, moves of keys, drills.
#pragma once

#include "sim/report/json_fields.hpp"

namespace bicoastal {

/// To stand behind the other fields of faults.
void add_fault_recovery_fields(std::vector<JsonField>& fields);
void add_recovery_fields(std::vector<JsonField>& fields);

}  // namespace bicoastal
