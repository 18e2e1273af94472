// Outage impact: what each fault touched, how recovery went, what it cost.
#include "gui/draw/places.hpp"
#include "gui/draw/plot.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/panels/panels.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

/// A fault of the document of the run.
class FaultOf {
 public:
  FaultOf(const RunView& run, std::size_t fault) : run_(run), at_(fmt::format("/faults/{}", fault)) {}
  std::optional<double> number(const char* name) const { return run_.figures.number(at_ + name); }
  double or_zero(const char* name) const { return number(name).value_or(0); }
  std::string text(const char* name) const { return run_.figures.text(at_ + name).value_or(""); }
  bool truth(const char* name) const { return run_.figures.truth(at_ + name).value_or(false); }
  std::string count(const char* name) const { return show_count(run_.figures.count(at_ + name)); }

 private:
  const RunView& run_;
  std::string at_;
};

std::string outcome_of(const FaultOf& fault) {
  if (!fault.truth("/touched/any")) return "touched nothing";
  if (fault.number("/rto_s/total"))
    return fmt::format("users back after {}", show_seconds(fault.or_zero("/rto_s/total")));
  if (fault.number("/rto_s/watched")) return "users were not back";
  return "users did not notice";
}

Sign sign_of(const FaultOf& fault) {
  if (!fault.truth("/touched/any")) return Sign::off;
  if (fault.number("/rto_s/total")) return Sign::warn;
  return fault.number("/rto_s/watched") ? Sign::bad : Sign::good;
}

void draw_list(const Box& whole, const RunView& run, UiState& ui, std::size_t faults) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const Box box = panel(to, whole, "Faults", counted(faults, "fault"));
  if (begin_scroll(box, "##faultlist")) {
    ImDrawList& inner = *ImGui::GetWindowDrawList();
    for (std::size_t f = 0; f < faults; ++f) {
      const FaultOf fault(run, f);
      const ImVec2 at = ImGui::GetCursorScreenPos();
      const float wide = ImGui::GetContentRegionAvail().x, high = px(50);
      ImGui::PushID(static_cast<int>(f));
      if (ImGui::Selectable("##fault", ui.fault == f, 0, {wide, high})) {
        ui.fault = f;
        ui.cursor_s = std::clamp(fault.or_zero("/onset_s"), 0.0, run.end_s);
      }
      ImGui::PopID();
      Box row = Box{at, {at.x + wide, at.y + high}}.inset(px(6), px(4));
      const Box sign = row.cut_left(px(20));
      put_sign(inner, {sign.min.x + px(7), sign.min.y + px(11)}, px(5), sign_of(fault));
      Box top = row.cut_top(px(21));
      put_text(inner, top.cut_right(px(84)), style().small, theme().dim, show_clock(fault.or_zero("/onset_s")),
               Align::right);
      put_text(inner, top, style().strong, theme().text, fault.text("/name"));
      put_text(inner, row, style().small, theme().dim, outcome_of(fault));
    }
  }
  end_scroll();
}

struct Figure {
  std::string name, value, remark;
  Sign sign = Sign::good;
};

void draw_figures(ImDrawList& to, Box box, const std::vector<Figure>& figures) {
  const float wide = box.width() / static_cast<float>(figures.size());
  for (const Figure& figure : figures) {
    Box cell = box.cut_left(wide);
    cell.cut_right(px(10));
    note_place("impact " + figure.name, {cell.min, {cell.max.x, std::min(cell.max.y, cell.min.y + px(62))}},
               figure.value);
    put_text(to, cell.cut_top(px(18)), style().small, theme().dim, figure.name);
    put_text(to, cell.cut_top(px(26)), style().heading,
             figure.sign == Sign::good ? theme().text : colour_of(figure.sign), figure.value);
    put_text(to, cell.cut_top(px(18)), style().small, theme().faint, figure.remark);
  }
}

struct Part {
  const char* name;
  const char* pointer;
  const char* what;
};
constexpr std::array<Part, 4> kRtoParts = {{
    {"Detect", "/rto_s/detect", "until the last checker that mattered had noticed"},
    {"Decide", "/rto_s/decide", "until the order to promote"},
    {"Promote", "/rto_s/promote", "until the new primary took writes"},
    {"Redirect", "/rto_s/redirect", "until the last user was sent to the new place (TTLs)"},
}};

