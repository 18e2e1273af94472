#include "sim/scenario/latency.hpp"

#include "sim/base/check.hpp"
#include "sim/scenario/csv.hpp"
#include "sim/scenario/embedded.hpp"
#include "sim/scenario/include.hpp"
#include "sim/scenario/source_file.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace bicoastal {

namespace {

double to_double(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  BC_CHECK(error == std::errc() && end == text.data() + text.size());
  return value;
}

std::vector<double> nanoseconds(const RoundTrips& table) {
  std::vector<double> out;
  out.reserve(table.ms.size());
  for (const std::optional<double>& ms : table.ms) out.push_back(ms ? *ms * 1e6 : -1);
  return out;
}

RoundTrips embedded_round_trips(const std::string& name) {
  const auto text = embedded_file("latency/" + name + ".csv");
  BC_CHECK(text.has_value());
  const auto parsed = parse_round_trips(*text);
  BC_CHECK(std::holds_alternative<RoundTrips>(parsed));
  return std::get<RoundTrips>(parsed);
}

/// Matrix of times as one row-major vector in ns; empty, and a fault, where it is not `places` by `places`.
std::vector<double> matrix(const View& rows, std::size_t places, double factor, Faults& faults) {
  std::vector<double> out;
  if (rows.size() != places)
    faults.add("E307", rows.place(), rows.pointer(), fmt::format("{} rows for {} places", rows.size(), places));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const View row = rows[i];
    if (row.size() != places)
      faults.add("E307", row.place(), row.pointer(), fmt::format("{} columns for {} places", row.size(), places));
    for (std::size_t j = 0; j < row.size(); ++j)
      out.push_back(row[j].is_text() ? static_cast<double>(row[j].time().ns) * factor : -1);
  }
  if (out.size() != places * places) out.clear();
  return out;
}

Node table_node(const RoundTrips& table, Place place) {
  Node rows;
  rows.kind = Node::Kind::array;
  rows.place = place;
  for (std::size_t i = 0; i < table.places.size(); ++i) {
    Node row;
    row.kind = Node::Kind::array;
    row.place = place;
    for (std::size_t j = 0; j < table.places.size(); ++j) {
      const std::optional<double>& ms = table.ms[i * table.places.size() + j];
      Node& cell = row.items.emplace_back();
      cell.place = place;
      if (ms) cell = text_node(fmt::format("{} ms", *ms), place);
    }
    rows.items.push_back(std::move(row));
  }
  return rows;
}

std::optional<RoundTrips> read_table(const View& reference, Faults& faults) {
  const Reference asked{reference.place(), reference.pointer()};
  const std::string path = relative_to(faults.source_name(asked.place.source), reference.text());
  const auto text = read_source(path, asked, faults);
  if (!text) return std::nullopt;
  const std::uint16_t source = faults.add_source(path);
  if (!check_utf8(*text, source, faults)) return std::nullopt;
  auto parsed = parse_round_trips(*text);
  if (const auto* fault = std::get_if<CsvFault>(&parsed)) {
    faults.add("E121", {source, fault->line}, "", fault->message);
    return std::nullopt;
  }
  return std::get<RoundTrips>(std::move(parsed));
}

}  // namespace

std::optional<GeoPoint> known_location(std::string_view place) {
  static const std::map<std::string, GeoPoint, std::less<>> kPlaces = [] {
    std::map<std::string, GeoPoint, std::less<>> places;
    for (const CsvRow& row : parse_csv(embedded_file("latency/places.csv").value())) {
      if (row.line == 1) continue;  // provider, name, city, latitude, longitude
      BC_CHECK(row.cells.size() == 5);
      places[std::string(row.cells[1])] = {to_double(row.cells[3]), to_double(row.cells[4])};
    }
    return places;
  }();
  const auto found = kPlaces.find(place);
  return found == kPlaces.end() ? std::nullopt : std::optional(found->second);
}

LatencyTable::LatencyTable(std::vector<std::string> places, std::vector<double> p50, std::vector<double> p90,
                           std::vector<double> p99)
    : places_(std::move(places)), p50_(std::move(p50)), p90_(std::move(p90)), p99_(std::move(p99)) {
  for (std::size_t i = 0; i < places_.size(); ++i) index_.emplace(places_[i], i);
}

