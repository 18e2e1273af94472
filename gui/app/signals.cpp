#include "gui/app/signals.hpp"

#include <csignal>
#include <initializer_list>

namespace bicoastal::gui {

namespace {

volatile std::sig_atomic_t g_told = 0;

}  // namespace

void watch_signals() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) std::signal(number, [](int) { g_told = 1; });
}

bool told_to_end() { return g_told != 0; }

}  // namespace bicoastal::gui
