#include "sim/cli/export_command.hpp"

#include "sim/base/shell_words.hpp"
#include "sim/base/units.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/draft_file.hpp"
#include "sim/cli/output_files.hpp"
#include "sim/cli/sources.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/export/jepsen.hpp"
#include "sim/report/export/perfetto.hpp"
#include "sim/report/export/shiviz.hpp"
#include "sim/topology/explain.hpp"

#include <array>
#include <filesystem>
#include <functional>
#include <string_view>
#include <variant>

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// What a format is made from, and which options mean something to it.
struct Format {
  std::string_view name;
  bool key = false, between = false, limit = false;
};
constexpr std::array kFormats{
    Format{"csv"},
    Format{"dot"},
    Format{.name = "jepsen", .key = true},
    Format{.name = "elle", .key = true},
    Format{.name = "shiviz", .key = true, .between = true, .limit = true},
    Format{.name = "perfetto", .key = true, .between = true, .limit = true},
};

const Format& format_of(const ExportCommand& command) {
  for (const Format& format : kFormats)
    if (format.name == command.to) return format;
  return kFormats.front();
}

/// The option that the format has no use for; empty where there is none.
std::string_view useless(const ExportCommand& command, const Format& format) {
  if (command.key && !format.key) return "--key";
  if (!command.between.empty() && !format.between) return "--between";
  if (command.limit && !format.limit) return "--limit";
  return {};
}

/// What every export from a run has to say about it on stderr, and how that ends.
ExitCode warn_about(const ExportCommand& command, const RunMeta& meta) {
  if (meta.keep == Keep::sample)
    complain(fmt::format("{}: a SAMPLE: {} % of the keys, and every key that has an anomaly", printable(command.file),
                         meta.sample_share * 100));
  if (meta.complete) return kHolds;
  complain(fmt::format("{}: the run is INCOMPLETE, and so is what is made from it", printable(command.file)));
  return kUnknown;
}

ExitCode export_tables(const ExportCommand& command, const RunFile& file) {
  const std::string directory =
      command.out.empty() ? std::filesystem::path(command.file).replace_extension().string() + "-csv" : command.out;
  const Result<std::vector<std::string>> written = export_csv(file, directory);
  if (!written) {
    complain(written.faults());
    return exit_code_of(written.faults());
  }
  for (const std::string& path : *written) print(path + "\n");
  return warn_about(command, file.meta());
}

/// Has `make` write to where the command wants it; a file is there only if `make` gave a result.
template <class Made>
Result<Made> to_output(const ExportCommand& command, const std::function<Result<Made>(const TextSink&)>& make) {
  if (command.out.empty()) return make([](std::string_view text) { print(text); });
  DraftFile file(command.out);
  Result<Made> made = make([&file](std::string_view text) { file.write(text); });
  if (made) file.keep();
  return made;
}

ExitCode export_history(const ExportCommand& command, const RunFile& file) {
  JepsenOptions options;
  if (command.to == "elle") options.style = JepsenStyle::transactions;
  if (command.key) options.key = KeyId(*command.key);
  const auto made =
      to_output<JepsenExport>(command, [&](const TextSink& sink) { return export_jepsen(file, options, sink); });
  if (!made) {
    complain(made.faults());
    return exit_code_of(made.faults());
  }
  if (!made->registers) {
    complain(
        fmt::format("{}: its keys are no registers, and {} knows nothing else", printable(command.file), command.to));
    return kBadInput;
  }
  complain(fmt::format("{} operations of {} processes, {} of them with an unknown end", made->operations,
                       made->processes, made->unknown));
  if (made->with_siblings > 0)
    complain(fmt::format("{} reads showed several values: only the newest of each is here", made->with_siblings));
  const ExitCode about = warn_about(command, file.meta());
  return made->operations == 0 ? kUnknown : about;
}

