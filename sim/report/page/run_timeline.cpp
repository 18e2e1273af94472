// What happened when: spans in lanes, and under them the series that users and regions had, on one axis of time.
#include "sim/report/numbers.hpp"
#include "sim/report/page/run_sections.hpp"
#include "sim/report/page/run_series.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, kLanes> kLaneNames{"faults", "detection", "roles", "changes", "services"};
constexpr std::size_t kShownALane = 300;

/// The replica that a happening begins with; nothing where it is about none.
const Replica* replica_in(const Scenario& s, const Happening& h) {
  const std::size_t blank = h.text.find(' ');
  if (!h.region.has_value() || blank == std::string::npos) return nullptr;
  const auto found = std::ranges::find(s.replicas, std::string_view(h.text).substr(0, blank), &Replica::name);
  return found == s.replicas.end() ? nullptr : &*found;
}

/// What is said of a replica, without its name; empty where it is said of none.
std::string_view said_of_replica(const Scenario& s, const Happening& h) {
  return replica_in(s, h) == nullptr ? std::string_view() : std::string_view(h.text).substr(h.text.find(' ') + 1);
}

/// That nothing answers where a machine may come one day is no news.
bool is_about_room(const Scenario& s, const Happening& h) {
  const Replica* replica = h.lane == Lane::detection ? replica_in(s, h) : nullptr;
  return replica != nullptr && is_mere_room(s, ReplicaId(static_cast<std::size_t>(replica - s.replicas.data())));
}

struct Listed {
  std::array<std::vector<const Happening*>, kLanes> lanes;
  std::size_t left_out = 0;
};

Listed listed(const Scenario& s, const Timeline& timeline) {
  Listed all;
  for (const Happening& h : timeline.happenings()) {
    if (is_about_room(s, h)) continue;
    auto& lane = all.lanes[static_cast<std::size_t>(h.lane)];
    if (lane.size() < kShownALane)
      lane.push_back(&h);
    else
      ++all.left_out;
  }
  return all;
}

/// To the millisecond.
double seconds_of(Time t) { return static_cast<double>(t.ns / 1'000'000) / 1e3; }

/// As they are drawn: replicas of a region to which the same happens at overlapping times are one span.
std::vector<Happening> drawn(const Scenario& s, const std::vector<const Happening*>& lane) {
  struct Group {
    std::size_t at = 0, count = 1;
    std::string_view said, first;
  };
  std::vector<Happening> spans;
  std::vector<Group> groups;
  for (const Happening* h : lane) {
    const std::string_view said = h->moment() ? std::string_view() : said_of_replica(s, *h);
    const auto same = std::ranges::find_if(groups, [&](const Group& g) {
      return !said.empty() && g.said == said && spans[g.at].region == h->region && h->from <= spans[g.at].to;
    });
    if (same != groups.end()) {
      Happening& span = spans[same->at];
      span.to = std::max(span.to, h->to);
      span.text = fmt::format("{} and {} more: {}", same->first, same->count++, said);
      continue;
    }
    if (!said.empty())
      groups.push_back({spans.size(), 1, said, std::string_view(h->text).substr(0, h->text.find(' '))});
    spans.push_back(*h);
  }
  return spans;
}

Json lanes_json(const Scenario& s, const Listed& all, double end_s) {
  Json lanes = Json::array();
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    if (all.lanes[lane].empty()) continue;
    Json spans = Json::array();
    for (const Happening& h : drawn(s, all.lanes[lane]))
      spans.push_back({{"from", seconds_of(h.from)},
                       {"to", h.to == Time::max() ? std::max(end_s, seconds_of(h.from)) : seconds_of(h.to)},
                       {"open", h.to == Time::max()},
                       {"good", h.good},
                       {"text", h.text}});
    lanes.push_back({{"name", kLaneNames[lane]}, {"spans", std::move(spans)}});
  }
  return lanes;
}

using Align = MarkupTable::Align;

/// The lanes as a table, for those who cannot see them.
Markup events_table(const Listed& all) {
  MarkupTable table("Everything in the lanes, in order of time",
                    {{"from"}, {"until"}, {"", Align::left}, {"what", Align::left}});
  std::vector<const Happening*> rows;
  for (const auto& lane : all.lanes) rows.insert(rows.end(), lane.begin(), lane.end());
  std::ranges::stable_sort(rows, {}, [](const Happening* h) { return h->from; });
  for (const Happening* h : rows) {
    const std::string until = h->moment() ? "" : h->to == Time::max() ? "the end" : show_span(h->to);
    table.add({show_span(h->from), until, kLaneNames[static_cast<std::size_t>(h->lane)], h->text});
  }
  return table.markup();
}

