// The map of one moment: what draw_map() puts on it. Who looks at it and what they press is elsewhere.
#include "gui/panels/map_view.hpp"

#include "gui/draw/places.hpp"
#include "gui/draw/plot.hpp"
#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/map/placement.hpp"
#include "sim/report/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

constexpr float kCardWide = 158, kCardHigh = 66;
/// With more regions than this, or less room for each (a share of the map), there is room for their names only; the
/// rest is told under the mouse.
constexpr std::size_t kManyRegions = 9;
constexpr float kMostCovered = 0.3F;
constexpr float kNameWide = 126, kNameHigh = 26;
constexpr std::size_t kMostLabels = 6;  // then

/// What is said of a curve.
struct Label {
  ImVec2 from, to;
  float bend = 0;
  ImU32 colour = 0;
  std::string text;
  double weight = 0;
  Box box{};
};

struct Scene {
  const RunView& run;
  double cursor_s;
  std::optional<RegionId> region;  // that is chosen
  Moment moment;
  std::vector<ImVec2> anchors;  // by region
  std::vector<Box> cards;
  bool names_only;
  std::string name;             // that places of cards begin with
  std::vector<Label> labels{};  // on curves; drawn over everything else
};

Sign sign_of(const RegionState& state) {
  if (state.down.has_value()) return Sign::bad;
  if (state.leads_still > 0) return Sign::bad;
  if (state.struck.has_value() || !state.in) return Sign::warn;
  return Sign::good;
}

/// Requests a second that the home's users sent to a region in the cursor's window.
double flow_per_s(const RunView& run, const Flow& flow, double t_s) {
  if (run.windows() == 0) return 0;
  return flow.requests[run.window_at(t_s)] / run.window_s;
}

void draw_curve(ImDrawList& to, ImVec2 a, ImVec2 b, float bend, ImU32 colour, float width, bool dashed = false) {
  constexpr int kSteps = 28;
  ImVec2 before = a;
  for (int i = 1; i <= kSteps; ++i) {
    const ImVec2 at = on_curve(a, b, bend, static_cast<float>(i) / kSteps);
    if (!dashed || i % 2 == 1) to.AddLine(before, at, colour, width);
    before = at;
  }
}

/// Places the labels inside `room`, weightiest first, where they cover neither a card nor another one; those without
/// such a place are left out.
void place_labels(Scene& scene, const Box& room) {
  constexpr std::size_t kCovers = 10;  // what covers a text is worse than what covers places
  std::vector<Label> wanted = std::move(scene.labels);
  scene.labels.clear();
  std::stable_sort(wanted.begin(), wanted.end(), [](const Label& a, const Label& b) { return a.weight > b.weight; });
  for (Label& label : wanted) {
    const ImVec2 size = text_size(style().small, label.text);
    std::size_t least = 1000;
    for (const float share : {0.5F, 0.42F, 0.58F, 0.34F, 0.66F, 0.26F, 0.74F, 0.2F, 0.8F})
      for (const float shift : {px(11), -px(11) - size.y - px(6), px(34), -px(34) - size.y, px(60), -px(60) - size.y,
                                px(86), -px(86) - size.y, px(112), -px(112) - size.y}) {
        const ImVec2 at = on_curve(label.from, label.to, label.bend, share);
        const ImVec2 whole{size.x + px(14), size.y + px(6)};
        const ImVec2 corner{std::clamp(at.x - whole.x / 2, room.min.x, std::max(room.min.x, room.max.x - whole.x)),
                            std::clamp(at.y + shift, room.min.y, std::max(room.min.y, room.max.y - whole.y))};
        const Box box{corner, {corner.x + whole.x, corner.y + whole.y}};
        std::size_t covered = 0;
        for (const Box& card : scene.cards) covered += box.inset(-px(3)).overlaps(card) ? kCovers : 0;
        for (const Label& other : scene.labels) covered += box.inset(-px(2)).overlaps(other.box) ? kCovers : 0;
        for (const ImVec2 anchor : scene.anchors) covered += box.inset(-px(8)).holds(anchor) ? 1 : 0;
        if (covered >= least) continue;
        least = covered;
        label.box = box;
      }
    if (scene.names_only ? least == 0 && scene.labels.size() < kMostLabels : least < kCovers)
      scene.labels.push_back(std::move(label));
  }
}

