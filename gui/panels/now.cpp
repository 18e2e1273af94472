// Beside the map: how users fare at the cursor's moment, what acts, what just happened, what comes next.
#include "gui/draw/places.hpp"
#include "gui/draw/plot.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "gui/panels/panels.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

struct Users {
  double issued = 0, ok = 0, failed = 0, stale = 0, p99_ms = 0;
};

Users users_at(const RunView& run, double t_s) {
  Users users;
  if (run.windows() == 0) return users;
  const std::size_t w = run.window_at(t_s);
  for (const auto& windows : run.series.by_region) {
    users.issued += windows[w].issued / run.window_s;
    users.ok += windows[w].ok / run.window_s;
    users.failed += windows[w].failed / run.window_s;
    users.stale += windows[w].stale / run.window_s;
    users.p99_ms =
        std::max(users.p99_ms, static_cast<double>(std::max(windows[w].read_p99_ms, windows[w].write_p99_ms)));
  }
  return users;
}

void draw_figure(ImDrawList& to, Box box, const char* name, const std::string& value, Sign sign) {
  put_text(to, box.cut_top(px(16)), style().small, theme().dim, name);
  put_text(to, box.cut_top(px(24)), style().heading, sign == Sign::good ? theme().text : colour_of(sign), value);
}

/// Two columns of figures.
void draw_users(ImDrawList& to, Box box, const RunView& run, const UiState& ui) {
  const Users users = users_at(run, ui.cursor_s);
  const double ended = users.ok + users.failed;
  const double success = ended > 0 ? users.ok / ended : 1;
  Box left = box.cut_left(box.width() / 2), right = box;
  const Sign well = ended == 0                    ? Sign::off
                    : success >= run.scenario.slo ? Sign::good
                    : success > 0.9               ? Sign::warn
                                                  : Sign::bad;
  draw_figure(to, left.cut_top(px(44)), "Answered", ended > 0 ? show_share(success) : "nothing ended", well);
  draw_figure(to, right.cut_top(px(44)), "Failed", fmt::format("{}/s", show_rate(users.failed)),
              users.failed > 0 ? Sign::bad : Sign::good);
  draw_figure(to, left.cut_top(px(44)), "Latency p99", users.p99_ms > 0 ? show_seconds(users.p99_ms * 1e-3) : "–",
              Sign::good);
  draw_figure(to, right.cut_top(px(44)), "Stale reads", fmt::format("{}/s", show_rate(users.stale)), Sign::good);
}

void draw_acting(ImDrawList& to, Box& box, const RunView& run, const Moment& moment) {
  if (moment.acting.empty()) {
    Box line = box.cut_top(px(22));
    put_sign(to, {line.min.x + px(6), line.centre().y}, px(4), Sign::good);
    line.cut_left(px(18));
    put_text(to, line, style().body, theme().dim, "No fault acts at this moment");
    return;
  }
  std::size_t shown = 0;
  for (const FaultId fault : moment.acting) {
    if (++shown > 3) {
      put_text(to, box.cut_top(px(20)), style().small, theme().dim,
               fmt::format("and {} more", moment.acting.size() - 3));
      return;
    }
    Box line = box.cut_top(px(22));
    put_sign(to, {line.min.x + px(6), line.centre().y}, px(4), Sign::bad);
    line.cut_left(px(18));
    put_text(to, line, style().strong, theme().bad, run.scenario.faults[fault.index()].name);
  }
}

Sign sign_of(const Happening& h) {
  if (h.good) return Sign::good;
  return h.lane == Lane::faults ? Sign::bad : h.lane == Lane::roles ? Sign::info : Sign::warn;
}

/// A line of the log: onset or end of something, or of the same thing at several replicas of a region.
struct Entry {
  Time at;
  const Happening* what = nullptr;
  bool ends = false;
  std::size_t replicas = 1;
};

/// What is said of a replica, without its name.
std::string_view said_of_replica(const RunView& run, const Happening& h) {
  const std::string& name = run.scenario.replicas[h.replica.index()].name;
  return h.text.starts_with(name) ? std::string_view(h.text).substr(name.size()) : std::string_view(h.text);
}

bool same_but_replica(const RunView& run, const Entry& a, const Entry& b) {
  return a.what->replica.has_value() && b.what->replica.has_value() && a.ends == b.ends &&
         a.what->lane == b.what->lane && a.what->region == b.what->region &&
         said_of_replica(run, *a.what) == said_of_replica(run, *b.what);
}

