#include "gui/panels/form.hpp"

#include "gui/draw/text.hpp"
#include "gui/draw/theme.hpp"
#include "gui/draw/widgets.hpp"
#include "sim/scenario/node.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/schema.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

constexpr int kDeepest = 6;

std::string text_of(const Node* node, const char* key) {
  const Node* found = node->find(key);
  return found != nullptr && found->is_text() ? found->text : std::string();
}

/// A value as it is typed: texts without quotes, all else as JSON in one line.
std::string typed_text(const Node& value) {
  if (value.is_text()) return value.text;
  std::string text;
  for (const char c : canonical_text(value)) {
    if (c == '\n') continue;
    if (c == ' ' && !text.empty() && text.back() == ' ') continue;
    text += c;
  }
  return text;
}

/// Description here, or where a "$ref" leads.
std::string description_of(const Node& schema) {
  const std::string own = text_of(&schema, "description");
  return own.empty() ? text_of(&resolve_reference(schema), "description") : own;
}

class Form {
 public:
  explicit Form(UiState& ui) : ui_(ui) {}

  /// What was changed counts after the form was drawn: until then it is drawn from the draft's document.
  ~Form() {
    for (const Override& change : changes_) ui_.draft.change(change.pointer, change.value);
    if (!taken_back_.empty()) ui_.draft.take_back(taken_back_);
  }
  Form(const Form&) = delete;
  Form& operator=(const Form&) = delete;

  void section(const std::string& key) {
    const Node* schema = scenario_schema_tree().find("properties")->find(key);
    if (schema == nullptr) return;
    const std::string description = description_of(*schema);
    ImGui::PushStyleColor(ImGuiCol_Text, theme().dim);
    ImGui::TextWrapped("%s", description.c_str());
    ImGui::PopStyleColor();
    ImGui::Spacing();
    value(key, *schema, ui_.draft.document().find(key), child_pointer("", key), 0, true);
  }

 private:
  void change(const std::string& pointer, const std::string& value) { changes_.push_back({pointer, value}); }

  /// `node`: what the document has; null: the default.
  void value(const std::string& label, const Node& given, const Node* node, const std::string& pointer, int depth,
             bool open) {
    const Node& schema = resolve_reference(given);
    const bool object = schema.find("properties") != nullptr && (node == nullptr || node->is_object());
    const bool list = text_of(&schema, "type") == "array" && (node == nullptr || node->is_array());
    ImGui::PushID(pointer.c_str());
    if (object && depth < kDeepest) {
      members(label, schema, node, pointer, depth, open);
    } else if (list && depth < kDeepest && node != nullptr && !node->items.empty() && node->items.front().is_object()) {
      elements(label, schema, *node, pointer, depth, open);
    } else {
      field(label, given, schema, node, pointer);
    }
    ImGui::PopID();
  }

  void members(const std::string& label, const Node& schema, const Node* node, const std::string& pointer, int depth,
               bool open) {
    if (depth > 0 && !ImGui::TreeNodeEx(label.c_str(), open || node != nullptr ? ImGuiTreeNodeFlags_DefaultOpen : 0))
      return;
    const Node& properties = *schema.find("properties");
    // First what the file says, then what it could say.
    for (const bool written : {true, false})
      for (std::size_t i = 0; i < properties.keys.size(); ++i) {
        const Node* member = node != nullptr ? node->find(properties.keys[i]) : nullptr;
        if ((member != nullptr) == written)
          value(properties.keys[i], properties.items[i], member, child_pointer(pointer, properties.keys[i]), depth + 1,
                false);
      }
    if (depth > 0) ImGui::TreePop();
  }

  void elements(const std::string& label, const Node& schema, const Node& node, const std::string& pointer, int depth,
                bool open) {
    if (depth > 0 && !ImGui::TreeNodeEx(label.c_str(), open ? ImGuiTreeNodeFlags_DefaultOpen : 0)) return;
    const Node* items = schema.find("items");
    for (std::size_t i = 0; i < node.items.size() && items != nullptr; ++i) {
      std::string name = text_of(&node.items[i], "name");
      if (name.empty()) name = text_of(&node.items[i], "region");
      value(name.empty() ? fmt::format("{}", i) : fmt::format("{}  {}", i, name), *items, &node.items[i],
            child_pointer(pointer, i), depth + 1, node.items.size() == 1);
    }
    if (depth > 0) ImGui::TreePop();
  }

