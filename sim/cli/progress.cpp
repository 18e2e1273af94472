#include "sim/cli/progress.hpp"

#include "sim/cli/console.hpp"
#include "sim/report/numbers.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr double kBarAfterS = 0.3;  // a quick run needs no bar
constexpr double kLineEveryS = 5;
constexpr std::size_t kBarWidth = 24;

}  // namespace

ProgressStyle progress_style(bool quiet) {
  if (quiet) return ProgressStyle::none;
  return is_terminal(STDERR_FILENO) ? ProgressStyle::bar : ProgressStyle::lines;
}

std::string time_left(double done, double elapsed_s) {
  if (done < 0.01 || elapsed_s < 0.5 || done >= 1) return {};
  const double left = elapsed_s / done * (1 - done);
  return left < 1 ? "under 1 s left" : show_seconds(left < 10 ? std::round(left) : std::round(left / 5) * 5) + " left";
}

Progress::Progress(ProgressStyle style, std::string what) : style_(style), what_(std::move(what)) {}

void Progress::show(double done, std::string_view figures) {
  const double elapsed_s = std::chrono::duration<double>(Clock::now() - begin_).count();
  done = std::clamp(done, 0.0, 1.0);
  if (style_ == ProgressStyle::bar && elapsed_s >= kBarAfterS) draw(done, figures, elapsed_s);
  if (style_ == ProgressStyle::json) {
    fmt::print(stderr, "{{\"done\": {:.4f}, \"figures\": \"{}\", \"left\": \"{}\"}}\n", done, figures,
               time_left(done, elapsed_s));
    std::fflush(stderr);
  }
  if (style_ != ProgressStyle::lines || elapsed_s < next_line_s_) return;
  next_line_s_ = elapsed_s + kLineEveryS;
  const std::string left = time_left(done, elapsed_s);
  fmt::print(stderr, "{}: {:.0f} %, {}{}{}\n", what_, std::floor(done * 100), figures, left.empty() ? "" : ", ", left);
  std::fflush(stderr);
}

void Progress::draw(double done, std::string_view figures, double elapsed_s) {
  const auto filled = static_cast<std::size_t>(done * static_cast<double>(kBarWidth));
  const std::string left = time_left(done, elapsed_s);
  const std::string line =
      fmt::format("[{}{}] {:3.0f} %  {}{}{}", std::string(filled, '#'), std::string(kBarWidth - filled, '-'),
                  std::floor(done * 100), figures, left.empty() ? "" : ", ", left);
  const std::size_t width = columns_of_terminal(STDERR_FILENO);
  fmt::print(stderr, "\r\x1b[K{}", line.substr(0, width > 1 ? width - 1 : 0));
  std::fflush(stderr);
  drawn_ = true;
}

void Progress::clear() {
  if (!drawn_) return;
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
  drawn_ = false;
}

}  // namespace bicoastal