std::string text_of(const RunView& run, const Entry& entry) {
  std::string text = entry.what->text;
  if (entry.replicas > 1)
    text = fmt::format("{} replicas of {}{}", entry.replicas, run.region_name(entry.what->region),
                       said_of_replica(run, *entry.what));
  if (entry.replicas > 1)
    for (const auto& [one, many] :
         {std::pair(" gets ", " get "), std::pair("its ", "their "), std::pair(" does ", " do ")})
      if (const std::size_t at = text.find(one); at != std::string::npos)
        text.replace(at, std::string_view(one).size(), many);
  return entry.ends ? fmt::format("over: {}", text) : text;
}

/// The last entries before a moment, or the next ones after it. What befalls replicas one after the other is one entry.
std::vector<Entry> entries_of(const RunView& run, bool before, Time now, std::size_t most) {
  std::vector<Entry> entries;
  for (const Happening& h : run.timeline->happenings()) {
    if ((h.from <= now) == before) entries.push_back({h.from, &h, false});
    if (!h.moment() && h.to != Time::max() && (h.to <= now) == before) entries.push_back({h.to, &h, true});
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [&](const Entry& a, const Entry& b) { return before ? a.at > b.at : a.at < b.at; });
  std::vector<Entry> told;
  for (const Entry& entry : entries) {
    const auto same = std::find_if(told.begin(), told.end(), [&](const Entry& e) {
      const double apart_s = (entry.at - e.at).in_seconds();
      return std::abs(apart_s) < 30 && same_but_replica(run, e, entry);
    });
    if (same != told.end()) {
      ++same->replicas;
    } else if (told.size() == most) {
      break;
    } else {
      told.push_back(entry);
    }
  }
  return told;
}

void draw_entries(ImDrawList& to, Box& box, const RunView& run, const std::vector<Entry>& entries, UiState& ui,
                  const char* id) {
  int n = 0;
  for (const Entry& entry : entries) {
    if (box.height() < px(20)) return;
    Box line = box.cut_top(px(20));
    const Box whole = line;
    if (area(whole, fmt::format("##{}{}", id, n++).c_str())) ui.cursor_s = entry.at.in_seconds();
    const bool hovered = ImGui::IsItemHovered();
    if (hovered) to.AddRectFilled(whole.min, whole.max, faded(theme().accent, 0.12F), px(3));
    put_text(to, line.cut_left(px(52)), style().small, theme().faint, show_clock(entry.at.in_seconds()));
    const Sign sign = entry.ends ? Sign::good : sign_of(*entry.what);
    put_sign(to, {line.min.x + px(4), line.centre().y}, px(3.2F), sign);
    line.cut_left(px(14));
    const std::string text = text_of(run, entry);
    put_text(to, line, style().small, theme().text, text);
    if (hovered) tip(fmt::format("{}\nClick: go to that moment.", text));
  }
}

}  // namespace

void draw_now(const Box& whole, const RunView& run, UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  note_place("now", whole);
  Box box = panel(to, whole, fmt::format("At {}", show_clock(ui.cursor_s)), "all users");
  const Time now = Time::seconds(ui.cursor_s);
  draw_users(to, box.cut_top(px(92)), run, ui);
  box.cut_top(px(4));
  draw_acting(to, box, run, run.timeline->at(now));
  box.cut_top(px(8));

  const float next_high = px(26) + px(20) * 3;
  Box next = box.cut_bottom(next_high);
  put_text(to, box.cut_top(px(22)), style().strong, theme().text, "What happened");
  const auto room = static_cast<std::size_t>(std::max(1.0F, box.height() / px(20)));
  const auto past = entries_of(run, true, now, room);
  if (past.empty()) put_text(to, box.cut_top(px(20)), style().small, theme().faint, "Nothing yet: all is as it began.");
  draw_entries(to, box, run, past, ui, "past");
  put_text(to, next.cut_top(px(26)), style().strong, theme().text, "Next");
  const auto coming = entries_of(run, false, now, 3);
  if (coming.empty()) put_text(to, next.cut_top(px(20)), style().small, theme().faint, "Nothing more until the end.");
  draw_entries(to, next, run, coming, ui, "next");
}

}  // namespace bicoastal::gui
