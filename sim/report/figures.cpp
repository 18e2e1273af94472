#include "sim/report/figures.hpp"

#include <nlohmann/json.hpp>

namespace bicoastal {

struct Figures::Document {
  nlohmann::ordered_json tree;

  const nlohmann::ordered_json* at(const std::string& pointer) const {
    const nlohmann::ordered_json::json_pointer where(pointer);
    return tree.contains(where) ? &tree[where] : nullptr;
  }
};

Figures::Figures(std::shared_ptr<const Document> document) : document_(std::move(document)) {}

std::optional<Figures> Figures::parse(std::string_view document) {
  nlohmann::ordered_json tree = nlohmann::ordered_json::parse(document, nullptr, false);
  if (!tree.is_object()) return std::nullopt;
  return Figures(std::make_shared<const Document>(Document{std::move(tree)}));
}

std::optional<double> Figures::number(const std::string& pointer) const {
  const auto* value = document_->at(pointer);
  return value != nullptr && value->is_number() ? std::optional(value->get<double>()) : std::nullopt;
}

std::uint64_t Figures::count(const std::string& pointer) const {
  const double value = number(pointer).value_or(0);
  return value > 0 && value < 0x1p63 ? static_cast<std::uint64_t>(value) : 0;
}

std::optional<std::string> Figures::text(const std::string& pointer) const {
  const auto* value = document_->at(pointer);
  return value != nullptr && value->is_string() ? std::optional(value->get<std::string>()) : std::nullopt;
}

std::optional<bool> Figures::truth(const std::string& pointer) const {
  const auto* value = document_->at(pointer);
  return value != nullptr && value->is_boolean() ? std::optional(value->get<bool>()) : std::nullopt;
}

std::size_t Figures::size(const std::string& pointer) const {
  const auto* value = document_->at(pointer);
  return value != nullptr && value->is_array() ? value->size() : 0;
}

std::vector<std::string> Figures::names(const std::string& pointer) const {
  std::vector<std::string> names;
  const auto* value = document_->at(pointer);
  if (value == nullptr || !value->is_object()) return names;
  for (const auto& [name, member] : value->items()) names.push_back(name);
  return names;
}

std::string in_pointer(std::string_view name) {
  std::string text;
  for (const char c : name) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return text;
}

}  // namespace bicoastal
