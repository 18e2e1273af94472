// Names of what became of replicas and deploys.
#pragma once

#include "sim/report/json_fields.hpp"

namespace bicoastal {

void add_fleet_fields(std::vector<JsonField>& fields);

}  // namespace bicoastal
