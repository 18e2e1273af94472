#include "sim/report/comparison.hpp"

#include "sim/base/check.hpp"
#include "sim/report/numbers.hpp"
#include "sim/report/page.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kChangesShown = 8;
constexpr std::size_t kMeasureWidth = 36;

/// A difference carries its sign; of shares it is in percentage points, or in parts per million.
std::string difference_text(double difference, MetricUnit unit) {
  const std::string sign = difference > 0 ? "+" : "";
  if (unit != MetricUnit::share) return sign + show_value(difference, unit);
  const bool tiny = difference != 0 && std::abs(difference) < 1e-4;
  return sign + show_amount(difference * (tiny ? 1e6 : 100)) + (tiny ? " ppm" : " pp");
}

/// "-10.7 .. -9.68 ms": a unit that both ends have stands once.
std::string interval_text(const Interval& interval, MetricUnit unit) {
  std::string low = difference_text(interval.low, unit);
  const std::string high = difference_text(interval.high, unit);
  const std::size_t of_low = low.find(' '), of_high = high.find(' ');
  if (of_low != std::string::npos && of_high != std::string::npos && low.substr(of_low) == high.substr(of_high))
    low.erase(of_low);
  return low + " .. " + high;
}

std::string seeds_text(const Comparison& c) {
  if (c.seeds.empty()) return "no seeds";
  if (c.seeds.size() == 1) return fmt::format("seed {}", c.seeds.front());
  return fmt::format("seeds {} to {}", c.seeds.front(), c.seeds.back());
}

TextCell verdict_cell(const PairedDifference& d) {
  const auto distinguishable = d.distinguishable();
  if (d.pairs == 0) return {"not told on any seed by both", Tone::unsure};
  if (!distinguishable) return {"one pair only", Tone::faint};
  const std::string on = d.missing > 0 ? fmt::format(" ({} of {} seeds)", d.pairs, d.pairs + d.missing) : "";
  return *distinguishable ? TextCell{"different" + on, Tone::strong} : TextCell{"unclear" + on, Tone::faint};
}

std::vector<TextCell> row_of(const Measure& measure, const PairedDifference& d) {
  const auto value = [&](double x) { return d.pairs == 0 ? std::string("-") : show_value(x, measure.unit); };
  return {{printable(measure.name(), kMeasureWidth)},
          {value(d.mean_a)},
          {value(d.mean_b)},
          {d.pairs == 0 ? "-" : difference_text(d.difference, measure.unit)},
          {d.interval ? interval_text(*d.interval, measure.unit) : "-"},
          verdict_cell(d)};
}

void write_changes(Page& page, const Comparison& c) {
  std::vector<std::string> changes = document_changes(c.a.document, c.b.document);
  std::erase_if(changes, [](const std::string& change) {  // words, not the system
    return change.starts_with("/name:") || change.starts_with("/description:");
  });
  page.heading("What differs", changes.empty() ? "nothing: both are the same scenario" : "in the scenarios, A -> B");
  for (std::size_t i = 0; i < std::min(changes.size(), kChangesShown); ++i)
    page.line(printable(changes[i], 96), Tone::plain, 2);
  if (changes.size() > kChangesShown)
    page.line(fmt::format("and {} more: see --json", changes.size() - kChangesShown), Tone::faint, 2);
}

void write_caveats(Page& page, const Comparison& c) {
  page.line("");
  if (c.seeds.size() > 1)
    page.line(fmt::format("Interval: {} confidence, Student's t over {} paired seeds. Were nothing different, 1 row in "
                          "{:.0f} would still look so by chance. Unclear: the interval holds zero.",
                          show_share(c.confidence), c.seeds.size(), 1 / (1 - c.confidence)),
              Tone::faint);
  else
    page.line("One pair of runs: differences are of these runs only, and no interval can be given.", Tone::unsure);
  if (!c.same_seeds) page.line("The two runs have different seeds: their differences include luck.", Tone::unsure);
  for (const std::string& note : c.notes) page.line(note, Tone::unsure);
}

Json side_json(const ComparedSide& side) {
  return {{"file", side.file}, {"scenario", side.scenario}, {"digests", side.digests}};
}

Json measure_json(const Measure& measure, const PairedDifference& d) {
  const auto value = [&](double x) { return d.pairs == 0 ? Json() : Json(x); };
  const auto distinguishable = d.distinguishable();
  return {{"metric", measure.metric},
          {"of", measure.of.empty() ? Json() : Json(measure.of)},
          {"unit", unit_name(measure.unit)},
          {"pairs", d.pairs},
          {"missing", d.missing},
          {"mean_a", value(d.mean_a)},
          {"mean_b", value(d.mean_b)},
          {"difference", value(d.difference)},
          {"low", d.interval ? Json(d.interval->low) : Json()},
          {"high", d.interval ? Json(d.interval->high) : Json()},
          {"distinguishable", distinguishable ? Json(*distinguishable) : Json()},
          {"identical", d.identical}};
}

}  // namespace

std::vector<std::string> document_changes(const std::string& a, const std::string& b) {
  const Json from = Json::parse(a, nullptr, false), to = Json::parse(b, nullptr, false);
  if (from.is_discarded() || to.is_discarded()) return {};
  std::vector<std::string> changes;
  for (const Json& step : Json::diff(from, to)) {
    const Json::json_pointer path(step["path"].get<std::string>());
    const bool had = step["op"] != "add", has = step["op"] != "remove";
    changes.push_back(fmt::format("{}: {} -> {}", path.to_string().empty() ? "/" : path.to_string(),
                                  had ? from.at(path).dump() : "(not there)",
                                  has ? step["value"].dump() : "(not there)"));
  }
  return changes;
}

std::string comparison_text(const Comparison& c, Ink ink) {
  BC_CHECK(c.measures.size() == c.differences.size());
  TextPage page(ink);
  page.line(fmt::format("A  {}  ({})", printable(c.a.scenario, 60), printable(c.a.file, 60)), Tone::strong);
  page.line(fmt::format("B  {}  ({})", printable(c.b.scenario, 60), printable(c.b.file, 60)), Tone::strong);
  write_changes(page, c);
  TextTable table({{"", TextTable::Align::left}, {"A"}, {"B"}, {"B - A"}, {"interval"}, {"", TextTable::Align::left}});
  std::size_t shown = 0;
  for (std::size_t i = 0; i < c.measures.size(); ++i) {
    if (c.differences[i].identical) continue;
    table.add(row_of(c.measures[i], c.differences[i]));
    ++shown;
  }
  const std::size_t equal = c.measures.size() - shown;
  page.heading(fmt::format("Means over {}", seeds_text(c)), counted(equal, "measure") + " equal in both left out");
  if (shown > 0) page.table(table);
  if (shown == 0) page.line("Every measure is equal in both.", Tone::plain, 2);
  write_caveats(page, c);
  return page.text();
}

std::string comparison_json(const Comparison& c) {
  BC_CHECK(c.measures.size() == c.differences.size());
  Json document = {{"format", 1},
                   {"a", side_json(c.a)},
                   {"b", side_json(c.b)},
                   {"seeds", c.seeds},
                   {"same_seeds", c.same_seeds},
                   {"confidence", c.confidence},
                   {"changes", document_changes(c.a.document, c.b.document)},
                   {"measures", Json::array()},
                   {"notes", c.notes}};
  for (std::size_t i = 0; i < c.measures.size(); ++i)
    document["measures"].push_back(measure_json(c.measures[i], c.differences[i]));
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bicoastal
