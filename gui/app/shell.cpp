#include "gui/app/shell.hpp"

#include "gui/app/keyboard.hpp"
#include "gui/app/lesson_keys.hpp"
#include "gui/draw/places.hpp"
#include "gui/draw/plot.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/panels/panels.hpp"
#include "gui/panels/transport.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

Sign sign_of_verdict(const std::string& verdict) {
  return verdict == "holds" ? Sign::good : verdict == "violated" ? Sign::bad : Sign::off;
}

std::string words_of_verdict(const RunView& run, const std::string& verdict) {
  if (!run.meta.complete) return "incomplete run";
  if (run.figures.size("/expectations") == 0) return "no expectations";
  return verdict == "holds" ? "expectations hold" : verdict == "violated" ? "expectations violated" : "unknown";
}

/// Each expectation, what was measured, and how it ended.
std::string expectations_of(const RunView& run) {
  std::string text;
  for (std::size_t e = 0; e < run.figures.size("/expectations"); ++e) {
    const std::string at = fmt::format("/expectations/{}", e);
    const auto holds = run.figures.truth(fmt::format("{}/holds", at));
    text += fmt::format("{}{}  {}", e > 0 ? "\n" : "",
                        !holds   ? "unknown "
                        : *holds ? "holds   "
                                 : "violated",
                        run.figures.text(fmt::format("{}/text", at)).value_or(""));
    if (const auto remark = run.figures.text(fmt::format("{}/remark", at))) text += fmt::format(": {}", *remark);
  }
  return text;
}

/// Tabs of the branches; the one that is looked at is filled.
void draw_branches(Box& bar, Workspace& workspace, Wishes& wishes) {
  for (std::size_t i = 0; i < workspace.branches().size(); ++i) {
    const Branch& branch = *workspace.branches()[i];
    const Box box = bar.cut_left(px(40));
    bar.cut_left(px(4));
    const bool working = branch.state == Branch::State::running || branch.state == Branch::State::reading;
    if (button(box, fmt::format("##branch{}", i).c_str(), branch.name, workspace.chosen() == i)) wishes.branch = i;
    if (working)
      ImGui::GetWindowDrawList()->AddRectFilled(
          {box.min.x, box.max.y - px(3)},
          {box.min.x + box.width() * static_cast<float>(std::clamp(branch.done, 0.0, 1.0)), box.max.y}, theme().accent);
    if (branch.state == Branch::State::failed)
      put_sign(*ImGui::GetWindowDrawList(), {box.max.x - px(6), box.min.y + px(6)}, px(4), Sign::bad);
    if (ImGui::IsItemHovered())
      tip(branch.what.empty() ? branch.source : fmt::format("{}\n{}", branch.what, Workspace::command_of(branch)));
  }
}

/// What can be taken along.
void draw_exports(const Box& below, Wishes& wishes) {
  ImGui::SetNextWindowPos({below.min.x, below.max.y + px(4)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(8), px(8)});
  ImGui::PushStyleVar(ImGuiStyleVar_PopupBorderSize, px(1));
  if (ImGui::BeginPopup("##exports")) {
    if (ImGui::MenuItem("Picture of the window (PNG)", "ctrl P")) wishes.picture = true;
    if (ImGui::MenuItem("What this page shows, copied as a table (CSV)", "ctrl C")) wishes.table = true;
    if (ImGui::MenuItem("The scenario (JSON)", "ctrl S")) wishes.save_as = true;
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar(2);
}

void draw_top(Box bar, Workspace& workspace, bool covered, UiState& ui, Wishes& wishes) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  to.AddRectFilled(bar.min, bar.max, theme().panel);
  to.AddLine({bar.min.x, bar.max.y}, bar.max, theme().edge);
  bar = bar.inset(px(12), px(8));
  put_text(to, bar.cut_left(px(92)), style().heading, theme().text, "Bicoastal");
  bar.cut_left(px(10));
  for (std::size_t p = 0; p < kPages; ++p) {
    const auto page = static_cast<Page>(p);
    const Box box = bar.cut_left(text_size(style().strong, kPageInfo[p].title).x + px(22));
    bar.cut_left(px(4));
    if (button(box, kPageInfo[p].name, kPageInfo[p].title, ui.page == page, !covered)) ui.page = page;
    if (ImGui::IsItemHovered()) tip(fmt::format("{}  ( {} )", kPageInfo[p].what, p + 1));
  }
  bar.cut_left(px(14));
  const Box help = bar.cut_right(px(30));
  bar.cut_right(px(4));
  const Box theme_box = bar.cut_right(px(84));
  bar.cut_right(px(4));
  const Box take = bar.cut_right(px(66));
  bar.cut_right(px(4));
  const Box open = bar.cut_right(px(62));
  bar.cut_right(px(4));
  const Box learn = bar.cut_right(px(58));
  bar.cut_right(px(12));
  if (button(help, "##help", "?", ui.help)) ui.help = !ui.help;
  if (ImGui::IsItemHovered()) tip("Keys and hints  ( F1 )");
  if (button(theme_box, "##theme", std::string(name_of(theme().name)))) wishes.theme = next_theme(theme().name);
  if (ImGui::IsItemHovered()) tip("Theme: dark, light, projector  ( t )");
  if (button(take, "##export", "Export", false, !workspace.empty() && workspace.now().run != nullptr))
    ImGui::OpenPopup("##exports");
  draw_exports(take, wishes);
  if (button(open, "##open", "Open…")) ui.opening = true;
  if (ImGui::IsItemHovered()) tip("Open a scenario or a run  ( ctrl O )");
  if (button(learn, "##learn", "Learn", ui.lesson.open)) ui.lesson.open = !ui.lesson.open;
  if (ImGui::IsItemHovered()) tip("Lessons: predict, run, see why  ( l )");
  if (covered) return;
  draw_branches(bar, workspace, wishes);
  if (workspace.can_undo() && bar.width() > px(60)) {
    if (button(bar.cut_left(px(56)), "##undo", "Undo")) wishes.undo = true;
    if (ImGui::IsItemHovered()) tip("Take away the newest branch  ( ctrl Z )");
  }
  if (workspace.can_redo() && bar.width() > px(60)) {
    bar.cut_left(px(4));
    if (button(bar.cut_left(px(56)), "##redo", "Redo")) wishes.redo = true;
  }
}

