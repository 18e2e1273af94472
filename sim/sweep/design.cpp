#include "sim/sweep/design.hpp"

#include "sim/scenario/nearest.hpp"
#include "sim/study/designs.hpp"
#include "sim/sweep/exclusion.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// Some axes, and their settings at each point.
struct Block {
  std::vector<std::size_t> axes;
  std::vector<DesignPoint> points;
};

class Expander {
 public:
  Expander(const View& sweep, std::vector<Axis>& axes, Faults& faults) : sweep_(sweep), axes_(axes), faults_(faults) {}

  Design expand() {
    std::vector<Block> blocks;
    if (const View design = sweep_["design"]; design.exists()) {
      for (std::size_t i = 0; i < design.size(); ++i) blocks.push_back(block(design[i]));
      every_axis_once(blocks);
    } else {
      std::vector<std::size_t> all(axes_.size());
      std::iota(all.begin(), all.end(), 0U);
      blocks.push_back(grid(all, sweep_["axes"]));
    }
    if (saltelli_rows_ > 0) nothing_beside_saltelli();
    if (wrong_) return {};
    if (size(blocks) > kMostPoints) {
      faults_.add("E907", sweep_["axes"].place(), sweep_["design"].exists() ? "/design" : "/axes",
                  fmt::format("{:.12g} points are more than {:.12g}", size(blocks), kMostPoints),
                  "fewer values, or a latin_hypercube of the axes");
      return {};
    }
    return without_excluded(product(blocks));
  }

 private:
  const View& sweep_;
  std::vector<Axis>& axes_;
  Faults& faults_;
  bool wrong_ = false;
  std::size_t saltelli_rows_ = 0;

  void add(std::string_view code, const View& at, std::string message, std::string suggestion = {}) {
    faults_.add(code, at.place(), at.pointer(), std::move(message), std::move(suggestion));
    wrong_ = true;
  }

  std::optional<std::size_t> axis_named(const std::string& name, const View& at) {
    const auto found = std::ranges::find(axes_, name, &Axis::name);
    if (found != axes_.end()) return static_cast<std::size_t>(found - axes_.begin());
    std::vector<std::string> known;
    for (const Axis& axis : axes_) known.push_back(axis.name);
    add("E904", at, fmt::format("there is no axis {}", in_quotes(name)), suggest_name(name, known));
    return std::nullopt;
  }

