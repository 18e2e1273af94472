#include "sim/cli/export_command.hpp"

#include "sim/cli/console.hpp"
#include "sim/cli/output_files.hpp"
#include "sim/cli/sources.hpp"
#include "sim/report/csv.hpp"
#include "sim/topology/explain.hpp"

#include <filesystem>

#include <fmt/format.h>

namespace bicoastal {

namespace {

ExitCode export_tables(const ExportCommand& command) {
  if (!is_run_file(command.file) && std::filesystem::is_regular_file(command.file)) {
    complain(fmt::format("{} is not a run file: tables come from a run, so make one with `bicoastal run {} --out DIR`",
                         printable(command.file), shell_quoted(command.file)));
    return kBadInput;
  }
  const Result<RunFile> file = RunFile::open(command.file);
  if (!file) {
    complain(file.faults());
    return kBadInput;
  }
  const std::string directory =
      command.out.empty() ? std::filesystem::path(command.file).replace_extension().string() + "-csv" : command.out;
  const Result<std::vector<std::string>> written = export_csv(*file, directory);
  if (!written) {
    complain(written.faults());
    return exit_code_of(written.faults());
  }
  for (const std::string& path : *written) print(path + "\n");
  if (file->meta().complete) return kHolds;
  complain(fmt::format("{}: the run is INCOMPLETE, and so are these tables", printable(command.file)));
  return kUnknown;
}

ExitCode export_graph(const ExportCommand& command, const std::vector<Override>& overrides) {
  const Result<Scenario> scenario = read_scenario(command.file, overrides);
  if (!scenario) {
    complain(scenario.faults());
    return kBadInput;
  }
  const std::string graph = to_dot(*scenario);
  if (command.out.empty()) {
    print(graph);
    return kHolds;
  }
  const std::string why = write_file(command.out, graph);
  if (why.empty()) return kHolds;
  complain(why);
  return kInputOutput;
}

}  // namespace

std::vector<std::string> export_formats() { return {"csv", "dot"}; }

ExitCode execute(const ExportCommand& command) {
  const Result<std::vector<Override>> overrides = parse_overrides(command.sets);
  if (!overrides) {
    complain(overrides.faults());
    return kUsage;
  }
  if (command.to == "dot") return export_graph(command, *overrides);
  if (!command.sets.empty()) {
    complain("--set has no effect on tables: they come from a run that is over");
    return kUsage;
  }
  return export_tables(command);
}

}  // namespace bicoastal
