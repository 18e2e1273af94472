#include "sim/report/policy_comparison.hpp"

#include "sim/base/anomaly_names.hpp"
#include "sim/base/check.hpp"
#include "sim/report/json_fields.hpp"
#include "sim/report/numbers.hpp"
#include "sim/report/page.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kPoliciesInATable = 5;
constexpr std::size_t kFatesInATable = 3;
constexpr std::size_t kPolicyWidth = 24;

/// Shown though all policies agree: what people choose a policy by.
constexpr std::array<std::string_view, 7> kAlwaysShown{"availability", "latency.write.p50", "latency.write.p99",
                                                       "stale_share",  "conflicts",         "discarded_writes",
                                                       "lost_writes"};

/// What is not told is no difference to 0: most counts are of what a policy cannot do, or of data that are not there.
bool all_alike(const PolicyComparison& c, std::size_t measure) {
  return std::ranges::all_of(c.policies, [&](const ComparedPolicy& policy) {
    return policy.mean[measure].value_or(0) == c.policies.front().mean[measure].value_or(0);
  });
}

bool worth_a_row(const PolicyComparison& c, std::size_t measure) {
  const Measure& m = c.measures[measure];
  if (!m.of.empty()) return false;
  return std::ranges::find(kAlwaysShown, m.metric) != kAlwaysShown.end() || !all_alike(c, measure);
}

std::string in_words(AnomalyKind kind) {
  std::string words(anomaly_name(kind));
  std::ranges::replace(words, '_', ' ');
  return words;
}

void write_measures(Page& page, const PolicyComparison& c, std::size_t from, std::size_t to) {
  std::vector<TextTable::Column> columns{{"", TextTable::Align::left}};
  for (std::size_t p = from; p < to; ++p) columns.push_back({printable(c.policies[p].name, kPolicyWidth)});
  TextTable table(std::move(columns));
  for (std::size_t m = 0; m < c.measures.size(); ++m) {
    if (!worth_a_row(c, m)) continue;
    std::vector<TextCell> row{{c.measures[m].metric}};
    for (std::size_t p = from; p < to; ++p) {
      const std::optional<double>& mean = c.policies[p].mean[m];
      row.push_back({mean ? show_value(*mean, c.measures[m].unit) : "-"});
    }
    table.add(std::move(row));
  }
  page.table(table);
}

TextCell fate_cell(const ComparedPolicy& policy, AnomalyKind kind) {
  const auto fate = std::ranges::find(policy.fates, kind, &Fate::kind);
  if (fate == policy.fates.end() || fate->vanish + fate->fresh == 0) return {"as before", Tone::faint};
  std::string text;
  if (fate->vanish > 0)
    text = fate->vanish == fate->before ? "all vanish" : fmt::format("{} vanish", show_count(fate->vanish));
  if (fate->fresh > 0) text += fmt::format("{}{} new", text.empty() ? "" : ", ", show_count(fate->fresh));
  return {text, fate->after < fate->before ? Tone::good : fate->after > fate->before ? Tone::bad : Tone::unsure};
}

/// Kinds that any run has, in their order, with their number under the first policy.
std::vector<std::pair<AnomalyKind, std::uint64_t>> kinds_seen(const PolicyComparison& c) {
  std::vector<std::pair<AnomalyKind, std::uint64_t>> kinds;
  for (const ComparedPolicy& policy : c.policies)
    for (const Fate& fate : policy.fates) kinds.emplace_back(fate.kind, fate.before);
  std::ranges::sort(kinds);
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  return kinds;
}

void write_fates(Page& page, const PolicyComparison& c, std::size_t from, std::size_t to) {
  std::vector<TextTable::Column> columns{{"", TextTable::Align::left}, {printable(c.policies[0].name, kPolicyWidth)}};
  for (std::size_t p = from; p < to; ++p) columns.push_back({printable(c.policies[p].name, kPolicyWidth)});
  TextTable table(std::move(columns));
  for (const auto& [kind, before] : kinds_seen(c)) {
    std::vector<TextCell> row{{in_words(kind)}, {show_count(before)}};
    for (std::size_t p = from; p < to; ++p) row.push_back(fate_cell(c.policies[p], kind));
    table.add(std::move(row));
  }
  page.table(table);
}

std::string seeds_text(const PolicyComparison& c) {
  return c.seeds.size() == 1 ? fmt::format("seed {}", c.seeds.front())
                             : fmt::format("seeds {} to {}, means", c.seeds.front(), c.seeds.back());
}

}  // namespace

std::string policy_comparison_text(const PolicyComparison& c, Ink ink) {
  BC_CHECK(c.policies.size() >= 2);
  TextPage page(ink);
  page.line(fmt::format("{}  ({})", printable(c.scenario, 60), printable(c.file, 60)), Tone::strong);
  page.line(fmt::format("{} on the same users, {}", counted(c.policies.size(), "conflict policy", "conflict policies"),
                        seeds_text(c)),
            Tone::faint);
  page.heading("Measures", "those that are the same under all of them left out, but for the best known");
  for (std::size_t from = 0; from < c.policies.size(); from += kPoliciesInATable) {
    if (from > 0) page.line("");
    write_measures(page, c, from, std::min(from + kPoliciesInATable, c.policies.size()));
  }
  page.heading(fmt::format("Operations that met an anomaly under {}, one by one", printable(c.policies[0].name, 40)),
               "");
  if (kinds_seen(c).empty()) page.line("None, under any of them.", Tone::plain, 2);
  for (std::size_t from = 1; from < c.policies.size() && !kinds_seen(c).empty(); from += kFatesInATable) {
    if (from > 1) page.line("");
    write_fates(page, c, from, std::min(from + kFatesInATable, c.policies.size()));
  }
  page.line("");
  for (const ComparedPolicy& policy : c.policies)
    if (!policy.dropped.empty())
      page.line(fmt::format("{}: {} of the scenario's rule left out, without effect under it", policy.name,
                            fmt::join(policy.dropped, ", ")),
                Tone::faint);
  page.line("Vanish: the same operation, on the same seed, does not meet it. New: it did not meet it before.",
            Tone::faint);
  return page.text();
}

std::string policy_comparison_json(const PolicyComparison& c) {
  Json document = {
      {"format", 1}, {"file", c.file}, {"scenario", c.scenario}, {"seeds", c.seeds}, {"policies", Json::array()}};
  for (const ComparedPolicy& policy : c.policies) {
    Json measures = Json::array(), anomalies = Json::array();
    for (std::size_t m = 0; m < c.measures.size(); ++m)
      measures.push_back({{"metric", c.measures[m].metric},
                          {"of", c.measures[m].of.empty() ? Json() : Json(c.measures[m].of)},
                          {"unit", unit_name(c.measures[m].unit)},
                          {"mean", policy.mean[m] ? Json(*policy.mean[m]) : Json()}});
    for (const Fate& fate : policy.fates)
      anomalies.push_back({{"kind", anomaly_name(fate.kind)},
                           {"before", fate.before},
                           {"after", fate.after},
                           {"vanish", fate.vanish},
                           {"new", fate.fresh}});
    document["policies"].push_back({{"name", policy.name},
                                    {"dropped", policy.dropped},
                                    {"digests", policy.digests},
                                    {"measures", std::move(measures)},
                                    {"anomalies", std::move(anomalies)}});
  }
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bicoastal
