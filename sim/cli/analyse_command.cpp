#include "sim/cli/analyse_command.hpp"

#include "sim/cli/console.hpp"
#include "sim/cli/sources.hpp"
#include "sim/report/json.hpp"
#include "sim/report/summary.hpp"

#include <unistd.h>

#include <fmt/format.h>

namespace bicoastal {

namespace {

ExitCode print_stored(const std::string& path) {
  const Result<RunFile> file = RunFile::open(path);
  if (!file) {
    complain(file.faults());
    return kBadInput;
  }
  if (file->meta().summary.empty()) {
    complain(
        fmt::format("{}: the run is incomplete and stored no summary; without --stored its records are read", path));
    return kUnknown;
  }
  print(file->meta().summary);
  return kHolds;
}

}  // namespace

ExitCode execute(const AnalyseCommand& command) {
  if (command.stored) return print_stored(command.run);
  const Result<StoredRun> run = read_run(command.run, command.measures);
  if (!run) {
    complain(run.faults());
    return kBadInput;
  }
  const RunReport report = run->report();
  print(command.json ? run_json(report) : summary(report, ink_for(STDOUT_FILENO)));
  return exit_code_of(report);
}

}  // namespace bicoastal
