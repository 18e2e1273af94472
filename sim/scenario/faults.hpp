// Collects the faults of an input while the passes over it go on, so that one answer names them all.
#pragma once

#include <bicoastal/result.hpp>

#include "sim/scenario/node.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

class Faults {
 public:
  static constexpr std::size_t kShown = 100;  ///< more are counted, not listed

  /// Index for Place::source. `name` is what diagnostics show.
  std::uint16_t add_source(std::string name);
  const std::string& source_name(std::uint16_t source) const { return sources_[source]; }

  /// For what a preset says: of its settings those that have no effect here are no faults.
  std::uint16_t add_preset(std::string name);
  bool is_preset(Place place) const;
  void leave_out(std::string pointer) { left_out_.push_back(std::move(pointer)); }
  const std::vector<std::string>& left_out() const { return left_out_; }

  void add(std::string_view code, Place place, std::string pointer, std::string message, std::string suggestion = {});

  bool empty() const { return found_.empty(); }
  std::size_t size() const { return found_.size(); }
  /// True where a fault at `pointer`, or at anything below it, was found.
  bool any_under(std::string_view pointer) const;
  /// True where a fault at exactly `pointer` was found.
  bool any_at(std::string_view pointer) const;
  /// True where so many faults were found that further ones are only counted.
  bool full() const;
  /// True where what was found under `pointer` is more than keys that are not known: the values known are no guide.
  bool spoilt(std::string_view pointer) const;

  /// All of them, in the order of the files and their lines, each once.
  Diagnostics take();

 private:
  struct Found {
    Place place;
    Diagnostic diagnostic;
  };
  std::vector<std::string> sources_;
  std::vector<std::uint16_t> presets_;
  std::vector<std::string> left_out_;  ///< settings of presets that have no effect
  std::vector<Found> found_;
  std::size_t dropped_ = 0;
};

}  // namespace bicoastal
