#include "sim/lessons/glossary.hpp"

#include "sim/base/check.hpp"
#include "sim/scenario/embedded.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/source_file.hpp"
#include "sim/scenario/view.hpp"

#include <algorithm>

namespace bicoastal {

const std::vector<GlossaryTerm>& glossary() {
  static const std::vector<GlossaryTerm> terms = [] {
    Faults faults;
    const std::string file = std::string(kShipped) + "lessons/glossary.json";
    const auto text = read_source(file, std::nullopt, faults);
    BC_CHECK(text.has_value());
    const auto document = parse_json(*text, faults.add_source(file), faults);
    BC_CHECK(document.has_value());
    std::vector<GlossaryTerm> all;
    const View list = View(&*document, "")["terms"];
    for (std::size_t i = 0; i < list.size(); ++i)
      all.push_back({list[i]["term"].text(), list[i]["means"].text(), list[i]["source"].text()});
    std::ranges::sort(all, {}, &GlossaryTerm::term);
    return all;
  }();
  return terms;
}

const GlossaryTerm* find_term(std::string_view term) {
  const auto found = std::ranges::find(glossary(), term, &GlossaryTerm::term);
  return found == glossary().end() ? nullptr : &*found;
}

}  // namespace bicoastal