/// Where the time until users were back went.
void draw_rto(ImDrawList& to, Box& box, const FaultOf& fault) {
  Box head = box.cut_top(px(24));
  put_text(to, head, style().strong, theme().text, "Where the time went");
  note_place("recovery", {head.min, {head.max.x, head.max.y + px(118)}});
  const auto total = fault.number("/rto_s/total");
  if (!total && !fault.number("/rto_s/watched")) {
    put_text(to, box.cut_top(px(22)), style().body, theme().dim,
             "No window of the affected users missed the SLO: there was nothing to recover from.");
    return;
  }
  double parts = 0;
  for (const Part& part : kRtoParts) parts += fault.or_zero(part.pointer);
  const double whole = std::max({total.value_or(fault.or_zero("/rto_s/watched")), parts, 1e-9});
  Box bar = box.cut_top(px(30));
  const Box ground = bar;
  to.AddRectFilled(ground.min, ground.max, theme().raised, px(4));
  // Shades of one colour: those of the series stand for regions.
  const auto shade = [](float share) { return mixed(theme().accent, theme().panel, share); };
  const std::array<ImU32, 5> colours = {shade(0.45F), shade(0.2F), theme().accent, shade(0.6F), theme().faint};
  const double rest = std::max(0.0, whole - parts);
  for (std::size_t i = 0; i <= kRtoParts.size(); ++i) {
    const double length = i < kRtoParts.size() ? fault.or_zero(kRtoParts[i].pointer) : rest;
    if (length <= 0) continue;
    const Box piece = bar.cut_left(ground.width() * static_cast<float>(length / whole));
    to.AddRectFilled(piece.min, {std::max(piece.min.x + 1, piece.max.x - 1), piece.max.y}, colours[i], px(2));
    const std::string text = show_seconds(length);
    if (text_size(style().small, text).x + px(8) < piece.width())
      put_text(to, piece, style().small, theme().ground, text, Align::centre);
  }
  box.cut_top(px(8));
  for (std::size_t i = 0; i <= kRtoParts.size(); ++i) {
    const bool is_rest = i == kRtoParts.size();
    const double length = is_rest ? rest : fault.or_zero(kRtoParts[i].pointer);
    if (length <= 0 || box.height() < px(20)) continue;
    Box line = box.cut_top(px(20));
    const Box swatch = line.cut_left(px(20));
    to.AddRectFilled({swatch.min.x, swatch.centre().y - px(5)}, {swatch.min.x + px(10), swatch.centre().y + px(5)},
                     colours[i], px(2));
    put_text(to, line.cut_left(px(80)), style().small, theme().text, is_rest ? "Rest" : kRtoParts[i].name);
    put_text(to, line.cut_left(px(80)), style().small, theme().text, show_seconds(length));
    put_text(to, line, style().small, theme().dim,
             !is_rest ? kRtoParts[i].what
             : total  ? "until success was back for good: queues, warming up, the end of the window"
                      : "until the run ended: users were not back");
  }
}

/// How the users of each home region fared while the fault acted, until they were back.
void draw_users(ImDrawList& to, Box box, const RunView& run, const FaultOf& fault) {
  put_text(to, box.cut_top(px(24)), style().strong, theme().text,
           "Users by home region, from onset until the fault was over and all were back");
  if (run.windows() == 0) return;
  const double onset = fault.or_zero("/onset_s");
  const double until = std::max(fault.or_zero("/end_s"), onset + fault.or_zero("/rto_s/total"));
  const std::size_t first = run.window_at(onset), last = run.window_at(std::max(onset, until - 1e-6));
  for (std::size_t r = 0; r < run.scenario.regions.size(); ++r) {
    if (box.height() < px(44) && r + 1 < run.scenario.regions.size()) {
      put_text(to, box.cut_top(px(22)), style().small, theme().dim,
               fmt::format("and {} more", counted(run.scenario.regions.size() - r, "region")));
      return;
    }
    std::uint64_t ok = 0, failed = 0;
    for (std::size_t w = first; w <= last; ++w) {
      ok += run.series.by_region[r][w].ok;
      failed += run.series.by_region[r][w].failed;
    }
    Box row = box.cut_top(px(22));
    put_text(to, row.cut_left(px(150)), style().small, theme().text, run.scenario.regions[r].name);
    const Box figures = row.cut_right(px(210));
    const auto ended = static_cast<double>(ok + failed);
    const double share = ended > 0 ? static_cast<double>(ok) / ended : 1;
    const Box bar = row.inset(0, px(6));
    to.AddRectFilled(bar.min, bar.max, theme().raised, px(3));
    if (ended > 0) {
      const float split = bar.min.x + bar.width() * static_cast<float>(share);
      to.AddRectFilled(bar.min, {split, bar.max.y}, theme().series_colour(r), px(3));
      if (failed > 0) to.AddRectFilled({std::min(split, bar.max.x - px(2)), bar.min.y}, bar.max, theme().bad, px(2));
    }
    put_text(
        to, figures, style().small, failed > 0 ? theme().bad : theme().dim,
        ended > 0 ? fmt::format("{} ok, {} failed", show_share(share), show_count(failed)) : std::string("no requests"),
        Align::right);
  }
}

}  // namespace

