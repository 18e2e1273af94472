#include "gui/data/draft.hpp"

#include "sim/scenario/override.hpp"
#include "sim/scenario/parse.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal::gui {

void Draft::begin(const std::string& base) {
  if (base == base_ && !text_.empty()) return;
  if (!changes_.empty()) shelved_[base_] = std::move(changes_);
  base_ = base;
  changes_.clear();
  if (const auto shelved = shelved_.extract(base)) changes_ = std::move(shelved.mapped());
  renew();
}

void Draft::change(const std::string& pointer, const std::string& value) {
  const auto same =
      std::find_if(changes_.begin(), changes_.end(), [&](const Override& o) { return o.pointer == pointer; });
  if (same != changes_.end()) {
    same->value = value;
  } else {
    changes_.push_back({pointer, value});
  }
  renew();
}

void Draft::take_back(const std::string& pointer) {
  std::erase_if(changes_, [&](const Override& o) { return o.pointer == pointer; });
  renew();
}

void Draft::clear() {
  changes_.clear();
  renew();
}

bool Draft::changes_at(const std::string& pointer) const {
  return std::any_of(changes_.begin(), changes_.end(), [&](const Override& o) { return o.pointer == pointer; });
}

std::string Draft::in_words() const {
  std::string text;
  for (const Override& change : changes_)
    text += fmt::format("{}{} = {}", text.empty() ? "" : "; ", change.pointer, change.value);
  return text;
}

void Draft::renew() {
  Faults faults;
  auto document = parse_json(base_, faults.add_source("scenario"), faults);
  if (!document) {
    faults_ = faults.take();
    return;
  }
  const std::uint16_t source = faults.add_source("change");
  for (const Override& change : changes_) apply_override(*document, change, source, faults);
  faults_ = faults.take();
  document_ = std::move(*document);
  text_ = canonical_text(document_);
  if (!faults_.empty()) return;
  const auto scenario = parse_scenario(text_, "scenario", {.unknown_policies = true});
  if (!scenario) faults_ = scenario.faults();
}

}  // namespace bicoastal::gui
