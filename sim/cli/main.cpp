// bicoastal: what would a regional outage have done to your users?
#include "sim/cli/arguments.hpp"
#include "sim/cli/console.hpp"

#include <csignal>
#include <exception>
#include <new>

#include <fmt/format.h>

namespace {

using namespace bicoastal;

ExitCode execute(const Answer& answer) {
  if (answer.code == kHolds)
    print(answer.text);
  else
    fmt::print(stderr, "{}", answer.text);
  return answer.code;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file size limit is then an error of the write, like a full disk
  try {
    const bicoastal::Command command = bicoastal::parse_command_line(argc, argv);
    return std::visit([](const auto& chosen) { return static_cast<int>(execute(chosen)); }, command);
  } catch (const bicoastal::OutputError& error) {
    bicoastal::complain(error.what());
    return kInputOutput;
  } catch (const std::bad_alloc&) {
    bicoastal::complain("out of memory");
    return kInternal;
  } catch (const std::exception& error) {
    bicoastal::complain(fmt::format("internal error: {}. This is a bug in bicoastal.", error.what()));
    return kInternal;
  }
}
