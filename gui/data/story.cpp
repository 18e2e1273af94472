#include "gui/data/story.hpp"

#include "sim/report/stored_figures.hpp"
#include "sim/report/stored_witness.hpp"
#include "sim/report/witness_diagram.hpp"
#include "sim/report/witness_text.hpp"

#include <algorithm>

namespace bicoastal::gui {

namespace {

std::string in_words(const Diagnostics& faults) { return faults.empty() ? std::string() : to_string(faults.front()); }

/// Values of a key over time, from what leader stores accepted and received.
std::vector<KeyLife> life_of(const RunFile& file, const Scenario& scenario, KeyId key) {
  std::vector<KeyLife> lives(scenario.regions.size());
  for (std::size_t r = 0; r < lives.size(); ++r) lives[r].store = StoreId(r);
  const KeyId keys[] = {key};
  const auto records = file.records_of(keys);
  if (!records) return {};
  const auto put = [&](StoreId store, Time at, VersionId version) {
    if (store.index() < lives.size()) lives[store.index()].values.push_back({at.in_seconds(), version});
  };
  for (const Record& record : *records) {
    if (record.type == RecordType::accept) {
      const auto accept = record.as<AcceptRecord>();
      if (accept.shadowed == 0) put(accept.store, accept.time, accept.version);
    } else if (record.type == RecordType::apply) {
      const auto apply = record.as<ApplyRecord>();
      if (apply.result != ApplyResult::superseded) put(apply.store, apply.time, apply.version);
    }
  }
  for (KeyLife& life : lives)
    std::stable_sort(life.values.begin(), life.values.end(),
                     [](const KeyLife::Value& a, const KeyLife::Value& b) { return a.from_s < b.from_s; });
  std::erase_if(lives, [](const KeyLife& life) { return life.values.empty(); });
  return lives;
}

}  // namespace

Story story_of(const RunView& run, std::size_t number) {
  const Anomaly& anomaly = run.anomalies[number];
  Story story;
  story.anomaly = number;
  story.at_s = anomaly.time.in_seconds();
  const auto file = RunFile::open(run.path);
  if (!file) {
    story.trouble = in_words(file.faults());
    return story;
  }
  const auto figures = figures_in(run.meta.summary, run.scenario);
  const auto witness = stored_witness(
      *file, run.scenario, figures ? std::span<const Time>(figures->usual_lags) : std::span<const Time>(), anomaly);
  if (!witness) {
    story.trouble = in_words(witness.faults());
    return story;
  }
  story.title = title_of(*witness);
  story.what = what_happened(*witness, run.scenario);
  story.why = why_it_happened(*witness, run.scenario);
  story.life = life_of(*file, run.scenario, anomaly.key);
  for (const WitnessOp& op : witness->ops)
    if (op.kind == OpKind::write && op.name != 0) story.named.emplace_back(op.version, std::string(1, op.name));
  story.from_s = story.to_s = story.at_s;
  const auto reach = [&](Time at) {
    if (at == Time::max()) return;
    story.from_s = std::min(story.from_s, at.in_seconds());
    story.to_s = std::max(story.to_s, at.in_seconds());
  };
  for (const WitnessOp& op : witness->ops) {
    reach(op.invoked);
    reach(op.accepted);
    reach(op.ended);
  }
  for (const WitnessEvent& event : witness->events) reach(event.at);
  if (witness->ops.empty()) {
    story.trouble = run.meta.keep == Keep::sample
                        ? "This run file is a sample and does not hold the operations of this anomaly."
                        : "The run file does not hold the operations of this anomaly.";
  } else {
    story.diagram = std::make_unique<SequenceDiagram>(diagram_of(*witness, run.scenario, Glyphs::unicode));
  }
  return story;
}

}  // namespace bicoastal::gui