void draw_link(ImDrawList& to, Scene& scene, std::size_t a, std::size_t b) {
  const std::size_t regions = scene.anchors.size();
  const PairState &there = scene.moment.pairs[a * regions + b], &back = scene.moment.pairs[b * regions + a];
  const bool cut = there.cut.has_value() || back.cut.has_value();
  const double age = std::max(there.age_s, back.age_s);
  const auto writes = static_cast<std::uint64_t>(std::max<std::int64_t>(0, there.writes + back.writes));
  const bool behind = age > 1 || there.strained.has_value() || back.strained.has_value();
  // Where all are linked with all, lines of which there is nothing to say are in the way.
  const bool chosen = scene.region == RegionId(a) || scene.region == RegionId(b);
  const bool quiet = scene.names_only && !chosen && !cut && !behind;
  const ImU32 colour = cut ? theme().bad : behind ? theme().warn : theme().faint;
  const ImVec2 from = scene.anchors[a], at = scene.anchors[b];
  draw_curve(to, from, at, kLinkBend,
             faded(colour, quiet           ? 0.13F
                           : cut || behind ? 0.9F
                                           : 0.55F),
             px(cut || behind ? 2 : 1.2F), cut);
  // Batches under way, as dots that run with the time of the run.
  if (!cut && !quiet && scene.run.windows() > 0) {
    for (int i = 0; i < 2; ++i) {
      const auto phase = static_cast<float>(std::fmod(scene.cursor_s * 0.35 + i * 0.5, 1.0));
      to.AddCircleFilled(on_curve(from, at, kLinkBend, phase), px(1.8F), colour);
      to.AddCircleFilled(on_curve(from, at, kLinkBend, 1 - phase), px(1.8F), colour);
    }
  }
  if (cut) put_sign(to, on_curve(from, at, kLinkBend, 0.5F), px(7), Sign::bad);
  if (behind && writes > 0)
    scene.labels.push_back(
        {from, at, kLinkBend, colour, fmt::format("{} · {} behind", counted(writes, "write"), show_seconds(age)), age});
}

/// Users who are served away from home.
void draw_flows(ImDrawList& to, Scene& scene) {
  double most = 1;
  for (const Flow& flow : scene.run.series.flows) most = std::max(most, flow_per_s(scene.run, flow, scene.cursor_s));
  for (const Flow& flow : scene.run.series.flows) {
    const double rate = flow_per_s(scene.run, flow, scene.cursor_s);
    if (flow.home == flow.asked || rate <= 0) continue;
    const ImVec2 a = scene.anchors[flow.home.index()], b = scene.anchors[flow.asked.index()];
    const ImU32 colour = theme().series_colour(flow.home.index());
    const float width = px(2 + 4 * static_cast<float>(rate / most));
    draw_curve(to, a, b, 0.22F, faded(colour, 0.75F), width);
    const ImVec2 tip_at = on_curve(a, b, 0.22F, 0.9F), before = on_curve(a, b, 0.22F, 0.82F);
    const float length = std::max(1.0F, std::hypot(tip_at.x - before.x, tip_at.y - before.y));
    const ImVec2 d{(tip_at.x - before.x) / length, (tip_at.y - before.y) / length};
    const float r = width + px(4);
    to.AddTriangleFilled({tip_at.x + d.x * r, tip_at.y + d.y * r}, {tip_at.x - d.y * r, tip_at.y + d.x * r},
                         {tip_at.x + d.y * r, tip_at.y - d.x * r}, colour);
    scene.labels.push_back({a, b, 0.22F, colour,
                            fmt::format("{}/s users of {}", show_rate(rate), scene.run.region_name(flow.home)),
                            1e6 + rate});
  }
}

void draw_card(ImDrawList& to, const Scene& scene, std::size_t r, bool hovered) {
  const RegionState& state = scene.moment.regions[r];
  Sign users = Sign::good;
  const std::string said = users_of(scene.run, r, scene.cursor_s, users);
  // As bad as the region is, or as its users have it.
  const Sign own = sign_of(state);
  const Sign sign = own == Sign::bad || users == Sign::bad     ? Sign::bad
                    : own == Sign::warn || users == Sign::warn ? Sign::warn
                                                               : Sign::good;
  const ImVec2 anchor = scene.anchors[r];
  Box box = scene.cards[r];
  const ImU32 colour = theme().series_colour(r);
  const bool chosen = scene.region == RegionId(r);
  const ImVec2 near{std::clamp(anchor.x, box.min.x, box.max.x), std::clamp(anchor.y, box.min.y, box.max.y)};
  to.AddLine(anchor, near, theme().dim, px(1));
  to.AddCircleFilled(anchor, px(7), theme().panel);
  put_sign(to, anchor, px(5), sign);
  to.AddRectFilled(box.min, box.max, faded(theme().panel, 0.96F), px(6));
  to.AddRect(box.min, box.max,
             chosen || hovered    ? theme().accent
             : sign == Sign::good ? theme().edge
                                  : colour_of(sign),
             px(6), 0, px(chosen ? 2 : 1));
  to.AddRectFilled(box.min, {box.min.x + px(4), box.max.y}, colour, px(6), ImDrawFlags_RoundCornersLeft);
  box = box.inset(px(10), px(scene.names_only ? 4 : 6));
  box.cut_left(px(3));
  Box head = box.cut_top(px(18));
  put_sign(to, {head.max.x - px(4), head.centre().y}, px(4), sign);
  head.cut_right(px(14));
  put_text(to, head, style().strong, theme().text, scene.run.region_name(RegionId(r)));
  note_place(fmt::format("{} {}", scene.name, scene.run.region_name(RegionId(r))), scene.cards[r], said);
  if (scene.names_only) return;
  put_text(to, box.cut_top(px(17)), style().small,
           users == Sign::good || users == Sign::off ? theme().dim : colour_of(users), said);
  std::string work = duty_of(scene.run, scene.moment, r);
  if (state.down.has_value()) {
    work = scene.run.scenario.faults[state.down.index()].kind == "region_down" ? "down" : "nobody gets in";
  } else if (!state.in) {
    work += ", out of DNS";
  }
  put_text(to, box.cut_top(px(17)), style().small, theme().dim, work);
}

}  // namespace

