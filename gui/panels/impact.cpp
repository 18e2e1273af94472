// Outage impact: what each fault touched, how recovery went, what it cost.
#include "gui/data/impact.hpp"
#include "gui/draw/column.hpp"
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
  FaultOf(const RunView& run, std::size_t fault) : run_(run), fault_(fault), at_(fmt::format("/faults/{}", fault)) {}
  std::size_t index() const { return fault_; }
  std::optional<double> number(const char* name) const { return run_.figures.number(at_ + name); }
  double or_zero(const char* name) const { return number(name).value_or(0); }
  std::string text(const char* name) const { return run_.figures.text(at_ + name).value_or(""); }
  bool truth(const char* name) const { return run_.figures.truth(at_ + name).value_or(false); }
  std::string count(const char* name) const { return show_count(run_.figures.count(at_ + name)); }

 private:
  const RunView& run_;
  std::size_t fault_;
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
      const std::string onset = show_clock(fault.or_zero("/onset_s"));
      put_text(inner, top.cut_right(text_size(style().small, onset).x), style().small, theme().dim, onset,
               Align::right);
      top.cut_right(px(8));
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

/// Side by side, in as many rows as it takes to give each its width.
void draw_figures(Column& column, const std::vector<Figure>& figures) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const std::size_t fit = static_cast<std::size_t>(std::max(1.0F, column.width() / px(138)));
  const std::size_t rows = (figures.size() + fit - 1) / fit;
  const std::size_t across = (figures.size() + rows - 1) / rows;
  const float wide = column.width() / static_cast<float>(across), text_wide = wide - px(10);
  for (std::size_t first = 0; first < figures.size(); first += across) {
    const std::size_t end = std::min(first + across, figures.size());
    float remarks = px(18);
    for (std::size_t i = first; i < end; ++i)
      remarks = std::max(remarks, paragraph_height(style().small, figures[i].remark, text_wide));
    Box row = column.row(px(44) + remarks);
    for (std::size_t i = first; i < end; ++i) {
      const Figure& figure = figures[i];
      Box cell = row.cut_left(wide);
      cell.cut_right(px(10));
      note_place("impact " + figure.name, cell, figure.value);
      put_text(to, cell.cut_top(px(18)), style().small, theme().dim, figure.name);
      put_text(to, cell.cut_top(px(26)), style().heading,
               figure.sign == Sign::good ? theme().text : colour_of(figure.sign), figure.value);
      put_paragraph(to, cell, style().small, theme().faint, figure.remark);
    }
    column.gap(6);
  }
}

/// Some words, a figure, and beside it as many lines as its meaning takes.
struct Line {
  ImU32 colour;
  std::string name, value, meaning;
};

void draw_line(Column& column, const Line& line) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const float before = px(20) + px(80) + px(80);
  const float meaning_high = paragraph_height(style().small, line.meaning, column.width() - before);
  Box row = column.row(std::max(px(20), meaning_high + px(3)));
  Box text = row;
  Box head = row.cut_top(px(20));
  const Box swatch = head.cut_left(px(20));
  to.AddRectFilled({swatch.min.x, swatch.centre().y - px(5)}, {swatch.min.x + px(10), swatch.centre().y + px(5)},
                   line.colour, px(2));
  put_text(to, head.cut_left(px(80)), style().small, theme().text, line.name);
  put_text(to, head.cut_left(px(80)), style().small, theme().text, line.value);
  text.cut_left(before);
  text.cut_top(px(10) - style().small->FontSize / 2);
  put_paragraph(to, text, style().small, theme().dim, line.meaning);
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
void draw_rto(Column& column, const FaultOf& fault) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const float from = column.top();
  const Box head = column.row(px(24));
  put_text(to, head, style().strong, theme().text, "Where the time went");
  const auto total = fault.number("/rto_s/total");
  if (!total && !fault.number("/rto_s/watched")) {
    column.paragraph(style().body, theme().dim,
                     "No window of the affected users missed the SLO: there was nothing to recover from.");
    note_place("recovery", {head.min, {head.max.x, column.top()}});
    return;
  }
  double parts = 0;
  for (const Part& part : kRtoParts) parts += fault.or_zero(part.pointer);
  const double whole = std::max({total.value_or(fault.or_zero("/rto_s/watched")), parts, 1e-9});
  Box bar = column.row(px(30));
  const Box ground = bar;
  to.AddRectFilled(ground.min, ground.max, theme().raised, px(4));
  // Shades of one colour: those of the series stand for regions.
  const auto shade = [](float share) { return mixed(theme().accent, theme().panel, share); };
  const std::array<ImU32, 5> colours = {shade(0.45F), shade(0.2F), theme().accent, shade(0.6F), theme().faint};
  const double rest = std::max(0.0, whole - parts);
  const auto length_of = [&](std::size_t i) {
    return i < kRtoParts.size() ? fault.or_zero(kRtoParts[i].pointer) : rest;
  };
  for (std::size_t i = 0; i <= kRtoParts.size(); ++i) {
    if (length_of(i) <= 0) continue;
    const Box piece = bar.cut_left(ground.width() * static_cast<float>(length_of(i) / whole));
    to.AddRectFilled(piece.min, {std::max(piece.min.x + 1, piece.max.x - 1), piece.max.y}, colours[i], px(2));
    const std::string text = show_seconds(length_of(i));
    if (text_size(style().small, text).x + px(8) < piece.width())
      put_text(to, piece, style().small, text_on(colours[i]), text, Align::centre);
  }
  column.gap(8);
  for (std::size_t i = 0; i <= kRtoParts.size(); ++i) {
    if (length_of(i) <= 0) continue;
    const bool is_rest = i == kRtoParts.size();
    draw_line(column, {colours[i], is_rest ? "Rest" : kRtoParts[i].name, show_seconds(length_of(i)),
                       !is_rest ? kRtoParts[i].what
                       : total  ? "until success was back for good: queues, warming up, the end of the window"
                                : "until the run ended: users were not back"});
  }
  note_place("recovery", {{head.min.x, from}, {head.max.x, column.top()}});
}