/// Whether what the scenario expects holds.
void draw_verdict(Box& bar, const RunView& run) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const std::string verdict = run.figures.text("/verdict").value_or("unknown");
  const std::string words = words_of_verdict(run, verdict);
  const bool expects = run.figures.size("/expectations") > 0;
  const Sign sign = !run.meta.complete ? Sign::warn : expects ? sign_of_verdict(verdict) : Sign::off;
  Box right = bar.cut_right(text_size(style().small, words).x + px(34));
  put_sign(to, {right.min.x + px(8), right.centre().y}, px(4.5F), sign);
  put_text(to, right, style().small, theme().text, words, Align::right);
  note_place("verdict", right, words);
  if (right.holds(ImGui::GetIO().MousePos) && expects) tip(expectations_of(run));
}

/// What the scenario is, and how its run went. The expectations of a lesson's runs are the metrics that it asks for.
void draw_headline(Box bar, const Branch& branch, const RunView& run, bool of_lesson) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  bar = bar.inset(px(12), 0);
  if (!of_lesson) draw_verdict(bar, run);
  std::string name = run.scenario.name;
  if (!branch.what.empty()) name = fmt::format("{} + {}", branch.name, branch.what);
  put_text(to, bar, style().strong, theme().text, name);
  note_place("headline", bar, name);
  const float used = text_size(style().strong, name).x + px(14);
  if (bar.width() > used + px(80)) {
    bar.cut_left(used);
    put_text(to, bar, style().small, theme().dim, branch.what.empty() ? run.scenario.description : run.scenario.name);
  }
}

void draw_status(Box bar, const Branch& branch, const RunView& run) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  to.AddRectFilled(bar.min, bar.max, theme().raised);
  bar = bar.inset(px(12), 0);
  const auto count = [&](const char* pointer) { return show_count(run.figures.count(pointer)); };
  const double p99 = std::max(run.figures.number("/latency_ms/read/p99").value_or(0),
                              run.figures.number("/latency_ms/write/p99").value_or(0));
  std::string text =
      fmt::format("Whole run:  {} answered of {} requests  ·  {} failed  ·  p99 {}  ·  {} stale reads",
                  run.said("/availability/overall", show_share), count("/requests/issued"), count("/requests/failed"),
                  p99 > 0 ? show_seconds(p99 * 1e-3) : "–", count("/staleness/stale_reads"));
  if (const auto lost = run.figures.number("/lost_writes"); lost && *lost > 0)
    text += fmt::format("  ·  {} writes lost", count("/lost_writes"));
  if (const auto discarded = run.figures.number("/conflicts/discarded"); discarded && *discarded > 0)
    text += fmt::format("  ·  {} writes discarded", count("/conflicts/discarded"));
  if (const auto month = run.figures.number("/cost/per_month/total"))
    text += fmt::format("  ·  {} a month", show_money(*month));
  const std::string id = fmt::format("seed {} · digest {}", run.meta.seed, run.meta.digest.substr(0, 8));
  const float wide = text_size(style().small, id).x;
  put_text(to, bar.cut_right(wide), style().small, theme().dim, id, Align::right);
  if (area(bar, "##command")) ImGui::SetClipboardText(Workspace::command_of(branch).c_str());
  if (ImGui::IsItemHovered())
    tip(fmt::format("{}\nClick: copy the command that repeats this run.", Workspace::command_of(branch)));
  put_text(to, bar, style().small, theme().text, text);
  note_place("status", bar, text);
}

