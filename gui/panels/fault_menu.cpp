#include "gui/panels/fault_menu.hpp"

#include "gui/draw/places.hpp"
#include "gui/draw/plot.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "sim/report/numbers.hpp"
#include "sim/scenario/parse.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

constexpr const char* kPopup = "##faults";
constexpr std::array<double, 6> kLengths = {10, 30, 60, 180, 600, 3600};

/// A fault as a scenario has it, and as it stands in the menu.
struct Choice {
  std::string label, what;
  std::string json;  ///< "kind": value
};

/// As JSON has it.
std::string quoted(const std::string& name) { return canonical_text(text_node(name, {})); }

std::vector<Choice> of_region(const std::string& name) {
  const std::string q = quoted(name);
  return {
      {"Lose power", "the region with its stores; packets vanish", fmt::format(R"("region_down": {})", q)},
      {"Store down", "its leader store answers nobody; replicas live", fmt::format(R"("store_down": {})", q)},
      {"Balancer down", "nobody gets in; replicas and stores live", fmt::format(R"("balancer_down": {})", q)},
      {"Slow, 10 times", "all its replicas; checks find nothing wrong",
       fmt::format(R"("slow": {{"region": {}, "factor": 10}})", q)},
      {"Errors, 30 %", "gray failure: checks find nothing wrong",
       fmt::format(R"("errors": {{"region": {}, "share": 0.3}})", q)},
      {"Clock 5 s ahead", "its writes win against later ones",
       fmt::format(R"("clock_jump": {{"region": {}, "by": "5 s"}})", q)},
  };
}

std::vector<Choice> of_zone(const std::string& name) {
  return {{"Lose power", "the zone: packets vanish", fmt::format(R"("zone_down": {})", quoted(name))},
          {"Slow, 10 times", "all its replicas", fmt::format(R"("slow": {{"zone": {}, "factor": 10}})", quoted(name))}};
}

std::vector<Choice> of_replica(const std::string& name) {
  const std::string q = quoted(name);
  return {{"Stop the process", "connections are refused", fmt::format(R"("replica_down": {})", q)},
          {"Hang", "takes requests, never answers", fmt::format(R"("hang": {{"replica": {}}})", q)},
          {"Slow, 10 times", "", fmt::format(R"("slow": {{"replica": {}, "factor": 10}})", q)}};
}

std::vector<Choice> of_link(const std::string& a, const std::string& b) {
  const std::string pair = fmt::format("[{}, {}]", quoted(a), quoted(b));
  return {
      {"Cut", "nothing goes either way", fmt::format(R"("link_down": {})", pair)},
      {"200 ms slower", "both ways", fmt::format(R"("link_latency": {{"between": {}, "add": "200 ms"}})", pair)},
      {"Lose 5 %", "of all messages", fmt::format(R"("link_loss": {{"between": {}, "share": 0.05}})", pair)},
      {"1 Mbps", "replication falls behind",
       fmt::format(R"("link_bandwidth": {{"between": {}, "limit": "1 Mbps"}})", pair)},
  };
}

std::vector<Choice> choices_for(const RunView& run, const FaultTarget& target) {
  if (!target.replica.empty()) return of_replica(target.replica);
  if (!target.zone.empty()) return of_zone(target.zone);
  const std::string& region = run.region_name(target.region);
  return target.other.has_value() ? of_link(region, run.region_name(target.other)) : of_region(region);
}

std::string title_of(const RunView& run, const FaultTarget& target) {
  if (!target.replica.empty()) return target.replica;
  if (!target.zone.empty()) return target.zone;
  const std::string& region = run.region_name(target.region);
  return target.other.has_value() ? fmt::format("{} – {}", region, run.region_name(target.other)) : region;
}

}  // namespace

void open_fault_menu(UiState& ui, FaultTarget target) {
  ui.pulling = std::move(target);
  ui.playing = false;
  ImGui::OpenPopup(kPopup);
}

void draw_fault_menu(const RunView& run, UiState& ui, Wishes& wishes) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {px(12), px(10)});
  ImGui::PushStyleVar(ImGuiStyleVar_PopupBorderSize, px(1));
  if (ImGui::BeginPopup(kPopup) && ui.pulling) {
    {
      const WithFont font(style().strong);
      ImGui::Text("Pull the plug: %s", title_of(run, *ui.pulling).c_str());
    }
    ImGui::PushStyleColor(ImGuiCol_Text, theme().dim);
    ImGui::Text("from %s on, for", show_clock(ui.cursor_s).c_str());
    ImGui::PopStyleColor();
    for (const double length : kLengths) {
      ImGui::SameLine();
      if (ImGui::RadioButton(show_seconds(length).c_str(), ui.fault_for_s == length)) ui.fault_for_s = length;
    }
    ImGui::Separator();
    for (const Choice& choice : choices_for(run, *ui.pulling)) {
      const bool taken = ImGui::Selectable(choice.label.c_str(), false, 0, {0, ImGui::GetTextLineHeight() * 1.2F});
      note_place(fmt::format("fault {}", choice.label), {ImGui::GetItemRectMin(), ImGui::GetItemRectMax()});
      ImGui::SameLine(px(140));
      ImGui::TextDisabled("%s", choice.what.c_str());
      if (!taken) continue;
      // Onsets of less than a microsecond's precision help nobody.
      const double at = std::floor(ui.cursor_s * 1000) / 1000;
      wishes.changes.push_back(
          {"/faults/-", fmt::format(R"({{"at": "{:.3f} s", "for": "{:g} s", {}}})", at, ui.fault_for_s, choice.json)});
      wishes.change_text = fmt::format("{}: {}, at {} for {}", title_of(run, *ui.pulling), choice.label, show_clock(at),
                                       show_seconds(ui.fault_for_s));
      ImGui::CloseCurrentPopup();
    }
    ImGui::Separator();
    ImGui::PushStyleColor(ImGuiCol_Text, theme().dim);
    ImGui::TextUnformatted("Runs the scenario again with this, beside the run that is shown.");
    ImGui::PopStyleColor();
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar(2);
}

}  // namespace bicoastal::gui
