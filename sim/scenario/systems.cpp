#include "sim/scenario/systems.hpp"

#include "sim/base/check.hpp"
#include "sim/scenario/embedded.hpp"
#include "sim/scenario/include.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/override.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/view.hpp"

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::string_view kFolder = "systems/", kEnding = ".json";

void set_source(Node& node, std::uint16_t source) {
  node.place.source = source;
  for (Node& item : node.items) set_source(item, source);
}

/// Calls `found(name, view)` for each text of `system`: one, or a list of them.
template <class Found>
void for_each_name(const Node& document, Found&& found) {
  const View system = View(&document, "")["system"];
  if (system.is_text()) found(system);
  for (std::size_t i = 0; system.is_array() && i < system.size(); ++i)
    if (system[i].is_text()) found(system[i]);
}

/// Fields of a preset, down to what is no group of others.
template <class Found>
void for_each_field(const Node& node, const std::string& pointer, Found&& found) {
  if (!node.is_object()) return found(pointer, node);
  for (std::size_t i = 0; i < node.keys.size(); ++i)
    for_each_field(node.items[i], child_pointer(pointer, node.keys[i]), found);
}

const Node* at(const Node& document, std::string_view pointer) {
  const Node* node = &document;
  while (node != nullptr && !pointer.empty()) {
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    node = node->find(pointer.substr(1, end - 1));
    pointer.remove_prefix(end);
  }
  return node;
}

/// On one line: these are small values.
std::string written(const Node& node) {
  std::string text;
  bool space = false;
  for (const char c : canonical_text(node)) {
    if (c == '\n' || c == ' ') {
      space = true;
      continue;
    }
    if (space && !text.empty() && text.back() != '[' && text.back() != '{' && c != ']' && c != '}') text += ' ';
    space = false;
    text += c;
  }
  return text;
}

}  // namespace

const SettingSource* SystemPreset::source_of(std::string_view pointer) const {
  const SettingSource* best = nullptr;
  for (const SettingSource& source : sources) {
    const bool covers = pointer == source.field ||
                        (pointer.starts_with(source.field) && pointer.substr(source.field.size()).starts_with('/'));
    if (covers && (best == nullptr || source.field.size() > best->field.size())) best = &source;
  }
  return best;
}

std::vector<std::string> system_names() {
  std::vector<std::string> names;
  for (std::string_view file : embedded_files()) {
    if (!file.starts_with(kFolder) || !file.ends_with(kEnding)) continue;
    file.remove_prefix(kFolder.size());
    file.remove_suffix(kEnding.size());
    names.emplace_back(file);
  }
  return names;
}

std::optional<SystemPreset> find_system(std::string_view name) {
  const auto text = embedded_file(fmt::format("{}{}{}", kFolder, name, kEnding));
  if (!text) return std::nullopt;
  Faults faults;
  auto document = parse_json(*text, faults.add_source(std::string(name)), faults);
  BC_CHECK(document.has_value() && faults.empty());  // a test reads all of them
  const View view(&*document, "");
  SystemPreset preset{std::string(name), view["title"].text(), view["about"].text(), {}, {}};
  const View sources = view["sources"];
  for (std::size_t i = 0; i < sources.size(); ++i)
    preset.sources.push_back({sources[i]["field"].text(), sources[i]["says"].text(), sources[i]["where"].text(),
                              sources[i]["date"].text(), sources[i]["status"].text()});
  preset.settings = *view["settings"].node();
  return preset;
}

void expand_systems(Node& document, Faults& faults) {
  if (document.find("system") == nullptr) return;
  Node base;
  base.kind = Node::Kind::object;
  for_each_name(document, [&](const View& name) {
    auto preset = find_system(name.text());
    if (!preset) {
      faults.add("E317", name.place(), name.pointer(), fmt::format("no system {}", in_quotes(name.text())),
                 suggest_name(name.text(), system_names()));
      return;
    }
    set_source(preset->settings, faults.add_preset("system " + preset->name));
    merge(base, std::move(preset->settings));
  });
  const Node* system = document.find("system");
  if (!system->is_text() && !system->is_array()) return;  // the schema says what is wrong
  for (const Node& item : system->items)
    if (!item.is_text()) return;
  document.erase("system");
  merge(base, std::move(document));
  document = std::move(base);
}

std::vector<UsedSystem> systems_used(const std::string& file, const std::vector<Override>& overrides) {
  Faults faults;
  auto document = load_with_includes(file, faults);
  std::vector<UsedSystem> used;
  if (!document) return used;
  for (const Override& override : overrides) apply_override(*document, override, faults.add_source("--set"), faults);
  for_each_name(*document, [&](const View& name) {
    if (auto preset = find_system(name.text())) used.push_back({*std::move(preset), {}});
  });
  for (UsedSystem& system : used)
    for_each_field(system.preset.settings, "", [&](const std::string& pointer, const Node& value) {
      PresetField field{pointer, written(value), std::nullopt, system.preset.source_of(pointer)};
      if (const Node* own = at(*document, pointer)) field.own = written(*own);
      system.fields.push_back(std::move(field));
    });
  return used;
}

}  // namespace bicoastal
