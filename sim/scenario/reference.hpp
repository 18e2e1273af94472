// The reference page of scenario files: scenarios/README.md is this text.
#pragma once

#include <string>

namespace bicoastal {

/// Markdown, made from the schema, the units, the latency tables, the metrics and the error codes.
std::string scenario_reference();

}  // namespace bicoastal
