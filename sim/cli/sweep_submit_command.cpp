// An array job of Slurm: a task a shard, and a job after all of them that merges and says what is missing.
#include "sim/base/shell_words.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/output_files.hpp"
#include "sim/cli/plugins.hpp"
#include "sim/cli/sweep_commands.hpp"
#include "sim/cli/version.hpp"
#include "sim/report/numbers.hpp"
#include "sim/sweep/sweep.hpp"

#include <sys/stat.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bicoastal {

namespace {

namespace fs = std::filesystem;

/// The files of a submission; all paths are absolute, because jobs begin who knows where.
struct Submission {
  std::string program, sweep, out, folder, directory;
  std::string array_script() const { return folder + "/array.sh"; }
  std::string merge_script() const { return folder + "/merge.sh"; }
};

std::string absolute(const std::string& path) { return fs::absolute(path).lexically_normal().string(); }

/// As a shell script names it, with the task's number in place of '%'.
std::string shard_file(const Submission& to) {
  return shell_quoted(to.folder + "/shard-") + "\"$SLURM_ARRAY_TASK_ID\".db";
}

std::string header(const SweepSubmitCommand& command, const std::string& name, const std::string& log) {
  std::string text =
      fmt::format("#!/bin/bash\n#SBATCH --job-name={}\n#SBATCH --output={}\n#SBATCH --open-mode=append\n", name, log);
  if (!command.partition.empty()) text += fmt::format("#SBATCH --partition={}\n", command.partition);
  for (const std::string& option : command.options) text += fmt::format("#SBATCH {}\n", option);
  return text;
}

std::string array_script(const SweepSubmitCommand& command, const Submission& to) {
  std::string text = header(command, "bicoastal-sweep", to.folder + "/shard-%a.log");
  text += fmt::format("#SBATCH --array=1-{}{}\n", command.shards,
                      command.throttle ? fmt::format("%{}", *command.throttle) : "");
  text +=
      fmt::format("#SBATCH --requeue\n#SBATCH --ntasks=1\n#SBATCH --cpus-per-task={}\n\n", command.jobs.value_or(1));
  text += "# A task that is queued again, because its node was lost, goes on where it was.\n";
  text += fmt::format("export BICOASTAL_SHARDS={}\ncd {}\n", command.shards, shell_quoted(to.directory));
  text += fmt::format("exec {} sweep run {} --shard auto --jobs {} --retries {} --out {} --progress lines",
                      shell_quoted(to.program), shell_quoted(to.sweep), command.jobs.value_or(1), command.retries,
                      shard_file(to));
  for (const std::string& library : plugin_libraries())
    text += fmt::format(" --plugin {}", shell_quoted(absolute(library)));
  return text + "\n";
}

std::string merge_script(const SweepSubmitCommand& command, const Submission& to) {
  std::string text = header(command, "bicoastal-merge", to.folder + "/merge.log");
  text += "\n# After all shards, however they ended. Ends with 0 where every run is there and has a result.\n";
  text += fmt::format("cd {}\nparts=() absent=()\nfor shard in $(seq {}); do\n", shell_quoted(to.directory),
                      command.shards);
  text += fmt::format("  part={}/shard-$shard.db\n", shell_quoted(to.folder));
  text += "  if [ -s \"$part\" ]; then parts+=(\"$part\"); else absent+=(\"$shard\"); fi\ndone\n";
  text += fmt::format(
      "if [ ${{#absent[@]}} -gt 0 ]; then\n  echo \"no result of shards ${{absent[*]}}; run them again:\" \\\n"
      "    \"sbatch --array=$(IFS=,; echo \"${{absent[*]}}\")\" {}\n  exit 65\nfi\n",
      shell_quoted(shell_quoted(to.array_script())));
  text +=
      fmt::format("exec {} sweep merge \"${{parts[@]}}\" --out {}\n", shell_quoted(to.program), shell_quoted(to.out));
  return text;
}

struct Said {
  int code = 127;
  std::string out;
};

/// stdout of a command; stderr goes where ours goes.
Said ask(const std::string& command) {
  Said said;
  std::FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return said;
  std::array<char, 4096> buffer;
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) said.out.append(buffer.data(), n);
  const int status = pclose(pipe);
  said.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  while (!said.out.empty() && said.out.back() == '\n') said.out.pop_back();
  return said;
}

/// Job id that sbatch prints, or nothing.
std::string submitted(const std::string& options, const std::string& script) {
  const Said said = ask(fmt::format("sbatch --parsable {}{}", options, shell_quoted(script)));
  if (said.code != 0) {
    complain(said.code == 127
                 ? "sbatch is not there: is this a machine of a Slurm cluster? --dry-run only writes the scripts"
                 : fmt::format("sbatch ended with {}", said.code));
    return {};
  }
  return said.out.substr(0, said.out.find(';'));  // "id;cluster" where there are several clusters
}

std::string write_script(const std::string& path, const std::string& text) {
  if (std::string why = write_file(path, text); !why.empty()) return why;
  if (chmod(path.c_str(), 0755) != 0) return fmt::format("cannot make {} executable: {}", path, std::strerror(errno));
  return {};
}

}  // namespace

ExitCode execute(const SweepSubmitCommand& command) {
  const Result<Sweep> sweep = read_sweep(command.file, build_version(), {.plugins = loaded_plugins()});
  if (!sweep) {
    complain(sweep.faults());
    return kBadInput;
  }
  const std::string out = absolute(command.out.empty() ? default_sweep_file(command.file, "") : command.out);
  std::error_code ignored;
  const Submission to{fs::read_symlink("/proc/self/exe", ignored).string(), command.file, out, out + ".slurm",
                      fs::current_path().string()};
  std::string why = prepare_directory(to.folder);
  if (why.empty()) why = write_script(to.array_script(), array_script(command, to));
  if (why.empty()) why = write_script(to.merge_script(), merge_script(command, to));
  if (!why.empty()) {
    complain(why);
    return kInputOutput;
  }
  const std::string size =
      fmt::format("{} in {}", counted(sweep->plan.numbers(), "run"), counted(command.shards, "shard"));
  if (command.dry_run) {
    print(fmt::format("{}; nothing is submitted. To do it:\n  sbatch {}\n  sbatch --dependency=afterany:JOB {}\n", size,
                      shell_quoted(to.array_script()), shell_quoted(to.merge_script())));
    return kHolds;
  }
  const std::string array = submitted("", to.array_script());
  if (array.empty()) return kInputOutput;
  const std::string merge = submitted(fmt::format("--dependency=afterany:{} ", array), to.merge_script());
  if (merge.empty()) {
    complain(fmt::format("array {} is submitted, and its merge is not", array));
    return kInputOutput;
  }
  print(fmt::format("{}\narray  {}\nmerge  {}  -> {}\nlogs   {}\n", size, array, merge, out, to.folder));
  return kHolds;
}

}  // namespace bicoastal
