#include "sim/scenario/load.hpp"

#include "sim/base/check.hpp"
#include "sim/base/digest.hpp"
#include "sim/scenario/faults.hpp"
#include "sim/scenario/include.hpp"
#include "sim/scenario/latency.hpp"
#include "sim/scenario/override.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/resolve.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/systems.hpp"

namespace bicoastal {

namespace {

void erase_at(Node& document, std::string_view pointer) {
  Node* group = &document;
  while (group != nullptr) {
    const std::size_t end = pointer.find('/', 1);
    const std::string_view key = pointer.substr(1, end == std::string_view::npos ? end : end - 1);
    if (end == std::string_view::npos) return group->is_object() ? group->erase(key) : void();
    group = group->find(key);
    pointer.remove_prefix(end);
  }
}

/// From a merged document to a Scenario.
Result<Scenario> finish(Node document, const std::string& file, bool files_allowed, const LoadOptions& options,
                        Faults& faults) {
  expand_systems(document, faults);
  check_schema(document, faults);
  if (!document.is_object() || faults.full()) return faults.take();
  embed_latency_files(document, files_allowed, faults);
  document.erase("$schema");  // says where an editor finds the schema, and nothing about the scenario
  Node stored = document;
  apply_defaults(document);
  Scenario scenario = resolve(View(&document, ""), options, faults);
  if (!faults.empty()) return faults.take();
  for (const std::string& pointer : faults.left_out()) erase_at(stored, pointer);
  const std::string text = canonical_text(stored);
  scenario.file = file;
  scenario.hash = to_hex(hash_bytes(text.data(), text.size())).substr(0, 16);
  scenario.document = text;
  return scenario;
}

}  // namespace

struct ScenarioSource::State {
  std::string file;
  Node document;
  Faults faults;  // of reading; they do not keep the document from being looked at
};

Result<ScenarioSource> ScenarioSource::read(const std::string& file) {
  Faults faults;
  auto document = load_with_includes(file, faults);
  if (!document) return faults.take();
  return ScenarioSource(std::make_shared<const State>(State{file, std::move(*document), std::move(faults)}));
}

const std::string& ScenarioSource::file() const { return state_->file; }
std::string ScenarioSource::document() const { return canonical_text(state_->document); }

Result<Scenario> ScenarioSource::make(const std::vector<Override>& overrides, std::optional<std::uint64_t> seed,
                                      const LoadOptions& options) const {
  Node document = state_->document;
  Faults faults = state_->faults;
  if (!overrides.empty()) {
    const std::uint16_t source = faults.add_source("--set");
    for (const Override& override : overrides) apply_override(document, override, source, faults);
    if (const Node* include = document.find("include"))
      faults.add("E502", include->place, "/include", "includes are read before values are set");
  }
  if (seed && document.is_object()) {
    Node node;
    node.kind = Node::Kind::integer;
    node.magnitude = *seed;
    node.number = static_cast<double>(*seed);
    node.place = {faults.add_source("--seed"), 0};
    document.put("seed", std::move(node));
  }
  return finish(std::move(document), state_->file, true, options, faults);
}

Result<Scenario> load_scenario(const std::string& file, const std::vector<Override>& overrides,
                               std::optional<std::uint64_t> seed, const LoadOptions& options) {
  const Result<ScenarioSource> source = ScenarioSource::read(file);
  if (!source) return source.faults();
  return source->make(overrides, seed, options);
}

std::string essence_of(const Scenario& scenario) {
  Faults faults;
  auto document = parse_json(scenario.document, faults.add_source(scenario.file), faults);
  BC_CHECK(document.has_value());
  document->erase("seed");
  document->erase("expect");
  return canonical_text(*document);
}

Result<Scenario> parse_scenario(std::string_view text, const std::string& name, const LoadOptions& options) {
  Faults faults;
  const std::uint16_t source = faults.add_source(name);
  auto document = parse_json(text, source, faults);
  if (!document) return faults.take();
  if (const Node* include = document->find("include"))
    faults.add("E513", include->place, "/include", "a document in memory cannot refer to a file");
  document->erase("include");
  return finish(std::move(*document), name, false, options, faults);
}

}  // namespace bicoastal
