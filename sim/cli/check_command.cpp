#include "sim/cli/check_command.hpp"

#include "sim/cli/console.hpp"
#include "sim/cli/lesson_command.hpp"
#include "sim/cli/sources.hpp"
#include "sim/lessons/lesson_file.hpp"

#include <fmt/format.h>

namespace bicoastal {

ExitCode execute(const CheckCommand& command) {
  const Result<std::vector<Override>> overrides = parse_overrides(command.sets);
  if (!overrides) {
    complain(overrides.faults());
    return kUsage;
  }
  ExitCode code = kHolds;
  for (const std::string& file : command.files) {
    if (is_lesson(file)) {
      code = worse(code, check_lessons({file}));
      continue;
    }
    const Result<Scenario> scenario = read_scenario(file, *overrides);
    if (scenario) {
      print(fmt::format("ok    {}: {}\n", printable(file), printable(scenario->name, 80)));
      continue;
    }
    print(fmt::format("bad   {}\n", printable(file)));
    complain(scenario.faults());
    code = kBadInput;
  }
  return code;
}

}  // namespace bicoastal
