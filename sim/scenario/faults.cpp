#include "sim/scenario/faults.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// A hostile file may hold a million faults: what is kept while looking is bounded, too.
constexpr std::size_t kKept = 500;

bool is_under(std::string_view pointer, std::string_view parent) {
  return pointer.starts_with(parent) && (pointer.size() == parent.size() || pointer[parent.size()] == '/');
}

}  // namespace

std::uint16_t Faults::add_preset(std::string name) { return presets_.emplace_back(add_source(std::move(name))); }

bool Faults::is_preset(Place place) const {
  return std::find(presets_.begin(), presets_.end(), place.source) != presets_.end();
}

std::uint16_t Faults::add_source(std::string name) {
  sources_.push_back(std::move(name));
  return static_cast<std::uint16_t>(sources_.size() - 1);
}

void Faults::add(std::string_view code, Place place, std::string pointer, std::string message, std::string suggestion) {
  if (found_.size() >= kKept) {
    ++dropped_;
    return;
  }
  Diagnostic d;
  d.code = code;
  // What a default leads to is a matter of the document as a whole.
  if (place.source >= sources_.size()) place = {0, 0};
  if (!sources_.empty()) d.file = sources_[place.source];
  d.line = place.line;
  d.pointer = std::move(pointer);
  d.message = std::move(message);
  d.suggestion = std::move(suggestion);
  found_.push_back({place, std::move(d)});
}

bool Faults::any_under(std::string_view pointer) const {
  return std::ranges::any_of(found_, [&](const Found& f) { return is_under(f.diagnostic.pointer, pointer); });
}

bool Faults::any_at(std::string_view pointer) const {
  return std::ranges::any_of(found_, [&](const Found& f) { return f.diagnostic.pointer == pointer; });
}

bool Faults::full() const { return found_.size() >= kKept; }

bool Faults::spoilt(std::string_view pointer) const {
  return std::ranges::any_of(found_, [&](const Found& f) {
    return is_under(f.diagnostic.pointer, pointer) && f.diagnostic.code != "E201" && f.diagnostic.code != "E304";
  });
}

Diagnostics Faults::take() {
  const auto order = [](const Found& f) {
    return std::tie(f.place.source, f.place.line, f.diagnostic.pointer, f.diagnostic.code, f.diagnostic.message);
  };
  std::ranges::stable_sort(found_, [&](const Found& a, const Found& b) { return order(a) < order(b); });
  Diagnostics out;
  for (Found& f : found_)
    if (out.empty() || out.back() != f.diagnostic) out.push_back(std::move(f.diagnostic));
  found_.clear();
  if (out.size() > kShown || dropped_ > 0) {
    const std::size_t kept = std::min(out.size(), kShown);
    const std::size_t hidden = out.size() - kept + dropped_;
    out.resize(kept);
    out.push_back({"E900", out.front().file, 0, "", fmt::format("{} further faults are not shown", hidden), ""});
  }
  return out;
}

}  // namespace bicoastal
