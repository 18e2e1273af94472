#include "sim/analysis/series.hpp"

namespace bicoastal {

namespace {

void put(Histogram& latency, float& p50_ms, float& p99_ms) {
  if (latency.count() == 0) return;
  p50_ms = static_cast<float>(latency.quantile(0.5) * 1e-6);
  p99_ms = static_cast<float>(latency.quantile(0.99) * 1e-6);
  latency.clear();
}

}  // namespace

void Series::close_window(std::size_t next) {
  for (Home& home : by_home_) {
    if (current_ >= home.windows.size()) continue;
    Window& window = home.windows[current_];
    put(home.latency[static_cast<std::size_t>(OpKind::read)], window.read_p50_ms, window.read_p99_ms);
    put(home.latency[static_cast<std::size_t>(OpKind::write)], window.write_p50_ms, window.write_p99_ms);
  }
  current_ = next;
}

void Series::finish(Analysis& analysis, std::size_t windows) {
  close_window(current_ + 1);
  for (Home& home : by_home_) {
    home.windows.resize(windows);
    analysis.series.push_back(std::move(home.windows));
  }
  analysis.system.resize(windows);
  for (std::size_t pair = 0; pair < sent_.size(); ++pair) {
    if (sent_[pair].empty()) continue;
    sent_[pair].resize(windows);
    analysis.flows.push_back({RegionId(pair / by_home_.size()), RegionId(pair % by_home_.size()), sent_[pair]});
  }
}

}  // namespace bicoastal
