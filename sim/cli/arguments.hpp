// The command line as plain structs: one for each subcommand.
#pragma once

#include "sim/cli/analyse_command.hpp"
#include "sim/cli/check_command.hpp"
#include "sim/cli/compare_command.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/explain_command.hpp"
#include "sim/cli/export_command.hpp"
#include "sim/cli/gui_command.hpp"
#include "sim/cli/lesson_command.hpp"
#include "sim/cli/list_command.hpp"
#include "sim/cli/report_command.hpp"
#include "sim/cli/run_command.hpp"
#include "sim/cli/sweep_commands.hpp"
#include "sim/cli/validate_command.hpp"

#include <string>
#include <variant>

namespace bicoastal {

/// Nothing to execute: help, a version, a reference, or a complaint about the command line.
struct Answer {
  ExitCode code = kHolds;
  std::string text;  ///< for stdout where the code is kHolds, else for stderr
};

using Command =
    std::variant<Answer, GuiCommand, RunCommand, CheckCommand, ExplainCommand, AnalyseCommand, CompareCommand,
                 ExportCommand, LessonCommand, ListCommand, ReportCommand, ValidateCommand, SweepPlanCommand,
                 SweepRunCommand, SweepMergeCommand, SweepExportCommand, SweepSubmitCommand>;

Command parse_command_line(int argc, char** argv);

}  // namespace bicoastal
