#include "gui/data/templates.hpp"

#include "sim/scenario/embedded.hpp"
#include "sim/scenario/parse.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

/// Files of these folders are parts of other things.
constexpr std::string_view kNotReady[] = {"claims/", "systems/", "prices/", "latency/", "sweeps/", "lessons/"};

std::string text_of(const Node& document, const char* key) {
  const Node* node = document.find(key);
  return node != nullptr && node->is_text() ? node->text : std::string();
}

std::vector<Template> all_templates() {
  std::vector<Template> all;
  for (const std::string_view name : embedded_files()) {
    if (!name.ends_with(".json") || name == "schema.json") continue;
    if (std::any_of(std::begin(kNotReady), std::end(kNotReady), [&](auto folder) { return name.starts_with(folder); }))
      continue;
    Faults faults;
    const auto document = parse_json(*embedded_file(name), faults.add_source(std::string(name)), faults);
    if (!document || !faults.empty()) continue;
    const std::size_t slash = name.find('/');
    Template entry{fmt::format("{}{}", kShipped, name),
                   slash == std::string_view::npos ? "" : std::string(name.substr(0, slash)),
                   text_of(*document, "name"), text_of(*document, "description")};
    // What only others include has no name of its own.
    if (!entry.name.empty()) all.push_back(std::move(entry));
  }
  std::stable_sort(all.begin(), all.end(), [](const Template& a, const Template& b) { return a.group < b.group; });
  return all;
}

}  // namespace

const std::vector<Template>& templates() {
  static const std::vector<Template> the = all_templates();
  return the;
}

}  // namespace bicoastal::gui
