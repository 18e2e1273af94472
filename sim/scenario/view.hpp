// Reads values out of a document that the schema has seen.
//
// Reading never fails: where the schema found a fault, a value within bounds comes back, and the fault is already
// known. So one pass can go on to find the faults of meaning, too.
#pragma once

#include <bicoastal/scenario.hpp>

#include "sim/base/units.hpp"
#include "sim/scenario/node.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace bicoastal {

class View {
 public:
  View(const Node* node, std::string pointer) : node_(node), pointer_(std::move(pointer)) {}

  View operator[](std::string_view key) const;
  View operator[](std::size_t index) const;

  bool exists() const { return node_ != nullptr; }
  /// Written by the user, not a default of the schema.
  bool given() const { return node_ != nullptr && node_->place.source != Place::kDefault; }
  bool is_object() const { return node_ != nullptr && node_->is_object(); }
  bool is_array() const { return node_ != nullptr && node_->is_array(); }
  bool is_text() const { return node_ != nullptr && node_->is_text(); }
  std::size_t size() const { return node_ ? node_->items.size() : 0; }  ///< elements of an array
  const Node* node() const { return node_; }
  const std::string& pointer() const { return pointer_; }
  Place place() const { return node_ ? node_->place : Place{}; }

  std::string text() const { return is_text() ? node_->text : std::string(); }
  bool truth() const { return node_ != nullptr && node_->truth; }
  double number() const { return node_ && node_->is_number() ? node_->number : 0; }
  std::uint32_t count() const;
  std::uint64_t seed() const;
  Time time() const;
  /// In the unit of `dimension`; a bare number is itself (shares).
  double quantity(Dimension dimension) const;
  Distribution distribution() const;
  GeoPoint location() const;

 private:
  const Node* node_;
  std::string pointer_;
};

}  // namespace bicoastal
