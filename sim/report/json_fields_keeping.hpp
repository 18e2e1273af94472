// Names of what became of sessions, and of how evenly replicas are used.
#pragma once

#include "sim/report/json_fields.hpp"

namespace bicoastal {

void add_keeping_fields(std::vector<JsonField>& fields);

}  // namespace bicoastal
