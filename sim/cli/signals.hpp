// SIGINT and SIGTERM as something to be asked for, not something that happens.
//
// SimGrid puts a SIGINT handler of its own in place that ends the process. So both signals are blocked in all threads
// and taken by whoever is ready to act on them.
#pragma once

#include <csignal>
#include <optional>

namespace bicoastal {

/// Blocks both in this thread, and in threads that it makes, while it lives; then default actions are back.
class HeldSignals {
 public:
  HeldSignals();
  ~HeldSignals();
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

 private:
  sigset_t before_;
};

struct TakenSignal {
  int number = 0;
  bool from_terminal = false;  ///< Ctrl-C: child processes had it, too
};

/// Waits at most `wait_ms` for one of them.
std::optional<TakenSignal> take_signal(int wait_ms);

}  // namespace bicoastal