  std::vector<std::size_t> axes_named(const View& names) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < names.size(); ++i)
      if (const auto axis = axis_named(names[i].text(), names[i])) found.push_back(*axis);
    return found;
  }

  View axis_view(std::size_t axis) const { return View(sweep_.node(), "")["axes"][index_of(axes_[axis].pointer)]; }
  static std::size_t index_of(const std::string& pointer) {
    return std::stoul(pointer.substr(std::string_view("/axes/").size()));
  }

  static double size(const std::vector<Block>& blocks) {
    double size = 1;
    for (const Block& block : blocks) size *= static_cast<double>(block.points.size());
    return size;
  }

  Block block(const View& view) {
    if (faults_.any_under(view.pointer())) {
      wrong_ = true;
      return {};
    }
    if (view["grid"].exists()) return grid(axes_named(view["grid"]), view["grid"]);
    if (view["latin_hypercube"].exists()) return latin_hypercube(view["latin_hypercube"]);
    if (view["saltelli"].exists()) return saltelli(view["saltelli"]);
    return list(view["list"]);
  }

  void every_axis_once(const std::vector<Block>& blocks) {
    std::vector<std::size_t> times(axes_.size());
    for (const Block& block : blocks)
      for (const std::size_t axis : block.axes) ++times[axis];
    for (std::size_t axis = 0; axis < axes_.size() && !wrong_; ++axis)
      if (times[axis] != 1)
        faults_.add("E904", sweep_["design"].place(), "/design",
                    times[axis] == 0 ? fmt::format("no block is about axis {}", axes_[axis].name)
                                     : fmt::format("axis {} stands in it {} times", axes_[axis].name, times[axis]));
    wrong_ = wrong_ || std::ranges::any_of(times, [](std::size_t n) { return n != 1; });
  }

  Block grid(const std::vector<std::size_t>& axes, const View& at) {
    Block block{axes, {}};
    double count = 1;
    for (const std::size_t axis : axes) {
      wrong_ = wrong_ || axes_[axis].spoilt;
      if (axes_[axis].settings.empty() && !axes_[axis].spoilt)
        add("E902", axis_view(axis), fmt::format("axis {} has no values for a grid", axes_[axis].name),
            axes_[axis].range ? axes_[axis].range->logarithmic ? "give its log_range a count" : "give its range a step"
                              : "values, a range or a log_range");
      count *= static_cast<double>(axes_[axis].settings.size());
    }
    if (wrong_) return block;
    if (count > kMostPoints) {
      add("E907", at, fmt::format("{:.12g} points are more than {:.12g}", count, kMostPoints),
          "fewer values, or a latin_hypercube of the axes");
      return block;
    }
    block.points.assign(1, {});
    for (const std::size_t axis : axes) {
      std::vector<DesignPoint> next;
      for (const DesignPoint& point : block.points)
        for (const AxisSetting& setting : axes_[axis].settings) {
          next.push_back(point);
          next.back().push_back(setting);
        }
      block.points = std::move(next);
    }
    return block;
  }

  /// Those that a block names, of which each has to have a range. Whether they do is in wrong_.
  std::vector<std::size_t> ranges_named(const View& names, std::string_view design, const std::string& suggestion) {
    std::vector<std::size_t> found = axes_named(names);
    for (const std::size_t axis : found) {
      wrong_ = wrong_ || axes_[axis].spoilt;
      if (!axes_[axis].range && !axes_[axis].spoilt)
        add("E902", axis_view(axis),
            fmt::format("axis {} has no range or log_range for a {}", axes_[axis].name, design), suggestion);
    }
    return found;
  }

  std::vector<std::string> names_of(const std::vector<std::size_t>& axes) const {
    std::vector<std::string> names;
    for (const std::size_t axis : axes) names.push_back(axes_[axis].name);
    return names;
  }

  DesignPoint point_at(const std::vector<std::size_t>& axes, const UnitPoint& unit) const {
    DesignPoint point;
    for (std::size_t i = 0; i < unit.size(); ++i)
      point.push_back(setting_of(axes_[axes[i]], axes_[axes[i]].range->between(unit[i])));
    return point;
  }

  Block latin_hypercube(const View& view) {
    Block block{ranges_named(view["axes"], "Latin hypercube", "or put it into a grid block of its own"), {}};
    if (wrong_) return block;
    for (const UnitPoint& unit :
         bicoastal::latin_hypercube(view["samples"].count(), names_of(block.axes), view["seed"].seed()))
      block.points.push_back(point_at(block.axes, unit));
    return block;
  }

  Block saltelli(const View& view) {
    Block block{ranges_named(view["axes"], "Saltelli design", "Sobol' indices are of ranges; of values, take a grid"),
                {}};
    saltelli_rows_ = view["base_samples"].count();
    const double count = static_cast<double>(saltelli_rows_) * static_cast<double>(block.axes.size() + 2);
    if (count > kMostPoints)
      add("E907", view["base_samples"],
          fmt::format("{} samples of {} axes and two more are {:.12g} points, and that is more than {:.12g}",
                      saltelli_rows_, block.axes.size(), count, kMostPoints),
          "fewer samples");
    if (wrong_) return block;
    const SaltelliDesign design = saltelli_design(saltelli_rows_, names_of(block.axes), view["seed"].seed());
    for (std::size_t row = 0; row < saltelli_rows_; ++row) {
      block.points.push_back(point_at(block.axes, design.a[row]));
      for (const auto& changed : design.ab) block.points.push_back(point_at(block.axes, changed[row]));
      block.points.push_back(point_at(block.axes, design.b[row]));
    }
    return block;
  }

  /// Indices are of whole rows, and each point of one has the same luck.
  void nothing_beside_saltelli() {
    if (const View design = sweep_["design"]; design.size() > 1)
      add("E913", design, "a Saltelli design stands alone: in a product with others its rows are no rows",
          "a range for each axis, all of them in the Saltelli design; or a grid of all axes");
    if (const View exclude = sweep_["exclude"]; exclude.exists())
      add("E913", exclude, "no point can be taken out of a Saltelli design", "narrow the ranges instead");
    if (const View until = sweep_["seeds"]["until"]; until.exists())
      add("E913", until, "the points of a Saltelli design need the same seeds",
          "a count of seeds; rather more base_samples than more seeds");
  }

  Block list(const View& list) {
    Block block;
    for (const std::string& name : list[std::size_t{0}].node()->keys)
      if (const auto axis = axis_named(name, list[std::size_t{0}][name])) block.axes.push_back(*axis);
    for (std::size_t i = 0; i < list.size() && !wrong_; ++i) {
      for (const std::string& name : list[i].node()->keys)
        if (!list[std::size_t{0}][name].exists())
          add("E904", list[i][name], fmt::format("the first point has no {}", in_quotes(name)),
              "all points of a list are of the same axes");
      DesignPoint point;
      for (const std::size_t axis : block.axes) {
        const View value = list[i][axes_[axis].name];
        if (!value.exists())
          add("E904", list[i], fmt::format("{} is missing", in_quotes(axes_[axis].name)),
              "all points of a list are of the same axes");
        else if (auto setting = setting_of(axes_[axis], value, faults_))
          point.push_back(std::move(*setting));
        else
          wrong_ = true;
      }
      block.points.push_back(std::move(point));
    }
    return block;
  }

  /// Settings in the order of the axes; the first block changes slowest.
  std::vector<DesignPoint> product(const std::vector<Block>& blocks) {
    std::vector<DesignPoint> points(1, DesignPoint(axes_.size()));
    for (const Block& block : blocks) {
      std::vector<DesignPoint> next;
      for (const DesignPoint& point : points)
        for (const DesignPoint& part : block.points) {
          next.push_back(point);
          for (std::size_t i = 0; i < block.axes.size(); ++i) next.back()[block.axes[i]] = part[i];
        }
      points = std::move(next);
    }
    return points;
  }

  Design without_excluded(std::vector<DesignPoint> points) {
    for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
      std::vector<AxisSetting*> settings;
      for (DesignPoint& point : points) settings.push_back(&point[axis]);
      settle_numbers(axes_[axis], settings);
    }
    std::vector<Exclusion> exclusions;
    const View exclude = sweep_["exclude"];
    for (std::size_t i = 0; i < exclude.size(); ++i)
      if (auto read = Exclusion::read(exclude[i], axes_, faults_)) exclusions.push_back(std::move(*read));
    Design design;
    design.saltelli_rows = saltelli_rows_;
    for (DesignPoint& point : points) {
      const auto excludes = [&](const Exclusion& one) { return one.excludes(point); };
      if (std::ranges::any_of(exclusions, excludes))
        ++design.excluded;
      else
        design.points.push_back(std::move(point));
    }
    if (design.points.empty() && !faults_.any_under("/exclude"))
      faults_.add("E908", exclude.place(), "/exclude", "every point is excluded");
    return design;
  }
};

}  // namespace

Design expand_design(const View& sweep, std::vector<Axis>& axes, Faults& faults) {
  return Expander(sweep, axes, faults).expand();
}

}  // namespace bicoastal