void draw_impact(const Box& whole, const RunView& run, UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const std::size_t faults = run.figures.size("/faults");
  Box box = whole, left = box.cut_left(std::clamp(box.width() * 0.28F, px(260), px(380)));
  box.cut_left(px(8));
  const bool priced = run.figures.number("/cost/per_month/total").has_value();
  draw_cost(left.cut_bottom(priced ? std::min(px(360), left.height() * 0.66F) : px(92)), run);
  left.cut_bottom(px(8));
  if (faults == 0) {
    panel(to, left, "Faults", "none");
    say_empty(to, panel(to, box), "Nothing breaks in this scenario",
              "Pull a plug: on the World page, right click a region or a link at the moment that you like.");
    return;
  }
  if (!ui.fault || *ui.fault >= faults) ui.fault = 0;
  draw_list(left, run, ui, faults);
  const FaultOf fault(run, *ui.fault);
  Box detail =
      panel(to, box, fault.text("/name"),
            fmt::format("{} – {}", show_clock(fault.or_zero("/onset_s")), show_clock(fault.or_zero("/end_s"))));
  const double failed = fault.or_zero("/touched/failed_requests"),
               issued = run.figures.number("/requests/issued").value_or(0);
  const double budget = (1 - run.scenario.slo) * issued;
  const auto rto = fault.number("/rto_s/total");
  std::vector<Figure> figures{
      {"RTO",
       rto                              ? show_seconds(*rto)
       : fault.number("/rto_s/watched") ? "not back"
                                        : "–",
       rto ? "until users' success was back" : "",
       rto                              ? Sign::good
       : fault.number("/rto_s/watched") ? Sign::bad
                                        : Sign::good},
      {"RPO", fault.or_zero("/rpo/writes") > 0 ? show_seconds(fault.or_zero("/rpo/seconds")) : "0",
       fault.or_zero("/rpo/writes") > 0
           ? counted(run.figures.count(fmt::format("/faults/{}/rpo/writes", *ui.fault)), "write") + " lost"
           : std::string("no acknowledged write lost"),
       fault.or_zero("/rpo/writes") > 0 ? Sign::bad : Sign::good},
      {"Blast radius", show_share(fault.or_zero("/blast_radius/sessions")),
       fmt::format("of sessions; {} of requests", show_share(fault.or_zero("/blast_radius/requests")))},
      {"Failed", fault.count("/touched/failed_requests"),
       fmt::format("of {} touched requests", fault.count("/touched/requests")), failed > 0 ? Sign::bad : Sign::good},
      {"Error budget", budget > 0 ? fmt::format("{:.3g} ×", failed / budget) : std::string("–"),
       fmt::format("of this run's, at {}", show_share(run.scenario.slo)), failed > budget ? Sign::bad : Sign::good}};
  if (const auto cost = fault.number("/cost/total"))
    figures.push_back(
        {"Cost", show_money(*cost), "failed requests and lost writes", *cost > 0 ? Sign::bad : Sign::good});
  draw_figures(to, detail.cut_top(px(66)), figures);
  detail.cut_top(px(8));
  draw_rto(to, detail, fault);
  detail.cut_top(px(14));
  draw_users(to, detail, run, fault);
}

}  // namespace bicoastal::gui
