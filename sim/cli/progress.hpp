// How far a command has come, on stderr: a line that is drawn over on a terminal, lines now and then elsewhere.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace bicoastal {

enum class ProgressStyle : unsigned char {
  none,
  bar,
  lines,
  json,  ///< {"done": 0.25, "figures": "…", "left": "…"}, a line ten times a second: for programs
};

/// What suits stderr; none where `quiet`.
ProgressStyle progress_style(bool quiet);

class Progress {
 public:
  /// `what` is one word or name that says what is going on.
  Progress(ProgressStyle style, std::string what);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `done` of the whole, 0..1; `figures` are what else to say, e.g. "4.2 min of 10 min, 1.2 M requests/s". Call some
  /// ten times a second; it decides what to show.
  void show(double done, std::string_view figures);
  /// Removes the bar, so that something else can be written.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  void draw(double done, std::string_view figures, double elapsed_s);

  ProgressStyle style_;
  std::string what_;
  Clock::time_point begin_ = Clock::now();
  double next_line_s_ = 2;
  bool drawn_ = false;
};

/// Time left at the pace so far, as text; empty while that is guesswork.
std::string time_left(double done, double elapsed_s);

}  // namespace bicoastal
