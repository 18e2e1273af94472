// A sequence diagram as a picture: lifelines side by side, time down the page, arrows between them.
#pragma once

#include "sim/report/page/markup.hpp"
#include "sim/report/sequence_diagram.hpp"

#include <string>

namespace bicoastal {

/// `what`: said to those who cannot see it.
Markup picture_of(const SequenceDiagram& diagram, const std::string& what);

}  // namespace bicoastal
