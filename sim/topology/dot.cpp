#include "sim/topology/explain.hpp"
#include "sim/topology/explain_sections.hpp"
#include "sim/topology/weak_points.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

namespace {

std::size_t replicas_there(const Scenario& s, const Zone& zone) {
  return static_cast<std::size_t>(
      std::count_if(zone.replicas.begin(), zone.replicas.end(), [&](ReplicaId r) { return !is_mere_room(s, r); }));
}

/// Beyond so many regions one is a single node, in its place on the map where that is known: the insides would be as
/// small as the links between them are many.
constexpr std::size_t kDrawnInside = 8;
constexpr std::size_t kLabelledLinks = 40;  // beyond, the label of a link is its tooltip

constexpr const char* kHead =
    "  fontname=\"Helvetica\"; labelloc=t; fontsize=18; {}\n"
    "  node [fontname=\"Helvetica\", fontsize=11, style=filled, fillcolor=white];\n"
    "  edge [fontname=\"Helvetica\", fontsize=10, color=\"#666666\"];\n";
constexpr const char* kUsed = "#c0392b";
constexpr const char* kUnused = "#aaaaaa";

/// A string of Graphviz's, several lines in it.
std::string quoted(const std::vector<std::string>& lines) {
  std::string result = "\"";
  for (const std::string& line : lines) {
    if (result.size() > 1) result += "\\n";
    for (const char c : line) {
      if (c == '"' || c == '\\') result += '\\';
      result += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
    }
  }
  return result + '"';
}

bool is_primary(const Scenario& s, std::size_t region) {
  return s.data.writes == WritePattern::global && s.data.primary.index() == region;
}

std::string primary_style(const Scenario& s, std::size_t region, const char* otherwise) {
  return is_primary(s, region) ? "penwidth=3, fillcolor=\"#ffe2b8\"" : fmt::format("fillcolor=\"{}\"", otherwise);
}

std::string inside(const Scenario& s, std::size_t r) {
  std::string text = fmt::format(
      "  subgraph cluster_{0} {{\n"
      "    label={1}; labeljust=l; fontsize=14; style=rounded; color=\"#4a6fa5\"; bgcolor=\"#f4f7fb\";\n"
      "    balancer_{0} [label=\"balancer\", shape=hexagon];\n",
      r, quoted({s.regions[r].name}));
  const auto label = is_primary(s, r) ? quoted({"leader", "primary"}) : quoted({"leader"});
  text += fmt::format("    store_{} [label={}, shape=cylinder, {}];\n", r, label, primary_style(s, r, "white"));
  for (const ZoneId zone : s.regions[r].zones) {
    const Zone& what = s.zones[zone.index()];
    text +=
        fmt::format("    zone_{0} [label={1}, shape=box];\n    balancer_{2} -> zone_{0};\n    zone_{0} -> store_{2};\n",
                    zone.index(), quoted({what.name, written::count(replicas_there(s, what), "replica")}), r);
  }
  for (std::size_t i = s.regions.size(); i < s.stores.size(); ++i)
    if (s.stores[i].region.index() == r)
      text += fmt::format("    store_{0} [label={1}, shape=cylinder];\n    store_{2} -> store_{0} [style=dashed];\n", i,
                          quoted({"read copy", s.zones[s.stores[i].zone.index()].name}), r);
  return text + "  }\n";
}

/// A region as one node; `spread` points to a degree.
std::string outside(const Subject& subject, std::size_t r, bool on_map) {
  constexpr double kPointsPerDegree = 9;
  const Scenario& s = subject.scenario;
  std::size_t replicas = 0;
  for (const ZoneId zone : s.regions[r].zones) replicas += replicas_there(s, s.zones[zone.index()]);
  std::vector<std::string> label{s.regions[r].name, written::count(s.regions[r].zones.size(), "zone") + ", " +
                                                        written::count(replicas, "replica")};
  if (is_primary(s, r)) label.push_back("primary");
  std::uint64_t sessions = 0;
  for (std::size_t p = 0; p < s.clients.size(); ++p)
    if (subject.calm.asked[p].front().region.index() == r) sessions += s.clients[p].sessions;
  if (sessions > 0) label.push_back(written::count(sessions, "session"));
  const std::string place =
      on_map ? fmt::format(", pos=\"{:.0f},{:.0f}!\"", s.regions[r].location->longitude * kPointsPerDegree,
                           s.regions[r].location->latitude * kPointsPerDegree)
             : "";
  return fmt::format("  store_{} [label={}, shape=box, {}{}];\n", r, quoted(label), primary_style(s, r, "#f4f7fb"),
                     place);
}

std::string link_edge(const Scenario& s, std::size_t link, bool used, bool inside_drawn) {
  const Link &there = s.network.links[2 * link], &back = s.network.links[2 * link + 1];
  std::string width = written::bandwidth(there.bandwidth);
  if (there.bandwidth != back.bandwidth) width += " / " + written::bandwidth(back.bandwidth);
  std::vector<std::string> label{written::span(there.delay.base + back.delay.base), width};
  if (!used) label.push_back("unused");
  const bool labelled = s.network.links.size() / 2 <= kLabelledLinks;
  if (!labelled) label.insert(label.begin(), part_name(s, {Part::Kind::link, link}));
  return fmt::format("  store_{} -> store_{} [{}, color=\"{}\", penwidth={}, {}={}];\n", there.from.index(),
                     there.to.index(), inside_drawn ? "dir=both, constraint=false" : "dir=none", used ? kUsed : kUnused,
                     labelled ? "2"
                     : used   ? "0.6"
                              : "0.3",
                     labelled ? "label" : "edgetooltip", quoted(label));
}

std::string users(const Subject& subject, std::size_t p) {
  const Population& population = subject.scenario.clients[p];
  std::string text =
      fmt::format("  users_{} [label={}, shape=ellipse, fillcolor=\"#e8f5e9\"];\n", p,
                  quoted({fmt::format("users {}", population.name), written::count(population.sessions, "session")}));
  for (const AskedRegion& asked : subject.calm.asked[p])
    text +=
        fmt::format("  users_{} -> balancer_{} [label={}];\n", p, asked.region.index(),
                    quoted({fmt::format(" {}", written::span(population.to_region[asked.region.index()].base * 2))}));
  return text;
}

}  // namespace

std::string to_dot(const Scenario& s) {
  const Subject subject(s);
  const bool open = s.regions.size() <= kDrawnInside;
  const bool on_map =
      std::all_of(s.regions.begin(), s.regions.end(), [](const Region& r) { return r.location.has_value(); });
  std::string text = fmt::format("digraph bicoastal {{\n  label={};\n", quoted({s.name}));
  text += fmt::format(fmt::runtime(kHead),
                      open     ? "rankdir=TB; nodesep=0.4; ranksep=0.6;"
                      : on_map ? "layout=neato; overlap=prism; inputscale=72; splines=line; outputorder=edgesfirst;"
                               : "layout=circo; outputorder=edgesfirst;");
  for (std::size_t r = 0; r < s.regions.size(); ++r) text += open ? inside(s, r) : outside(subject, r, on_map);
  for (std::size_t p = 0; p < s.clients.size() && open; ++p) text += users(subject, p);
  const std::vector<std::size_t> idle = idle_links(s, subject.routes);
  for (std::size_t l = 0; l < s.network.links.size() / 2; ++l)
    text += link_edge(s, l, !std::binary_search(idle.begin(), idle.end(), l), open);
  return text + "}\n";
}

}  // namespace bicoastal