std::optional<PathDelay> LatencyTable::one_way(std::string_view from, std::string_view to, bool jitter) const {
  const auto row = index_.find(std::string(from)), column = index_.find(std::string(to));
  if (row == index_.end() || column == index_.end()) return std::nullopt;
  const std::size_t cell = row->second * places_.size() + column->second;
  if (p50_[cell] < 0) return std::nullopt;
  PathDelay path;
  path.base = Time(std::llround(p50_[cell] / 2));
  if (!jitter || !has_percentiles() || p90_[cell] < 0 || p99_[cell] < 0) return path;
  // Percentiles measured apart may cross by a little; an excess below zero would mean nothing.
  const double excess_p90 = std::max(0.0, p90_[cell] - p50_[cell]);
  path.excess_p90 = Time(std::llround(excess_p90));
  path.excess_p99 = Time(std::llround(std::max(excess_p90, p99_[cell] - p50_[cell])));
  return path;
}

LatencyTable preset_table(std::string_view name) {
  const auto* preset = std::ranges::find(kLatencyPresets, name, &LatencyPreset::name);
  BC_CHECK(preset != kLatencyPresets.end());
  const RoundTrips p50 = embedded_round_trips(std::string(name));
  std::vector<double> p90, p99;
  if (preset->has_percentiles) {
    p90 = nanoseconds(embedded_round_trips(std::string(name) + "-p90"));
    p99 = nanoseconds(embedded_round_trips(std::string(name) + "-p99"));
  }
  return {p50.places, nanoseconds(p50), std::move(p90), std::move(p99)};
}

std::optional<LatencyTable> inline_table(const View& latency, Faults& faults) {
  const std::size_t before = faults.size();
  std::vector<std::string> places;
  for (std::size_t i = 0; i < latency["places"].size(); ++i) {
    places.push_back(latency["places"][i].text());
    if (std::ranges::count(places, places.back()) > 1)
      faults.add("E304", latency["places"][i].place(), latency["places"][i].pointer(),
                 fmt::format("{} stands twice in this table", in_quotes(places.back())));
  }
  const bool one_way = latency["one_way"].exists();
  std::vector<double> p50 = matrix(latency[one_way ? "one_way" : "rtt"], places.size(), one_way ? 2 : 1, faults);
  std::vector<double> p90, p99;
  if (latency["p90"].exists()) p90 = matrix(latency["p90"], places.size(), 1, faults);
  if (latency["p99"].exists()) p99 = matrix(latency["p99"], places.size(), 1, faults);
  if (faults.size() > before || p50.empty() || p90.size() != p99.size()) return std::nullopt;
  return LatencyTable(std::move(places), std::move(p50), std::move(p90), std::move(p99));
}

void embed_latency_files(Node& document, bool files_allowed, Faults& faults) {
  Node* network = document.find("network");
  Node* latency = network ? network->find("latency") : nullptr;
  if (!latency || !latency->is_object() || !latency->find("file")) return;
  const View view(latency, "/network/latency");
  if (!files_allowed) {
    faults.add("E513", view["file"].place(), view["file"].pointer(), "a document in memory cannot refer to a file");
    return;
  }
  if (faults.any_under(view.pointer())) return;
  const auto p50 = read_table(view["file"], faults);
  if (!p50) return;
  Node places;
  places.kind = Node::Kind::array;
  places.place = latency->place;
  for (const std::string& place : p50->places) places.items.push_back(text_node(place, latency->place));
  Node table;
  table.kind = Node::Kind::object;
  table.place = latency->place;
  table.put("places", std::move(places));
  table.put("rtt", table_node(*p50, latency->place));
  for (const auto& [file, key] : {std::pair{"p90_file", "p90"}, std::pair{"p99_file", "p99"}}) {
    if (!view[file].exists()) continue;
    const auto percentile = read_table(view[file], faults);
    if (!percentile) continue;
    if (percentile->places != p50->places)
      faults.add("E307", view[file].place(), view[file].pointer(), "names other places than the table of medians");
    table.put(key, table_node(*percentile, latency->place));
  }
  *latency = std::move(table);
}

}  // namespace bicoastal
