// What a tired person reads first: the verdict, then users, faults, consistency, replication. At most 100 columns.
#pragma once

#include "sim/report/run_report.hpp"
#include "sim/report/text_table.hpp"

#include <string>

namespace bicoastal {

std::string summary(const RunReport& report, Ink ink);

}  // namespace bicoastal
