#include "sim/cli/gui_command.hpp"

#include "sim/cli/console.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

namespace bicoastal {

ExitCode execute(const GuiCommand& command) {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  std::string program = (self.parent_path() / "bicoastal-gui").string();
  std::vector<std::string> arguments = command.arguments;
  std::vector<char*> argv{program.data()};
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  ::execv(program.c_str(), argv.data());
  complain(errno == ENOENT ? fmt::format("{} is not there: this program was built without the desktop", program)
                           : fmt::format("{} cannot be started: {}", program, std::strerror(errno)));
  return kUsage;
}

}  // namespace bicoastal