void draw_working(const Box& box, const Branch& branch, Wishes& wishes) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const bool reading = branch.state == Branch::State::reading;
  const ImVec2 c = box.centre();
  put_text(to, ImVec2(c.x, c.y - px(46)), style().heading, theme().text, reading ? "Reading the run" : "Simulating",
           Align::centre);
  put_text(to, ImVec2(c.x, c.y - px(16)), style().body, theme().dim,
           reading                   ? branch.source
           : branch.progress.empty() ? "Starting"
                                     : branch.progress,
           Align::centre);
  const Box bar{{c.x - px(180), c.y + px(12)}, {c.x + px(180), c.y + px(18)}};
  to.AddRectFilled(bar.min, bar.max, theme().raised, px(3));
  if (!reading)
    to.AddRectFilled(bar.min,
                     {bar.min.x + bar.width() * static_cast<float>(std::clamp(branch.done, 0.0, 1.0)), bar.max.y},
                     theme().accent, px(3));
  if (!reading && button({{c.x - px(50), c.y + px(34)}, {c.x + px(50), c.y + px(62)}}, "##cancel", "Cancel"))
    wishes.cancel = true;
}

void draw_trouble(const Box& box, const Branch& branch, UiState& ui, Wishes& wishes) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const float wide = std::min(box.width() - px(40), px(820));
  Box text{{box.centre().x - wide / 2, box.min.y + px(40)}, {box.centre().x + wide / 2, box.max.y - px(20)}};
  const bool cancelled = branch.state == Branch::State::cancelled;
  Box head = text.cut_top(px(32));
  put_sign(to, {head.min.x + px(8), head.centre().y}, px(7), cancelled ? Sign::off : Sign::bad);
  head.cut_left(px(26));
  put_text(to, head, style().heading, theme().text, cancelled ? "The run was cancelled" : "There is no run to show");
  text.cut_top(px(4));
  put_text(to, text.cut_top(px(22)), style().body, theme().dim, Workspace::command_of(branch));
  text.cut_top(px(10));
  Box buttons = text.cut_bottom(px(34));
  if (button(buttons.cut_left(px(110)), "##again", "Run again")) wishes.run_again = true;
  buttons.cut_left(px(8));
  if (button(buttons.cut_left(px(110)), "##other", "Open…")) ui.opening = true;
  text.cut_bottom(px(10));
  if (!cancelled) put_paragraph(to, text, style().mono, theme().text, branch.trouble);
}

void draw_page(const Box& box, const RunView& run, Workspace& workspace, UiState& ui, Wishes& wishes) {
  switch (ui.page) {
    case Page::world: {
      Box map = box;
      // Where there is no room for both, the map is what one has come for.
      const bool both = box.width() > px(760);
      const Box now = both ? map.cut_right(std::clamp(box.width() * 0.26F, px(270), px(380))) : Box{};
      if (both) map.cut_right(px(8));
      if (ui.inside && ui.inside->index() < run.scenario.regions.size()) {
        draw_inside(map, run, ui, wishes);
      } else {
        draw_world(map, run, ui, wishes);
      }
      if (both) draw_now(now, run, ui);
      break;
    }
    case Page::time: draw_time_page(box, run, ui); break;
    case Page::anomalies: draw_anomalies(box, run, workspace.what_if(), ui, wishes); break;
    case Page::impact: draw_impact(box, run, ui); break;
    case Page::compare: draw_compare(box, workspace, ui); break;
    case Page::workbench: draw_workbench(box, workspace, ui, wishes); break;
    case Page::study: break;  // needs no run
  }
}

}  // namespace

void look_at(const RunView& run, UiState& ui) {
  ui.from_s = 0;
  ui.to_s = run.end_s;
  // Shortly after the first fault, so that the first picture has something to tell.
  ui.cursor_s = run.end_s / 2;
  for (const Happening& h : run.timeline->happenings()) {
    if (h.lane != Lane::faults) continue;
    const double until = h.to == Time::max() ? run.end_s : h.to.in_seconds();
    ui.cursor_s = h.from.in_seconds() + std::min(20.0, (until - h.from.in_seconds()) / 2);
    break;
  }
  ui.speed = speed_for(run);
  ui.playing = false;
  ui.inside.reset();
  ui.region.reset();
  ui.map.reset();
  ui.anomaly.reset();
  ui.fault.reset();
  ui.stories.forget();  // of a file that may have been written anew
  ui.pulling.reset();
  ui.bookmarks_s.clear();
}

