#include "sim/cli/signals.hpp"

#include <pthread.h>

namespace bicoastal {

namespace {

sigset_t held() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

HeldSignals::HeldSignals() {
  const sigset_t set = held();
  pthread_sigmask(SIG_BLOCK, &set, &before_);
}

HeldSignals::~HeldSignals() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

std::optional<TakenSignal> take_signal(int wait_ms) {
  const sigset_t set = held();
  const timespec wait{wait_ms / 1000, (wait_ms % 1000) * 1'000'000L};
  siginfo_t info{};
  const int number = sigtimedwait(&set, &info, &wait);
  if (number <= 0) return std::nullopt;
  return TakenSignal{number, info.si_code == SI_KERNEL};
}

}  // namespace bicoastal
