#include "cli/program.hpp"

#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace bicoastal::test {

namespace {

void redirect(int descriptor, const std::string& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (file < 0 || dup2(file, descriptor) < 0) _exit(126);
  close(file);
}

[[noreturn]] void become_program(const std::vector<std::string>& arguments, const How& how) {
  if (!how.directory.empty() && chdir(how.directory.c_str()) != 0) _exit(126);
  for (const std::string& variable : how.environment) {
    const std::size_t equals = variable.find('=');
    setenv(variable.substr(0, equals).c_str(), variable.substr(equals + 1).c_str(), 1);
  }
  const int program = open(BICOASTAL_PROGRAM, O_RDONLY | O_CLOEXEC);  // now: another user may not see where it is
  if (how.before_start) how.before_start();
  std::vector<char*> argv{const_cast<char*>("bicoastal")};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  fexecve(program, argv.data(), environ);
  _exit(127);
}

}  // namespace

Ended run_program(const std::vector<std::string>& arguments, const How& how) {
  const ScratchDirectory scratch;
  const std::string out = scratch.path("out"), err = scratch.path("err");
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork");
  if (child == 0) {
    redirect(STDOUT_FILENO, how.out_to.empty() ? out : how.out_to);
    redirect(STDERR_FILENO, err);
    become_program(arguments, how);
  }
  if (how.while_running) how.while_running(child);
  int status = 0;
  waitpid(child, &status, 0);
  return {WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status),
          how.out_to.empty() ? read_file(out) : std::string(), read_file(err)};
}

std::string run_on_terminal(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
                            double seconds) {
  int terminal = -1;
  const winsize size{40, 120, 0, 0};
  const pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
  if (child < 0) throw std::runtime_error("forkpty");
  if (child == 0) become_program(arguments, {.environment = environment});
  std::string shown;
  std::thread reader([&] {
    std::array<char, 4096> buffer;
    for (ssize_t n; (n = read(terminal, buffer.data(), buffer.size())) > 0;)
      shown.append(buffer.data(), static_cast<std::size_t>(n));
  });
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  kill(child, SIGINT);
  waitpid(child, nullptr, 0);
  reader.join();
  close(terminal);
  return shown;
}

ScratchDirectory::ScratchDirectory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "bicoastal-cli-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
  directory_ = pattern;
  std::filesystem::permissions(directory_, std::filesystem::perms::all);  // for tests that drop privileges
}

ScratchDirectory::~ScratchDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

std::string ScratchDirectory::file(const std::string& name, const std::string& text) const {
  std::ofstream(path(name), std::ios::binary) << text;
  return path(name);
}

std::string small_scenario(const Small& small) {
  return R"({
  "name": ")" +
         small.name + R"(", "seed": 7, "duration": ")" + small.duration + R"(", "warmup": "2 s",
  "regions": [ { "name": "us-east-1", "zones": 1, "replicas_per_zone": 1 },
               { "name": "eu-west-1", "zones": 1, "replicas_per_zone": 1 } ],
  "clients": [ { "region": "us-east-1", "sessions": 50, "arrivals": "100/s", "reads": )" +
         small.reads + R"( },
               { "region": "eu-west-1", "sessions": 50, "arrivals": "100/s", "reads": )" +
         small.reads + R"( } ],
  "keys": { "count": 100 },
  "faults": [ { "at": "8 s", "for": "4 s", "region_down": "eu-west-1" } ],
  "expect": )" +
         small.expect + small.extra + "\n}\n";
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool wait_until(const std::function<bool()>& done) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!done()) {
    if (std::chrono::steady_clock::now() > limit) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

}  // namespace bicoastal::test