  void field(const std::string& label, const Node& given, const Node& schema, const Node* node,
             const std::string& pointer) {
    const Node* fallback = given.find("default") != nullptr ? given.find("default") : schema.find("default");
    const Node* shown = node != nullptr ? node : fallback;
    const bool changed = ui_.draft.changes_at(pointer);
    const float width = ImGui::GetContentRegionAvail().x;
    ImGui::AlignTextToFramePadding();
    ImGui::PushStyleColor(ImGuiCol_Text, changed ? theme().accent : node != nullptr ? theme().text : theme().dim);
    ImGui::TextUnformatted(fitted(style().body, label, width * 0.42F).c_str());
    ImGui::PopStyleColor();
    if (ImGui::IsItemHovered()) tip(fmt::format("{}\n{}", pointer, description_of(given)));
    ImGui::SameLine(ImGui::GetCursorPosX() + width * 0.44F);
    ImGui::SetNextItemWidth(width * 0.56F - (changed ? px(34) : 0));
    if (const Node* choices = schema.find("enum")) {
      choice(*choices, shown, pointer);
    } else if (text_of(&schema, "type") == "boolean") {
      bool on = shown != nullptr && shown->truth;
      if (ImGui::Checkbox("##value", &on)) change(pointer, on ? "true" : "false");
    } else {
      entry(shown, node == nullptr, pointer);
    }
    if (ImGui::IsItemHovered()) tip(description_of(given));
    if (!changed) return;
    ImGui::SameLine();
    if (ImGui::Button("↺")) taken_back_ = pointer;
    if (ImGui::IsItemHovered()) tip("Take this change back");
  }

  void choice(const Node& choices, const Node* shown, const std::string& pointer) {
    const std::string now = shown != nullptr ? typed_text(*shown) : "";
    if (!ImGui::BeginCombo("##value", now.empty() ? "not set" : now.c_str())) return;
    for (const Node& item : choices.items) {
      const std::string text = typed_text(item);
      if (ImGui::Selectable(text.c_str(), text == now)) change(pointer, text);
    }
    ImGui::EndCombo();
  }

  /// A text of any length: ImGui asks for more room as it is typed.
  static int grow(ImGuiInputTextCallbackData* data) {
    if (data->EventFlag != ImGuiInputTextFlags_CallbackResize) return 0;
    auto& text = *static_cast<std::string*>(data->UserData);
    text.resize(static_cast<std::size_t>(data->BufTextLen));
    data->Buf = text.data();
    return 0;
  }

  void entry(const Node* shown, bool is_default, const std::string& pointer) {
    const std::string now = shown != nullptr ? typed_text(*shown) : "";
    const bool editing = ui_.edited == pointer;
    std::string text = editing ? ui_.edited_text : now;
    if (is_default && !editing) ImGui::PushStyleColor(ImGuiCol_Text, theme().dim);
    ImGui::InputTextWithHint("##value", "not set", text.data(), text.capacity() + 1, ImGuiInputTextFlags_CallbackResize,
                             grow, &text);
    if (is_default && !editing) ImGui::PopStyleColor();
    // What was typed counts when the field is left; escape brings back what was there.
    if (ImGui::IsItemDeactivatedAfterEdit() && text != now) change(pointer, text);
    if (ImGui::IsItemActive()) {
      ui_.edited = pointer;
      ui_.edited_text = text;
    } else if (editing) {
      ui_.edited.clear();
    }
  }

  UiState& ui_;
  std::vector<Override> changes_;
  std::string taken_back_;
};

}  // namespace

void draw_form(const Box& whole, UiState& ui) {
  ImDrawList& to = *ImGui::GetWindowDrawList();
  const Box box = panel(to, whole, ui.section);
  if (begin_scroll(box, ("##form" + ui.section).c_str())) Form(ui).section(ui.section);
  end_scroll();
}

}  // namespace bicoastal::gui
