// Terms of the field, each with its meaning and a source: scenarios/lessons/glossary.json, as embedded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

struct GlossaryTerm {
  std::string term, means, source;
};

/// In alphabetical order.
const std::vector<GlossaryTerm>& glossary();
/// Null where there is none.
const GlossaryTerm* find_term(std::string_view term);

}  // namespace bicoastal
