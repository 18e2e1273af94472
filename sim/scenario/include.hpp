// Scenario files that build on others.
#pragma once

#include "sim/scenario/faults.hpp"
#include "sim/scenario/node.hpp"

#include <optional>
#include <string>

namespace bicoastal {

/// `path` as seen from the directory of `file`; an absolute path is itself.
std::string relative_to(const std::string& file, const std::string& path);

/// The document in `file` with its includes merged: in their order, objects deeply, everything else replaced by the
/// later one, the including file coming last. Nothing, and faults, where one of the files cannot be used.
std::optional<Node> load_with_includes(const std::string& file, Faults& faults);

/// Lays `over` onto `base`. An object of which the schema wants one key ({"exponential": …}) is replaced as a whole.
void merge(Node& base, Node over);

}  // namespace bicoastal