/// How the users of each home region fared while the fault acted, until they were back.
void draw_users(Column& column, const RunView& run, const FaultOf& fault) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  column.paragraph(style().strong, theme().text,
                   "Users by home region, from onset until the fault was over and all were back");
  column.gap(4);
  const std::vector<UsersOfFault> users = users_of_fault(run, fault.index());
  float name_wide = 0;
  for (const UsersOfFault& home : users) name_wide = std::max(name_wide, text_size(style().small, home.region).x);
  name_wide = std::min(name_wide + px(12), column.width() * 0.4F);
  for (std::size_t r = 0; r < users.size(); ++r) {
    const UsersOfFault& home = users[r];
    Box row = column.row(px(22));
    note_place(fmt::format("users of {}", home.region), row);
    put_text(to, row.cut_left(name_wide), style().small, theme().text, home.region);
    const Box figures = row.cut_right(px(210));
    const auto ended = static_cast<double>(home.ok + home.failed);
    const double share = ended > 0 ? static_cast<double>(home.ok) / ended : 1;
    const Box bar = row.inset(0, px(6));
    to.AddRectFilled(bar.min, bar.max, theme().raised, px(3));
    if (ended > 0) {
      const float split = bar.min.x + bar.width() * static_cast<float>(share);
      to.AddRectFilled(bar.min, {split, bar.max.y}, theme().series_colour(r), px(3));
      if (home.failed > 0)
        to.AddRectFilled({std::min(split, bar.max.x - px(2)), bar.min.y}, bar.max, theme().bad, px(2));
    }
    put_text(to, figures, style().small, home.failed > 0 ? theme().bad : theme().dim,
             ended > 0 ? fmt::format("{} ok, {} failed", show_share(share), show_count(home.failed))
                       : std::string("no requests"),
             Align::right);
  }
}

/// As much as the bill needs, if the list of faults has the room that it needs, or two fifths.
float height_of_cost(const RunView& run, float height, std::size_t faults) {
  if (!run.figures.number("/cost/per_month/total")) return px(92);
  const float bill = px(140) + px(18) * static_cast<float>(kCostParts + run.scenario.regions.size());
  const float list = px(52) + px(54) * static_cast<float>(std::max<std::size_t>(1, faults));
  return std::min(bill, std::max(height * 0.6F, height - list));
}

}  // namespace

void draw_impact(const Box& whole, const RunView& run, UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const std::size_t faults = run.figures.size("/faults");
  Box box = whole, left = box.cut_left(std::clamp(box.width() * 0.28F, px(260), px(380)));
  box.cut_left(px(8));
  draw_cost(left.cut_bottom(height_of_cost(run, left.height() - px(8), faults)), run);
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
  note_place("impact", box, fault.text("/name"));
  const Box detail =
      panel(to, box, fault.text("/name"),
            fmt::format("{} – {}", show_clock(fault.or_zero("/onset_s")), show_clock(fault.or_zero("/end_s"))));
  const double failed = fault.or_zero("/touched/failed_requests");
  const std::optional<double> budget = error_budget_spent(run, *ui.fault);
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
      {"Error budget", budget ? fmt::format("{:.3g} ×", *budget) : std::string("–"),
       fmt::format("of this run's, at {}", show_share(run.scenario.slo)),
       budget.value_or(2) > 1 && failed > 0 ? Sign::bad : Sign::good}};
  if (const auto cost = fault.number("/cost/total"))
    figures.push_back(
        {"Cost", show_money(*cost), "failed requests and lost writes", *cost > 0 ? Sign::bad : Sign::good});
  Column column(detail, "##impact", 0);
  draw_figures(column, figures);
  column.gap(6);
  draw_rto(column, fault);
  column.gap(14);
  draw_users(column, run, fault);
}

}  // namespace bicoastal::gui