ImVec2 on_curve(ImVec2 a, ImVec2 b, float bend, float share) {
  const float dx = b.x - a.x, dy = b.y - a.y;
  const ImVec2 control{(a.x + b.x) / 2 - dy * bend, (a.y + b.y) / 2 + dx * bend * 0.2F - std::abs(dx) * bend};
  const float u = 1 - share;
  return {u * u * a.x + 2 * u * share * control.x + share * share * b.x,
          u * u * a.y + 2 * u * share * control.y + share * share * b.y};
}

std::string duty_of(const RunView& run, const Moment& moment, std::size_t r) {
  const RegionState& state = moment.regions[r];
  if (moment.primaries.empty())
    return run.scenario.data.writes == WritePattern::quorum ? "replica of a quorum" : "takes its own writes";
  if (state.leads_still > 0) return "split brain: writes too";
  if (state.leads == 0) return "follower";
  return moment.primaries.size() == 1 ? "primary" : fmt::format("primary of {}", counted(state.leads, "partition"));
}

std::string users_of(const RunView& run, std::size_t r, double t_s, Sign& sign) {
  if (run.windows() == 0) return {};
  const Window& w = run.series.by_region[r][run.window_at(t_s)];
  const std::uint32_t ended = w.ok + w.failed;
  sign = w.failed == 0 ? Sign::good : w.ok * 1000ULL >= ended * 990ULL ? Sign::warn : Sign::bad;
  if (ended == 0 && w.issued == 0) {
    sign = Sign::off;
    return "no users at home here";
  }
  if (ended == 0) return fmt::format("{}/s asked, none answered", show_rate(w.issued / run.window_s));
  return fmt::format("{}/s · {} ok", show_rate(w.issued / run.window_s), show_share(static_cast<double>(w.ok) / ended));
}

Map draw_map(ImDrawList& to, const Box& box, const MapWanted& wanted) {
  const RunView& run = wanted.run;
  to.AddRectFilled(box.min, box.max, theme().sea, px(6));
  to.PushClipRect(box.min, box.max, true);
  const Projection projection(box, wanted.view);
  draw_land(to, projection);
  Scene scene{
      run, wanted.t_s, wanted.chosen, run.timeline->at(Time::seconds(wanted.t_s)), anchors_of(run.scenario, projection),
      {},  false,      wanted.name};
  const std::size_t regions = scene.anchors.size();
  const float covered =
      static_cast<float>(regions) * px(kCardWide) * px(kCardHigh) / std::max(1.0F, box.width() * box.height());
  scene.names_only = regions > kManyRegions || covered > kMostCovered;
  const ImVec2 card = scene.names_only ? ImVec2(px(kNameWide), px(kNameHigh)) : ImVec2(px(kCardWide), px(kCardHigh));
  scene.cards = cards_of(scene.anchors, card, box.inset(px(8)));
  for (std::size_t a = 0; a < regions; ++a)
    for (std::size_t b = a + 1; b < regions; ++b) draw_link(to, scene, a, b);
  draw_flows(to, scene);
  std::optional<std::size_t> hovered;
  for (std::size_t r = 0; r < regions && wanted.mouse; ++r)
    if (scene.cards[r].holds(*wanted.mouse)) hovered = r;
  for (std::size_t r = 0; r < regions; ++r) draw_card(to, scene, r, hovered == r);
  place_labels(scene, box);
  for (const Label& label : scene.labels) {
    to.AddRectFilled(label.box.min, label.box.max, faded(theme().panel, 0.92F), px(9));
    pill(to, label.box.min, label.colour, label.text);
  }
  to.PopClipRect();
  return {std::move(scene.moment), std::move(scene.anchors), std::move(scene.cards), hovered};
}

}  // namespace bicoastal::gui
