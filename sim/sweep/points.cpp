#include "sim/sweep/points.hpp"

#include "sim/base/digest.hpp"
#include "sim/scenario/expecting.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace bicoastal {

namespace {

bool within(const std::string& inner, const std::string& outer) {
  return inner == outer || inner.starts_with(outer + "/");
}

class Loader {
 public:
  Loader(const View& sweep, const std::vector<Axis>& axes, const Design& design,
         const std::vector<std::string>& expectations, Faults& faults, Diagnostics& others)
      : sweep_(sweep), axes_(axes), design_(design), expectations_(expectations), faults_(faults), others_(others) {}

  enum class Twice : bool { refused, allowed };

  std::vector<PointScenario> load(const ScenarioSource& base, const LoadOptions& options,
                                  Twice twice = Twice::refused) {
    std::vector<PointScenario> loaded;
    std::map<std::string, std::size_t> first;
    const Override expect = expecting_all(expectations_);
    for (std::size_t p = 0; p < design_.points.size() && !faults_.full(); ++p) {
      std::vector<Override> overrides;
      for (const AxisSetting& setting : design_.points[p])
        overrides.insert(overrides.end(), setting.sets.begin(), setting.sets.end());
      overrides.push_back(expect);
      const Result<Scenario> scenario = base.make(overrides, std::nullopt, options);
      if (!scenario) {
        for (const Diagnostic& fault : scenario.faults()) attribute(fault, p);
        continue;
      }
      const std::string essence = essence_of(*scenario);
      loaded.push_back({to_hex(hash_bytes(essence.data(), essence.size())), scenario->expect});
      const auto [same, fresh] = first.emplace(loaded.back().hash, p);
      if (!fresh && twice == Twice::refused && twice_++ == 0)
        faults_.add("E911", sweep_["axes"].place(), "/axes",
                    fmt::format("{} is the same scenario as {}", words(p), words(same->second)),
                    "one of them is enough");
    }
    return loaded;
  }

  void tell_contradictions() {
    for (const auto& [fault, found] : contradictions_) {
      const auto& [points, diagnostic] = found;
      faults_.add("E910", sweep_["axes"].place(), "/axes",
                  fmt::format("{}{}: {} {}: {}", words(points.first),
                              points.second > 1 ? fmt::format(" and {} more", points.second - 1) : "", diagnostic.code,
                              diagnostic.pointer, diagnostic.message),
                  diagnostic.suggestion.empty() ? "exclude says which points to leave out" : diagnostic.suggestion);
    }
  }

 private:
  const View& sweep_;
  const std::vector<Axis>& axes_;
  const Design& design_;
  const std::vector<std::string>& expectations_;
  Faults& faults_;
  Diagnostics& others_;
  std::set<std::string> told_;
  std::size_t twice_ = 0;
  /// First point and number of points, by what is wrong.
  std::map<std::string, std::pair<std::pair<std::size_t, std::size_t>, Diagnostic>> contradictions_;

  std::string words(std::size_t point) const {
    std::string text;
    for (std::size_t a = 0; a < axes_.size(); ++a)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", axes_[a].name, design_.points[point][a].value.text);
    return fmt::format("point {} ({})", point, text);
  }

  View axis_view(const Axis& axis) const {
    return sweep_["axes"][std::stoul(axis.pointer.substr(std::string_view("/axes/").size()))];
  }

  /// True the first time that this is asked.
  bool fresh(const std::string& what) { return told_.insert(what).second; }

  void attribute(const Diagnostic& fault, std::size_t p) {
    static constexpr std::string_view kExpect = "/expect/";
    if (fault.file == "--set" && fault.pointer.starts_with(kExpect)) {
      const std::size_t i = std::stoul(fault.pointer.substr(kExpect.size())), metrics = sweep_["metrics"].size();
      const View at = i < metrics ? sweep_["metrics"][i] : sweep_["constraints"][i - metrics];
      if (fresh(at.pointer())) faults_.add(fault.code, at.place(), at.pointer(), fault.message, fault.suggestion);
      return;
    }
    if (fault.file == "--set" && (fault.code == "E201" || fault.code == "E502") && nowhere(fault)) return;
    if (fault.file == "--set" && fault.code.starts_with("E2") && wrong_value(fault, p)) return;
    if (fault.file != "--set" && fault.pointer.empty()) {
      if (fresh(to_string(fault))) others_.push_back(fault);
      return;
    }
    auto& [points, kept] = contradictions_[fault.code + fault.pointer + fault.message];
    if (points.second++ == 0) {
      points.first = p;
      kept = fault;
    }
  }

