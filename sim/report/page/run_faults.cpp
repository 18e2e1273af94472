#include "sim/report/numbers.hpp"
#include "sim/report/page/markup_page.hpp"
#include "sim/report/page/run_sections.hpp"
#include "sim/report/summary_sections.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

struct Piece {
  std::string_view name, kind;
  double seconds = 0;
};

/// The parts of an outage, one after another; what is left is until success was back and stayed.
std::vector<Piece> parts_of(const Rto& rto) {
  const double all = rto.total_s.value_or(rto.watched_s);
  std::vector<Piece> parts{{rto.noticed ? "detect" : "unnoticed", "p0", rto.detect_s},
                           {"decide", "p1", rto.decide_s},
                           {"promote", "p2", rto.promote_s},
                           {"redirect", "p3", rto.redirect_s}};
  double used = 0;
  for (Piece& part : parts) {
    part.seconds = std::clamp(part.seconds, 0.0, all - used);
    used += part.seconds;
  }
  parts.push_back({rto.total_s ? "until success is back" : "not over", rto.total_s ? "p4" : "p5", all - used});
  std::erase_if(parts, [](const Piece& part) { return part.seconds <= 0; });
  return parts;
}

bool is_deploy(const RunReport& r, const FaultFigures& f) {
  return std::holds_alternative<Deployed>(r.scenario.faults[f.fault.index()].what);
}

/// Where a bar of so many seconds ends: rounded, so that a page is the same on every machine.
std::string pixels(double value) { return fmt::format("{:.1f}", value); }

/// A bar of one length a second for all faults, so that they can be compared.
Markup bar(const Rto& rto, double longest) {
  constexpr double kWidth = 760, kHeight = 26;
  const double scale = kWidth / std::max(longest, 1e-9);
  Markup shapes, legend;
  std::string told;
  double at = 0;
  for (const Piece& part : parts_of(rto)) {
    const double width = part.seconds * scale;
    const std::string words = fmt::format("{} {}", part.name, show_seconds(part.seconds));
    told += (told.empty() ? "" : ", ") + words;
    const Markup title = element("title", words);
    shapes += element("g", title + element("rect", {{"x", pixels(at)},
                                                    {"y", "0"},
                                                    {"width", pixels(std::max(1.0, width))},
                                                    {"height", pixels(kHeight)},
                                                    {"class", fmt::format("part {}", part.kind)}}));
    if (width > 64)
      shapes += element("text", {{"x", pixels(at + 6)}, {"y", "17.5"}, {"class", fmt::format("on {}", part.kind)}},
                        show_seconds(part.seconds));
    legend += element("span", {{"class", "key"}}, element("i", {{"class", fmt::format("part {}", part.kind)}}) + words);
    at += width;
  }
  return element("figure", {{"class", "rto"}},
                 element("svg",
                         {{"viewBox", fmt::format("0 0 {} {}", kWidth, kHeight)},
                          {"width", pixels(kWidth)},
                          {"role", "img"},
                          {"aria-label", fmt::format("Recovery: {}", told)}},
                         shapes) +
                     element("div", {{"class", "keys"}}, legend));
}

std::string when(const Fault& fault) {
  return fault.until == Time::max()
             ? fmt::format("at {}, to the end", show_span(fault.at))
             : fmt::format("at {}, for {}", show_span(fault.at), show_seconds((fault.until - fault.at).in_seconds()));
}

Markup one_fault(const RunReport& r, const FaultFigures& f, double longest) {
  const Fault& fault = r.scenario.faults[f.fault.index()];
  MarkupPage effect;
  write_effect(effect, r, f.fault.index());
  return element("section", {{"class", "keep"}},
                 element("h3", fault.name + " ") +
                     element("p", {{"class", "note"}}, fmt::format("{}: {}", fault.kind, when(fault))) +
                     (f.rto ? bar(*f.rto, longest) : Markup()) + effect.markup());
}

}  // namespace

Markup faults_section(const RunPage& page) {
  const RunReport& r = page.report;
  std::vector<const FaultFigures*> shown;
  double longest = 0;
  for (const FaultFigures& f : r.analysis.faults) {
    if (is_deploy(r, f)) continue;
    shown.push_back(&f);
    if (f.rto) longest = std::max(longest, f.rto->total_s.value_or(f.rto->watched_s));
  }
  if (shown.empty()) return {};
  constexpr std::size_t kShown = 60;
  Markup made = element("h2", "Faults, and what they did") +
                element("p", {{"class", "note"}},
                        "Recovery (RTO): from the onset until success of the users that a fault touched is back and "
                        "stays, in its parts; bars have one scale. Lost (RPO): acknowledged writes that are gone.");
  for (std::size_t i = 0; i < std::min(shown.size(), kShown); ++i) made += one_fault(r, *shown[i], longest);
  if (shown.size() > kShown)
    made +=
        element("p", {{"class", "note"}}, fmt::format("And {} more: run --json has them all.", shown.size() - kShown));
  return made;
}

}  // namespace bicoastal
