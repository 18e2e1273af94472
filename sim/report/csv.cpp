#include "sim/report/csv.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string_view>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace bicoastal {
namespace {

namespace fs = std::filesystem;

/// A file that is written from start to end. Throws the Diagnostic of whatever the disk refuses.
class Output {
 public:
  explicit Output(std::string path) : path_(std::move(path)) {
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor_ < 0) refused("E609", "created");
  }
  ~Output() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  /// Append here; flush_if_full() now and then.
  fmt::memory_buffer text;
  void flush_if_full() {
    if (text.size() >= kFull) flush();
  }
  void close() {
    flush();
    if (::close(std::exchange(descriptor_, -1)) != 0) refused("E610", "written");
  }

 private:
  static constexpr std::size_t kFull = 1 << 18;

  void flush() {
    for (std::size_t at = 0; at < text.size();) {
      const ssize_t n = ::write(descriptor_, text.data() + at, text.size() - at);
      if (n < 0 && errno != EINTR) refused("E610", "written");
      if (n > 0) at += static_cast<std::size_t>(n);
    }
    text.clear();
  }
  [[noreturn]] void refused(const char* code, const char* what) const {
    throw Diagnostic{code, path_, 0, {}, fmt::format("cannot be {}: {}", what, std::strerror(errno)), {}};
  }

  std::string path_;
  int descriptor_ = -1;
};

void append(fmt::memory_buffer& out, std::string_view text) { out.append(text.data(), text.data() + text.size()); }

void append_field(fmt::memory_buffer& out, std::string_view text) {
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) return append(out, text);
  out.push_back('"');
  for (const char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

void append_cell(fmt::memory_buffer& out, const Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) {
    fmt::format_to(std::back_inserter(out), "{}", *number);
  } else if (const auto* real = std::get_if<double>(&cell)) {
    fmt::format_to(std::back_inserter(out), "{}", *real);  // the shortest text that reads back as the same number
  } else if (const auto* text = std::get_if<std::string_view>(&cell)) {
    append_field(out, *text);
  }
}

/// Number of rows.
Result<std::uint64_t> write_table(const RunFile& file, const Table& table, const std::string& path) {
  Output out(path);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (i > 0) out.text.push_back(',');
    append_field(out.text, table.columns[i].name);
  }
  append(out.text, "\r\n");
  auto rows = file.read_table(table.name, [&](std::span<const Cell> cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out.text.push_back(',');
      append_cell(out.text, cells[i]);
    }
    append(out.text, "\r\n");
    out.flush_if_full();
  });
  out.close();
  return rows;
}

std::string about(const RunMeta& meta) {
  std::string text = fmt::format("Scenario: {}\nFile: {}, seed {}, bicoastal {}\n", meta.scenario_name,
                                 meta.scenario_file, meta.seed, meta.build);
  if (meta.complete) {
    text += fmt::format("Complete; digest of the run: {}\n", meta.digest);
  } else {
    text += fmt::format("INCOMPLETE: the run was stopped or killed. These are its first {} records, up to {} s.\n",
                        meta.records, meta.until.in_seconds());
  }
  if (meta.keep == Keep::sample)
    text +=
        fmt::format("SAMPLE: operations, accepts, applies and lost hold {} % of the keys, and each key of anomalies.\n",
                    meta.sample_share * 100);
  return text + "\nCSV as in RFC 4180, UTF-8. An empty field has no value.\n\n";
}

std::string about(const Table& table, std::uint64_t rows) {
  std::string text = fmt::format("{}.csv: {} rows, each {}\n", table.name, rows, table.meaning);
  for (const Table::Column& column : table.columns)
    text +=
        fmt::format("    {}{}: {}\n", column.name, column.unit.empty() ? "" : " [" + column.unit + "]", column.meaning);
  return text;
}

struct Nothing : RecordSink {
  void consume(std::span<const Record>) override {}
};

}  // namespace

Result<std::vector<std::string>> export_csv(const RunFile& file, const std::string& directory) try {
  Nothing nothing;
  if (const auto sound = file.replay(nothing); !sound) return sound.faults();
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return Diagnostic{"E609", directory, 0, {}, fmt::format("cannot be created: {}", error.message()), {}};
  std::vector<std::string> paths;
  std::string readme = about(file.meta());
  for (const Table& table : RunFile::tables()) {
    paths.push_back((fs::path(directory) / (table.name + ".csv")).string());
    const auto rows = write_table(file, table, paths.back());
    if (!rows) return rows.faults();
    readme += about(table, *rows);
  }
  paths.push_back((fs::path(directory) / "README.txt").string());
  Output out(paths.back());
  append(out.text, readme);
  out.close();
  return paths;
} catch (const Diagnostic& refused) {
  return refused;
}

}  // namespace bicoastal