  /// A key that no scenario has, on the way to what an axis sets.
  bool nowhere(const Diagnostic& fault) {
    for (const Axis& axis : axes_) {
      for (const std::string& pointer : axis.into) {
        if (!within(pointer, fault.pointer)) continue;
        View at = axis_view(axis)["pointer"];
        for (std::size_t i = 1; i < axis.into.size(); ++i)
          if (axis.into[i] == pointer && axis.into[0] != pointer) at = axis_view(axis)["also"][i - 1];
        tell_nowhere(fault, at);
        return true;
      }
      const View points = axis_view(axis)["points"];
      for (std::size_t i = 0; i < points.size(); ++i) {
        const View set = points[i]["set"];
        for (const std::string& key : set.node()->keys)
          if (within(key, fault.pointer)) {
            tell_nowhere(fault, set[key]);
            return true;
          }
      }
    }
    return false;
  }

  void tell_nowhere(const Diagnostic& fault, const View& at) {
    if (fresh(at.pointer()))
      faults_.add("E901", at.place(), at.pointer(), fmt::format("points nowhere: {}: {}", fault.pointer, fault.message),
                  fault.suggestion);
  }

  /// What is wrong with a value by itself, wherever it stands.
  bool wrong_value(const Diagnostic& fault, std::size_t p) {
    for (std::size_t a = 0; a < axes_.size(); ++a)
      for (const Override& set : design_.points[p][a].sets) {
        if (!within(fault.pointer, set.pointer)) continue;
        const Axis& axis = axes_[a];
        const auto setting = std::ranges::find(axis.settings, design_.points[p][a].value.text,
                                               [](const AxisSetting& s) { return s.value.text; });
        const auto i = static_cast<std::size_t>(setting - axis.settings.begin());
        View at = axis_view(axis);
        if (at["values"].exists() && i < at["values"].size())
          at = at["values"][i];
        else if (at["points"].exists() && i < at["points"].size())
          at = at["points"][i]["set"][set.pointer];
        else if (at["range"].exists() || at["log_range"].exists())
          at = at["range"].exists() ? at["range"] : at["log_range"];
        if (fresh(at.pointer()))
          faults_.add(fault.code, at.place(), at.pointer(), fmt::format("{}: {}", fault.pointer, fault.message),
                      fault.suggestion);
        return true;
      }
    return false;
  }
};

}  // namespace

std::vector<PointScenario> load_points(const View& sweep, const std::vector<Axis>& axes, const Design& design,
                                       const ScenarioSource& base, const std::vector<std::string>& expectations,
                                       const LoadOptions& options, Faults& faults, Diagnostics& others) {
  Loader loader(sweep, axes, design, expectations, faults, others);
  std::vector<PointScenario> loaded =
      loader.load(base, options, design.saltelli_rows > 0 ? Loader::Twice::allowed : Loader::Twice::refused);
  loader.tell_contradictions();
  return loaded;
}

void try_settings(const View& sweep, const std::vector<Axis>& axes, const ScenarioSource& base,
                  const std::vector<std::string>& expectations, const LoadOptions& options, Faults& faults,
                  Diagnostics& others) {
  std::size_t most = 1;
  for (const Axis& axis : axes) most = std::max(most, axis.settings.size());
  Design design;
  for (std::size_t i = 0; i < most; ++i) {
    DesignPoint& point = design.points.emplace_back();
    for (const Axis& axis : axes)
      point.push_back(i < axis.settings.size() ? axis.settings[i] : AxisSetting{});  // the base's own value
  }
  Loader(sweep, axes, design, expectations, faults, others).load(base, options, Loader::Twice::allowed);
}

}  // namespace bicoastal
