// Being told to end from outside: the program then ends as if its window was closed, so that no run goes on without it.
#pragma once

namespace bicoastal::gui {

/// SIGINT, SIGTERM and SIGHUP are noted from now on.
void watch_signals();
bool told_to_end();

}  // namespace bicoastal::gui