/// Four digits suffice for a picture, and keep the file small.
Json rounded(std::optional<double> value) {
  if (!value) return nullptr;
  if (*value == 0) return 0;
  const double unit = std::pow(10.0, std::floor(std::log10(std::abs(*value))) - 3);
  return std::round(*value / unit) * unit;
}

Json chart_json(const SeriesChart& chart, const std::vector<double>& times) {
  Json lines = Json::array(), values = Json::array();
  for (const SeriesChart::Line& line : chart.lines) {
    lines.push_back({{"name", line.name}, {"colour", line.colour}, {"thin", line.thin}});
    Json one = Json::array();
    for (std::size_t i = 0; i < times.size(); ++i) one.push_back(rounded(line.values[i]));
    values.push_back(std::move(one));
  }
  return {{"title", chart.title},
          {"unit", chart.unit},
          {"scale", chart.scale == SeriesChart::Scale::logarithmic ? "log"
                    : chart.scale == SeriesChart::Scale::of_whole  ? "whole"
                                                                   : "linear"},
          {"lines", std::move(lines)},
          {"values", std::move(values)}};
}

/// Where a chart is at its worst, in words.
std::string worst_text(const SeriesChart& chart, const std::vector<double>& times) {
  const bool least = chart.scale == SeriesChart::Scale::of_whole;
  const SeriesChart::Line* worst = nullptr;
  std::size_t where = 0;
  for (const SeriesChart::Line& line : chart.lines)
    for (std::size_t i = 0; i < line.values.size(); ++i) {
      if (!line.values[i]) continue;
      if (worst != nullptr &&
          (least ? *line.values[i] >= *worst->values[where] : *line.values[i] <= *worst->values[where]))
        continue;
      worst = &line;
      where = i;
    }
  if (worst == nullptr) return {};
  const double value = *worst->values[where];
  const std::string shown = chart.unit == "share" ? show_share(value)
                            : chart.unit == "s"   ? show_seconds(value)
                            : chart.unit == "1/s" ? show_rate(value) + "/s"
                                                  : show_amount(std::round(value));
  return fmt::format("{} {}: {}, at {}", least ? "Least" : "Most", shown, worst->name, show_seconds(times[where]));
}

}  // namespace

Markup timeline_section(const RunPage& page, Json& data) {
  const RunReport& r = page.report;
  const Listed all = listed(r.scenario, page.timeline);
  const RunSeries series = series_of(r, page.timeline);
  const double end_s = std::max(r.analysis.end_s, series.times.empty() ? 0 : series.times.back());
  data["end"] = end_s;
  data["warmup"] = r.scenario.warmup.in_seconds();
  data["lanes"] = lanes_json(r.scenario, all, end_s);
  data["times"] = series.times;
  data["series"] = Json::array();
  Markup figures;
  for (const SeriesChart& chart : series.charts) {
    const std::string worst = worst_text(chart, series.times);
    figures += element("figure",
                       {{"data-series", fmt::format("{}", data["series"].size())},
                        {"role", "group"},
                        {"aria-label", fmt::format("{}. {}", chart.title, worst)}},
                       element("figcaption", Markup(chart.title) + element("small", chart.about)) +
                           element("div", {{"class", "keys"}}) + element("div", {{"class", "plot"}}) +
                           element("p", {{"class", "note"}}, worst));
    data["series"].push_back(chart_json(chart, series.times));
  }
  std::string note = fmt::format("A point of a curve stands for {}{}.", show_seconds(series.step_s),
                                 series.windows_a_step > 1 ? ", at its worst" : "");
  if (series.left_out > 0) note += fmt::format(" The {} regions with fewest users are not drawn.", series.left_out);
  if (all.left_out > 0) note += fmt::format(" Of what happened {} events are not shown.", all.left_out);
  Markup made = element("h2", "What happened when") +
                element("p", {{"class", "note screen"}},
                        "Drag over a chart to look closer, double-click to see all again; all charts move together.");
  if (!data["lanes"].empty())
    made += element("figure", element("div", {{"id", "lanes"}})) +
            element("details", element("summary", "The same as a table") + events_table(all));
  return made + element("p", {{"class", "note picture"}}, note) + figures;
}

}  // namespace bicoastal
