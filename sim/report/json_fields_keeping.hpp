// Names of what became of sessions, of how evenly replicas are used, and of what operators did.
#pragma once

#include "sim/report/json_fields.hpp"

namespace bicoastal {

void add_keeping_fields(std::vector<JsonField>& fields);

}  // namespace bicoastal
