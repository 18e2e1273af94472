#include "sim/cli/check_command.hpp"

#include "sim/claims/claims_file.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/lesson_command.hpp"
#include "sim/cli/sources.hpp"
#include "sim/cli/version.hpp"
#include "sim/report/numbers.hpp"
#include "sim/scenario/file_kind.hpp"
#include "sim/sweep/sweep.hpp"

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// Prints what became of a file; `what` says what a right one holds.
template <class T>
ExitCode told(const std::string& file, const Result<T>& read, const std::string& what) {
  if (read) {
    print(fmt::format("ok    {}: {}\n", printable(file), printable(what, 80)));
    return kHolds;
  }
  print(fmt::format("bad   {}\n", printable(file)));
  complain(read.faults());
  return kBadInput;
}

}  // namespace

ExitCode execute(const CheckCommand& command) {
  const Result<std::vector<Override>> overrides = parse_overrides(command.sets);
  if (!overrides) {
    complain(overrides.faults());
    return kUsage;
  }
  ExitCode code = kHolds;
  for (const std::string& file : command.files) {
    switch (kind_of(file)) {
      case FileKind::lesson: code = worse(code, check_lessons({file})); break;
      case FileKind::claims: {
        const auto claims = read_claims(file);
        code = worse(code, told(file, claims, claims ? counted(claims->size(), "claim") : std::string()));
        break;
      }
      case FileKind::sweep: {
        const auto sweep = read_sweep(file, build_version());
        code = worse(code, told(file, sweep, sweep ? counted(sweep->plan.points.size(), "point") : std::string()));
        break;
      }
      case FileKind::built_in:
        print(fmt::format("skip  {}: built into the program, no file to run\n", printable(file)));
        break;
      case FileKind::scenario: {
        const auto scenario = read_scenario(file, *overrides);
        code = worse(code, told(file, scenario, scenario ? scenario->name : std::string()));
        break;
      }
    }
  }
  return code;
}

}  // namespace bicoastal
