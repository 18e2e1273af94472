#include "sim/cli/validate_command.hpp"

#include "sim/base/shell_words.hpp"
#include "sim/claims/claims_file.hpp"
#include "sim/cli/claim_runs.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/output_files.hpp"
#include "sim/cli/plugins.hpp"
#include "sim/cli/version.hpp"
#include "sim/report/claims_report.hpp"
#include "sim/scenario/nearest.hpp"

#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::string_view kShippedClaims = "claims";
constexpr std::uint32_t kSeedsByDefault = 20;
constexpr std::uint64_t kFirstSeedByDefault = 1;

bool shipped(const ValidateCommand& command) {
  return std::ranges::find(command.what, kShippedClaims) != command.what.end();
}

/// Files to read; those of the shipped claims by the index.
std::vector<std::string> files_of(const ValidateCommand& command) {
  std::vector<std::string> files;
  const auto add = [&](const std::string& file) {
    if (std::ranges::find(files, file) == files.end()) files.push_back(file);
  };
  for (const std::string& what : command.what) {
    if (what != kShippedClaims) {
      add(what);
      continue;
    }
    for (const ExpectedClaim& claim : expected_claims())
      if (!claim.file.empty()) add(claim.file);
  }
  return files;
}

/// All claims that the command names; complains about every file that is wrong.
std::optional<std::vector<Claim>> load_all(const ValidateCommand& command) {
  std::vector<Claim> claims;
  bool good = true;
  for (const std::string& file : files_of(command)) {
    Result<std::vector<Claim>> read = read_claims(file, {.plugins = loaded_plugins()});
    if (!read) {
      complain(read.faults());
      good = false;
      continue;
    }
    for (Claim& claim : *read) claims.push_back(std::move(claim));
  }
  if (const Diagnostics twice = repeated_ids(claims); !twice.empty()) {
    complain(twice);
    good = false;
  }
  return good ? std::optional(std::move(claims)) : std::nullopt;
}

/// Keeps those that --only names. What it names wrongly, or nothing.
std::string choose(const std::vector<std::string>& only, std::vector<Claim>& claims) {
  std::vector<std::string> known;
  for (const Claim& claim : claims) known.push_back(claim.id);
  for (const std::string& id : only)
    if (std::ranges::find(known, id) == known.end())
      return fmt::format("there is no claim {}; {}", printable(id, 40), suggest_name(id, known));
  if (!only.empty())
    std::erase_if(claims, [&](const Claim& claim) { return std::ranges::find(only, claim.id) == only.end(); });
  return {};
}

std::vector<ExpectedClaim> absent(const ValidateCommand& command, const std::vector<Claim>& claims) {
  if (!shipped(command)) return {};
  std::vector<ExpectedClaim> list = expected_claims();
  std::erase_if(list, [&](const ExpectedClaim& expected) {
    return std::ranges::find(claims, expected.id, &Claim::id) != claims.end();
  });
  return list;
}

std::string again(const ValidateCommand& command) {
  std::string text = "bicoastal validate";
  for (const std::string& what : command.what) text += fmt::format(" {}", shell_quoted(what));
  if (!command.only.empty()) text += " --only";
  for (const std::string& id : command.only) text += fmt::format(" {}", shell_quoted(id));
  if (command.seeds != kSeedsByDefault) text += fmt::format(" --seeds {}", command.seeds);
  if (command.seed != kFirstSeedByDefault) text += fmt::format(" --seed {}", command.seed);
  for (const std::string& library : plugin_libraries()) text += fmt::format(" --plugin {}", shell_quoted(library));
  switch (command.to) {
    case ValidateCommand::To::text: break;
    case ValidateCommand::To::json: text += " --json"; break;
    case ValidateCommand::To::markdown: text += " --to markdown"; break;
    case ValidateCommand::To::html: text += " --to html"; break;
  }
  if (!command.out.empty()) text += fmt::format(" -o {}", shell_quoted(command.out));
  return text;
}

std::string text_of(const ClaimsReport& report, const ValidateCommand& command) {
  switch (command.to) {
    case ValidateCommand::To::text: break;
    case ValidateCommand::To::json: return claims_json(report);
    case ValidateCommand::To::markdown: return claims_markdown(report);
    case ValidateCommand::To::html: return claims_html(report);
  }
  return claims_text(report, command.out.empty() ? ink_for(STDOUT_FILENO) : Ink{});
}

/// Whether the result could be written; complains where not.
bool put_out(const std::string& text, const ValidateCommand& command) {
  if (command.out.empty()) {
    print(text);
    return true;
  }
  const std::string why = write_file(command.out, text);
  if (!why.empty()) complain(why);
  return why.empty();
}

}  // namespace

ExitCode execute(const ValidateCommand& command) {
  std::optional<std::vector<Claim>> claims = load_all(command);
  if (!claims) return kBadInput;
  const std::vector<ExpectedClaim> missing = absent(command, *claims);
  if (const std::string wrong = choose(command.only, *claims); !wrong.empty()) {
    complain(wrong);
    return kUsage;
  }
  ClaimsReport report{.claims = *claims,
                      .judgements = {},
                      .seeds = {},
                      .absent = command.only.empty() ? missing : std::vector<ExpectedClaim>(),
                      .again = again(command),
                      .build = build_version()};
  for (std::uint32_t i = 0; i < command.seeds; ++i) report.seeds.push_back(command.seed + i);
  const ExitCode code = measure_claims(
      {.claims = *claims, .seeds = report.seeds, .jobs = command.jobs, .quiet = command.quiet}, report.judgements);
  if (code != kHolds) return code;
  if (!put_out(text_of(report, command), command)) return kInputOutput;
  if (report.count(ClaimVerdict::unexplained) > 0) return kViolated;
  return report.count(ClaimVerdict::not_measured) > 0 ? kUnknown : kHolds;
}

}  // namespace bicoastal