/// What --between says; a complaint where that is no span of time.
std::variant<Span, std::string> span_of(const ExportCommand& command) {
  Span span;
  if (command.between.empty()) return span;
  Time* const ends[] = {&span.from, &span.to};
  for (std::size_t i = 0; i < 2; ++i) {
    const auto quantity = parse_quantity(command.between[i], Dimension::time);
    if (const auto* fault = std::get_if<UnitFault>(&quantity))
      return fmt::format("--between: {} ({})", fault->message, fault->suggestion);
    const double ns = std::get<double>(quantity);
    if (ns < 0 || ns > 9.2e18) return std::string("--between: a run begins at 0 s and ends within 292 years");
    *ends[i] = Time(static_cast<std::int64_t>(ns));
  }
  if (span.to < span.from) return std::string("--between: the second moment is before the first");
  return span;
}

ExitCode export_diagram(const ExportCommand& command, const RunFile& file, Span span) {
  ShivizOptions options;
  if (command.key) options.key = KeyId(*command.key);
  options.between = span;
  if (command.limit) options.limit = *command.limit;
  const auto made =
      to_output<ShivizExport>(command, [&](const TextSink& sink) { return export_shiviz(file, options, sink); });
  if (!made) {
    complain(made.faults());
    return exit_code_of(made.faults());
  }
  const char* why = command.key ? "" : made->anomalies > 0 ? ", which has most anomalies" : ", which is written most";
  complain(fmt::format("key {}{} ({} of them): {} events at {} sessions and stores, {:.3f} s to {:.3f} s",
                       made->key.value, why, made->anomalies, made->entries, made->hosts,
                       made->covered.from.in_seconds(), made->covered.to.in_seconds()));
  const ExitCode about = warn_about(command, file.meta());
  return made->entries == 0 ? kUnknown : about;
}

ExitCode export_trace(const ExportCommand& command, const RunFile& file, Span span) {
  constexpr std::uint64_t kMany = 1'000'000;
  PerfettoOptions options;
  if (command.key) options.key = KeyId(*command.key);
  options.between = span;
  if (command.limit) options.arrows = *command.limit;
  const auto made =
      to_output<PerfettoExport>(command, [&](const TextSink& sink) { return export_perfetto(file, options, sink); });
  if (!made) {
    complain(made.faults());
    return exit_code_of(made.faults());
  }
  complain(
      fmt::format("{} events, of {} requests{}", made->events, made->requests,
                  made->requests > kMany ? ": more than a browser shows well; --between and --key make it less" : ""));
  return warn_about(command, file.meta());
}

ExitCode export_run(const ExportCommand& command) {
  const auto span = span_of(command);
  if (const auto* complaint = std::get_if<std::string>(&span)) {
    complain(*complaint);
    return kUsage;
  }
  if (!is_run_file(command.file) && std::filesystem::is_regular_file(command.file)) {
    complain(fmt::format("{} is not a run file: {} comes from a run, so make one with `bicoastal run {} --out DIR`",
                         printable(command.file), command.to, shell_quoted(command.file)));
    return kBadInput;
  }
  const Result<RunFile> file = RunFile::open(command.file);
  if (!file) {
    complain(file.faults());
    return kBadInput;
  }
  if (command.to == "csv") return export_tables(command, *file);
  if (command.to == "perfetto") return export_trace(command, *file, std::get<Span>(span));
  if (command.to == "shiviz") return export_diagram(command, *file, std::get<Span>(span));
  return export_history(command, *file);
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

std::vector<std::string> export_formats() {
  std::vector<std::string> names;
  for (const Format& format : kFormats) names.emplace_back(format.name);
  return names;
}

ExitCode execute(const ExportCommand& command) {
  const Result<std::vector<Override>> overrides = parse_overrides(command.sets);
  if (!overrides) {
    complain(overrides.faults());
    return kUsage;
  }
  if (const std::string_view option = useless(command, format_of(command)); !option.empty()) {
    complain(fmt::format("{} has no effect on {}", option, command.to));
    return kUsage;
  }
  if (command.to == "dot") return export_graph(command, *overrides);
  if (!command.sets.empty()) {
    complain(fmt::format("--set has no effect on {}: it comes from a run that is over", command.to));
    return kUsage;
  }
  return export_run(command);
}

}  // namespace bicoastal
