#include "sim/report/page/run_series.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <span>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::size_t kStepsAtMost = 600;
constexpr std::size_t kRegionsShown = 8;  // as many colours as people tell apart

using Values = std::vector<std::optional<double>>;
using Scale = SeriesChart::Scale;

class Maker {
 public:
  Maker(const RunReport& r, const Timeline& timeline) : s_(r.scenario), a_(r.analysis), timeline_(timeline) {
    for (const auto& region : a_.series) windows_ = std::max(windows_, region.size());
    made_.windows_a_step = std::max<std::size_t>(1, (windows_ + kStepsAtMost - 1) / kStepsAtMost);
    made_.step_s = s_.window.in_seconds() * static_cast<double>(made_.windows_a_step);
    steps_ = (windows_ + made_.windows_a_step - 1) / made_.windows_a_step;
    for (std::size_t i = 0; i < steps_; ++i) made_.times.push_back(static_cast<double>(i) * made_.step_s);
    choose_regions();
  }

  RunSeries make() {
    if (windows_ == 0) return std::move(made_);
    success();
    latency("Latency of reads", &Window::read_p50_ms, &Window::read_p99_ms);
    latency("Latency of writes", &Window::write_p50_ms, &Window::write_p99_ms);
    stale();
    behind();
    divergence();
    load();
    work();
    return std::move(made_);
  }

 private:
  /// Those whose users ask for most, in the order of the scenario.
  void choose_regions() {
    std::vector<std::size_t> by_use(s_.regions.size());
    std::iota(by_use.begin(), by_use.end(), std::size_t{0});
    const auto use = [&](std::size_t region) {
      return region < a_.by_region.size() ? a_.by_region[region].requests.issued : 0;
    };
    std::ranges::stable_sort(by_use, std::greater<>(), use);
    by_use.resize(std::min(by_use.size(), kRegionsShown));
    std::ranges::sort(by_use);
    regions_ = by_use;
    made_.left_out = s_.regions.size() - regions_.size();
  }

  SeriesChart::Line line(std::size_t place, Values values, bool thin = false) const {
    const std::string& name = s_.regions[regions_[place]].name;
    return {thin ? fmt::format("{}, p50", name) : name, place, thin, std::move(values)};
  }

  /// A value for each step from the windows of a region that are in it.
  template <class Fold>
  Values over_windows(std::size_t region, Fold fold) const {
    Values values(steps_);
    const auto& windows = a_.series[region];
    for (std::size_t i = 0; i < steps_; ++i) {
      const std::size_t from = std::min(windows.size(), i * made_.windows_a_step);
      const std::size_t to = std::min(windows.size(), from + made_.windows_a_step);
      values[i] = fold(std::span(windows).subspan(from, to - from));
    }
    return values;
  }

  /// The greatest sample in each step; the last one before where it has none.
  Values over_samples(const std::function<void(const std::function<void(Time, double)>&)>& each) const {
    Values values(steps_);
    each([&](Time at, double value) {
      const auto step = static_cast<std::size_t>(std::max(0.0, at.in_seconds() / made_.step_s));
      if (step < steps_) values[step] = std::max(values[step].value_or(0), value);
    });
    for (std::size_t i = 1; i < steps_; ++i)
      if (!values[i]) values[i] = values[i - 1];
    return values;
  }

  /// Without users there is no load and little to have a share of: nothing is drawn before or after.
  Values between(Time from, Time to, Values values) const {
    for (std::size_t i = 0; i < steps_; ++i)
      if (made_.times[i] < from.in_seconds() || made_.times[i] >= to.in_seconds()) values[i].reset();
    return values;
  }

  /// Keeps a chart unless it has nothing but zeros and gaps.
  void keep(SeriesChart chart) {
    const auto says = [](const SeriesChart::Line& line) {
      return std::ranges::any_of(line.values, [](const auto& v) { return v && *v > 0; });
    };
    if (chart.scale != Scale::of_whole) {
      if (std::ranges::none_of(chart.lines, says)) return;
    } else {
      std::erase_if(chart.lines, [](const SeriesChart::Line& line) {
        return std::ranges::none_of(line.values, [](const auto& v) { return v.has_value(); });
      });
    }
    if (!chart.lines.empty()) made_.charts.push_back(std::move(chart));
  }

  void success() {
    SeriesChart chart{"Requests answered", "of what ended, by home region of the users", "share", Scale::of_whole, {}};
    for (std::size_t i = 0; i < regions_.size(); ++i)
      chart.lines.push_back(line(i, over_windows(regions_[i], [](std::span<const Window> w) -> std::optional<double> {
                                   double ok = 0, ended = 0;
                                   for (const Window& one : w) {
                                     ok += one.ok;
                                     ended += one.ok + one.failed;
                                   }
                                   return ended > 0 ? std::optional(ok / ended) : std::nullopt;
                                 })));
    keep(std::move(chart));
  }

