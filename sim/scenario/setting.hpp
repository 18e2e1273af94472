// One setting of a scenario that was read: what was written, or the schema's default.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/scenario/node.hpp"

#include <optional>
#include <string_view>

namespace bicoastal {

/// By JSON Pointer (RFC 6901), names without escapes. Nothing where nothing stands there.
std::optional<Node> setting_of(const Scenario& scenario, std::string_view pointer);

}  // namespace bicoastal