void fit_to(const RunView& run, UiState& ui) {
  ui.cursor_s = std::clamp(ui.cursor_s, 0.0, run.end_s);
  if (ui.to_s > run.end_s || ui.to_s <= ui.from_s) {
    ui.from_s = 0;
    ui.to_s = run.end_s;
  }
  const std::size_t regions = run.scenario.regions.size();
  if (ui.region && ui.region->index() >= regions) ui.region.reset();
  if (ui.inside && ui.inside->index() >= regions) ui.inside.reset();
  ui.anomaly.reset();
  ui.fault.reset();
  ui.pulling.reset();
}

void advance(UiState& ui, const RunView& run, double real_s) {
  if (!ui.playing) return;
  ui.cursor_s += real_s * ui.speed;
  if (ui.cursor_s >= run.end_s) {
    ui.cursor_s = run.end_s;
    ui.playing = false;
  }
  const double length = ui.to_s - ui.from_s;
  if (ui.cursor_s > ui.to_s) {  // the time line follows
    ui.from_s = std::min(ui.cursor_s, run.end_s - length);
    ui.to_s = ui.from_s + length;
  }
}

namespace {

/// The run that is looked at, or why there is none.
void draw_main(Box box, Workspace& workspace, bool of_lesson, UiState& ui, Wishes& wishes) {
  if (ui.page == Page::study) {
    draw_study(box.inset(px(8), px(6)), workspace.study(), ui, wishes);
    return;
  }
  const Branch& branch = workspace.now();
  if (branch.run && branch.state == Branch::State::ready) {
    const RunView& run = *branch.run;
    draw_headline(box.cut_top(px(32)), branch, run, of_lesson);
    draw_status(box.cut_bottom(px(24)), branch, run);
    const bool time_below = ui.page != Page::time && ui.page != Page::workbench && ui.page != Page::compare;
    const bool much_above = ui.page == Page::anomalies || ui.page == Page::impact;
    const float below = std::clamp(box.height() * (much_above ? 0.26F : 0.36F), px(much_above ? 165 : 205), px(330));
    if (time_below) draw_time_line(box.cut_bottom(below), run, ui);
    draw_page(box.inset(px(8), px(6)), run, workspace, ui, wishes);
  } else if (branch.state == Branch::State::running || branch.state == Branch::State::reading) {
    draw_working(box, branch, wishes);
  } else {
    draw_trouble(box, branch, ui, wishes);
  }
}

/// The column of lessons, at the right side of any page.
Box cut_lesson(Box& box, const UiState& ui) {
  const float least = px(330), most = px(460);
  const float wide = ui.lesson.presenting ? box.width() * 0.44F : std::clamp(box.width() * 0.27F, least, most);
  return box.cut_right(std::min(wide, box.width() * 0.5F));
}

}  // namespace

void draw_shell(Workspace& workspace, const LessonDesk& desk, UiState& ui, Wishes& wishes) {
  const ImGuiIO& io = ImGui::GetIO();
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(io.DisplaySize);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  // The frame was cleared to the ground's colour: to fill it once more would cost as much as a page.
  ImGui::Begin("Bicoastal", nullptr,
               ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse |
                   ImGuiWindowFlags_NoNav);
  ImGui::PopStyleVar(2);
  Box box{{0, 0}, io.DisplaySize};
  const bool covered = ui.lesson.open && (desk.hides() || (desk.session() != nullptr && workspace.empty()));
  draw_top(box.cut_top(px(44)), workspace, covered, ui, wishes);
  if (ui.lesson.open) draw_lesson(cut_lesson(box, ui), desk, workspace, ui, wishes);
  if (covered) {
    draw_curtain(box, desk, workspace, ui);
  } else if (!workspace.empty() || ui.page == Page::study) {
    draw_main(box, workspace, desk.session() != nullptr, ui, wishes);
    if (ui.lesson.open) draw_lesson_marks(desk, ui);
  }
  if (ui.help || ui.opening)
    ImGui::GetWindowDrawList()->AddRectFilled({0, 0}, io.DisplaySize, faded(theme().ground, 0.6F));
  draw_help(ui);
  draw_open_dialog(ui, wishes);
  const bool dialog = ui.help || ui.opening || ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId);
  if (dialog || !handle_lesson_keys(desk, ui, wishes)) handle_keys(workspace, ui, wishes);
  if (ui.lesson.presenting) draw_pointer();
  ImGui::End();
}

}  // namespace bicoastal::gui