  void latency(std::string title, float Window::*p50, float Window::*p99) {
    SeriesChart chart{
        std::move(title), "p99, and p50 as thin dotted lines, of what ended well", "s", Scale::logarithmic, {}};
    const auto greatest = [](float Window::*value) {
      return [value](std::span<const Window> w) -> std::optional<double> {
        float most = 0;
        for (const Window& one : w) most = std::max(most, one.*value);
        return most > 0 ? std::optional(static_cast<double>(most) * 1e-3) : std::nullopt;
      };
    };
    for (std::size_t i = 0; i < regions_.size(); ++i)
      chart.lines.push_back(line(i, over_windows(regions_[i], greatest(p99))));
    for (std::size_t i = 0; i < regions_.size(); ++i)
      chart.lines.push_back(line(i, over_windows(regions_[i], greatest(p50)), true));
    keep(std::move(chart));
  }

  void stale() {
    SeriesChart chart{"Stale answers", "of what was answered, by home region of the users", "share", Scale::linear, {}};
    for (std::size_t i = 0; i < regions_.size(); ++i)
      chart.lines.push_back(
          line(i, between(s_.warmup, s_.duration,
                          over_windows(regions_[i], [](std::span<const Window> w) -> std::optional<double> {
                            double stale = 0, ok = 0;
                            for (const Window& one : w) {
                              stale += one.stale;
                              ok += one.ok;
                            }
                            return ok > 0 ? std::optional(stale / ok) : std::nullopt;
                          }))));
    keep(std::move(chart));
  }

  void behind() {
    SeriesChart chart{"Replication is behind by",
                      "age of the oldest write of a region that some other has not got",
                      "s",
                      Scale::linear,
                      {}};
    const std::size_t n = s_.regions.size();
    for (std::size_t i = 0; i < regions_.size(); ++i)
      chart.lines.push_back(line(i, over_samples([&](const auto& put) {
                                   for (std::size_t to = 0; to < n; ++to) {
                                     const Samples& samples = timeline_.backlog_age(regions_[i] * n + to);
                                     for (std::size_t k = 0; k < samples.at.size(); ++k)
                                       put(samples.at[k], static_cast<double>(samples.value[k]));
                                   }
                                 })));
    keep(std::move(chart));
  }

  void divergence() {
    SeriesChart chart{"Keys on which regions differ", "of all keys", "share", Scale::linear, {}};
    Values values(steps_);
    for (std::size_t i = 0; i < a_.system.size(); ++i) {
      auto& value = values[i / made_.windows_a_step];
      value = std::max(value.value_or(0), a_.system[i].differing);
    }
    chart.lines.push_back({"keys", 0, false, std::move(values)});
    keep(std::move(chart));
  }

  void load() {
    SeriesChart chart{"Requests that regions were asked for", "by region that was asked", "1/s", Scale::linear, {}};
    for (std::size_t i = 0; i < regions_.size(); ++i) {
      std::vector<double> requests(steps_);
      for (const Flow& flow : a_.flows)
        if (flow.asked.index() == regions_[i])
          for (std::size_t w = 0; w < flow.requests.size() && w / made_.windows_a_step < steps_; ++w)
            requests[w / made_.windows_a_step] += flow.requests[w];
      Values values(steps_);
      for (std::size_t k = 0; k < steps_; ++k) values[k] = requests[k] / made_.step_s;
      chart.lines.push_back(line(i, between(Time(), s_.duration, std::move(values))));
    }
    keep(std::move(chart));
  }

  void work() {
    SeriesChart chart{
        "Requests in replicas", "being worked on or waiting, sampled, by region", "count", Scale::linear, {}};
    for (std::size_t i = 0; i < regions_.size(); ++i)
      chart.lines.push_back(line(i, over_samples([&](const auto& put) {
                                   const RegionId region(regions_[i]);
                                   const Samples& busy = timeline_.busy(region);
                                   const Samples& queued = timeline_.queued(region);
                                   for (std::size_t k = 0; k < busy.at.size(); ++k)
                                     put(busy.at[k], static_cast<double>(busy.value[k] + queued.value[k]));
                                 })));
    keep(std::move(chart));
  }

  const Scenario& s_;
  const Analysis& a_;
  const Timeline& timeline_;
  RunSeries made_;
  std::size_t windows_ = 0, steps_ = 0;
  std::vector<std::size_t> regions_;
};

}  // namespace

RunSeries series_of(const RunReport& report, const Timeline& timeline) { return Maker(report, timeline).make(); }

}  // namespace bicoastal
